"""The lines that the tables count follow every writer, and the recount says where they do not."""

import threading
from collections.abc import Callable
from datetime import date, timedelta
from io import StringIO
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction

from casework.register import import_register
from casework.remedies_register import import_remedies
from remedies.models import Remedy
from reports import lines, recount, system_checks
from reports.figures import figures
from reports.models import CaseLine
from reports.scope import Scope
from requests_app.models import Applicant, Application, Handling
from requests_app.states import State
from statute.answers import RESULT_CODES
from statute.periods import school_year, span
from tests.cast import at, in_hand, registered
from tests.reports import histories
from tests.reports.histories import KINDS, LAWS, Story, put

pytestmark = pytest.mark.django_db

YEAR = school_year(2025)
NONE = {"reports_caseline": [], "reports_remedyline": []}


def wrong():
    return recount.wrong(connection)


def line_of(application):
    line = CaseLine.objects.get(pk=application.pk)
    return line.came_on, line.left_on, line.law, line.kind, line.result, line.span


# Writers


def update_cases(chance: Random) -> None:
    chosen = chance.choice(
        [
            {"received_on": histories.day(chance.randrange(histories.SPAN))},
            {"law": chance.choice(LAWS)},
            {"channel": chance.choice(("post", "online", "counter"))},
        ]
    )
    some(Application, chance).update(**chosen)


def some(model, chance: Random):
    keys = list(model.objects.order_by("pk").values_list("pk", flat=True))
    return model.objects.filter(pk__in=chance.sample(keys, min(len(keys), 3)))


def close(chance: Random) -> None:
    for handling in some(Handling, chance):
        handling.closed_on = histories.day(chance.randrange(histories.SPAN))
        handling.result, handling.closed_under = chance.choice(RESULT_CODES), chance.choice(LAWS)
        handling.save()


def unclose(chance: Random) -> None:
    some(Handling, chance).update(closed_on=None, result="", closed_under="")


def handle_again(chance: Random) -> None:
    for application in some(Application, chance):
        number = application.handlings.count() + 1
        if number > 1:
            application.handlings.create(sequence=number, opened_on=histories.day(0))


def swap_handlings(chance: Random) -> None:
    some(Handling, chance).filter(sequence=1).update(sequence=100 + chance.randrange(900))


def delete_handlings(chance: Random) -> None:
    some(Handling, chance).delete()


def other_applicants(chance: Random) -> None:
    rows = list(some(Applicant, chance))
    for row in rows:
        row.kind = chance.choice(KINDS)
    Applicant.objects.bulk_update(rows, ["kind"])


def delete_cases(chance: Random) -> None:
    keys = list(some(Application, chance).values_list("pk", flat=True))
    for model in (Remedy, Handling, Applicant):
        model.objects.filter(application__in=keys).delete()
    with connection.cursor() as cursor:
        for key in keys:
            cursor.execute("DELETE FROM requests_app_application WHERE id = %s", [key])


def decide_remedies(chance: Random) -> None:
    for remedy in some(Remedy, chance):
        remedy.decided_on = remedy.filed_on + timedelta(days=chance.randrange(400))
        remedy.result = chance.choice(histories.REMEDY_RESULTS)
        remedy.save()


def move_remedies(chance: Random) -> None:
    some(Remedy, chance).update(kind=chance.choice(histories.REMEDY_KINDS), decided_on=None,
                                result="")  # fmt: skip


def delete_remedies(chance: Random) -> None:
    some(Remedy, chance).delete()


def more(chance: Random) -> None:
    put([histories.random_story(chance) for _ in range(4)])


WRITERS: list[Callable[[Random], None]] = [
    more, more, update_cases, close, unclose, handle_again, swap_handlings, delete_handlings,
    other_applicants, delete_cases, decide_remedies, move_remedies, delete_remedies,
]  # fmt: skip


def write_at_random(chance: Random, times: int) -> None:
    for _ in range(times):
        chance.choice(WRITERS)(chance)


def test_after_random_writes_every_line_is_as_the_facts_have_it():
    chance = Random(20261127)
    for _ in range(15):
        write_at_random(chance, 10)
        assert wrong() == NONE
    assert CaseLine.objects.count() == Application.objects.count() > 50


@pytest.mark.parametrize(
    "trigger",
    ["requests_app_application_line_update", "requests_app_handling_line_update",
     "requests_app_applicant_line_update", "remedies_remedy_line_update",
     "reports_caseline_derived_update"],
)  # fmt: skip
def test_without_a_trigger_the_same_writes_leave_lines_that_the_recount_names(trigger):
    """Negative control."""
    chance = Random(20261127)
    on_table = f" ON {lines.expected()[trigger]}" if connection.vendor == "postgresql" else ""
    write_at_random(chance, 20)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {trigger}{on_table}")
    write_at_random(chance, 60)
    assert wrong() != NONE
    assert trigger in lines.missing(connection)
    (warning,) = system_checks.triggers_are_there(databases=["default"])
    assert trigger in warning.msg
    recount.restore()
    assert (wrong(), lines.missing(connection)) == (NONE, [])


def test_a_line_follows_the_steps_of_a_case(cast):
    case = registered(cast, date(2026, 3, 2))
    assert line_of(case)[:2] == (date(2026, 3, 2), None)
    case.withdraw(by=cast.registrar, on=date(2026, 3, 20), at=at(date(2026, 3, 20)))
    assert line_of(case) == (
        date(2026, 3, 2), date(2026, 3, 20), "cn-regulation", "natural_person", "other", 64
    )  # fmt: skip
    assert wrong() == NONE


