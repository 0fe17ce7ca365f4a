"""Who may do what with a yearly report.

Whoever may register and see figures writes it; units' people write the parts they were given; the
office's head or the leader publishes it. Nobody approves what they wrote themselves.
"""

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from office.models import RoleGrant, User
from office.roles import ROLE_MAY, May
from records import log
from reports.models import AnnualReport, TableTwo
from requests_app.steps import NotPermitted

TYPED = ("report_written", "report_facts_written")
NOT_ALLOWED = gettext_lazy("年度报告由登记员或信息公开办公室负责人编制，由负责人或校领导公布。")


def may_write(by: User) -> bool:
    return by.may(May.REPORT) and by.may(May.REGISTER)


def may_publish(by: User) -> bool:
    return by.may(May.REPORT) and (by.may(May.APPROVE_OFFICE) or by.may(May.APPROVE_LEADER))


def may_be_author(who: User) -> bool:
    """The office's own people, and those who handle cases in the units."""
    return who.is_active and (may_write(who) or who.may(May.HANDLE))


def possible_authors() -> QuerySet[User]:
    return _holding(May.REGISTER, May.HANDLE)


def readers(report: AnnualReport, part: str) -> QuerySet[User]:
    """Whoever may read the part: those who see figures, and its author."""
    people = _holding(May.REPORT) | User.objects.filter(
        is_active=True, parts_to_write__report=report, parts_to_write__part=part
    )
    return people.distinct()


def _holding(*things: May) -> QuerySet[User]:
    """Those who may do one of these things now, by name."""
    roles = [role for role, may in ROLE_MAY.items() if not may.isdisjoint(things)]
    held = RoleGrant.objects.filter(role__in=roles, ended_at=None).values("user")
    return User.objects.filter(is_active=True, pk__in=held)


def may_write_part(by: User, report: AnnualReport, part: str) -> bool:
    return may_write(by) or report.authors.filter(part=part, author=by).exists()


def may_read_part(by: User, report: AnnualReport, part: str) -> bool:
    return by.may(May.REPORT) or may_write_part(by, report, part)


def drafters(report: AnnualReport) -> set[int]:
    """Everybody a text or a typed number of the report is by, and whoever began or sent it."""
    written = set(report.part_texts.order_by().values_list("written_by", flat=True).distinct())
    acted = {report.begun_by_id, report.submitted_by_id}
    return {pk for pk in written | acted | _typed_numbers(report) if pk}


def _typed_numbers(report: AnnualReport) -> set[int | None]:
    """Who put in what no case tells, by the log: the report's own facts, and its table two."""
    entries = log.entries(report.chain).filter(event__in=TYPED, payload__report=report.pk)
    found = set(entries.values_list("actor_id", flat=True))
    if any("table_two" in part.generated for part in report.of_form.parts):
        filled = log.entries(TableTwo(year=report.first.year).chain)
        changed = filled.filter(event="table_two_filled").exclude(payload__changed={})
        found |= set(changed.values_list("actor_id", flat=True))
    return found


def require(allowed: bool) -> None:
    """Raises NotPermitted."""
    if not allowed:
        raise NotPermitted(NOT_ALLOWED)


def require_part(by: User, report: AnnualReport, part: str) -> None:
    if not may_write_part(by, report, part):
        raise NotPermitted(_("这一部分由执笔人或者年度报告的编制人编写。"))
