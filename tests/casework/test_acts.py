"""A plain step and what follows from it: numbers, files, the message to the applicant."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from casework import acts
from records import log
from records.log import APPLICANT
from records.models import Counter, OutgoingMail
from records.refusals import FileRefused, Refusal
from requests_app.models import Application
from requests_app.states import State
from requests_app.steps import STEPS, ChangedMeanwhile
from tests.cast import MONDAY, at, awaiting_correction, filed, in_hand
from tests.records.hostile import PDF
from tests.requests_app.situations import SITUATIONS, charge, people, told
from tests.sizes import some_quick

TUESDAY = date(2026, 3, 3)


def test_a_step_is_taken_by_its_name(cast):
    application = filed()
    acts.take(application, "receive", by=cast.registrar, on=MONDAY, at=at(MONDAY, 10))
    assert application.state == State.IN_HAND


@pytest.mark.parametrize("name", [name for name, step in STEPS.items() if step.by_notice])
def test_a_step_that_a_notice_carries_is_not_taken_without_it(cast, name):
    application = in_hand(cast)
    with pytest.raises(Refusal, match="须通过发出文书办理"):
        acts.take(application, name, by=cast.office_head, on=MONDAY, at=at(MONDAY, 12))
    assert Application.objects.get(pk=application.pk).version == application.version


@pytest.mark.parametrize("name", ["save", "delete", "_close", "chain", "refresh_from_db", ""])
def test_what_is_no_step_is_not_taken(cast, name):
    with pytest.raises(Refusal, match="没有这个步骤"):
        acts.take(filed(), name, by=cast.office_head, on=MONDAY, at=at(MONDAY))


def test_the_version_of_the_page_is_passed_on(cast):
    application = filed()
    with pytest.raises(ChangedMeanwhile):
        acts.take(application, "receive", by=cast.registrar, on=MONDAY, at=at(MONDAY), version=9)


class TestTelling:
    @pytest.mark.parametrize(
        "situation", some_quick(SITUATIONS, {"filed", "posted", "with a unit"})
    )
    def test_the_applicant_is_told_of_exactly_the_steps_that_concern_them(self, cast, situation):
        charge()
        make, day = SITUATIONS[situation]
        everybody = people(cast).values()
        for name in [name for name, step in STEPS.items() if not step.by_notice]:
            application = make(cast)
            taker = next((who for who in everybody if _offered(application, name, who)), None)
            if taker is None:
                continue
            OutgoingMail.objects.all().delete()
            facts = told(name, application, cast)
            facts.pop("numbers", None)
            acts.take(application, name, by=taker, on=day, at=at(day, 18), **facts)
            assert OutgoingMail.objects.count() == (1 if name in acts.TOLD else 0), name

    def test_the_message_names_the_case_and_nothing_of_what_happened(self, cast):
        application = filed()
        acts.take(application, "receive", by=cast.registrar, on=MONDAY, at=at(MONDAY))
        mail = OutgoingMail.objects.get()
        assert mail.recipient == "zhang@example.com"
        for words in (mail.subject, mail.body):
            assert application.number in words
            assert "张示例" not in words
            assert application.subject not in words

    def test_who_left_no_address_is_not_written_to(self, cast):
        application = filed(applicant={"email": ""})
        acts.take(application, "receive", by=cast.registrar, on=MONDAY, at=at(MONDAY))
        assert not OutgoingMail.objects.exists()

    def test_a_message_that_cannot_be_written_undoes_the_step(self, cast):
        application = filed(applicant={"email": "not an address"})
        with pytest.raises(Refusal, match="电子邮箱"):
            acts.take(application, "receive", by=cast.registrar, on=MONDAY, at=at(MONDAY))
        assert Application.objects.get(pk=application.pk).state == State.FILED

    def test_a_refused_step_tells_nobody(self, cast):
        with pytest.raises(Refusal):
            acts.take(filed(), "receive", by=cast.officer, on=MONDAY, at=at(MONDAY))
        assert not OutgoingMail.objects.exists()


def _offered(application: Application, name: str, who) -> bool:
    return name in {step.name for step in application.steps_open_to(who)}


class TestSplitting:
    def test_the_parts_have_the_next_numbers_and_a_log_of_their_own(self, cast):
        application = in_hand(cast)
        acts.take(
            application, "split", by=cast.office_head, on=TUESDAY, at=at(TUESDAY),
            subjects=["管理办法", "转专业人数"],
        )  # fmt: skip
        parts = application.parts.order_by("pk")
        assert [part.number for part in parts] == ["2026-2", "2026-3"]
        for part in parts:
            entry = log.entries(part.chain).get()
            assert entry.payload["split_from"] == "2026-1"
            assert log.verify(part.chain) == []

    def test_a_refused_split_gives_its_numbers_back(self, cast):
        application = in_hand(cast)
        with pytest.raises(Refusal):
            acts.take(
                application, "split", by=cast.officer, on=TUESDAY, at=at(TUESDAY), subjects=["甲"]
            )
        assert Counter.objects.get(series="application").last == 1
        assert filed().number == "2026-2"


class TestCorrecting:
    def test_the_applicant_s_files_come_with_the_correction(self, cast):
        application = awaiting_correction(cast)
        acts.correct(
            application, answer="2025年", uploads=[SimpleUploadedFile("补正.pdf", PDF)],
            on=TUESDAY, at=at(TUESDAY),
        )  # fmt: skip
        attachment = application.attachments.get()
        assert (attachment.kind, attachment.added_by) == ("correction", None)
        assert log.entries(application.chain).last().actor_kind == "applicant"

    def test_brought_on_paper_it_is_the_registrar_s_entry(self, cast):
        application = awaiting_correction(cast)
        acts.correct(
            application, answer="2025年", by=cast.registrar, on=TUESDAY, at=at(TUESDAY),
            uploads=[SimpleUploadedFile("补正.pdf", PDF)],
        )  # fmt: skip
        assert application.attachments.get().added_by == cast.registrar

    def test_a_file_that_is_not_taken_keeps_the_correction_out(self, cast):
        application = awaiting_correction(cast)
        with pytest.raises(FileRefused):
            acts.correct(
                application, answer="2025年", uploads=[SimpleUploadedFile("a.pdf", b"MZ")],
                on=TUESDAY, at=at(TUESDAY),
            )  # fmt: skip
        again = Application.objects.get(pk=application.pk)
        assert again.state == State.AWAITING_CORRECTION
        assert again.correction.corrected_on is None


def test_withdrawn_by_the_applicant_with_their_reason_kept_apart(cast):
    application = in_hand(cast)
    acts.withdraw(application, reason="不再需要", by=APPLICANT, on=TUESDAY, at=at(TUESDAY))
    entry = log.entries(application.chain).last()
    assert entry.event == "withdraw"
    assert log.private_of(entry) == {"reason": "不再需要"}
