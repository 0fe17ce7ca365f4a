from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from records import chain, log, triggers
from records.log import APPLICANT, SYSTEM, Actor
from records.models import ChainHead, LogEntry, LogPrivate
from records.refusals import Refusal
from tests.records.racing import race

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)  # 09:30 in Shanghai
OFFICER = Actor("staff", 3, "李承办")
CASE = "application:12"


def write(count: int, to: str = CASE):
    with transaction.atomic():
        return [
            log.append(to, "note", actor=OFFICER, at=AT, payload={"number": n})
            for n in range(count)
        ]


def kinds(chain_name=None):
    return [(fault.sequence, fault.kind) for fault in log.verify(chain_name)]


@pytest.fixture
def forced():
    """Let the test do what the triggers forbid: the attacker owns the schema."""
    triggers.remove(connection)
    yield
    triggers.install(connection)


def test_only_staff_are_named():
    with pytest.raises(ValueError, match="only staff"):
        Actor("applicant", name="张三")
    with pytest.raises(ValueError, match="unknown kind"):
        Actor("robot")


def test_a_member_of_staff_is_an_actor_under_their_own_name():
    class Person:
        pk = 3

        def get_full_name(self):
            return "李承办"

    assert Actor.of(Person()) == OFFICER


@pytest.mark.django_db
def test_the_database_too_names_only_staff():
    with pytest.raises(IntegrityError), transaction.atomic():
        LogEntry(
            chain=CASE, sequence=1, event="x", actor_kind="applicant", actor_name="张三", at=AT
        ).save()


@pytest.mark.django_db
def test_an_entry_says_who_what_when_and_follows_the_one_before():
    first, second = write(2)
    assert (first.sequence, second.sequence) == (1, 2)
    assert first.previous_hash == chain.GENESIS
    assert second.previous_hash == first.hash
    assert (second.utc_offset, second.at) == ("+08:00", AT)
    assert list(log.entries(CASE)) == [first, second]
    assert log.verify() == []


@pytest.mark.django_db
def test_chains_are_counted_apart():
    write(2)
    assert write(1, to="application:13")[0].sequence == 1
    assert log.verify() == []


@pytest.mark.django_db(transaction=True)
def test_an_entry_is_written_only_in_the_transaction_of_its_act():
    with pytest.raises(transaction.TransactionManagementError):
        log.append(CASE, "note", actor=SYSTEM, at=AT)


@pytest.mark.django_db(transaction=True)
def test_an_act_that_does_not_happen_leaves_no_entry():
    @transaction.atomic
    def act():
        log.append(CASE, "note", actor=SYSTEM, at=AT)
        raise Refusal("不予办理")

    with pytest.raises(Refusal):
        act()
    assert LogEntry.objects.count() == 0
    assert log.verify() == []


@pytest.mark.django_db
def test_an_instant_without_its_offset_is_refused():
    with pytest.raises(ValueError, match="offset"):
        log.append(CASE, "note", actor=SYSTEM, at=datetime(2026, 3, 2, 9, 30))  # noqa: DTZ001


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "event"), [("", "note"), (CASE, "Note!"), ("x" * 81, "note")])
def test_names_of_chains_and_events_are_codes(name, event):
    with pytest.raises(ValueError, match="not a name"):
        log.append(name, event, actor=SYSTEM, at=AT)


@pytest.mark.django_db
def test_payload_comes_back_as_it_went_in_and_still_fits_its_hash():
    said = {"text": "𬱖㛃 ‘引号’", "n": 10**17, "list": [None, True, {"b": 1, "a": 2}], "empty": ""}
    with transaction.atomic():
        made = log.append(CASE, "note", actor=SYSTEM, at=AT, payload=said)
    assert LogEntry.objects.get(pk=made.pk).payload == said
    assert log.verify() == []


# Personal parts


@pytest.fixture
def with_private(db):
    with transaction.atomic():
        return log.append(
            CASE, "file", actor=APPLICANT, at=AT, payload={"channel": "online"},
            private={"name": "张三", "phone": "13912345678"},
        )  # fmt: skip


def test_the_chain_holds_a_commitment_and_the_side_table_the_sealed_text(with_private):
    assert log.private_of(with_private) == {"name": "张三", "phone": "13912345678"}
    with connection.cursor() as cursor:
        for table in ("records_logentry", "records_logprivate"):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608
            assert "13912345678" not in str(cursor.fetchall())


def test_the_personal_part_can_be_destroyed_and_the_chain_still_holds(with_private):
    assert log.destroy_private([with_private], actor=SYSTEM, at=AT, reason="保存期满") == 1
    assert log.private_of(with_private) is None
    assert LogPrivate.objects.count() == 0
    assert log.verify() == []
    assert log.unexplained_destructions() == []
    assert list(log.entries(CASE))[-1].payload == {"sequences": [1], "reason": "保存期满"}


