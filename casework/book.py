"""The book of issued notices (发文登记簿): whatever went out, by number, with its service."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from casework.settling import OFFICE_CHAIN
from notices.kinds import KINDS
from notices.models import Manner, Notice
from office.models import User
from office.roles import May
from records import log
from requests_app.clock import in_page_language
from requests_app.steps import NotPermitted
from requests_app.who import actor_of

PIECE = 500
COLUMNS = (
    "number", "kind", "issued_on", "issued_at", "pages", "served_on", "manner_of_service",
    "application__number",
)  # fmt: skip


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
    return Notice.objects.issued()


def in_order(notices: QuerySet[Notice]) -> QuerySet[Notice]:
    """As a book is written: by the day of issue."""
    return notices.order_by("issued_on", "issued_at", "pk")


def newest_first(notices: QuerySet[Notice]) -> QuerySet[Notice]:
    return notices.order_by("-issued_on", "-issued_at", "-pk")


def lines(notices: QuerySet[Notice]) -> Iterator[Line]:
    """Each notice as a line, read piece by piece and without its letter.

    What revoked or replaced it is fetched apart: joined to a table that was never analysed, SQLite
    looks through all of it for each line.
    """
    following = Notice.objects.only("number", "withdraws", "replaces")
    found = notices.annotate(
        addressee=KeyTextTransform("salutation", KeyTransform("letter", "snapshot")),
        signed=KeyTransform("approvals", "snapshot"),
    )
    found = found.select_related("application").only(*COLUMNS).prefetch_related(
        Prefetch("withdrawn_by", following), Prefetch("replaced_by", following)
    )  # fmt: skip
    return map(_line, found.iterator(chunk_size=PIECE))


def _line(notice: Any) -> Line:
    kind = KINDS.get(notice.kind)
    return Line(
        notice=notice,
        kind=in_page_language(kind.label) if kind else notice.kind,
        addressee=notice.addressee or "",
        service=_service(notice),
        approver=notice.signed[-1]["by"] if notice.signed else _("系统"),
        remark=_remark(notice),
    )


def _service(notice: Notice) -> str:
    if notice.served_on is None:
        return _("尚未登记")
    manner = Manner(notice.manner_of_service).label
    words = {"day": notice.served_on.isoformat(), "manner": manner}
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
    for line in lines(in_order(notices)):
        notice = line.notice
        yield [
            notice.number, notice.issued_on.isoformat(), line.kind, line.addressee,
            notice.application.number, notice.pages or "", line.service, line.approver, line.remark,
        ]  # fmt: skip


def log_export(notices: QuerySet[Notice], *, by: User, at: datetime) -> None:
    """The book names people and leaves the house: that is logged, with how much of it went."""
    with transaction.atomic():
        log.append(
            OFFICE_CHAIN, "book_exported", actor=actor_of(by), at=at,
            payload={"notices": notices.count()},
        )  # fmt: skip
