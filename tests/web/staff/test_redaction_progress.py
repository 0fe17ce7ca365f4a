"""A long file is made by the worker: the page says how far it is, also when it is opened again."""

from datetime import timedelta

import pytest
from django.urls import reverse

from casework import making
from notices.models import Making, Redaction
from records.models import WorkRun
from requests_app.models import Attachment
from tests.cast import at
from tests.web.staff.people_at_desks import desk, on, text
from tests.web.staff.test_redaction_pages import ROW, WEDNESDAY, address, begun, press, save
from web.staff.redaction_progress import WATCHED_FOR

pytestmark = [pytest.mark.usefixtures("workbench"), pytest.mark.full]

NOON = at(WEDNESDAY, 12)


@pytest.fixture(autouse=True)
def _every_file_is_long(monkeypatch):
    monkeypatch.setattr(making, "SHORT", 0)


@pytest.fixture
def worker(db):
    """One that was seen just now."""
    WorkRun.objects.create(name="records.heartbeat", due_at=NOON, finished_at=at(WEDNESDAY, 23))


def asked(cast, client) -> Redaction:
    redaction = begun(cast, client)
    save(client, redaction, **ROW)
    press(client, redaction, "make", title="名单")
    return redaction


def shown(client, redaction) -> str:
    with on(WEDNESDAY):
        return text(client.get(address(redaction)))


def figures(client, redaction) -> dict:
    with on(WEDNESDAY):
        return client.get(address(redaction, "redaction_progress")).json()


def test_the_page_comes_back_at_once_and_says_how_far_it_is(cast, worker):
    client = desk(cast.officer)
    redaction = asked(cast, client)
    assert not Attachment.objects.filter(kind=Attachment.Kind.RELEASED).exists()
    html = shown(client, redaction)
    assert "排队等候，即将开始。" in html
    assert "<progress" in html
    assert 'role="status"' in html
    assert "看最新进度" in html  # the way without a script
    assert "生成遮盖件</button>" not in html
    assert "后台程序没有在运行" not in html
    said = figures(client, redaction)
    assert (said["state"], said["done"], said["pages"], said["watch"]) == ("waiting", 0, 1, True)


@pytest.mark.parametrize(
    ("proving", "done", "state", "words", "said"),
    [
        (False, 130, "making", "已生成130页，共300页", "正在生成，完成百分之25。"),
        (False, 149, "making", "已生成149页，共300页", "正在生成，完成百分之25。"),
        (True, 150, "proving", "已验证150页，共300页", "正在验证，完成百分之50。"),
    ],
)
def test_every_page_is_written_and_every_quarter_read_out(
    cast, worker, proving, done, state, words, said
):
    client = desk(cast.officer)
    redaction = asked(cast, client)
    Making.objects.update(
        pages=300, pages_done=done, is_proving=proving, leased_until=at(WEDNESDAY, 23)
    )
    html, now = shown(client, redaction), figures(client, redaction)
    assert f'max="300" value="{done}"' in html
    assert words in html
    assert (now["state"], now["said"]) == (state, said)
    assert words in now["words"]


def test_without_a_worker_it_is_said_with_whom_to_ask(cast):
    client = desk(cast.officer)
    html = shown(client, asked(cast, client))
    assert "后台程序没有在运行" in html
    assert "请联系系统管理员" in html


def test_while_it_is_made_no_page_can_be_drawn_on(cast):
    client = desk(cast.officer)
    redaction = asked(cast, client)
    with on(WEDNESDAY):
        page = address(redaction, "redaction_page", 1)
        assert client.get(page).url == address(redaction)
        assert client.post(page, ROW).url == address(redaction)
    html = text(press_without_page(client, redaction, "discard"))
    assert "正在生成" in html
    assert Redaction.objects.filter(pk=redaction.pk).exists()


def press_without_page(client, redaction, act):
    with on(WEDNESDAY):
        return client.post(address(redaction), {"act": act}, follow=True)


def test_it_can_be_called_off_and_asked_for_again(cast):
    client = desk(cast.officer)
    redaction = asked(cast, client)
    html = text(press_without_page(client, redaction, "cancel"))
    assert "已取消生成" in html
    assert "吴起草取消了生成" in html
    assert "生成遮盖件</button>" in html
    press(client, redaction, "make", title="名单")
    assert figures(client, redaction)["state"] == "waiting"
    making.make_waiting(at=NOON)
    assert figures(client, redaction)["state"] == "ended"
    assert "已经结束" in text(press_without_page(client, redaction, "cancel"))


def test_who_left_finds_the_end_in_the_list_and_on_the_case_until_it_was_looked_at(cast):
    client = desk(cast.officer)
    redaction = asked(cast, client)
    case = redaction.source.application

    def lists() -> tuple[bool, bool]:
        with on(WEDNESDAY):
            today = text(client.get(reverse("staff:today")))
            return "核对生成的遮盖件" in today, "遮盖件已生成，请核对" in text(
                client.get(case.get_absolute_url())
            )

    with on(WEDNESDAY):
        assert "遮盖件正在生成（0／1页）" in text(client.get(case.get_absolute_url()))
        listed = text(client.get(reverse("staff:redactions", args=[case.number])))
        assert "正在生成" in listed
    assert lists() == (False, False)
    making.make_waiting(at=NOON)
    assert lists() == (True, True)
    shown(desk(cast.office_head), redaction)  # it is not theirs to have looked
    assert lists() == (True, True)
    assert "遮盖件已生成" in shown(client, redaction)
    assert lists() == (False, False)


def test_a_refusal_stays_on_the_page_until_the_boxes_change(cast):
    client = desk(cast.officer)
    redaction = asked(cast, client)
    case = redaction.source.application
    making.call_off(Making.objects.get(), by=cast.office_head, at=NOON)
    with on(WEDNESDAY):
        assert "处理没有生成的遮盖件" in text(client.get(reverse("staff:today")))
        assert "遮盖件没有生成，看原因" in text(client.get(case.get_absolute_url()))
        listed = text(client.get(reverse("staff:redactions", args=[case.number])))
        assert "取消了生成" in listed
    for _time in range(2):
        assert "取消了生成" in shown(client, redaction)
    save(client, redaction, **ROW | {"why-new": "学号", "x-new": "5"})
    assert "取消了生成" not in shown(client, redaction)


def test_a_page_left_open_does_not_keep_its_session_awake_for_ever(cast, worker):
    client = desk(cast.officer)
    redaction = asked(cast, client)
    assert "data-watch" in shown(client, redaction)
    Making.objects.update(asked_at=Making.objects.get().asked_at - WATCHED_FOR)
    assert "data-watch" not in shown(client, redaction)
    assert figures(client, redaction)["watch"] is False


def test_who_does_not_see_the_case_does_not_learn_how_far_it_is(cast):
    redaction = asked(cast, desk(cast.officer))
    with on(WEDNESDAY):
        page = address(redaction, "redaction_progress")
        assert desk(cast.security_admin).get(page).status_code == 404
        assert desk(cast.inspector).post(address(redaction), {"act": "cancel"}).status_code == 403
    assert Making.objects.get().is_under_way


def test_those_before_it_are_counted(cast, worker):
    client = desk(cast.officer)
    first, second = asked(cast, client), asked(cast, client)
    Making.objects.filter(redaction=second).update(asked_at=NOON)
    Making.objects.filter(redaction=first).update(asked_at=NOON - timedelta(minutes=1))
    assert "前面还有1份" in figures(client, second)["words"]
    assert "即将开始" in figures(client, first)["words"]
