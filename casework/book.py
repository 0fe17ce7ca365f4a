"""The book of issued notices (发文登记簿): whatever went out, by number, with its service."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from casework.settling import OFFICE_CHAIN
from notices.kinds import KINDS
from notices.models import Notice
from office.models import User
from office.roles import May
from records import log
from requests_app.clock import in_page_language
from requests_app.models import Application
from requests_app.steps import NotPermitted
from requests_app.who import actor_of

PIECE = 500


class Line(NamedTuple):
    """One notice as a line of the book."""

    notice: Notice
    kind: str
    addressee: str
    service: str
    approver: str
    remark: str


def issued(by: User) -> QuerySet[Notice]:
    """Every notice that went out. Raises NotPermitted for whoever may not see every case."""
    if not by.may(May.SEE_ALL):
        raise NotPermitted(_("只有能看全部办件的人员可以查看发文登记簿。"))
    related = ("application", "reservation", "withdrawn_by", "replaced_by")
    visible = Application.objects.visible_to(by).order_by()
    return Notice.objects.issued().filter(application__in=visible).select_related(*related)


def in_order(notices: QuerySet[Notice]) -> QuerySet[Notice]:
    """As a book is written: by the day of issue."""
    return notices.order_by("issued_on", "issued_at", "pk")


def newest_first(notices: QuerySet[Notice]) -> QuerySet[Notice]:
    return notices.order_by("-issued_on", "-issued_at", "-pk")


def line_of(notice: Notice) -> Line:
    kind, kept = KINDS.get(notice.kind), notice.snapshot.get("letter", {})
    signed = notice.snapshot.get("approvals", [])
    return Line(
        notice=notice,
        kind=in_page_language(kind.label) if kind else notice.kind,
        addressee=kept.get("salutation", ""),
        service=_service(notice),
        approver=signed[-1]["by"] if signed else _("系统"),
        remark=_remark(notice),
    )


def _service(notice: Notice) -> str:
    if notice.served_on is None:
        return _("尚未登记")
    words = {"day": notice.served_on.isoformat(), "manner": notice.get_manner_of_service_display()}
    return _("%(day)s %(manner)s") % words


def _remark(notice: Notice) -> str:
    """Notices are linked only when the later one goes out."""
    found = []
    if revoked := getattr(notice, "withdrawn_by", None):
        found.append(_("已由%(number)s撤销") % {"number": revoked.number})
    if replaced := getattr(notice, "replaced_by", None):
        found.append(_("已由%(number)s替代") % {"number": replaced.number})
    return _("，").join(found)


def table(notices: QuerySet[Notice]) -> Iterator[list[Any]]:
    """The book as rows for a spreadsheet, the heading first."""
    yield [
        pgettext("notice", "文号"), _("发出日期"), _("种类"), _("收件人"), _("申请编号"),
        _("页数"), _("送达"), _("批准人"), _("备注"),
    ]  # fmt: skip
    for notice in in_order(notices).iterator(chunk_size=PIECE):
        line = line_of(notice)
        yield [
            notice.number, notice.issued_on.isoformat(), line.kind, line.addressee,
            notice.application.number, notice.pages or "", line.service, line.approver, line.remark,
        ]  # fmt: skip


def log_export(notices: QuerySet[Notice], *, by: User, at: datetime) -> None:
    """The book names people and leaves the house: that is logged, with how much of it went."""
    log.append(
        OFFICE_CHAIN, "book_exported", actor=actor_of(by), at=at,
        payload={"notices": notices.count()},
    )  # fmt: skip
