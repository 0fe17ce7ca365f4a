"""Stages, people, papers and costs: added, struck with a reason, never removed."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction

from casework import remedy_course as course
from office import append_only
from records import files, log
from records.refusals import FileRefused, Refusal
from remedies.models import Kind, Party, Stage
from remedies.timeline import timeline
from requests_app.steps import NotPermitted
from tests.cast import at, in_hand
from tests.remedies.stories import DECIDED, FILED, TODAY, decided, logged
from web.housekeeping import remove_unfiled_uploads
from web.staff.remedy_page import named

pytestmark = pytest.mark.django_db

HEARD = date(2026, 4, 20)
PDF = b"%PDF-1.4\n1 0 obj\n<< >>\nendobj\ntrailer\n<< >>\nstartxref\n9\n%%EOF\n"


@pytest.fixture
def review(cast):
    return logged(in_hand(cast), cast, body="湖北省人民政府")


def staged(review, cast, what="hearing", day=HEARD, note=""):
    return course.add_stage(
        review, what=what, day=day, note=note, by=cast.registrar, on=TODAY, at=at(TODAY)
    )


def test_the_course_is_told_in_order_from_facts_and_stages(review, cast):
    staged(review, cast, "suspended", date(2026, 4, 25))
    staged(review, cast, "hearing", HEARD)
    decided(review, cast, "corrected")
    found = [(point.on, str(point.label)) for point in timeline(review)]
    assert found == [
        (FILED, "提起"), (HEARD, "听证、开庭"), (date(2026, 4, 25), "中止"), (DECIDED, "结果纠正"),
    ]  # fmt: skip


def test_a_wrong_stage_is_struck_and_stays(review, cast):
    stage = staged(review, cast)
    course.strike_stage(stage, reason="记错了案件", by=cast.office_head, at=at(TODAY))
    point = next(point for point in timeline(review) if point.stage)
    assert point.struck == "记错了案件"
    with pytest.raises(Refusal, match="已经划去"):
        course.strike_stage(stage, reason="再划", by=cast.office_head, at=at(TODAY))


@pytest.mark.parametrize(
    ("what", "day", "said"),
    [("hearing", date(2026, 3, 31), "提起之日"), ("hearing", date(2026, 9, 2), "今天"),
     ("struck", HEARD, "选择事项"), ("other", HEARD, "说明")],
)  # fmt: skip
def test_an_impossible_stage_is_refused(review, cast, what, day, said):
    with pytest.raises(Refusal, match=said):
        staged(review, cast, what, day)


def test_the_database_keeps_stages_as_they_were_written(review, cast):
    stage = staged(review, cast)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Stage.objects.filter(pk=stage.pk).update(note="改")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Stage.objects.filter(pk=stage.pk)._raw_delete("default")
    append_only.remove(connection)  # the control: without the triggers it is changed
    try:
        assert Stage.objects.filter(pk=stage.pk).update(note="改") == 1
    finally:
        append_only.install(connection)


def test_a_persons_name_is_read_in_full_by_few(review, cast):
    course.add_party(
        review, role="applicant", name="张示例", contact="13800000000", by=cast.registrar,
        at=at(TODAY),
    )  # fmt: skip
    course.add_party(
        review, role="third_party", name="示例公司", is_person=False, by=cast.registrar,
        at=at(TODAY),
    )  # fmt: skip
    assert [(n.name, n.contact) for n in named(review, cast.registrar)] == [
        ("张示例", "13800000000"), ("示例公司", ""),
    ]  # fmt: skip
    for person in (cast.officer, cast.inspector, cast.leader):
        shown = [(n.name, n.contact) for n in named(review, person)]
        assert shown == [("张某", ""), ("示例公司", "")]
    assert "张示例" not in str([e.payload for e in log.entries(review.application.chain)])
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM remedies_party")
        assert "张示例" not in str(cursor.fetchall())


def test_what_is_struck_stays_with_its_reason_and_is_struck_once(review, cast):
    party = course.add_party(review, role="agent", name="李示例", by=cast.registrar, at=at(TODAY))
    course.strike(party, reason="不是本案的", by=cast.registrar, at=at(TODAY))
    assert Party.objects.get().struck_why == "不是本案的"
    with pytest.raises(Refusal, match="已经划去"):
        course.strike(party, reason="再划", by=cast.registrar, at=at(TODAY))
    assert log.entries(review.application.chain).last().event == "remedy_entry_struck"


def test_costs_are_above_nothing_and_paid_by_now(review, cast):
    words = {"kind": "lawyer", "by": cast.registrar, "on": TODAY, "at": at(TODAY)}
    made = course.add_cost(review, amount_yuan=Decimal("3000.50"), paid_on=HEARD, **words)
    assert made.amount_yuan == Decimal("3000.50")
    with pytest.raises(Refusal) as refused:
        course.add_cost(review, amount_yuan=Decimal(0), paid_on=date(2026, 9, 2), **words)
    assert len(refused.value.reasons) == 2


def test_a_document_waits_in_quarantine_and_housekeeping_leaves_it(review, cast):
    upload = SimpleUploadedFile("复议申请书.pdf", PDF, "application/pdf")
    made = course.add_document(review, upload, kind="copy", by=cast.registrar, at=at(FILED))
    assert (made.title, made.file.is_quarantined) == ("复议申请书.pdf", True)
    with pytest.raises(FileRefused):
        files.download(made.file)
    stray = files.store(PDF, name="stray.pdf", at=at(FILED))
    assert remove_unfiled_uploads(at=at(TODAY)) == 1  # the control: what belongs to nothing goes
    assert not type(stray).objects.filter(pk=stray.pk).exists()
    assert files.examine_waiting(at=at(TODAY)) == 1
    made.file.refresh_from_db()
    assert files.download(made.file) == PDF


def test_only_the_office_adds_anything(review, cast):
    for person in (cast.officer, cast.leader, cast.inspector, cast.finance):
        with pytest.raises(NotPermitted):
            course.add_party(review, role="agent", name="李", by=person, at=at(TODAY))
    assert not Party.objects.exists()


def test_a_complaint_says_with_whom_it_is_lodged(cast):
    case = in_hand(cast)
    made = logged(case, cast, Kind.COMPLAINT, lodged_with="education_authority")
    assert made.get_lodged_with_display() == "省级教育行政部门"
    with pytest.raises(Refusal, match="只有投诉举报"):
        logged(case, cast, Kind.REVIEW, lodged_with="education_authority")
