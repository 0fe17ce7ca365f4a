"""Service of a notice: put down how it went out, what proves it, what came back."""

from datetime import date
from functools import partial

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework import paper, returned, suspected
from notices.kinds import KINDS
from notices.models import Manner, Notice, ServiceRecord
from records.refusals import Refusal
from requests_app.states import Delivery
from web.refusals import handed_out, tell
from web.staff import notice_page
from web.staff.notice_forms import day_input
from web.today import now, today

AS_DELIVERED: dict[str, Manner] = {
    Delivery.ONLINE: Manner.ONLINE, Delivery.EMAIL: Manner.EMAIL, Delivery.POST: Manner.POST,
    Delivery.COUNTER: Manner.COUNTER, Delivery.FAX: Manner.FAX,
}  # fmt: skip
SCANS = ".pdf,.jpg,.jpeg,.png"


class ServiceForm(forms.Form):
    """How, when and with what proof a notice reached its addressee."""

    manner = forms.ChoiceField(
        label=gettext_lazy("送达方式"), choices=Manner.choices, widget=forms.RadioSelect
    )
    on = forms.DateField(
        label=gettext_lazy("送达日期"), widget=day_input(),
        help_text=gettext_lazy("邮寄的以交邮之日为准，当面的以签收之日为准。"),
    )  # fmt: skip
    reference = forms.CharField(
        label=gettext_lazy("邮件号码"), max_length=60, required=False,
        help_text=gettext_lazy("邮寄的必填，照收据上的号码写。"),
    )  # fmt: skip
    signed_by = forms.CharField(
        label=gettext_lazy("签收人"), max_length=100, required=False,
        help_text=gettext_lazy("当面送达或者委托送达的必填。不得写身份证号码。"),
    )  # fmt: skip
    words = forms.CharField(
        label=gettext_lazy("凭证说明"), max_length=200, required=False,
        help_text=gettext_lazy("例如收据存放在哪里。"),
    )  # fmt: skip
    file = forms.FileField(
        label=gettext_lazy("凭证扫描件"), required=False,
        help_text=gettext_lazy("邮政收据、签收的送达回证或者发送记录，PDF、JPG、PNG，20 MB以内。"),
        widget=forms.ClearableFileInput(attrs={"accept": SCANS}),
    )  # fmt: skip

    def clean_file(self):
        given = self.cleaned_data["file"]
        if given and not given.name.lower().endswith(tuple(SCANS.split(","))):
            raise forms.ValidationError(_("凭证请用PDF、JPG或者PNG文件。"))
        return given


class ReturnForm(forms.Form):
    """That a notice came back, when and why."""

    on = forms.DateField(label=gettext_lazy("退回日期"), widget=day_input())
    reason = forms.CharField(
        label=gettext_lazy("退回原因"), max_length=200,
        help_text=gettext_lazy("照邮政批条写，例如查无此人、地址不详、拒收、逾期未领。"),
    )  # fmt: skip


class SettleForm(forms.Form):
    """What was done about a notice that came back."""

    how = forms.CharField(
        label=gettext_lazy("怎样处置"), max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("例如：电话告知申请人并约定当面领取；按新地址改寄（另登记一次送达）。"),
    )  # fmt: skip


def serve(request: HttpRequest, pk: int) -> HttpResponse:
    """Put down how a notice reached its addressee; for a reply, the first such day closes it."""
    found, on = notice_page.notice_of(request, pk), today()
    _refuse_unless_serving(request, found)
    if not found.is_issued:
        return redirect("staff:notice", pk)
    manner = AS_DELIVERED[found.application.delivery]
    first = {"on": on, "manner": manner}
    form = ServiceForm(request.POST or None, request.FILES or None, initial=first, label_suffix="")
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        manner, day = given.pop("manner"), given.pop("on")
        try:
            paper.serve(
                found, manner=manner, on=day, by=request.user, at=now(), proof=paper.Proof(**given)
            )
        except Refusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("送达已登记。"))
            return redirect("staff:notice", pk)
    case, kind = found.application, KINDS[found.kind]
    context = {"form": form, "notice": found, "case": case, "kind": kind, "on": on}
    closes = kind.step == "answer" and case.closed_on is None
    context |= {"closes": closes, "clock": case.clock(on=on) if case.received_on else None}
    return render(request, "staff/serve.html", context)


def proof(request: HttpRequest, pk: int, record: int) -> HttpResponse:
    """The scan that proves one service, to whoever sees its case."""
    found = _record(request, pk, record)
    if found.proof_file is None:
        raise Http404
    stored = found.proof_file
    return handed_out(
        request, partial(suspected.content_of, stored), name=stored.original_name,
        media_type=stored.media_type, back=reverse("staff:notice", args=[pk]),
    )  # fmt: skip


def returned_notice(request: HttpRequest, pk: int, record: int) -> HttpResponse:
    """Put down that a notice came back; or, if that is known, what was done about it."""
    found, on = _record(request, pk, record), today()
    _refuse_unless_serving(request, found.notice)
    day = returned.came_back_on(found)
    if found.settled_at:
        return redirect("staff:notice", pk)
    form = (
        SettleForm(request.POST or None, label_suffix="")
        if day
        else ReturnForm(request.POST or None, initial={"on": on}, label_suffix="")
    )
    if request.method == "POST" and form.is_valid() and _noted(request, found, form, day):
        return redirect("staff:notice", pk)
    notice = found.notice
    context = {
        "form": form, "record": found, "notice": notice, "case": notice.application, "day": day,
        "why": returned.why(found) if day else "", "kind": KINDS[notice.kind],
    }  # fmt: skip
    return render(request, "staff/returned.html", context)


def _noted(request: HttpRequest, found: ServiceRecord, form: forms.Form, day: date | None) -> bool:
    by, given = request.user, form.cleaned_data
    try:
        if day:
            paper.settle(found, by=by, at=now(), how=given["how"])
        else:
            paper.record_return(found, on=given["on"], reason=given["reason"], by=by, at=now())
    except Refusal as refusal:
        tell(form, refusal)
        return False
    messages.success(request, _("处置已登记。") if day else _("退回已登记，请尽快另行送达。"))
    return True


def returned_record(request: HttpRequest, record: int) -> HttpResponse:
    """The same, by the record alone: where the list of what is to be done points."""
    visible = notice_page.visible_notices(request.user)
    found = get_object_or_404(ServiceRecord, pk=record, notice__in=visible)
    return redirect("staff:returned_notice", found.notice_id, record)


def _record(request: HttpRequest, pk: int, record: int) -> ServiceRecord:
    notice = notice_page.notice_of(request, pk)
    return get_object_or_404(notice.services.select_related("mail", "proof_file"), pk=record)


def _refuse_unless_serving(request: HttpRequest, notice: Notice) -> None:
    if not notice_page.may_serve(request.user, notice):
        raise PermissionDenied(_("送达由登记员或者承办人登记。"))


urlpatterns = [
    path("notices/<int:pk>/serve/", serve, name="serve"),
    path("notices/<int:pk>/services/<int:record>/proof/", proof, name="service_proof"),
    path("notices/<int:pk>/services/<int:record>/", returned_notice, name="returned_notice"),
    path("services/<int:record>/", returned_record, name="returned"),
]
