"""Whatever happens to the sign-in, what was typed into a draft is not lost."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from notices.models import Notice
from tests.cast import PASSWORD, in_hand
from tests.web.staff.people_at_desks import desk, on, text
from tests.web.staff.test_paper_pages import WEDNESDAY, begun, form_of

TYPED = "写了一个小时的理由：<b>“甲”</b>\n第二段。"


def fields_of(html: str) -> dict[str, str]:
    """What a browser would send from the form with the words in it."""
    from html import unescape

    found = re.findall(r'<textarea name="([^"]+)" hidden>\n(.*?)</textarea>', html, re.DOTALL)
    found += re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html)
    return {name: unescape(value) for name, value in found}


def signed_in_with(client: Client, html: str, user) -> str:
    sent = fields_of(html) | {"username": user.username, "password": PASSWORD}
    return text(client.post(reverse("staff:sign_in"), sent))


def test_a_draft_sent_after_the_sign_in_ran_out_is_carried_through_it(cast):
    notice = begun(cast)
    address = reverse("staff:notice_edit", args=[notice.pk])
    sent = form_of("refused", seen=1) | {"items-0-reasons": TYPED, "submit": "1"}
    with on(WEDNESDAY, 11):
        client = Client()
        told = client.post(address, sent)
        assert told.status_code == 403
        assert "您写的文字还在，登录之后接着写" in text(told)
        wrong = signed_in_with(client, text(told), type("x", (), {"username": "nobody"}))
        back = signed_in_with(client, wrong, cast.officer)
        assert f'action="{address}"' in back
        again = fields_of(back)
        assert again["items-0-reasons"] == TYPED
        assert "submit" not in again
        html = text(client.post(address, again))
    assert "还没有保存" in html
    assert "写了一个小时的理由：&lt;b&gt;“甲”&lt;/b&gt;" in html
    assert "data-unsaved" in html
    notice.refresh_from_db()
    assert (notice.draft_number, notice.submitted_at) == (1, None)


@pytest.mark.full
def test_a_new_draft_is_carried_through_as_well(cast):
    case = in_hand(cast)
    address = reverse("staff:draft", args=[case.number, "refused"])
    sent = form_of("refused") | {"items-0-reasons": TYPED}
    with on(WEDNESDAY, 11):
        client = Client()
        back = signed_in_with(client, text(client.post(address, sent)), cast.officer)
        html = text(client.post(address, fields_of(back)))
    assert "写了一个小时的理由" in html
    assert not Notice.objects.exclude(kind="acknowledgement").exists()


@pytest.mark.full
def test_words_carried_over_do_not_replace_a_draft_saved_meanwhile(cast):
    notice = begun(cast)
    address = reverse("staff:notice_edit", args=[notice.pk])
    with on(WEDNESDAY, 11):
        desk(cast.office_head).post(address, form_of("refused", seen=1))
        sent = form_of("refused", seen=1) | {"resumed": "1", "items-0-reasons": TYPED}
        html = text(desk(cast.officer).post(address, sent))
        assert 'name="seen" value="1"' in html
        sent.pop("resumed")
        assert "您的改动没有保存" in text(desk(cast.officer).post(address, sent))


def test_who_else_signs_in_there_sees_the_words_only_where_they_may_see_the_case(cast):
    notice = begun(cast)
    address = reverse("staff:notice_edit", args=[notice.pk])
    with on(WEDNESDAY, 11):
        client = Client()
        told = text(client.post(address, form_of("refused", seen=1)))
        back = signed_in_with(client, told, cast.outsider)
        assert client.post(address, fields_of(back)).status_code == 404


def test_only_the_form_of_a_draft_is_carried(cast):
    with on(WEDNESDAY, 11):
        answer = Client().post(reverse("staff:register"), {"subject": "甲"})
        assert answer.url.startswith(reverse("staff:sign_in"))
        sent = {"username": cast.officer.username, "password": PASSWORD}
        for where, kept in ((reverse("staff:register"), '[["a", "b"]]'), ("/nowhere/", "[1]")):
            answer = Client().post(reverse("staff:sign_in"), sent | {"next": where, "kept": kept})
            assert answer.status_code == 302


@pytest.mark.full
@pytest.mark.parametrize(("origin", "kept"), [("http://testserver", True), ("null", False)])
def test_a_form_older_than_the_sign_in_keeps_its_words_if_it_is_ours(cast, origin, kept):
    notice = begun(cast)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.officer)
    sent = form_of("refused", seen=1) | {"items-0-reasons": TYPED, "csrfmiddlewaretoken": "x" * 32}
    with on(WEDNESDAY, 11):
        html = text(
            strict.post(
                reverse("staff:notice_edit", args=[notice.pk]), sent, headers={"origin": origin}
            )
        )
    assert ("写了一个小时的理由" in html) is kept
    assert ("没有提交成功" in html) is not kept
    notice.refresh_from_db()
    assert notice.draft_number == 1
