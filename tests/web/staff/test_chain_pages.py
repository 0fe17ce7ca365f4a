"""The settings page of chains: order and presence of stages, and what cannot be taken out."""

import pytest
from django.urls import reverse

from notices.kinds import KINDS
from office import institution as office_institution
from office.models import Institution
from tests.notices.desk import drafted
from tests.web.staff.people_at_desks import desk, text

ALL = reverse("staff:chains")


def of(kind: str) -> str:
    return reverse("staff:chain", args=[kind])


@pytest.mark.full
def test_every_kind_that_is_signed_is_listed_with_its_chain(cast):
    html = text(desk(cast.office_head).get(ALL))
    for kind in KINDS.values():
        assert (of(kind.code) in html) is not kind.is_automatic
    assert "财务审核 → 信息公开办公室负责人审核" in html


def test_a_chain_is_put_in_another_order_and_becomes_a_version(cast):
    sent = {"version": 1, "unit": "", "office": "1", "secrecy": "", "finance": "", "leader": "2"}
    answer = desk(cast.office_head).post(of("correction"), sent)
    assert answer.url == ALL
    assert office_institution.current().version == 2
    assert office_institution.current().approval_chains == {"correction": ["office", "leader"]}
    assert "本机构另定" in text(desk(cast.office_head).get(ALL))


@pytest.mark.full
def test_put_back_to_the_default_nothing_is_left_settled(cast):
    Institution.objects.update(approval_chains={"correction": ["office", "leader"]})
    sent = {"version": 1, "office": "3"}
    desk(cast.office_head).post(of("correction"), sent)
    assert office_institution.current().approval_chains == {}


def test_what_cannot_be_taken_out_has_no_such_choice_and_says_why(cast):
    html = text(desk(cast.office_head).get(of("granted")))
    secrecy = html[html.index('name="secrecy"') :]
    assert "不经过" not in secrecy[: secrecy.index("</select>")]
    assert "不能去掉：提供信息之前须经保密审查（" in html
    assert "《高等学校信息公开办法》第五条；《中华人民共和国政府信息公开条例》第十七条" in html


@pytest.mark.full
@pytest.mark.parametrize(
    ("sent", "why"),
    [
        ({"unit": "1", "office": "2", "leader": "3"}, "出现问题"),
        ({"unit": "1", "office": "2", "secrecy": "2", "leader": "3"}, "两个环节不能同序"),
        ({"office": "1", "secrecy": "2"}, "最后一个环节"),
    ],
)
def test_a_chain_that_cannot_be_is_not_put_into_use(cast, sent, why):
    answer = desk(cast.office_head).post(of("granted"), {"version": 1} | sent)
    assert why in text(answer)
    assert office_institution.current().version == 1


@pytest.mark.full
def test_the_page_says_how_many_drafts_must_be_handed_in_anew(cast):
    drafted(cast, "refused")
    assert "1份起草中的文书须重新保存、送审" in text(desk(cast.office_head).get(of("fee")))


@pytest.mark.full
def test_of_two_who_change_the_second_is_told(cast):
    sent = {"version": 1, "office": "1", "leader": "2"}
    desk(cast.office_head).post(of("correction"), sent)
    html = text(desk(cast.system_admin).post(of("extension"), sent))
    assert "刚才已由他人修改" in html


def test_only_who_settles_the_institution_opens_it(cast):
    statuses = {name: desk(who).get(ALL).status_code for name, who in cast.everyone().items()}
    assert {name for name, s in statuses.items() if s == 200} == {"office_head", "system_admin"}
    assert {s for s in statuses.values() if s != 200} == {403}


@pytest.mark.full
def test_what_is_no_kind_or_is_automatic_has_no_page(cast):
    for code in ("acknowledgement", "no_such_kind"):
        assert desk(cast.office_head).get(of(code)).status_code == 404
