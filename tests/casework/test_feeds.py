"""Secret addresses: made once, kept as a hash, revoked, and no wider than what their owner sees."""

from datetime import date, timedelta

import pytest
from django.db import connection

from casework import feeds, people
from casework.feed_entries import entries
from casework.models import FeedAddress, FeedEntry
from casework.remedies import log_remedy
from office.models import CalendarNotice
from records import log
from records.models import LogEntry
from records.refusals import Refusal
from tests.cast import MONDAY, at, awaiting_correction, filed, in_hand, registered
from tests.records.racing import race
from tests.requests_app.situations import awaiting_payment, charge, closed, consulting

DUE, TUESDAY = date(2026, 3, 30), date(2026, 3, 3)


def made(person, scope="person", language="zh-hans") -> tuple[FeedAddress, str]:
    return feeds.make(person, scope=scope, language=language, name="手机日历", at=at(MONDAY))


def shown(address: FeedAddress, on: date = MONDAY) -> dict[str, tuple]:
    """limit -> (day, provisional, over, revision) of every entry."""
    found = entries(address, on=on, at=at(on, 12))
    return {
        f"{entry.case.number} {entry.row.limit}": (
            entry.row.due_on, entry.row.provisional, entry.dated is None, entry.row.sequence,
        )
        for entry in found
    }  # fmt: skip


class TestAddresses:
    def test_the_secret_is_known_once_and_nowhere_kept(self, cast):
        address, secret = made(cast.officer)
        assert len(secret) == 40
        assert feeds.address_of(secret) == address
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 -- names of our own tables
                assert secret not in str(cursor.fetchall()), table

    def test_what_leads_nowhere(self, cast):
        address, secret = made(cast.officer)
        assert feeds.address_of("0" * 40) is None
        assert feeds.address_of("") is None
        people.deactivate(cast.officer, by=cast.security_admin, at=at(MONDAY))
        assert feeds.address_of(secret) is None
        people.reactivate(cast.officer, by=cast.security_admin, at=at(MONDAY))
        assert feeds.address_of(secret) == address
        feeds.revoke(address, by=cast.officer, at=at(MONDAY))
        assert feeds.address_of(secret) is None
        with pytest.raises(Refusal, match="已经停用"):
            feeds.revoke(address, by=cast.officer, at=at(MONDAY))

    def test_the_offices_address_is_for_those_who_send_out_its_cases(self, cast):
        may = {
            name for name, user in cast.everyone().items() if feeds.may_make(user, "office")
        }  # fmt: skip
        assert may == {"registrar", "office_head"}
        with pytest.raises(Refusal, match="只供登记员"):
            made(cast.leader, "office")

    def test_a_role_taken_away_closes_the_offices_address(self, cast):
        _address, secret = made(cast.registrar, "office")
        grant = cast.registrar.role_grants.get()
        people.end_grant(grant, by=cast.security_admin, at=at(MONDAY))
        assert feeds.address_of(secret) is None

    def test_ten_at_most(self, cast):
        for _n in range(10):
            address, _secret = made(cast.officer)
        with pytest.raises(Refusal, match="最多10个"):
            made(cast.officer)
        feeds.revoke(address, by=cast.officer, at=at(MONDAY))
        made(cast.officer)

    def test_making_and_revoking_are_logged_without_the_secret(self, cast):
        address, secret = made(cast.officer)
        feeds.revoke(address, by=cast.officer, at=at(MONDAY))
        events = LogEntry.objects.filter(event__startswith="feed_")
        assert [entry.event for entry in events] == ["feed_made", "feed_revoked"]
        assert secret not in str(list(events.values()))
        assert log.verify(people.OFFICE_CHAIN) == []

    def test_the_last_use_is_kept_to_the_hour(self, cast):
        address, _secret = made(cast.officer)
        for minutes, expected in ((0, 0), (30, 0), (59, 0), (60, 60)):
            moment = at(MONDAY) + timedelta(minutes=minutes)
            feeds.note_use(FeedAddress.objects.get(), at=moment)
            kept = FeedAddress.objects.get(pk=address.pk).last_used_at
            assert kept == at(MONDAY) + timedelta(minutes=expected)


