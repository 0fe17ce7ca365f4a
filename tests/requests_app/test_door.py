"""One door: permission, transition, facts, log and version, all of them or none."""

from datetime import date

import pytest
from django_fsm import TransitionNotAllowed

from records import log
from records.models import LogEntry
from records.refusals import Refusal
from requests_app.models import Application, Extension
from requests_app.states import State
from requests_app.steps import STEPS, ChangedMeanwhile, NotNow, NotPermitted
from requests_app.who import REGISTRAR, SYSTEM, actor_of
from tests.cast import MONDAY, at, filed, in_hand, registered
from tests.requests_app.situations import TUESDAY


def test_the_state_is_not_assigned_past_the_door(cast):
    application = filed()
    with pytest.raises(AttributeError):
        application.state = State.ANSWERED


def test_reading_the_row_anew_does_not_lift_the_protection(cast):
    application = filed()
    application.refresh_from_db()
    with pytest.raises(AttributeError):
        application.state = State.ANSWERED


def test_a_step_is_logged_with_who_when_from_and_to(cast):
    application = filed()
    application.receive(by=cast.registrar, on=MONDAY, at=at(MONDAY, 10))
    entry = log.entries(application.chain).last()
    assert (entry.event, entry.at, entry.actor_id) == (
        "receive", at(MONDAY, 10), cast.registrar.pk,
    )  # fmt: skip
    assert entry.payload["from"] == "filed"
    assert entry.payload["to"] == "in_hand"
    assert entry.payload["on"] == "2026-03-02"
    assert log.verify(application.chain) == []


def test_who_saw_an_older_version_is_told_and_nothing_happens(cast):
    application = registered(cast)
    seen = application.version
    application.assign(by=cast.registrar, on=MONDAY, at=at(MONDAY), unit=cast.logistics)
    logged = LogEntry.objects.count()
    with pytest.raises(ChangedMeanwhile, match="刚才已由他人办理"):
        application.assign(
            by=cast.registrar, on=MONDAY, at=at(MONDAY), unit=cast.academic_affairs, version=seen
        )
    assert LogEntry.objects.count() == logged
    assert Application.objects.get(pk=application.pk).unit_in_charge == cast.logistics


def test_the_version_that_was_seen_is_enough(cast):
    application = registered(cast)
    application.assign(
        by=cast.registrar, on=MONDAY, at=at(MONDAY), unit=cast.logistics,
        version=application.version,
    )  # fmt: skip
    assert application.unit_in_charge == cast.logistics


def test_a_stale_object_acts_on_the_case_as_it_is(cast):
    application = filed()
    stale = Application.objects.get(pk=application.pk)
    application.receive(by=cast.registrar, on=MONDAY, at=at(MONDAY))
    with pytest.raises(NotNow):
        stale.receive(by=cast.registrar, on=MONDAY, at=at(MONDAY))
    assert stale.state == State.IN_HAND


def test_a_log_that_cannot_be_written_undoes_the_step(cast, monkeypatch):
    application = in_hand(cast)
    before = LogEntry.objects.count()

    def fails(*args, **kwargs):
        raise OSError("disk")

    words = {"by": cast.office_head, "by_days": 5, "reason": "汇集"}
    with monkeypatch.context() as patched:
        patched.setattr("requests_app.steps.log.append", fails)
        with pytest.raises(OSError, match="disk"):
            application.extend(on=TUESDAY, at=at(TUESDAY), **words)
    now = Application.objects.get(pk=application.pk)
    assert not Extension.objects.exists()
    assert (now.version, now.due_on) == (application.version - 1, date(2026, 3, 30))
    assert LogEntry.objects.count() == before


def test_every_reason_is_given_at_once(cast):
    application = in_hand(cast, law="cn-university")
    with pytest.raises(NotPermitted) as refused:
        application.extend(by=cast.officer, on=TUESDAY, at=at(TUESDAY), by_days=5, reason="汇集")
    assert len(refused.value.reasons) == 2
    assert "没有规定延期" in str(refused.value)
    assert "由信息公开办公室负责人办理" in str(refused.value)


def test_the_bare_transition_of_the_library_is_not_a_way_in(cast):
    application = filed()
    inner = Application.receive.__wrapped__
    with pytest.raises(TransitionNotAllowed):
        Application.close.__wrapped__(application, on=MONDAY, at=at(MONDAY), by=cast.registrar)
    assert inner is not Application.receive
    assert Application.receive.step is STEPS["receive"]


def test_steps_are_offered_in_the_order_of_the_procedure(cast):
    application = in_hand(cast)
    offered = [step.name for step in application.steps_open_to(cast.office_head)]
    assert offered == sorted(offered, key=list(STEPS).index)
    assert offered[0] == "choose_law"


def test_either_of_two_is_said_in_the_language_of_the_screen():
    from django.utils import translation

    label = (REGISTRAR | SYSTEM).label
    with translation.override("zh-hans"):
        assert str(label) == "登记员或系统"
    catalogue = {"%(one)s或%(other)s": "%(one)s or %(other)s"}
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("requests_app.who.gettext", catalogue.__getitem__)
        assert str(label).split(" ")[1] == "or"


def test_staff_are_named_in_the_log_and_nobody_else(cast):
    from records.log import APPLICANT

    assert actor_of(cast.registrar).name == "周登记"
    assert actor_of(APPLICANT).name == ""


def test_no_step_leaves_an_applicant_s_words_in_the_chain(cast):
    application = filed()
    application.withdraw(by=cast.registrar, on=MONDAY, at=at(MONDAY), reason="张示例来电")
    assert all("张示例" not in str(e.payload) for e in log.entries(application.chain))
    assert log.private_of(log.entries(application.chain).last()) == {"reason": "张示例来电"}


def test_a_refusal_is_a_value_error_a_form_can_show(cast):
    with pytest.raises(ValueError, match="登记") as refused:
        filed().receive(by=cast.officer, on=MONDAY, at=at(MONDAY))
    assert isinstance(refused.value, Refusal)
