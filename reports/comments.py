"""What is said of a part while it is drafted: open until dealt with, blocking nothing."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from office.models import User
from records.refusals import Refusal
from reports import who
from reports.draft import lock, log_act
from reports.models import AnnualReport, PartComment
from requests_app.steps import NotPermitted


def comment(
    report: AnnualReport, part: str, text: str, *, to_act: User | None, by: User, at: datetime
) -> PartComment:
    """Remark on a part, and say who is to act on it if anybody. Whoever may read may remark."""
    if not who.may_read_part(by, report, part):
        raise NotPermitted(_("您看不到这一部分。"))
    report.of_form.part(part)
    if not text.strip():
        raise Refusal(_("请写下意见。"))
    if to_act is not None and not who.may_read_part(to_act, report, part):
        said = _("%(who)s看不到这一部分，请先把这一部分分给他（她）写，或者另选一人。")
        raise Refusal(said % {"who": to_act.full_name})
    with transaction.atomic():
        lock(report)
        made = report.comments.create(
            part=part, text=text.strip(), to_act=to_act, made_by=by, made_at=at
        )
        log_act(report, "report_commented", by, at, part=part, comment=made.pk)
    return made


def resolve(said: PartComment, *, by: User, at: datetime) -> None:
    """Dealt with: by whoever writes the part, whoever said it or was to act."""
    report = said.report
    own = by.pk in (said.made_by_id, said.to_act_id)
    if not own and not who.may_write_part(by, report, said.part):
        raise NotPermitted(_("意见由提出人、被请处理的人或者编写这一部分的人标为已处理。"))
    with transaction.atomic():
        lock(report)
        said.refresh_from_db()
        if said.resolved_at is not None:
            return
        said.resolved_at, said.resolved_by = at, by
        said.save(update_fields=["resolved_at", "resolved_by"])
        log_act(report, "report_comment_resolved", by, at, part=said.part, comment=said.pk)


def waiting_for(person: User) -> list[PartComment]:
    """What this person was asked to act on, in drafts."""
    asked = PartComment.objects.open().filter(to_act=person, report__published_at=None)
    return list(asked.select_related("report", "made_by"))
