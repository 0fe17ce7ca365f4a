"""A report is signed as notices are, and what is published is what was signed."""

from datetime import date

import pytest

from casework.models import ReminderChoice
from records import log
from records.refusals import Refusal
from reports import approving, paper, publication, table_two, who, writing
from reports.models import FigureRun
from requests_app.steps import ChangedMeanwhile, NotPermitted
from statute.periods import calendar_year, school_year
from tests.cast import at
from tests.reports import approved
from tests.reports.histories import Story, put

pytestmark = pytest.mark.django_db

TODAY = date(2025, 10, 20)
NOW = at(TODAY)
TEXTS = {"overview": "收到{received}件。", "proactive": "公开3项。", "evaluation": "良好。",
         "problems": "改进。"}  # fmt: skip
PRINTED = b"%PDF-1.7\n1 0 obj\n%%EOF\n"
STORY = Story("business", "cn-university", date(2025, 6, 2), True, date(2025, 6, 20), "granted",
              "cn-university")  # fmt: skip


@pytest.fixture
def draft(cast):
    put([STORY])
    report = publication.begin(school_year(2024), by=cast.registrar, at=NOW)
    publication.write(report, texts=TEXTS, edits=0, by=cast.registrar, at=NOW)
    return report


@pytest.fixture
def submitted(draft, cast):
    approving.submit(draft, edits=draft.edits, by=cast.registrar, on=TODAY, at=NOW)
    return draft


def approve(report, by, seen=None):
    approving.approve(report, seen=seen or report.submitted_hash, by=by, on=TODAY, at=NOW)


def publish(report, by):
    publication.publish(report, edits=report.edits, by=by, on=TODAY, at=NOW)


def waits_for(cast):
    return {name for name, person in cast.everyone().items()
            if approving.inbox(person, on=TODAY)}  # fmt: skip


@pytest.fixture
def no_printing(monkeypatch):
    """Printing is tested elsewhere, and takes seconds."""
    monkeypatch.setattr(paper, "printed", lambda document, **words: PRINTED)


def another_case_is_found():
    put([Story("business", "cn-university", date(2025, 6, 3))])


# The chain


def test_the_office_head_signs_and_then_the_leader(submitted, cast):
    assert waits_for(cast) == {"office_head"}
    with pytest.raises(NotPermitted, match="现在应由"):
        approve(submitted, cast.leader)
    approve(submitted, cast.office_head)
    assert waits_for(cast) == {"leader"}
    approve(submitted, cast.leader)
    assert waits_for(cast) == set()
    assert approving.missing(submitted, submitted.submitted_hash) == []
    entry = log.entries(submitted.chain).last()
    assert (entry.event, entry.payload["stage"]) == ("report_approved", "leader")
    assert entry.payload["content"] == submitted.submitted_hash


def test_what_blocks_publication_blocks_sending_it_too(draft, cast):
    publication.write(draft, texts={"evaluation": "", "problems": ""}, edits=draft.edits,
                      by=cast.registrar, at=NOW)  # fmt: skip
    with pytest.raises(Refusal) as refused:
        approving.submit(draft, edits=draft.edits, by=cast.registrar, on=TODAY, at=NOW)
    assert len(refused.value.reasons) == 2


def test_it_is_sent_by_those_who_write_and_as_they_last_saw_it(draft, cast):
    for person in (cast.leader, cast.inspector, cast.officer):
        with pytest.raises(NotPermitted):
            approving.submit(draft, edits=draft.edits, by=person, on=TODAY, at=NOW)
    with pytest.raises(ChangedMeanwhile):
        approving.submit(draft, edits=0, by=cast.registrar, on=TODAY, at=NOW)


def test_nobody_approves_what_they_wrote(draft, cast):
    writing.write_part(draft, "other", "补充。", seen=0, by=cast.office_head, at=NOW)
    approving.submit(draft, edits=draft.edits, by=cast.registrar, on=TODAY, at=NOW)
    assert waits_for(cast) == set()
    with pytest.raises(NotPermitted, match="起草人不能审批"):
        approve(draft, cast.office_head)


