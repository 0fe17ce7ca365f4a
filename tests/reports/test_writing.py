"""Several people write one report: each part by itself, every version kept, remarks beside it."""

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from records import log
from records.refusals import Refusal
from reports import comments, publication, who, writing
from reports.models import PartText
from requests_app.steps import ChangedMeanwhile, NotPermitted
from statute.periods import school_year
from tests.cast import at

pytestmark = pytest.mark.django_db

NOW = at(date(2025, 10, 20))


@pytest.fixture
def draft(cast):
    return publication.begin(school_year(2024), by=cast.registrar, at=NOW)


def write(report, part, text, by, seen=0):
    return writing.write_part(report, part, text, seen=seen, by=by, at=NOW)


# Parts


def test_two_people_write_two_parts_from_pages_opened_at_the_same_time(draft, cast):
    write(draft, "overview", "概述。", cast.registrar)
    write(draft, "problems", "问题。", cast.office_head)
    assert draft.texts() == {"overview": "概述。", "problems": "问题。"}


def test_two_people_in_the_same_part_the_second_is_told(draft, cast):
    write(draft, "overview", "甲写的。", cast.registrar)
    with pytest.raises(ChangedMeanwhile, match="这一部分已被他人修改"):
        write(draft, "overview", "乙写的。", cast.office_head, seen=0)
    assert draft.texts()["overview"] == "甲写的。"
    write(draft, "overview", "乙看过甲的再写。", cast.office_head, seen=1)
    assert [row.text for row in draft.part_texts.all()] == ["甲写的。", "乙看过甲的再写。"]


def test_without_that_check_the_second_would_cover_the_first(draft, cast, monkeypatch):
    monkeypatch.setattr(writing, "_refuse_stale", lambda was, seen: None)
    write(draft, "overview", "甲写的。", cast.registrar)
    write(draft, "overview", "乙写的。", cast.office_head, seen=0)
    assert draft.texts()["overview"] == "乙写的。"


def test_the_database_has_one_text_for_each_version_of_a_part(draft, cast):
    kept = write(draft, "overview", "概述。", cast.registrar)
    with pytest.raises(IntegrityError), transaction.atomic():
        PartText.objects.create(report=draft, part="overview", number=kept.number, written_at=NOW)


def test_what_did_not_change_is_no_new_version(draft, cast):
    write(draft, "overview", "概述。", cast.registrar)
    assert write(draft, "overview", " 概述。\n", cast.registrar, seen=1) is None
    assert draft.part_texts.count() == 1


def test_an_earlier_version_taken_up_again_is_a_new_one_and_none_is_lost(draft, cast):
    write(draft, "overview", "一。", cast.registrar)
    write(draft, "overview", "二。", cast.registrar, seen=1)
    writing.restore(draft, "overview", 1, seen=2, by=cast.office_head, at=NOW)
    rows = draft.part_texts.values_list("number", "text", "restored_from")
    assert list(rows) == [(1, "一。", None), (2, "二。", None), (3, "一。", 1)]
    with pytest.raises(ChangedMeanwhile):
        writing.restore(draft, "overview", 2, seen=2, by=cast.office_head, at=NOW)


def test_the_log_says_which_part_and_version_and_not_the_words(draft, cast):
    write(draft, "overview", "师生评议。", cast.registrar)
    entry = log.entries(draft.chain).last()
    assert entry.event == "report_part_written"
    assert (entry.payload["part"], entry.payload["number"]) == ("overview", 1)
    assert "师生" not in str(entry.payload)


def test_a_part_the_form_does_not_have_is_not_written(draft, cast):
    with pytest.raises(KeyError):
        write(draft, "epilogue", "跋。", cast.registrar)


def test_texts_from_before_versions_were_numbered_get_their_numbers(draft, cast):
    for part, text in (("overview", "一。"), ("problems", "甲。"), ("overview", "二。")):
        writing.keep(draft, part, text, by=cast.registrar, at=NOW)
    for number, row in enumerate(draft.part_texts.order_by("-pk"), start=70):
        PartText.objects.filter(pk=row.pk).update(number=number)
    import_module("reports.migrations.0003_forms").number_versions(apps, None)
    rows = draft.part_texts.order_by("pk").values_list("part", "number")
    assert list(rows) == [("overview", 1), ("problems", 1), ("overview", 2)]


