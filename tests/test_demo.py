"""The demonstration: everything is in it, it balances, and it comes out the same each time."""

from collections import Counter
from datetime import date, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import transaction
from django.urls import reverse

from casework import paper
from catalogue.models import Item
from notices.chains import RELEASE
from notices.kinds import KINDS
from notices.models import Notice
from office.models import User
from records import log
from remedies.models import Kind as RemedyKind
from remedies.models import Remedy
from reports.figures import figures
from reports.models import AnnualReport
from reports.scope import Scope
from requests_app import querycode
from requests_app.models import Applicant, Application, Handling
from requests_app.states import ApplicantKind, Channel, State
from statute.answers import RESULT_CODES
from statute.periods import span
from web.demonstration import ordinary, play, playbill
from web.demonstration.applicants import applicant, credit_code, resident_number
from web.demonstration.script import instant, read

TODAY = date(2026, 11, 24)
SEED = 20260901


@pytest.fixture(scope="module")
def small(django_db_setup, django_db_blocker):
    """The small demonstration, played once for all these tests and then taken back."""
    said = StringIO()
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("demo", "--small", "--on", TODAY.isoformat(), stdout=said)
        yield said.getvalue()
        transaction.set_rollback(True)


@pytest.fixture
def played(small, db):
    """The demonstration as it was played; by `db` a database is made, if no other test asks."""
    return small


@pytest.mark.full
def test_every_state_is_there(played):
    assert set(Application.objects.values_list("state", flat=True)) == set(State.values)


@pytest.mark.full
def test_every_kind_of_notice_has_been_issued(played):
    assert set(Notice.objects.issued().values_list("kind", flat=True)) == set(KINDS)


@pytest.mark.full
def test_a_reply_and_a_letter_are_revoked_and_replaced(played):
    revoked = Notice.objects.filter(withdrawn_by__isnull=False)
    assert set(revoked.values_list("kind", "replaced_by__kind")) == {
        ("granted", "granted"), ("assistance", "assistance"), ("reasons_request", None),
        ("third_party_consultation", "third_party_consultation"), ("third_party_override", None),
    }  # fmt: skip
    again = revoked.get(kind="granted").application
    assert (again.state, again.handlings.count()) == (State.ANSWERED, 2)


@pytest.mark.full
def test_every_channel_kind_of_applicant_and_law_is_there(played):
    cases = Application.objects
    assert set(cases.values_list("channel", flat=True)) == set(Channel.values)
    assert set(Applicant.objects.values_list("kind", flat=True)) == set(ApplicantKind.values)
    assert set(cases.values_list("law", flat=True)) == {"cn-university", "cn-regulation"}


@pytest.mark.full
def test_every_way_to_end_is_there(played):
    results = set(Handling.objects.exclude(result="").values_list("result", flat=True))
    assert results == set(RESULT_CODES)


@pytest.mark.full
def test_every_remedy_is_there_decided_and_pending(played):
    assert set(Remedy.objects.values_list("kind", flat=True)) == set(RemedyKind.values)
    pending = set(Remedy.objects.pending().values_list("kind", flat=True))
    assert pending == set(RemedyKind.values)
    decided = set(Remedy.objects.exclude(result="").values_list("result", flat=True))
    assert decided == {"upheld", "corrected", "other"}


@pytest.mark.full
def test_a_draft_waits_at_every_stage_and_some_at_none(played):
    waiting = Counter()
    for notice in Notice.objects.drafts():
        stage = paper.next_stage(notice) if notice.submitted_at else None
        waiting[stage.code if stage else ""] += 1
    assert set(waiting) == {stage.code for stage in RELEASE.stages} | {"finance", ""}
    assert Notice.objects.exclude(discarded_at=None).exists()


@pytest.mark.full
def test_the_desk_has_overdue_due_and_provisional_cases(played):
    cases = Application.objects
    assert cases.overdue(TODAY).count() >= 2
    assert cases.filter(alarm_on=TODAY).exists()
    beyond = cases.open().filter(due_on__gt=date(2026, 12, 31), handlings__later_date=None)
    assert beyond.count() >= 2
    assert all(beyond.values_list("due_provisional", flat=True))
    assert cases.filter(received_on=None).count() >= 2
    assert cases.to_serve().exists()


@pytest.mark.full
def test_deadlines_cross_spring_festival(played):
    case = Application.objects.get(subject="2025年普通高考录取通知书发放和未报到人数")
    # Received Wed 4 Feb 2026. 5-6: 2; 9-14 with the Saturday worked: 8; 15-23 rest; 24-27: 12;
    # Sat 28 worked: 13; 2-6 March: 18; 9-10: 20.
    assert (case.received_on, case.due_on) == (date(2026, 2, 4), date(2026, 3, 10))
    assert case.closed_on == date(2026, 3, 9)


@pytest.mark.full
def test_the_log_is_whole(played):
    assert log.verify() == []


@pytest.mark.full
def test_due_dates_are_what_the_facts_say(played):
    for case in Application.objects.open():
        shown = (case.due_on, case.alarm_on, case.due_provisional)
        case.index_due_dates(on=TODAY)
        assert (case.due_on, case.alarm_on, case.due_provisional) == shown


@pytest.mark.full
@pytest.mark.parametrize(
    "period",
    [
        span(date(2024, 9, 1), date(2025, 8, 31)),
        span(date(2025, 9, 1), date(2026, 8, 31)),
        span(date(2025, 1, 1), date(2025, 12, 31)),
        span(date(2026, 1, 1), TODAY),
    ],
)
@pytest.mark.parametrize("law", [None, "cn-university", "cn-regulation"])
def test_the_figures_balance(played, period, law):
    found = figures(Scope(period, law=law))
    assert [check for check in found.checks if not check.holds] == []