def test_who_is_away_is_signed_for_by_a_deputy_who_wrote_nothing(submitted, cast):
    def away(deputy):
        ReminderChoice.objects.update_or_create(
            person=cast.office_head,
            defaults={"deputy": deputy, "away_from": date(2025, 10, 13),
                      "away_until": date(2025, 10, 31)},
        )  # fmt: skip

    away(cast.registrar)
    assert "registrar" not in waits_for(cast)
    away(cast.inspector)  # oversees, so does none of it
    assert "inspector" not in waits_for(cast)
    away(cast.leader)
    assert waits_for(cast) == {"office_head", "leader"}
    approve(submitted, cast.leader)
    [given] = approving.remarks(submitted)
    assert (given.by_name, given.instead_of_name) == ("陈校长", "郑审核")
    with pytest.raises(NotPermitted, match="另一个环节"):
        approve(submitted, cast.leader)


def test_sent_back_with_a_reason_the_signatures_are_void(submitted, cast):
    approve(submitted, cast.office_head)
    with pytest.raises(Refusal, match="请写明理由"):
        approving.send_back(submitted, comment=" ", by=cast.leader, on=TODAY, at=NOW)
    assert submitted.is_submitted
    approving.send_back(submitted, comment="第六部分太短。", by=cast.leader, on=TODAY, at=NOW)
    assert not submitted.is_submitted
    approving.submit(submitted, edits=submitted.edits, by=cast.registrar, on=TODAY, at=NOW)
    assert [stage.code for stage in approving.missing(submitted, submitted.submitted_hash)] == [
        "office", "leader"
    ]  # fmt: skip
    assert approving.remarks(submitted)[0].comment == "第六部分太短。"


def test_who_typed_a_number_the_text_names_does_not_sign(draft, cast, monkeypatch):
    writing.write_facts(draft, {"items": 3}, edits=draft.edits, by=cast.office_head, at=NOW)
    approving.submit(draft, edits=draft.edits, by=cast.registrar, on=TODAY, at=NOW)
    assert waits_for(cast) == set()
    with pytest.raises(NotPermitted, match="起草人"):
        approve(draft, cast.office_head)
    # The control: it is the log alone that says so.
    monkeypatch.setattr(who, "_typed_numbers", lambda report: set())
    approve(draft, cast.office_head)


def fill_table_two(year, cast, by, number, edits):
    numbers = dict.fromkeys(table_two.FIELDS, number)
    table_two.fill_in(year, numbers=numbers, edits=edits, by=by, at=NOW)


def test_who_filled_in_table_two_does_not_sign_the_report_it_is_printed_in(cast):
    fill_table_two(2025, cast, cast.registrar, 3, 0)
    fill_table_two(2025, cast, cast.office_head, 3, 1)  # looked and saved, changed nothing
    fill_table_two(2024, cast, cast.office_head, 7, 0)  # another year's
    begun = publication.begin(calendar_year(2025), by=cast.registrar, at=NOW, of="regulation-6")
    assert who.drafters(begun) == {cast.registrar.pk}
    fill_table_two(2025, cast, cast.office_head, 4, 2)
    assert who.drafters(begun) == {cast.registrar.pk, cast.office_head.pk}
    elsewhere = publication.begin(school_year(2025), by=cast.registrar, at=NOW)
    assert who.drafters(elsewhere) == {cast.registrar.pk}


def test_taken_back_it_waits_for_nobody(submitted, cast):
    with pytest.raises(NotPermitted):
        approving.recall(submitted, by=cast.leader, at=NOW)
    approving.recall(submitted, by=cast.registrar, at=NOW)
    assert waits_for(cast) == set()
    with pytest.raises(Refusal, match="没有送审"):
        approving.recall(submitted, by=cast.registrar, at=NOW)


# What was signed is what is published


def test_another_word_voids_the_signatures(submitted, cast):
    approve(submitted, cast.office_head)
    writing.write_part(submitted, "other", "补充。", seen=0, by=cast.registrar, at=NOW)
    assert not submitted.is_submitted
    assert log.entries(submitted.chain).last().event == "report_approvals_void"
    with pytest.raises(Refusal, match="没有送审"):
        approve(submitted, cast.leader, seen="x")
    with pytest.raises(Refusal, match="没有送审"):
        publish(submitted, cast.leader)
    approving.submit(submitted, edits=submitted.edits, by=cast.registrar, on=TODAY, at=NOW)
    assert waits_for(cast) == {"office_head"}


def test_another_number_voids_them_too(submitted, cast):
    approve(submitted, cast.office_head)
    another_case_is_found()
    with pytest.raises(Refusal, match="公开目录有变动"):
        approve(submitted, cast.leader)
    with pytest.raises(Refusal, match="公开目录有变动"):
        publish(submitted, cast.leader)