def test_a_line_follows_a_day_set_right_and_a_law_chosen(cast):
    case = in_hand(cast, date(2026, 3, 2))
    case.choose_law(by=cast.office_head, on=date(2026, 3, 3), at=at(date(2026, 3, 3)),
                    law="cn-university", reason="校内事务")  # fmt: skip
    case.set_right(
        by=cast.office_head, approved_by=cast.leader, on=date(2026, 3, 4),
        at=at(date(2026, 3, 4)), state=State.IN_HAND, received_on=date(2026, 2, 27), reason="笔误",
    )  # fmt: skip
    assert line_of(case)[:3] == (date(2026, 2, 27), None, "cn-university")
    assert wrong() == NONE


REGISTER = """number,law,channel,applicant_kind,applicant_name,subject,received_on,corrected_on,\
closed_on,result,unit
X-1,cn-regulation,post,business,某公司,某事,2025-10-08,,2025-10-30,granted,
X-2,cn-university,online,research,某所,某事,2025-10-09,,,,
"""
REMEDIES = """application,kind,filed_on,decided_on,result
X-1,review,2025-11-10,2026-01-05,upheld
X-2,complaint,2025-11-11,,
"""


def test_a_line_follows_an_imported_register(institution, tmp_path):
    (tmp_path / "cases.csv").write_text(REGISTER, encoding="utf-8")
    (tmp_path / "remedies.csv").write_text(REMEDIES, encoding="utf-8")
    today = date(2026, 3, 2)
    import_register(tmp_path / "cases.csv", on=today, at=at(today))
    import_remedies(tmp_path / "remedies.csv", on=today, at=at(today))
    assert wrong() == NONE
    found = figures(Scope(YEAR))
    assert (found.total("granted"), found.total("carried_out")) == (1, 1)
    assert found.remedies["review"]["upheld"] == found.remedies["complaint"]["pending"] == 1


def test_whatever_order_the_rows_come_in_the_line_is_whole(cast):
    case = registered(cast, date(2026, 3, 2))
    CaseLine.objects.filter(pk=case.pk).delete()
    Applicant.objects.filter(application=case).update(kind="business")
    Handling.objects.filter(application=case).update(
        closed_on=date(2026, 3, 9), result="granted", closed_under="cn-regulation"
    )
    Application.objects.filter(pk=case.pk).update(law="cn-university", channel="post",
                                                  received_on=date(2026, 3, 3))  # fmt: skip
    assert wrong() == NONE
    assert line_of(case)[3:5] == ("business", "granted")


def test_a_day_set_right_to_after_the_closing_leaves_on_the_day_it_came():
    (case,) = put([Story("business", "cn-regulation", date(2025, 10, 8), True, date(2025, 10, 8),
                         "granted", "cn-regulation")])  # fmt: skip
    Application.objects.filter(pk=case.pk).update(received_on=date(2025, 10, 9))
    assert line_of(case)[:2] == (date(2025, 10, 9), date(2025, 10, 9))


@pytest.mark.parametrize("days", [0, 1, 16, 17, 64, 65, 256, 257, 1024, 1025, 4096, 4097, 9000])
def test_a_case_is_open_until_the_day_before_it_left_however_long_that_was(days):
    came = date(2000, 9, 1)
    left = came + timedelta(days=days)
    put([Story("business", "cn-regulation", came, True, left, "granted", "cn-regulation")])
    for day, is_open in ((came, days > 0), (left - timedelta(days=1), days > 0), (left, False)):
        if day >= came:
            period = span(came, day)
            assert figures(Scope(period)).total("carried_out") == is_open, (day, days)


# The recount


def recounted(*arguments) -> str:
    said = StringIO()
    call_command("figures", "--recount", *arguments, stdout=said)
    return said.getvalue()


def test_the_recount_says_what_would_move_changes_nothing_and_fails():
    (case,) = put([Story("business", "cn-regulation", date(2025, 10, 8))])
    assert "0 of the lines" in recounted()
    with connection.cursor() as cursor:
        lines.remove(connection)
        cursor.execute("UPDATE reports_caseline SET came_on = '2024-10-08'")
        lines.install(connection)
    said = StringIO()
    with pytest.raises(CommandError, match="1 of the lines"):
        call_command("figures", "--recount", stdout=said)
    assert case.number in said.getvalue()
    assert "2024-10-08" in said.getvalue()
    assert "2025-10-08" in said.getvalue()
    assert line_of(case)[0] == date(2024, 10, 8)
    assert "1 of the lines" in recounted("--apply")
    assert line_of(case)[0] == date(2025, 10, 8)
    assert "0 of the lines" in recounted()


# Two at once


@pytest.mark.django_db(transaction=True)
def test_two_transactions_that_write_two_facts_of_one_case_leave_both(institution):
    (case,) = put([Story("business", "cn-regulation", date(2025, 10, 8))])
    first_has_written, second_is_waiting = threading.Event(), threading.Event()

    def other_kind() -> None:
        try:
            first_has_written.wait(10)
            second_is_waiting.set()
            with transaction.atomic():
                Applicant.objects.filter(application=case).update(kind="research")
        finally:
            connections.close_all()

    second = threading.Thread(target=other_kind)
    second.start()
    with transaction.atomic():
        Handling.objects.filter(application=case).update(
            closed_on=date(2025, 10, 9), result="granted", closed_under="cn-regulation"
        )
        first_has_written.set()
        second_is_waiting.wait(10)
    second.join()
    assert line_of(case)[3:5] == ("research", "granted")
    assert wrong() == NONE