def test_destroying_what_has_no_personal_part_is_not_recorded(db):
    assert log.destroy_private(write(2), actor=SYSTEM, at=AT, reason="保存期满") == 0
    assert log.entries(CASE).count() == 2


def test_a_personal_part_that_just_disappears_is_named(with_private):
    LogPrivate.objects.all().delete()
    assert log.verify() == []
    assert [(f.sequence, f.kind) for f in log.unexplained_destructions()] == [
        (1, "personal part gone")
    ]


def test_a_personal_part_altered_by_someone_with_the_key_is_named(with_private):
    kept = LogPrivate.objects.get()
    kept.content = '{"name":"李四"}'
    kept.save()
    assert kinds() == [(1, "personal part altered")]
    assert kinds(CASE) == [(1, "personal part altered")]
    assert kinds("application:13") == []


# Attacks by someone who can drop the triggers


@pytest.mark.django_db
def test_editing_an_entry_is_found(forced):
    write(3)
    LogEntry.objects.filter(sequence=2).update(payload={"number": 99})
    assert kinds() == [(2, "altered")]


@pytest.mark.django_db
def test_editing_an_entry_and_its_own_hash_is_found(forced):
    write(3)
    entry = LogEntry.objects.get(sequence=2)
    entry.payload = {"number": 99}
    LogEntry.objects.filter(sequence=2).update(payload=entry.payload, hash=chain.entry_hash(entry))
    assert kinds() == [(3, "broken link")]


@pytest.mark.django_db
def test_deleting_from_the_middle_is_found(forced):
    write(3)
    LogEntry.objects.filter(sequence=2).delete()
    assert kinds() == [(2, "missing"), (3, "broken link")]


@pytest.mark.django_db
def test_inserting_is_found(forced):
    write(3)
    LogEntry.objects.filter(sequence=3).update(sequence=4)
    second = LogEntry.objects.get(sequence=2)
    fake = LogEntry(
        chain=CASE, sequence=3, event="note", actor_kind="system", at=AT, utc_offset="+08:00",
        previous_hash=second.hash,
    )  # fmt: skip
    fake.hash = chain.entry_hash(fake)
    fake.save()
    assert (4, "broken link") in kinds()
    assert (4, "altered") in kinds()


@pytest.mark.django_db
def test_reordering_is_found(forced):
    write(3)
    for old, new in [(2, 9), (3, 2), (9, 3)]:
        LogEntry.objects.filter(sequence=old).update(sequence=new)
    assert {kind for _, kind in kinds()} == {"altered", "broken link", "not the head"}


@pytest.mark.django_db
def test_cutting_off_the_end_is_found(forced):
    write(3)
    LogEntry.objects.filter(sequence=3).delete()
    assert kinds() == [(2, "cut off")]
    LogEntry.objects.all().delete()
    assert kinds() == [(0, "cut off")]


@pytest.mark.django_db
def test_a_chain_without_its_head_is_found(forced):
    write(3)
    ChainHead.objects.all().delete()
    assert kinds() == [(3, "no head")]


@pytest.mark.django_db
def test_cut_off_and_grown_again_is_found_only_by_an_anchor_kept_outside(forced):
    write(3)
    outside = log.anchor()
    LogEntry.objects.filter(sequence=3).delete()
    second = LogEntry.objects.get(sequence=2)
    ChainHead.objects.update(sequence=2, hash=second.hash)
    with transaction.atomic():
        log.append(CASE, "note", actor=OFFICER, at=AT, payload={"number": "另写"})
    assert log.verify() == []
    assert [(f.sequence, f.kind) for f in log.check_anchor(outside)] == [
        (3, "not what was anchored")
    ]


@pytest.mark.django_db
def test_an_anchor_holds_while_the_chains_grow_and_an_altered_anchor_does_not():
    write(3)
    outside = log.anchor()
    write(2)
    assert log.check_anchor(outside) == []
    outside["heads"][CASE][0] = 2
    assert [fault.chain for fault in log.check_anchor(outside)] == ["anchor"]


# Two writers


@pytest.mark.django_db(transaction=True)
def test_twenty_writers_to_one_chain_do_not_fork_it():
    def run(number):
        for _ in range(3):
            with transaction.atomic():
                log.append(CASE, "note", actor=OFFICER, at=AT, payload={"writer": number})

    race(20, run)
    assert list(log.entries(CASE).values_list("sequence", flat=True)) == list(range(1, 61))
    assert log.verify() == []


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_writers_do_fork_it():
    """The control: reading the end without a lock, all take the same place but one."""
    write(1)
    last = LogEntry.objects.get(chain=CASE)

    def run(_number):
        entry = LogEntry(
            chain=CASE, sequence=last.sequence + 1, event="note", actor_kind="system", at=AT,
            utc_offset="+08:00", previous_hash=last.hash,
        )  # fmt: skip
        entry.hash = chain.entry_hash(entry)
        try:
            entry.save()
        except DatabaseError:
            return False
        return True

    assert sorted(race(5, run)) == [False] * 4 + [True]
    assert log.verify() != []