def test_another_form_voids_them_too(submitted, cast, tmp_path, settings, monkeypatch):
    from reports import parts

    own = tmp_path / "changed.toml"
    shipped = (parts.SHIPPED / "university-8.toml").read_text(encoding="utf-8")
    own.write_text(shipped.replace("改进措施。", "改进措施！"), encoding="utf-8")
    monkeypatch.setattr(parts, "forms", lambda: {"university-8": parts.read_form(own)})
    with pytest.raises(Refusal, match="审批已经失效"):
        approve(submitted, cast.office_head)


def test_what_is_signed_is_what_the_page_showed(submitted, cast):
    with pytest.raises(ChangedMeanwhile):
        approve(submitted, cast.office_head, seen="0" * 64)


def test_what_is_not_signed_by_everybody_is_not_published(submitted, cast):
    approve(submitted, cast.office_head)
    with pytest.raises(Refusal, match="主管校领导批准"):
        publish(submitted, cast.leader)


def test_signed_by_everybody_it_is_published(draft, cast, no_printing):
    approved.publish(draft, cast, on=TODAY, at=NOW)
    entry = log.entries(draft.chain).last()
    assert (entry.event, entry.payload["approved"]) == ("report_published", draft.submitted_hash)


@pytest.fixture
def moved_while_printing(monkeypatch):
    """A case is put in after the last look and before the lock."""

    def printed(document, **words):
        another_case_is_found()
        return PRINTED

    monkeypatch.setattr(paper, "printed", printed)


def test_a_number_that_moves_while_it_is_printed_stops_publication(
    draft, cast, moved_while_printing
):
    approved.sign(draft, cast, on=TODAY, at=NOW)
    with pytest.raises(Refusal, match="公布之前数字或者公开目录又有变动"):
        publish(draft, cast.leader)
    draft.refresh_from_db()
    assert not draft.is_published


def test_without_that_look_it_would_be_published_untrue(
    draft, cast, moved_while_printing, monkeypatch
):
    monkeypatch.setattr(publication, "_refuse_other_than_signed", lambda *args, **more: None)
    monkeypatch.setattr(publication, "_refuse_run_that_differs", lambda *args: None)
    approved.sign(draft, cast, on=TODAY, at=NOW)
    publish(draft, cast.leader)
    published = draft.snapshot["numbers"]["requests"]["received"][-1]
    live = publication.prepare(draft, on=TODAY).year.total("received")
    assert (published, live) == (1, 2)


@pytest.fixture
def moved_after_the_last_look(monkeypatch, no_printing):
    """A case is put in after the last look and before the run is kept."""
    look = publication._refuse_other_than_signed

    def looked(*args, **more):
        look(*args, **more)
        another_case_is_found()

    monkeypatch.setattr(publication, "_refuse_other_than_signed", looked)


def test_a_run_that_would_keep_another_number_stops_publication(
    draft, cast, moved_after_the_last_look
):
    approved.sign(draft, cast, on=TODAY, at=NOW)
    with pytest.raises(Refusal, match="公布之前数字或者公开目录又有变动"):
        publish(draft, cast.leader)
    draft.refresh_from_db()
    assert not draft.is_published
    assert not FigureRun.objects.exists()


def test_without_that_look_the_run_would_be_of_other_cases_than_the_report(
    draft, cast, moved_after_the_last_look, monkeypatch
):
    monkeypatch.setattr(publication, "_refuse_run_that_differs", lambda *args: None)
    approved.sign(draft, cast, on=TODAY, at=NOW)
    publish(draft, cast.leader)
    published = draft.snapshot["numbers"]["requests"]["received"][-1]
    kept = draft.run.totals["requests"]["rows"]["received"][-1]
    assert (published, kept) == (1, 2)


def test_a_return_while_it_is_printed_stops_publication(draft, cast, monkeypatch):
    approved.sign(draft, cast, on=TODAY, at=NOW)

    def printed(document, **words):
        approving.recall(draft.__class__.objects.get(pk=draft.pk), by=cast.registrar, at=NOW)
        return PRINTED

    monkeypatch.setattr(paper, "printed", printed)
    with pytest.raises(Refusal, match="没有送审"):
        publish(draft, cast.leader)


def test_remarks_that_are_open_block_nothing_and_are_counted(draft, cast, no_printing):
    from reports import comments

    comments.comment(draft, "overview", "可以再短些。", to_act=None, by=cast.leader, at=NOW)
    approved.publish(draft, cast, on=TODAY, at=NOW)
    sent = log.entries(draft.chain).filter(event="report_submitted").last()
    assert sent.payload["open_comments"] == 1