class TestEntries:
    def test_the_limits_of_a_case_each_under_its_own_name(self, cast):
        in_hand(cast)
        assert shown(made(cast.officer)[0]) == {
            "2026-1 reply": (DUE, False, False, 0),
            "2026-1 correction_notice": (date(2026, 3, 11), False, False, 0),
        }

    def test_applicant_third_party_and_fee_have_theirs(self, cast):
        charge()
        awaiting_correction(cast)
        awaiting_payment(cast)
        consulting(cast)
        found = shown(made(cast.officer)[0])
        assert found["2026-1 correction"][0] == date(2026, 3, 16)  # ten working days
        assert found["2026-2 payment"][0] == DUE  # twenty
        assert "2026-3 third_party" in found
        assert "2026-1 reply" not in found  # whose turn it is: the applicant's

    def test_a_date_that_moves_is_a_revision_of_the_same_entry(self, cast):
        case, address = in_hand(cast), made(cast.officer)[0]
        shown(address)
        assert shown(address)["2026-1 reply"][3] == 0
        case.extend(by=cast.office_head, on=TUESDAY, at=at(TUESDAY), by_days=5, reason="汇集")
        before = FeedEntry.objects.get(limit="reply").changed_at
        assert shown(address, TUESDAY)["2026-1 reply"] == (date(2026, 4, 7), False, False, 1)
        assert FeedEntry.objects.get(limit="reply").changed_at > before

    def test_a_provisional_date_becomes_certain_as_a_revision(self, cast):
        received = date(2026, 12, 14)
        address = made(cast.registrar)[0]
        registered(cast, received)
        assert shown(address, received)["2026-1 reply"][1:] == (True, False, 0)
        CalendarNotice.objects.create(
            year=2027, document="国办发明电〔2026〕99号", published_on=received,
            rest=[["元旦", "2027-01-01", "2027-01-03"]], work=[], entered_at=at(received),
        )  # fmt: skip
        assert shown(address, date(2026, 12, 15))["2026-1 reply"][1:] == (False, False, 1)

    def test_what_is_answered_is_told_as_over_for_two_months(self, cast):
        address = made(cast.registrar)[0]
        case = in_hand(cast)
        shown(address)
        case.withdraw(by=cast.registrar, on=TUESDAY, at=at(TUESDAY), reason="不再需要")
        assert shown(address, TUESDAY)["2026-1 reply"] == (DUE, False, True, 1)
        assert shown(address, TUESDAY + timedelta(days=60))["2026-1 reply"][2:] == (True, 1)
        assert shown(address, TUESDAY + timedelta(days=61)) == {}

    def test_a_limit_used_up_is_over_though_the_case_is_open(self, cast):
        address = made(cast.officer)[0]
        in_hand(cast)
        shown(address)
        found = shown(address, date(2026, 3, 12))  # asking for a correction: until the 11th
        assert found["2026-1 correction_notice"][2:] == (True, 1)
        assert found["2026-1 reply"][2:] == (False, 0)

    def test_what_is_owed_to_a_review_though_the_case_is_closed(self, cast):
        address = made(cast.registrar)[0]
        case = closed(cast)
        log_remedy(
            case, kind="review", filed_on=MONDAY, received_on=MONDAY, by=cast.registrar, on=MONDAY,
            at=at(MONDAY, 18),
        )  # fmt: skip
        [(name, entry)] = shown(address).items()
        assert name.startswith("2026-1 remedy:")
        assert entry == (date(2026, 3, 16), False, False, 0)

    def test_one_sees_in_the_feed_what_one_sees_on_the_page(self, cast):
        in_hand(cast)
        filed()
        everyone = {name: set(shown(made(user)[0])) for name, user in cast.everyone().items()}
        of_the_unit = {"2026-1 reply", "2026-1 correction_notice"}
        assert everyone["officer"] == everyone["department_head"] == of_the_unit
        assert everyone["registrar"] == everyone["office_head"]
        assert everyone["registrar"] > of_the_unit
        for name in ("outsider", "leader", "inspector", "system_admin", "audit_admin"):
            assert everyone[name] == set(), name

    def test_a_case_taken_from_a_unit_leaves_its_feed_at_once(self, cast):
        case, address = in_hand(cast), made(cast.officer)[0]
        assert shown(address)
        case.assign(by=cast.registrar, on=MONDAY, at=at(MONDAY, 12), unit=cast.logistics)
        address = FeedAddress.objects.get()
        assert shown(address) == {}
        assert shown(made(cast.outsider)[0])

    def test_the_number_of_queries_does_not_grow_with_the_cases(
        self, cast, django_assert_max_num_queries
    ):
        address = made(cast.office_head, "office")[0]
        for _n in range(8):
            in_hand(cast)
            registered(cast)
        with django_assert_max_num_queries(40):
            assert len(shown(address)) == 32


@pytest.mark.django_db(transaction=True)
def test_two_readers_at_once_make_one_entry_and_one_revision(cast):
    case, address = in_hand(cast), made(cast.officer)[0]
    race(2, lambda _n: shown(address))
    assert FeedEntry.objects.count() == 2
    case.extend(by=cast.office_head, on=TUESDAY, at=at(TUESDAY), by_days=5, reason="汇集")
    race(2, lambda _n: shown(address, TUESDAY))
    assert FeedEntry.objects.get(limit="reply").sequence == 1