@pytest.mark.full
def test_the_reports_of_both_years_are_published_and_as_the_figures_are(played):
    reports = AnnualReport.objects.published()
    assert [report.slug for report in reports] == ["2025-2026", "2024-2025"]
    for report in reports:
        assert report.snapshot["numbers"]["requests"] == figures(report.scope).requests


@pytest.mark.full
def test_the_catalogue_has_links_and_gaps(played):
    assert Item.objects.filled().count() == 43
    assert Item.objects.filter(link="").count() == 7


@pytest.mark.full
def test_the_codes_that_are_told_open_their_cases(played):
    told = playbill.cases_to_try()
    assert len(told) == 7
    for number, code, _chinese, _english in told:
        assert querycode.opens(code, Application.objects.get(number=number).query_code_hash)


@pytest.mark.full
def test_the_same_seed_and_day_give_the_same_cases(played):
    again = play.script(SEED, on=TODAY, small=True)
    assert again == play.script(SEED, on=TODAY, small=True)
    filed = [act for act in again if act.do == "file"]
    parts = 2  # of the case that is split
    taken_in = Application.objects.filter(imported=False).order_by("pk")
    stories = [(act.facts["subject"], act.day) for act in filed]
    assert [
        (case.subject, case.arrived_on) for case in taken_in if case.parent_id is None
    ] == stories
    numbers = [int(case.number.partition("-")[2]) for case in taken_in]
    assert sorted(numbers) == list(range(1, len(filed) + parts + 1))


def test_another_seed_gives_other_cases():
    one, other = (ordinary.register(seed, small=False) for seed in (SEED, SEED + 1))
    assert one == ordinary.register(SEED, small=False)
    assert one != other


def test_the_register_keeps_the_shares_that_bodies_publish():
    rows = ordinary.register(SEED, small=False)
    shares = Counter(row["result"].partition("_")[0] for row in rows)
    assert 0.34 <= shares["granted"] / len(rows) <= 0.48
    natural = sum(row["applicant_kind"] == "natural_person" for row in rows)
    assert natural / len(rows) >= 0.94


def test_what_lies_after_the_day_has_not_happened():
    early = play.script(SEED, on=date(2026, 3, 10), small=True)
    assert max(act.day for act in early) <= date(2026, 3, 10)


def test_every_applicant_has_a_number_of_nowhere_with_a_right_check_character():
    # The published example of GB 11643: 11010519491231002X; of GB 32100: 91350100M000100Y43.
    assert resident_number("11010519491231002") == "11010519491231002X"
    assert credit_code("91350100M000100Y4") == "91350100M000100Y43"
    people = read("applicants.toml")
    keys = [*people["persons"], *people["organisations"]]
    numbers = [applicant(key)["identity_number"] for key in keys]
    assert len(set(numbers)) == len(numbers)
    assert all("999999" in number and len(number) == 18 for number in numbers)
    assert all(applicant(key)["email"].endswith("@example.com") for key in keys)


@pytest.mark.full
def test_the_command_tells_the_sign_ins_and_the_codes(played):
    assert "gongkai-demo-2026" in played
    assert "DEM0-ZHAN-GSH1-0001" in played
    assert User.objects.get(username="zhou").check_password("gongkai-demo-2026")


@pytest.mark.full
def test_the_command_fills_once_and_then_tells_again_or_refuses(played, capsys):
    count = Application.objects.count()
    call_command("demo", "--if-empty")
    assert "gongkai-demo-2026" in capsys.readouterr().out
    assert Application.objects.count() == count
    with pytest.raises(CommandError, match="not empty"):
        call_command("demo")


def test_passwords_are_hashed_in_full_again_afterwards(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    with play.quick_hashes():
        assert querycode.hashed("A").split("$")[1] == "1000"
    assert int(querycode.hashed("A").split("$")[1]) >= 1_000_000


@pytest.mark.full
def test_played_cases_are_spread_over_the_year(played):
    days = set(Application.objects.filter(imported=False).values_list("arrived_on", flat=True))
    assert min(days) < date(2026, 2, 10)
    assert max(days) == TODAY
    assert max(days) - min(days) > timedelta(days=280)


@pytest.mark.full
@time_machine.travel(instant(TODAY, 17 * 60), tick=False)
def test_every_case_notice_and_list_opens_for_the_office(played, client):
    client.force_login(User.objects.get(username="zheng"))
    pages = [reverse("staff:today"), reverse("staff:queue"), reverse("staff:approvals")]
    pages += [case.get_absolute_url() for case in Application.objects.filter(imported=False)]
    one_of_each = {notice.kind: notice.pk for notice in Notice.objects.all()}
    pages += [reverse("staff:notice", args=[pk]) for pk in one_of_each.values()]
    assert [page for page in pages if client.get(page).status_code != 200] == []


@pytest.mark.full
@time_machine.travel(instant(TODAY, 17 * 60), tick=False)
def test_the_told_cases_open_to_their_applicants(played, client):
    for number, code, _chinese, _english in playbill.cases_to_try():
        found = client.post(reverse("public:track"), {"number": number, "code": code}, follow=True)
        assert found.status_code == 200
        assert number in found.content.decode()
        assert found.redirect_chain
