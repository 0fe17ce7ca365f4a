"""Numbers: none burnt twice, none twice, each series and year for itself."""

from datetime import date

import pytest

from casework import paper
from notices import numbering, pdf
from notices.kinds import KINDS
from notices.models import Reservation
from requests_app.models import Application
from requests_app.states import State
from tests.cast import at, in_hand
from tests.notices import stories
from tests.notices.desk import FRIDAY, approved_up_to, submitted


def test_a_number_is_not_burnt_when_the_page_is_not_set(cast, monkeypatch):
    first = submitted(cast, "correction", subject="关于𠮷的材料")
    with pytest.raises(pdf.MissingGlyph):
        paper.approve(first, by=cast.office_head, on=FRIDAY, at=at(FRIDAY, 11))
    first.refresh_from_db()
    assert first.number is None
    assert first.application.state == State.IN_HAND
    assert paper.stages(first)[0].done
    assert first.reservation.sequence == 1
    with pytest.raises(pdf.MissingGlyph):
        paper.issue(first, by=cast.office_head, on=FRIDAY, at=at(FRIDAY, 12))
    assert Reservation.objects.count() == 1
    paper.discard(first, by=cast.officer, at=at(FRIDAY, 13), reason="另行书写")
    second = approved_up_to(cast, "correction", cast.office_head)
    assert second.number == "示例大学信公补〔2026〕1号"


def test_a_number_waits_for_its_notice_while_others_go_on(cast):
    first = submitted(cast, "correction", subject="关于𠮷的材料")
    with pytest.raises(pdf.MissingGlyph):
        paper.approve(first, by=cast.office_head, on=FRIDAY, at=at(FRIDAY, 11))
    second = approved_up_to(cast, "correction", cast.office_head)
    assert second.number == "示例大学信公补〔2026〕2号"
    Application.objects.filter(pk=first.application_id).update(subject="关于吉的材料")
    paper.redraft(first, by=cast.officer, at=at(FRIDAY, 12), facts=stories.FACTS["correction"])
    paper.submit(first, by=cast.officer, at=at(FRIDAY, 12))
    paper.approve(first, by=cast.office_head, on=FRIDAY, at=at(FRIDAY, 13))
    assert first.number == "示例大学信公补〔2026〕1号"


def test_a_number_held_for_nothing_is_free_after_a_day(cast):
    first = submitted(cast, "correction", subject="关于𠮷的材料")
    with pytest.raises(pdf.MissingGlyph):
        paper.approve(first, by=cast.office_head, on=FRIDAY, at=at(FRIDAY, 11))
    assert numbering.sweep(at=at(FRIDAY, 20)) == 0
    assert numbering.sweep(at=at(date(2026, 3, 7), 12)) == 1
    assert numbering.sweep(at=at(date(2026, 3, 7), 12)) == 0
    second = approved_up_to(cast, "correction", cast.office_head)
    assert second.number == "示例大学信公补〔2026〕1号"


def test_a_number_belongs_to_the_year_the_letter_goes_out_in(cast):
    new_year = date(2027, 1, 4)
    application = in_hand(cast, date(2026, 12, 31))
    notice = paper.draft(
        "correction", application, by=cast.officer, on=new_year, at=at(new_year),
        facts=stories.FACTS["correction"],
    )  # fmt: skip
    paper.submit(notice, by=cast.officer, at=at(new_year, 10))
    numbering.reserve(notice, KINDS["correction"], year=2026, at=at(date(2026, 12, 31), 17))
    paper.approve(notice, by=cast.office_head, on=new_year, at=at(new_year, 11))
    assert notice.number == "示例大学信公补〔2027〕1号"
    assert Reservation.objects.get(year=2026).notice is None


def test_each_series_and_each_year_counts_for_itself(cast):
    one = approved_up_to(cast, "correction", cast.office_head)
    two = approved_up_to(cast, "correction", cast.office_head)
    other = approved_up_to(cast, "third_party_consultation", cast.office_head)
    assert [n.number[-2] for n in (one, two, other)] == ["1", "2", "1"]
