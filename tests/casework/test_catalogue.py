"""The office fills in the directory, units propose for their own items, and nothing gets lost."""

from datetime import date

import pytest

from casework import catalogue, catalogue_proposals
from casework.catalogue import fill_in, settle_many
from casework.catalogue_proposals import confirm, propose, send_back
from casework.catalogue_state import Flaw, standing, to_do
from catalogue.models import Item, LinkCheck, Proposal
from records import log
from records.refusals import Refusal
from requests_app.steps import ChangedMeanwhile, NotPermitted
from tests.cast import at

pytestmark = pytest.mark.django_db

TODAY = date(2026, 4, 2)
WORDS = {"on": TODAY, "at": at(TODAY)}
LINK = "https://example.edu.cn/xxgk/6.htm"
MAY = {"office_head", "system_admin"}


def item(number: int = 6) -> Item:
    return Item.objects.get(number=number)


def filled(cast, number: int = 6, more_links=None, **facts) -> Item:
    found = item(number)
    return fill_in(found, facts, more_links=more_links, edits=found.edits, by=cast.office_head,
                   **WORDS)  # fmt: skip


def test_the_verb_itself_asks_who_it_is(cast):
    for name, user in cast.everyone().items():
        found = item(1)
        if name in MAY:
            assert fill_in(found, {"link": LINK}, edits=found.edits, by=user, **WORDS).link == LINK
        else:
            with pytest.raises(NotPermitted):
                fill_in(found, {"link": LINK}, edits=found.edits, by=user, **WORDS)


def test_what_was_and_what_is_stand_in_the_log(cast):
    filled(cast, link=LINK, unit=cast.academic_affairs, cycle="yearly")
    filled(cast, link="https://example.edu.cn/new", more_links=[("旧版", LINK)])
    first, second = log.entries("catalogue")
    assert first.payload["item"] == 6
    assert first.payload["changes"] == {
        "link": ["", LINK], "unit": [None, "教务处"], "cycle": ["", "yearly"],
    }  # fmt: skip
    assert second.payload["changes"] == {
        "link": [LINK, "https://example.edu.cn/new"], "more_links": [[], [["旧版", LINK]]],
    }  # fmt: skip
    assert item().links == [("", "https://example.edu.cn/new"), ("旧版", LINK)]


def test_saving_what_is_already_so_is_no_entry(cast):
    filled(cast, link=LINK)
    filled(cast, link=LINK, more_links=[])
    assert log.entries("catalogue").count() == 1
    assert item().edits == 1


def test_a_page_made_before_someone_else_saved_is_refused_and_changes_nothing(cast):
    stale = item()
    filled(cast, link=LINK)
    with pytest.raises(ChangedMeanwhile):
        fill_in(stale, {"link": ""}, edits=stale.edits, by=cast.system_admin, **WORDS)
    assert item().link == LINK


def test_without_the_count_of_edits_the_second_would_overwrite_the_first(cast):
    stale = item()
    filled(cast, link=LINK)
    fill_in(stale, {"link": ""}, edits=item().edits, by=cast.system_admin, **WORDS)
    assert item().link == ""


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"updated_on": date(2026, 4, 3)}, "更新日期不能晚于今天"),
        ({"changed_on": date(2026, 4, 3)}, "变更日期不能晚于今天"),
        ({"link": "javascript:alert(1)"}, "URL"),
        ({"cycle": "dated"}, "须写明日期"),
        ({"cycle_dates": "03-31"}, "须写明日期"),
        ({"cycle": "dated", "cycle_dates": "13-01"}, "写成月-日"),
        ({"cycle": "sometimes"}, "sometimes"),
    ],
)
def test_what_cannot_be_so_is_refused(cast, facts, said):
    with pytest.raises(Refusal) as refused:
        filled(cast, **facts)
    assert said in str(refused.value)
    assert item().edits == 0


def test_all_reasons_come_at_once(cast):
    with pytest.raises(Refusal) as refused:
        filled(cast, updated_on=date(2027, 1, 1), unit=cast.logistics, unit_name="附属医院")
    assert len(refused.value.reasons) == 2


@pytest.mark.parametrize("more", [[("再一次", LINK)], [("一", f"{LINK}/2"), ("二", f"{LINK}/2")]])
def test_an_address_stands_once_in_an_item(cast, more):
    with pytest.raises(Refusal, match="只写一次"):
        filled(cast, link=LINK, more_links=more)
    assert item().link == ""


def test_further_links_need_a_main_one(cast):
    with pytest.raises(Refusal, match="网址链接也要填"):
        filled(cast, more_links=[("招生网", LINK)])


def test_the_history_of_updates_grows_and_a_date_put_back_is_taken_out(cast):
    for day in (date(2026, 1, 5), date(2026, 3, 2), date(2026, 3, 30), date(2026, 3, 3)):
        filled(cast, updated_on=day)
    days = item().updates.values_list("updated_on", flat=True)
    assert list(days) == [date(2026, 3, 3), date(2026, 3, 2), date(2026, 1, 5)]