# Facts


def test_facts_have_the_check_of_the_whole_report(draft, cast):
    seen = draft.edits
    writing.write_facts(draft, {"items": 3}, edits=seen, by=cast.registrar, at=NOW)
    with pytest.raises(ChangedMeanwhile):
        writing.write_facts(draft, {"items": 4}, edits=seen, by=cast.office_head, at=NOW)
    assert draft.facts == {"items": 3}
    assert log.entries(draft.chain).last().payload["names"] == ["items"]


# Authors


def test_a_units_person_writes_the_part_they_were_given_and_no_other(draft, cast):
    with pytest.raises(NotPermitted):
        write(draft, "proactive", "教务处写的。", cast.officer)
    writing.assign(draft, "proactive", cast.officer, by=cast.registrar, at=NOW)
    write(draft, "proactive", "教务处写的。", cast.officer)
    assert draft.texts()["proactive"] == "教务处写的。"
    with pytest.raises(NotPermitted):
        write(draft, "overview", "也想写。", cast.officer)
    writing.assign(draft, "proactive", None, by=cast.registrar, at=NOW)
    with pytest.raises(NotPermitted):
        write(draft, "proactive", "再写。", cast.officer, seen=1)


def test_who_may_be_given_a_part(draft, cast):
    able = {name for name, person in cast.everyone().items() if who.may_be_author(person)}
    assert able == {"registrar", "office_head", "officer", "department_head", "outsider"}
    assert {person.pk for person in who.possible_authors()} == {
        person.pk for name, person in cast.everyone().items() if name in able
    }
    with pytest.raises(Refusal, match="陈校长不能编写"):
        writing.assign(draft, "overview", cast.leader, by=cast.registrar, at=NOW)
    with pytest.raises(NotPermitted):
        writing.assign(draft, "overview", cast.officer, by=cast.officer, at=NOW)


def test_who_may_read_a_part(draft, cast):
    writing.assign(draft, "proactive", cast.officer, by=cast.registrar, at=NOW)
    may = {n for n, person in cast.everyone().items()
           if who.may_read_part(person, draft, "proactive")}  # fmt: skip
    assert may == {"registrar", "office_head", "leader", "inspector", "officer"}
    assert {person.pk for person in who.readers(draft, "proactive")} == {
        person.pk for name, person in cast.everyone().items() if name in may
    }


# Remarks


def test_a_remark_is_open_until_somebody_has_dealt_with_it(draft, cast):
    said = comments.comment(draft, "overview", " 请补充培训次数。 ", to_act=cast.registrar,
                            by=cast.leader, at=NOW)  # fmt: skip
    assert said.text == "请补充培训次数。"
    assert comments.waiting_for(cast.registrar) == [said]
    assert draft.comments.open().count() == 1
    comments.resolve(said, by=cast.registrar, at=NOW)
    assert comments.waiting_for(cast.registrar) == []
    said.refresh_from_db()
    assert (said.resolved_by, draft.comments.open().count()) == (cast.registrar, 0)
    entry = log.entries(draft.chain).last()
    assert entry.event == "report_comment_resolved"
    assert "培训" not in str(list(log.entries(draft.chain).values_list("payload", flat=True)))


def test_who_may_remark_and_who_may_be_asked(draft, cast):
    with pytest.raises(NotPermitted):
        comments.comment(draft, "overview", "看看。", to_act=None, by=cast.officer, at=NOW)
    with pytest.raises(Refusal, match="吴起草看不到这一部分"):
        comments.comment(draft, "overview", "看看。", to_act=cast.officer, by=cast.leader, at=NOW)
    with pytest.raises(Refusal, match="请写下意见"):
        comments.comment(draft, "overview", " ", to_act=None, by=cast.leader, at=NOW)
    said = comments.comment(draft, "overview", "看看。", to_act=None, by=cast.leader, at=NOW)
    with pytest.raises(NotPermitted):
        comments.resolve(said, by=cast.inspector, at=NOW)
