"""Fetching what this person may see, and saying no with the reason."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from office.models import User
from office.roles import May
from requests_app.models import Application

NOT_YOURS = {
    May.REGISTER: _("登记来件由登记员或信息公开办公室负责人办理。"),
    May.REVEAL: _("您的角色不能查看完整的个人信息。"),
    May.CONFIGURE: _("机构设定由信息公开办公室负责人或系统管理员修改。"),
    May.MANAGE_PEOPLE: _("人员和角色由安全管理员管理。"),
    May.REPORT: _("您的角色不能查看年度统计。"),
    May.SEE_ALL: _("这一页由能看全部办件的人员查看。"),
    May.REMEDY: _("登记监督救济由登记员或信息公开办公室负责人办理。"),
}


def case_of(request: HttpRequest, number: str) -> Application:
    """The case, if this person may see it; a case of others is as absent as one that never was."""
    visible = Application.objects.visible_to(request.user).for_list()
    return get_object_or_404(visible, number=number)


def require(user: User, thing: May) -> None:
    """Raise PermissionDenied with the reason unless the person's roles allow it."""
    if not user.may(thing):
        raise PermissionDenied(NOT_YOURS.get(thing, _("您的角色没有这项权限。")))
