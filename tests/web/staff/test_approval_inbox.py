"""The inbox of those who sign: what waits, for whom one stands in, and straight on to the next."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework import paper
from tests.casework.test_deputies import away
from tests.cast import at, in_hand
from tests.notices.desk import approved_up_to, drafted
from tests.notices.stories import FACTS
from tests.web.staff.people_at_desks import desk, on, text
from web.staff.views.approvals import PER_PAGE

MONDAY, WEDNESDAY, FRIDAY = date(2026, 3, 2), date(2026, 3, 4), date(2026, 3, 6)
INBOX, TODAY = reverse("staff:approvals"), reverse("staff:today")


def waiting(cast, kind="refused", received=MONDAY, **asked):
    case = in_hand(cast, received, **asked)
    notice = paper.draft(
        kind, case, by=cast.officer, on=FRIDAY, at=at(FRIDAY, 9), facts=FACTS[kind]
    )
    return paper.submit(notice, by=cast.officer, at=at(FRIDAY, 9))


def approve(notice) -> str:
    return reverse("staff:approve", args=[notice.pk])


def test_the_most_urgent_comes_first_and_open(cast):
    waiting(cast, received=WEDNESDAY, subject="后来的申请")
    waiting(cast, received=MONDAY, subject="先来的申请")
    with on(FRIDAY, 10):
        html = text(desk(cast.department_head).get(INBOX))
    assert html.index("先来的申请") < html.index("后来的申请")
    assert html.count('class="card hot"') == 1
    assert "等您审批：2件" in html
    assert "吴起草起草" in html
    assert "您签署后转信息公开办公室负责人审核。" in html


@pytest.mark.full
def test_the_navigation_counts_what_waits_for_whoever_is_signed_in(cast):
    waiting(cast)
    waiting(cast, kind="correction")
    with on(FRIDAY, 10):
        heads = text(desk(cast.department_head).get(reverse("staff:today")))
        offices = text(desk(cast.office_head).get(reverse("staff:today")))
        leaders = text(desk(cast.leader).get(reverse("staff:today")))
    assert ">审批（1）</a>" in heads
    assert ">审批（1）</a>" in offices
    assert ">审批</a>" in leaders


@pytest.mark.full
def test_signed_it_goes_on_to_the_next_and_then_to_the_empty_list(cast):
    first, second = waiting(cast), waiting(cast, received=WEDNESDAY)
    with on(FRIDAY, 10):
        chief = desk(cast.department_head)
        page = text(chief.get(approve(first)))
        assert "另有1件等您审批" in page
        assert chief.post(approve(first), {"seen": 1}).url == approve(second)
        back = reverse("staff:send_back", args=[second.pk])
        done = chief.post(back, {"comment": "请补充理由"}, follow=True)
    assert done.redirect_chain[-1][0] == INBOX
    assert "没有等您审批的文书" in text(done)


def test_nobody_signs_several_at_once(cast):
    waiting(cast)
    waiting(cast, received=WEDNESDAY)
    with on(FRIDAY, 10):
        html = text(desk(cast.department_head).get(INBOX))
    assert 'type="checkbox"' not in html
    assert len(re.findall(r'action="[^"]*/approve/"', html)) == 1


@pytest.mark.full
def test_a_deputy_sees_for_whom_and_can_look_at_these_alone(cast):
    away(cast.leader, cast.office_head, until=FRIDAY)
    notice = approved_up_to(cast, "refused", cast.department_head, cast.office_head)
    own = waiting(cast, kind="correction")
    other = waiting(cast, received=WEDNESDAY, subject="另一件")
    paper.approve(other, by=cast.department_head, on=FRIDAY, at=at(FRIDAY, 9))
    assert notice.handling
    with on(FRIDAY, 13):
        chief = desk(cast.office_head)
        everything = text(chief.get(INBOX))
        mine = text(chief.get(INBOX, {"as": "own"}))
        theirs = text(chief.get(INBOX, {"as": "deputy"}))
    # Who signed as office head does not sign as leader: nothing of the first paper.
    assert notice not in [one.notice for one in paper.inbox(cast.office_head, on=FRIDAY)]
    assert "等您审批：2件" in everything
    assert "代签的" not in everything
    assert own.application.number in mine
    assert own.application.number not in theirs


@pytest.mark.full
def test_what_is_signed_for_another_says_so_before_and_afterwards(cast):
    away(cast.leader, cast.finance, until=FRIDAY)
    notice = approved_up_to(cast, "refused", cast.department_head, cast.office_head)
    with on(FRIDAY, 13):
        clerk = desk(cast.finance)
        listed = text(clerk.get(INBOX))
        assert "代陈校长" in listed
        assert "代签的（1）" in listed
        assert "代陈校长" in text(clerk.get(INBOX, {"as": "deputy"}))
        assert "没有等您审批的文书" in text(clerk.get(INBOX, {"as": "own"}))
        assert "钱财务代陈校长" in text(clerk.get(approve(notice)))
        clerk.post(approve(notice), {"seen": 1})
        page = text(desk(cast.registrar).get(reverse("staff:notice", args=[notice.pk])))
        assert "（代陈校长）" in page
    with on(date(2026, 3, 9), 9):
        back = text(desk(cast.leader).get(INBOX))
    assert "您离开期间由他人代签的" in back
    assert "钱财务" in back


def test_a_refusal_keeps_what_was_typed(cast):
    notice = waiting(cast)
    paper.redraft(notice, by=cast.officer, at=at(FRIDAY, 9, 30), facts=FACTS["refused"])
    paper.submit(notice, by=cast.officer, at=at(FRIDAY, 9, 40))
    with on(FRIDAY, 10):
        sent = {"seen": 1, "comment": "同意，理由部分再核一遍"}
        html = text(desk(cast.department_head).post(approve(notice), sent))
    assert "现在已是第2稿" in html
    assert "同意，理由部分再核一遍" in html
    assert 'name="seen" value="2"' in html


@pytest.mark.full
def test_a_return_stands_beside_the_draft_until_it_is_handed_in_again(cast):
    notice = waiting(cast)
    edit = reverse("staff:notice_edit", args=[notice.pk])
    with on(FRIDAY, 10):
        back = reverse("staff:send_back", args=[notice.pk])
        desk(cast.department_head).post(back, {"comment": "第二段没有依据"})
        assert "第二段没有依据" in text(desk(cast.officer).get(edit))
    paper.redraft(notice, by=cast.officer, at=at(FRIDAY, 11), facts=FACTS["refused"])
    with on(FRIDAY, 12):
        assert "第二段没有依据" in text(desk(cast.officer).get(edit))
    paper.submit(notice, by=cast.officer, at=at(FRIDAY, 13))
    with on(FRIDAY, 14):
        assert "第二段没有依据" not in text(desk(cast.officer).get(edit))
        again = text(desk(cast.department_head).get(approve(notice)))
    assert "您2026年3月6日对第1稿的意见是“退回修改”，现在是第2稿。" in again
    paper.redraft(notice, by=cast.officer, at=at(FRIDAY, 15), facts=FACTS["refused"])
    with on(FRIDAY, 16):  # changed by the drafter, not sent back again
        assert "第二段没有依据" not in text(desk(cast.officer).get(edit))


@pytest.mark.full
def test_the_notice_s_page_tells_the_whole_thread(cast):
    notice = waiting(cast)
    paper.approve(notice, by=cast.department_head, on=FRIDAY, at=at(FRIDAY, 10), comment="同意送审")
    paper.send_back(notice, by=cast.office_head, at=at(FRIDAY, 11), comment="措辞再改")
    paper.redraft(notice, by=cast.officer, at=at(FRIDAY, 12), facts=FACTS["refused"])
    paper.submit(notice, by=cast.officer, at=at(FRIDAY, 13))
    paper.approve(notice, by=cast.department_head, on=FRIDAY, at=at(FRIDAY, 14))
    with on(FRIDAY, 15):
        html = text(desk(cast.officer).get(reverse("staff:notice", args=[notice.pk])))
    thread = html[html.index('id="thread"') :]
    assert thread.index("同意送审") < thread.index("措辞再改")
    assert thread.count("已失效") == 1
    assert "第2稿" in thread


def test_who_signs_nothing_costs_the_navigation_one_query(cast):
    waiting(cast)
    with on(FRIDAY, 10), CaptureQueriesContext(connection) as made:
        assert paper.inbox(cast.registrar, on=FRIDAY) == []
    assert len(made) <= 2  # who is away; the person's own roles


@pytest.mark.full
@pytest.mark.parametrize("kind", ["refused", "granted"])
def test_a_longer_list_takes_no_more_queries(cast, kind):
    """On the page of the day, too, whose navigation counts what waits."""
    client, counts = desk(cast.department_head), []
    for more in (1, 3):
        for _n in range(more):
            paper.submit(drafted(cast, kind), by=cast.officer, at=at(FRIDAY, 9))
        with on(FRIDAY, 10), CaptureQueriesContext(connection) as listed:
            assert len(paper.inbox(cast.department_head, on=FRIDAY)) == (1 if more == 1 else 4)
        with on(FRIDAY, 10), CaptureQueriesContext(connection) as shown:
            client.get(TODAY)
        counts.append((len(listed), len(shown)))
    assert all(long <= short for short, long in zip(*counts, strict=True))


@pytest.mark.full
@pytest.mark.parametrize(("kind", "most"), [("refused", 0), ("granted", 2 * PER_PAGE)])
def test_thirty_papers_are_listed_in_as_many_queries_as_three(cast, kind, most):
    """But for the order of secrecy review and files, which the log of each case alone knows."""
    client, counts = desk(cast.office_head), []
    for more in (3, 27):
        for _n in range(more):
            approved_up_to(cast, kind, cast.department_head)
        with on(FRIDAY, 12):
            client.get(INBOX)
            with CaptureQueriesContext(connection) as made:
                html = text(client.get(INBOX))
        counts.append(len(made))
    assert counts[1] - counts[0] <= most
    assert html.count('<article class="card') == PER_PAGE
    assert "等您审批：30件" in html
    with on(FRIDAY, 12):
        second = text(client.get(INBOX, {"page": "2"}))
    assert second.count('<article class="card') == 30 - PER_PAGE
    assert second.count("<summary>全文</summary>") == 1


@pytest.mark.full
@pytest.mark.parametrize("name", ["inspector", "registrar", "system_admin"])
def test_who_signs_nothing_finds_an_empty_list(cast, name):
    waiting(cast)
    with on(FRIDAY, 10):
        assert "没有等您审批的文书" in text(desk(getattr(cast, name)).get(INBOX))
