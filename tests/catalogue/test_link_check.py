"""The links of the directory looked at, and what several looks add up to."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command

from catalogue import health, link_check
from catalogue.health import State
from catalogue.looking import Look, Visitor
from catalogue.models import Item, ItemLink, LinkCheck, Outcome
from records import work
from tests.cast import at

pytestmark = pytest.mark.django_db

MONDAY, TUESDAY, WEDNESDAY = date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4)
URL = "https://www.example.edu.cn/1"


def check(urls, day=MONDAY, **more):
    words = {"total_seconds": 60, "seconds": 0.8, "pause": 0} | more
    return link_check.check(urls, at=at(day), **words)


def seen(*looks: tuple[date, str], url: str = URL) -> State:
    for day, outcome in looks:
        LinkCheck.objects.create(url=url, checked_at=at(day), outcome=outcome)
    return health.of_addresses([url])[url].state


def answering(outcome: Outcome, **more):
    return lambda self, url: Look(outcome, **more)


def test_the_directory_with_the_results_of_a_site_that_does_everything(site):
    paths = ["/fine", "/slow", "/moved", "/loop", "/404", "/500", "/closes", "/never"]
    for number, path in enumerate(paths, start=1):
        Item.objects.filter(number=number).update(link=site(path))
    found = check(link_check.waiting())
    assert {url.rpartition("/")[2]: look.outcome.value for url, look in found.looks.items()} == {
        "fine": "fine", "slow": "fine", "moved": "moved", "loop": "loop", "404": "not_there",
        "500": "server_error", "closes": "no_answer", "never": "timeout",
    }  # fmt: skip
    states = {url: one.state for url, one in health.of_addresses(found.looks).items()}
    assert states[site("/moved")] == State.MOVED
    assert states[site("/404")] == State.FAILING
    assert health.of_addresses([site("/moved")])[site("/moved")].moved_to == site("/fine")
    check([site("/404")], TUESDAY)
    assert health.of_addresses([site("/404")])[site("/404")].state == State.DEAD


@pytest.mark.parametrize(
    ("looks", "state"),
    [
        ([], State.UNKNOWN),
        ([(MONDAY, "not_checked")], State.UNKNOWN),
        ([(MONDAY, "fine")], State.FINE),
        ([(MONDAY, "not_there")], State.FAILING),
        ([(MONDAY, "not_there"), (MONDAY, "not_there")], State.FAILING),  # one day only
        ([(MONDAY, "not_there"), (TUESDAY, "timeout")], State.DEAD),
        ([(MONDAY, "not_there"), (TUESDAY, "fine"), (WEDNESDAY, "not_there")], State.FAILING),
        ([(MONDAY, "not_there"), (TUESDAY, "not_there"), (WEDNESDAY, "fine")], State.FINE),
        ([(MONDAY, "not_there"), (TUESDAY, "not_checked")], State.FAILING),
        ([(MONDAY, "not_there"), (TUESDAY, "not_there"), (WEDNESDAY, "refused")], State.DEAD),
    ],
)
def test_a_link_is_dead_only_after_failures_on_two_days(looks, state):
    assert seen(*looks) == state


def test_how_many_days_is_a_setting(settings):
    settings.LINK_DEAD_DAYS = 3
    assert seen((MONDAY, "not_there"), (TUESDAY, "not_there")) == State.FAILING
    assert seen((WEDNESDAY, "not_there")) == State.DEAD


def test_without_network_no_link_is_held_dead(monkeypatch):
    nobody = answering(Outcome.NO_HOST, nothing_heard=True)
    monkeypatch.setattr(Visitor, "look", nobody)
    for day in (MONDAY, TUESDAY, WEDNESDAY):
        check([URL, f"{URL}/2"], day)
    assert set(LinkCheck.objects.values_list("outcome", flat=True)) == {"not_checked"}
    assert seen() == State.UNKNOWN


def test_a_name_that_is_not_there_is_dead_if_others_answer(site):
    gone = "http://no-such-host.invalid/"
    for day in (MONDAY, TUESDAY):
        check([gone, site("/fine")], day)
    assert seen(url=gone) == State.DEAD


def test_or_if_another_answered_within_the_hour(site):
    check([site("/fine")])
    found = link_check.check(
        ["http://no-such-host.invalid/"], at=at(MONDAY, 9, 30), total_seconds=9, seconds=1, pause=0
    )
    assert [look.outcome for look in found.looks.values()] == [Outcome.NO_HOST]


def test_when_the_time_is_up_the_rest_is_left_and_comes_first_the_next_time(monkeypatch):
    monkeypatch.setattr(Visitor, "look", answering(Outcome.FINE))
    Item.objects.filter(number=1).update(link=f"{URL}/a")
    ItemLink.objects.create(item=Item.objects.get(number=1), title="又一处", url=f"{URL}/b")
    Item.objects.filter(number=2).update(link=f"{URL}/a")  # the same address twice
    assert link_check.waiting() == [f"{URL}/a", f"{URL}/b"]
    check([f"{URL}/a"])
    assert link_check.waiting() == [f"{URL}/b", f"{URL}/a"]
    assert check(link_check.waiting(), total_seconds=-1).left == [f"{URL}/b", f"{URL}/a"]


def test_the_last_twenty_checks_are_kept(monkeypatch):
    monkeypatch.setattr(Visitor, "look", answering(Outcome.FINE))
    for n in range(22):
        check([URL], MONDAY + timedelta(days=n))
    kept = LinkCheck.objects.filter(url=URL)
    assert kept.count() == 20
    assert min(kept.values_list("checked_at", flat=True)).date() == WEDNESDAY


def test_the_worker_looks_once_a_day_and_only_if_it_is_switched_on(monkeypatch, settings):
    monkeypatch.setattr(Visitor, "look", answering(Outcome.FINE))
    Item.objects.filter(number=1).update(link=URL)
    assert link_check.daily(at=at(MONDAY)).looks == {}
    settings.LINK_CHECK = True
    assert list(link_check.daily(at=at(MONDAY, 9)).looks) == [URL]
    assert list(link_check.daily(at=at(MONDAY, 15)).looks) == []
    assert list(link_check.daily(at=at(TUESDAY, 0, 5)).looks) == [URL]
    assert work.registered["links"].run is link_check.daily


def test_who_asks_is_named_with_a_place_to_write_to(institution):
    assert link_check.user_agent() == (
        "GongkaiLinkCheck/1 (+http://127.0.0.1:8000; xxgk@example.edu.cn)"
    )


def test_the_command_says_what_it_found(site, settings, capsys):
    settings.LINK_PAUSE_SECONDS = 0
    Item.objects.filter(number=1).update(link=site("/fine"))
    Item.objects.filter(number=2).update(link=site("/404"))
    call_command("check_links", timeout=0.8, limit=2)
    said = capsys.readouterr().out
    assert f"not_there\t404\t{site('/404')}" in said
    assert "2 looked at" in said
    call_command("check_links", limit=0)
    assert "0 looked at: none; 0 left" in capsys.readouterr().out
