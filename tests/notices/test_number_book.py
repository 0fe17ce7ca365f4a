"""The register of numbers proves that none is missing; each way of losing one is found."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from casework import readiness
from casework.readiness import Colour
from notices import number_book
from notices.models import Notice, Reservation
from records.models import Counter
from tests.cast import MONDAY, at, in_hand

NOW = at(date(2026, 7, 1))


def holding(cast, sequence: int, *, series="补", issued=False, **more) -> Reservation:
    """A number held by a notice; issued ones with as little as the table lets through."""
    notice = None
    if issued or more.get("draft"):
        notice = Notice.objects.create(
            application=more["case"], kind="correction", drafted_at=at(MONDAY),
            template_version="x", institution_version=1, content_hash="x",
            number=f"示例大学信公{series}〔2026〕{sequence}号" if issued else None,
        )  # fmt: skip
    return Reservation.objects.create(
        series=series, year=2026, sequence=sequence, notice=notice, reserved_at=at(MONDAY)
    )


@pytest.fixture
def case(cast):
    return in_hand(cast)


@pytest.fixture
def series(cast, case):
    """Three numbers: two on their way, one free."""
    Counter.objects.create(series="notice:补", year=2026, last=3)
    return [
        holding(cast, 1, draft=True, case=case),
        holding(cast, 2, draft=True, case=case),
        holding(cast, 3),
    ]


def said() -> list[str]:
    return number_book.faults()


def check() -> tuple[str, str, int]:
    out, err = StringIO(), StringIO()
    try:
        call_command("check_numbers", stdout=out, stderr=err)
    except SystemExit as stopped:
        return out.getvalue(), err.getvalue(), stopped.code
    return out.getvalue(), err.getvalue(), 0


def test_whole_runs_have_no_fault_and_the_command_says_what_there_is(series):
    (run,) = number_book.runs()
    assert (run.name, run.last, run.issued, run.held, run.free) == ("补〔2026〕", 3, 0, 2, 1)
    assert run.is_whole
    assert said() == []
    assert check() == ("补〔2026〕1-3  issued 0  held 2  free 1\n", "", 0)
    assert [row.sequence for row in number_book.unused()] == [1, 2, 3]


def test_nothing_yet_is_whole(institution):
    assert number_book.runs() == []
    assert said() == []


def test_a_number_in_the_middle_that_is_gone_is_named(series):
    series[1].delete()
    assert said() == ["补〔2026〕缺2号。"]
    assert check()[1:] == ("补〔2026〕缺2号。\n", 1)
    looks = {f.name: f for f in readiness.findings(at=NOW)}
    assert looks["numbers"].colour is Colour.AMBER
    assert "补〔2026〕" in looks["numbers"].says


def test_a_number_at_the_end_that_is_gone_is_named(series):
    series[2].delete()
    assert said() == ["补〔2026〕缺3号。"]


def test_a_series_of_which_every_row_is_gone_is_named(series):
    Reservation.objects.all().delete()
    assert said() == [f"补〔2026〕缺{n}号。" for n in (1, 2, 3)]


def test_a_counter_that_was_set_back_is_named_before_it_gives_a_number_twice(series):
    Counter.objects.update(last=1)
    assert said() == ["补〔2026〕已用到3号，计数器却只到1号。"]


def test_a_number_held_by_a_draft_that_was_thrown_away_is_named(series):
    Notice.objects.filter(reservation__sequence=1).update(discarded_at=at(MONDAY))
    assert said() == ["补〔2026〕1号由已经作废的草稿占着。"]


def test_a_notice_that_bears_another_number_than_it_holds_is_named(cast, case):
    from casework import issuing
    from records.log import SYSTEM

    notice = issuing.acknowledge(case, by=SYSTEM, on=MONDAY, at=at(MONDAY, 12))
    assert said() == []
    Notice.objects.filter(pk=notice.pk).update(number="示例大学信公收〔2026〕8号")
    assert said() == ["示例大学信公收〔2026〕8号占的是收〔2026〕1号。"]
    Reservation.objects.update(notice=None)
    assert said() == ["示例大学信公收〔2026〕8号已经发出，却没有在登记中占号。"]


def test_every_kind_has_a_series_the_register_can_name(institution):
    run = number_book.Run("销", 2026, 1, 1, 1, 0, 0)
    assert {kind.code for kind in run.kinds} == {
        "reply_withdrawn", "notice_withdrawn", "party_notice_withdrawn",
        "consultation_withdrawn", "override_withdrawn",
    }  # fmt: skip