def test_several_at_once(cast):
    done = settle_many(
        Item.objects.filter(number__in=[7, 8, 9]), unit=cast.academic_affairs, cycle="yearly",
        by=cast.office_head, **WORDS,
    )  # fmt: skip
    assert done == 3
    assert Item.objects.filter(unit=cast.academic_affairs, cycle="yearly").count() == 3
    assert log.entries("catalogue").count() == 3
    with pytest.raises(Refusal, match="请勾选"):
        settle_many(Item.objects.none(), cycle="yearly", by=cast.office_head, **WORDS)
    with pytest.raises(NotPermitted):
        settle_many(Item.objects.all(), cycle="yearly", by=cast.officer, **WORDS)


# A unit and its own items


@pytest.fixture
def own(cast) -> Item:
    return filled(cast, 7, unit=cast.academic_affairs)


def test_a_unit_proposes_and_the_office_confirms(cast, own):
    made = propose(own, link=LINK, updated_on=date(2026, 4, 1), by=cast.officer, **WORDS)
    assert item(7).link == ""
    assert list(catalogue_proposals.waiting()) == [made]
    confirm(made, by=cast.office_head, **WORDS)
    assert (item(7).link, item(7).updated_on) == (LINK, date(2026, 4, 1))
    events = [entry.event for entry in log.entries("catalogue")]
    assert events[1:] == ["catalogue_proposed", "catalogue_proposal_confirmed"]
    assert not catalogue_proposals.waiting().exists()


def test_only_for_their_own_items(cast, own):
    for name, user in cast.everyone().items():
        if name in ("officer", "department_head"):
            propose(own, link=LINK, by=user, **WORDS)
        else:
            with pytest.raises(NotPermitted):
                propose(own, link=LINK, by=user, **WORDS)
    with pytest.raises(NotPermitted):
        propose(item(8), link=LINK, by=cast.officer, **WORDS)


def test_only_the_office_decides_and_only_once(cast, own):
    made = propose(own, link=LINK, by=cast.officer, **WORDS)
    same = Proposal.objects.get(pk=made.pk)
    for refused in (cast.officer, cast.registrar):
        with pytest.raises(NotPermitted):
            confirm(made, by=refused, **WORDS)
        with pytest.raises(NotPermitted):
            send_back(made, reason="重复", by=refused, at=at(TODAY))
    send_back(made, reason="网址打不开", by=cast.office_head, at=at(TODAY))
    with pytest.raises(Refusal, match="已经处理过"):
        confirm(same, by=cast.system_admin, **WORDS)
    assert item(7).link == ""
    assert Proposal.objects.get().reason == "网址打不开"


def test_without_looking_again_under_the_lock_it_would_be_decided_twice(cast, own, monkeypatch):
    made = propose(own, link=LINK, by=cast.officer, **WORDS)
    same = Proposal.objects.get(pk=made.pk)
    monkeypatch.setattr(catalogue_proposals, "_undecided", lambda proposal: proposal)
    send_back(made, reason="网址打不开", by=cast.office_head, at=at(TODAY))
    confirm(same, by=cast.system_admin, **WORDS)
    assert item(7).link == LINK


def test_a_proposal_says_something_and_a_return_says_why(cast, own):
    with pytest.raises(Refusal, match="至少一项"):
        propose(own, note="请更新", by=cast.officer, **WORDS)
    with pytest.raises(Refusal, match="不能晚于今天"):
        propose(own, updated_on=date(2026, 4, 3), by=cast.officer, **WORDS)
    made = propose(own, link=LINK, by=cast.officer, **WORDS)
    with pytest.raises(Refusal, match="退回的理由"):
        send_back(made, reason=" ", by=cast.office_head, at=at(TODAY))


# How it stands


def test_the_flaws_of_the_directory(cast, django_assert_num_queries):
    filled(cast, 1, link=LINK, unit=cast.logistics, cycle="monthly", updated_on=date(2026, 3, 1))
    filled(cast, 2, link=f"{LINK}/2", unit=cast.logistics, cycle="yearly", updated_on=TODAY)
    filled(cast, 3, changed_on=date(2026, 3, 2))  # 20 working days on: 30 March
    for day in (1, 2):
        LinkCheck.objects.create(
            url=f"{LINK}/2", checked_at=at(date(2026, 4, day)), outcome="not_there"
        )
    with django_assert_num_queries(5):
        found = standing(Item.objects.for_list(), on=TODAY)
    flaws = {row.item.number: row.flaws for row in found.rows}
    assert flaws[1] == [Flaw.OVERDUE]
    assert flaws[2] == [Flaw.DEAD]
    assert flaws[3] == [Flaw.OVERDUE, Flaw.UNFILLED, Flaw.INCOMPLETE]
    assert found.count(Flaw.UNFILLED) == 48
    assert found.complete.percent == 100 * 8 // 200
    office = to_do(cast.office_head, on=TODAY)
    assert (office.overdue, office.dead, office.proposals) == (2, 1, 0)
    unit = to_do(cast.outsider, on=TODAY)  # of the logistics office
    assert (unit.overdue, unit.dead) == (1, 1)
    assert not to_do(cast.officer, on=TODAY)
    assert not to_do(cast.inspector, on=TODAY)


def test_who_sees_which_items(cast, own):
    assert catalogue.seen_by(cast.office_head).count() == 50
    assert [one.number for one in catalogue.seen_by(cast.officer)] == [7]
    assert not catalogue.seen_by(cast.outsider).exists()
    assert not catalogue.seen_by(cast.registrar).exists()
