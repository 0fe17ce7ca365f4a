"""A file made by the worker: once, from the boxes that were seen, or refused with the reason."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from casework import making, outgoing, redacting, suspected
from casework.day import day_of
from casework.task_kinds import Act
from notices.models import Making, Redaction
from notices.redaction import workshop
from notices.redaction.boxes import fingerprint
from office.models import RoleGrant
from records import disk, files, work
from records.models import WorkRun
from records.refusals import Refusal
from requests_app.models import Application, Attachment
from tests.casework.test_redacting import NOON, WEDNESDAY, box, boxed, kept, traces
from tests.cast import at, in_hand
from tests.notices import redaction_papers as papers
from tests.notices.desk import refusal_of
from tests.records.racing import race

pytestmark = pytest.mark.usefixtures("workbench")

LATER = NOON + timedelta(minutes=5)


@pytest.fixture(autouse=True)
def _nothing_to_look_into(monkeypatch):
    """The outgoing check has tests of its own."""
    monkeypatch.setattr(outgoing, "findings_of", lambda *_file, waits=None: [])


@pytest.fixture
def stopping():
    work.stopping.set()
    yield
    work.stopping.clear()


def asked(cast, redaction=None, **other) -> Making:
    redaction = redaction or boxed(cast)
    words = {"title": "", "by": cast.officer, "at": NOON, "seen": fingerprint(redaction.boxes)}
    return making.ask(redaction, **words | other)


def again(wanted: Making) -> Making:
    return Making.objects.get(pk=wanted.pk)


def attached(wanted: Making) -> Attachment | None:
    return Redaction.objects.get(pk=wanted.redaction_id).attachment


def refused_by_the_worker(wanted: Making) -> str:
    """What the worker says of it, and that it left nothing."""
    before = traces()
    assert making.make_waiting(at=LATER) == 0
    assert traces() == before
    assert attached(wanted) is None
    assert not again(wanted).is_under_way
    return again(wanted).refused


def test_what_is_asked_for_is_made_by_the_worker_in_the_name_of_who_asked(cast):
    wanted = asked(cast)
    assert attached(wanted) is None
    assert making.make_waiting(at=LATER) == 1
    assert making.make_waiting(at=LATER) == 0
    attachment, ended = attached(wanted), again(wanted)
    assert attachment.added_by == cast.officer
    assert (ended.refused, ended.pages_done, ended.is_proving) == ("", 1, True)
    assert ended.ended_at >= LATER


@pytest.mark.full
def test_how_far_it_is_goes_through_making_and_proving_page_by_page(cast, monkeypatch):
    redaction = boxed(cast, box(x=5, y=5, width=9, height=9), content=papers.mixed_sizes("x"))
    wanted, steps = asked(cast, redaction), []
    tell = making._Hold.tell

    def noted(hold, proving, pages):
        tell(hold, proving, pages)
        row = again(wanted)
        steps.append((row.is_proving, row.pages_done))
        assert row.leased_until > LATER

    monkeypatch.setattr(making._Hold, "tell", noted)
    making.make_waiting(at=LATER)
    pages = wanted.pages
    assert steps == [(p, n) for p in (False, True) for n in range(1, pages + 1)]


# Boxes stand still


def test_while_it_is_wanted_boxes_are_not_changed_and_it_is_not_wanted_twice(cast):
    redaction = boxed(cast)
    wanted = asked(cast, redaction)
    for act in (
        lambda: kept(cast, redaction, box(why="学号")),
        lambda: asked(cast, redaction),
        lambda: redacting.discard(redaction, by=cast.officer, at=NOON),
    ):
        assert "正在生成" in refusal_of(act)
    making.call_off(wanted, by=cast.officer, at=NOON)
    kept(cast, redaction, box(why="学号"))
    asked(cast, redaction)


@pytest.mark.full
def test_boxes_changed_past_the_lock_are_seen_before_and_after_it_is_made(cast, monkeypatch):
    wanted = asked(cast)
    Redaction.objects.update(boxes=[box(why="别的")])
    assert "别人已经改了" in refused_by_the_worker(wanted)
    wanted = asked(cast)
    really = workshop.redact

    def meanwhile(*args, **kwargs):
        made = really(*args, **kwargs)
        Redaction.objects.update(boxes=[])
        return made

    monkeypatch.setattr(workshop, "redact", meanwhile)
    assert "别人已经改了" in refused_by_the_worker(wanted)


# What has changed since it was asked for


def test_who_may_no_longer_draft_gets_no_file(cast):
    wanted = asked(cast)
    RoleGrant.objects.filter(user=cast.officer).update(ended_at=NOON)
    assert "承办本件的人员" in refused_by_the_worker(wanted)


@pytest.mark.full
def test_an_account_that_was_closed_gets_no_file(cast):
    wanted = asked(cast)
    cast.officer.is_active = False
    cast.officer.save()
    assert "承办本件的人员" in refused_by_the_worker(wanted)


@pytest.mark.full
@pytest.mark.parametrize("during", [False, True])
def test_a_case_that_has_moved_gets_no_file(cast, monkeypatch, during):
    wanted = asked(cast)
    really = workshop.redact

    def withdraw(*args, **kwargs):
        case = Application.objects.get(pk=wanted.redaction.source.application_id)
        case.withdraw(by=cast.registrar, on=WEDNESDAY, at=NOON, reason="不再需要")
        return really(*args, **kwargs) if during else None

    if during:
        monkeypatch.setattr(workshop, "redact", withdraw)
    else:
        withdraw()
    assert "不在办理中" in refused_by_the_worker(wanted)


@pytest.mark.full
@pytest.mark.parametrize("during", [False, True])
def test_an_original_that_was_stopped_gives_no_file(cast, monkeypatch, during):
    wanted = asked(cast)
    really, source = workshop.redact, wanted.redaction.source

    def stop(*args, **kwargs):
        suspected.stop(source.application, source.file, by=cast.office_head, at=NOON)
        return really(*args, **kwargs) if during else None

    if during:
        monkeypatch.setattr(workshop, "redact", stop)
    else:
        stop()
    assert "疑似涉密" in refused_by_the_worker(wanted)


@pytest.mark.full
def test_an_original_changed_on_disk_gives_no_file_and_is_said(cast):
    wanted = asked(cast)
    stored = wanted.redaction.source.file
    disk.remove(stored.path)
    disk.write(stored.path, b"%PDF-1.7 else", row_key=stored.row_key)
    assert "与存入时不一致" in refused_by_the_worker(wanted)


def test_the_reason_is_kept_in_the_language_of_who_asked(cast):
    with translation.override("en"):
        wanted = asked(cast)
    RoleGrant.objects.filter(user=cast.officer).update(ended_at=NOON)
    assert refused_by_the_worker(wanted).isascii()


@pytest.mark.full
def test_a_fault_of_the_machine_ends_it_is_raised_and_leaves_nothing(cast, monkeypatch):
    wanted, before = asked(cast), traces()
    with monkeypatch.context() as patch:
        patch.setattr(disk, "write", _no_space)
        patch.setattr(files, "store_document", _no_space)
        with pytest.raises(OSError, match="no space"):
            making.make_waiting(at=LATER)
    assert traces() == before
    assert "系统出错" in again(wanted).refused
    assert asked(cast, Redaction.objects.get(pk=wanted.redaction_id))


def _no_space(*_args, **_kwargs):
    raise OSError("no space left")


# Called off, stopped, taken up again


@pytest.mark.full
def test_called_off_on_the_way_it_is_left_and_nothing_is_kept(cast, monkeypatch):
    wanted, really = asked(cast), workshop.redact

    def meanwhile(*args, **kwargs):
        made = really(*args, **kwargs)
        making.call_off(wanted, by=cast.office_head, at=LATER)
        return made

    monkeypatch.setattr(workshop, "redact", meanwhile)
    before = traces()
    assert making.make_waiting(at=LATER) == 0
    assert traces() == before
    assert f"{cast.office_head.full_name}取消了" in again(wanted).refused
    assert "已经结束" in refusal_of(making.call_off, wanted, by=cast.officer, at=LATER)


def test_only_who_drafts_in_the_case_calls_it_off(cast):
    wanted = asked(cast)
    assert "承办" in refusal_of(making.call_off, wanted, by=cast.inspector, at=LATER)
    assert again(wanted).is_under_way


@pytest.mark.full
@pytest.mark.usefixtures("stopping")
def test_a_worker_that_is_to_stop_leaves_it_to_the_next_at_once(cast):
    wanted, before = asked(cast), traces()
    assert making.make_waiting(at=LATER) == 0
    assert traces() == before
    assert (again(wanted).leased_until, again(wanted).attempts) == (None, 0)
    work.stopping.clear()
    assert making.make_waiting(at=LATER) == 1


def test_one_whose_worker_was_killed_is_taken_up_once_its_hold_is_over(cast):
    wanted = asked(cast)
    making._Hold.taken(wanted, at=NOON)  # and nothing more: the machine stood still
    assert making.make_waiting(at=NOON + making.LEASE / 2) == 0
    assert making.make_waiting(at=NOON + making.LEASE) == 1
    assert attached(wanted) is not None


@pytest.mark.full
def test_one_that_stops_every_worker_does_not_go_round_for_ever(cast):
    wanted, when = asked(cast), NOON
    for _worker in range(making.MOST_ATTEMPTS):
        assert making._Hold.taken(wanted, at=when)
        when += making.LEASE
    assert making.make_waiting(at=when) == 0
    assert "3次都没有做完" in again(wanted).refused


# Once


def both_at_once(wanted: Making) -> list[str]:
    """Two workers come to the same file at the same moment: how it went with each."""

    def work_on(_number: int) -> str:
        mine = Making.objects.select_related("asked_by").get(pk=wanted.pk)
        try:
            return "made" if making.run(mine, at=LATER) else "left"
        except Refusal as refusal:
            return str(refusal)

    return sorted(race(2, work_on))


@pytest.fixture
def counted(monkeypatch):
    """How often a file was really made."""
    times, really = [], workshop.redact

    def redact(*args, **kwargs):
        times.append(1)
        return really(*args, **kwargs)

    monkeypatch.setattr(workshop, "redact", redact)
    return times


@pytest.mark.full
@pytest.mark.django_db(transaction=True)
def test_two_workers_make_it_once(cast, counted):
    wanted = asked(cast)
    assert both_at_once(wanted) == ["left", "made"]
    assert len(counted) == 1
    assert Attachment.objects.filter(kind=Attachment.Kind.RELEASED).count() == 1


@pytest.mark.full
@pytest.mark.django_db(transaction=True)
def test_without_the_hold_both_would_have_made_it(cast, counted, monkeypatch):
    """The control: whoever comes believes it is theirs. One file is kept even then."""

    def taken(mine, *, at):
        return making._Hold(mine, "", at)

    monkeypatch.setattr(making._Hold, "taken", taken)
    wanted = asked(cast)
    said = both_at_once(wanted)
    assert len(counted) == 2
    assert said.count("made") == 1
    assert Attachment.objects.filter(kind=Attachment.Kind.RELEASED).count() == 1


@pytest.mark.full
@pytest.mark.django_db(transaction=True)
def test_without_hold_and_lock_there_would_be_two_files(cast, monkeypatch):
    """The control of what keeps the second file out."""
    monkeypatch.setattr(making._Hold, "taken", lambda mine, *, at: making._Hold(mine, "", at))
    monkeypatch.setattr(making._Hold, "end", lambda hold, refused=(): True)
    monkeypatch.setattr(redacting, "lock", lambda redaction, **_how: None)
    wanted = asked(cast)
    assert both_at_once(wanted) == ["made", "made"]
    assert Attachment.objects.filter(kind=Attachment.Kind.RELEASED).count() == 2


@pytest.mark.full
@pytest.mark.django_db(transaction=True)
def test_called_off_and_kept_at_once_only_one_happens(cast):
    wanted = asked(cast)

    def act(number: int) -> str:
        mine = Making.objects.select_related("asked_by").get(pk=wanted.pk)
        if number:
            return str(making.run(mine, at=LATER) is not None)
        try:
            making.call_off(mine, by=cast.officer, at=LATER)
        except Refusal:
            return "too late"
        return "called off"

    said = race(2, act)
    assert said in (["called off", "False"], ["too late", "True"])
    assert (attached(wanted) is None) is (said[0] == "called off")


# Who is told


def tasks_of(user, case) -> list[Act]:
    day = day_of(Application.objects.filter(pk=case.pk), on=WEDNESDAY)
    return [task.act for task in day.of(user)]


@pytest.mark.full
def test_how_it_ended_waits_for_who_asked_until_they_looked(cast):
    case = in_hand(cast)
    wanted = asked(cast, boxed(cast, case=case))
    assert Act.SEE_REDACTED not in tasks_of(cast.officer, case)
    making.make_waiting(at=LATER)
    assert Act.SEE_REDACTED in tasks_of(cast.officer, case)
    assert Act.SEE_REDACTED not in tasks_of(cast.office_head, case)
    making.read(again(wanted), by=cast.office_head, at=LATER)
    assert Act.SEE_REDACTED in tasks_of(cast.officer, case)
    making.read(again(wanted), by=cast.officer, at=LATER)
    assert Act.SEE_REDACTED not in tasks_of(cast.officer, case)


@pytest.mark.full
def test_a_refusal_waits_for_who_asked(cast):
    case = in_hand(cast)
    wanted = asked(cast, boxed(cast, case=case))
    making.call_off(wanted, by=cast.office_head, at=LATER)
    assert Act.REDACT_AGAIN in tasks_of(cast.officer, case)


def test_a_worker_is_missing_unless_one_was_seen_or_holds_a_file(cast):
    assert making.worker_is_missing(at=LATER)
    WorkRun.objects.create(name="records.heartbeat", due_at=NOON, finished_at=LATER)
    assert not making.worker_is_missing(at=LATER)
    much_later = at(WEDNESDAY, 18)
    assert making.worker_is_missing(at=much_later)
    making._Hold.taken(asked(cast), at=much_later)
    assert not making.worker_is_missing(at=much_later)


@pytest.mark.full
def test_those_asked_for_first_are_made_first(cast):
    second = asked(cast, at=NOON + timedelta(minutes=2))
    first = asked(cast, at=NOON)
    assert (making.ahead_of(first), making.ahead_of(second)) == (0, 1)
    making.make_waiting(at=LATER)
    assert (attached(first) is None, attached(second) is None) == (False, True)


@pytest.mark.full
def test_the_day_is_a_day_of_the_office(cast):
    night = at(date(2026, 3, 5), 0)
    wanted = asked(cast, at=night)
    making.make_waiting(at=night)
    assert attached(wanted).added_on == date(2026, 3, 5)
