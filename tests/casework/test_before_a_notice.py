"""What must have happened before a notice: reasons asked, an objection overridden or given up."""

from datetime import date

import pytest

from casework import case_fit, certifying, issuing, paper
from casework.earlier import earlier_replies
from casework.serving import Proof
from notices.models import Notice
from records.log import SYSTEM
from requests_app.models import Application
from requests_app.objections import standing_objections
from requests_app.steps import NotPermitted
from tests.casework.test_withdrawing import revoked
from tests.cast import MONDAY, Cast, at, in_hand, reasons_heard
from tests.notices import paper as printed
from tests.notices import stories
from tests.notices.desk import FRIDAY, refusal_of
from tests.requests_app.situations import objected

GIVEN = {"items": [stories.SUPPLIED]}
ASKED = {"grounds": "2月以来提出申请26件", "days": 10}
TOLD = {"due_on": "2026-06-01", "reason": "申请共26件"}


def drafted(cast: Cast, kind: str, case: Application, facts=None, on: date = FRIDAY) -> Notice:
    facts = stories.facts_for(kind, case) if facts is None else facts
    return paper.draft(kind, case, by=cast.officer, on=on, at=at(on), facts=facts)


def issued(cast: Cast, kind: str, case: Application, facts=None) -> Notice:
    notice = drafted(cast, kind, case, facts)
    paper.submit(notice, by=cast.officer, at=at(FRIDAY, 10))
    return paper.approve(notice, by=cast.office_head, on=FRIDAY, at=at(FRIDAY, 11))


def test_what_a_third_party_objects_to_is_not_given(cast):
    case = objected(cast)
    said = refusal_of(drafted, cast, "granted", case, GIVEN)
    assert "示例公司不同意公开，尚未决定公开" in said
    assert "第十五条、第三十二条" in said


def test_without_the_bar_it_would_go_out(cast, monkeypatch):
    """The control: the same draft, with nobody looking at objections."""
    monkeypatch.setattr(case_fit, "objections_against", lambda *args: [])
    assert drafted(cast, "granted", objected(cast), GIVEN).pk


@pytest.mark.full
def test_an_override_tells_the_party_and_lets_the_reply_go(cast):
    case = objected(cast)
    notice = issued(cast, "third_party_override", case)
    assert notice.consultation.override.decided_on == FRIDAY
    assert notice.consultation.override.reason == stories.FACTS["third_party_override"]["reason"]
    said = printed.text(paper.issued_pdf(notice))
    assert "示例公司：" in said
    assert "你单位于2026年3月2日提出不同意公开，理由是：商业秘密。" in said
    assert "如对本告知不服，可以自收到本告知书之日起60日内" in said
    case = Application.objects.get(pk=case.pk)
    assert standing_objections(case) == []
    assert drafted(cast, "granted", case, GIVEN).pk


def test_an_override_needs_an_objection(cast):
    case = in_hand(cast)
    facts = stories.FACTS["third_party_override"] | {"consultation": 1}
    assert "没有第三方不同意公开" in refusal_of(drafted, cast, "third_party_override", case, facts)
    case = objected(cast)
    assert "这一方没有不同意公开" in refusal_of(
        drafted, cast, "third_party_override", case, facts | {"consultation": 0}
    )


@pytest.mark.full
def test_a_party_that_agrees_after_all_objects_no_more(cast):
    case = objected(cast)
    case.withdraw_objection(
        by=cast.registrar, on=FRIDAY, at=at(FRIDAY), opinion_reason="来函同意",
        consultation=case.consultations.get().pk,
    )  # fmt: skip
    first, last = case.consultations.order_by("pk")
    assert (first.opinion, last.opinion) == ("objects", "agrees")
    assert drafted(cast, "granted", case, GIVEN).pk


@pytest.mark.full
def test_what_is_kept_back_for_the_party_may_be_told(cast):
    assert drafted(cast, "partly_granted", objected(cast), {"items": [stories.IN_PART]}).pk


def test_excessive_applications_are_asked_why_first(cast):
    case, facts = in_hand(cast), stories.FACTS["excessive"]
    assert "须先发出说明理由告知书" in refusal_of(drafted, cast, "excessive", case, facts)
    stories.issued(case, cast, "reasons_request", ASKED, on=MONDAY)
    # Served on 2 March for ten working days: 3-6 is 4, 9-13 is 9, Monday 16 is 10.
    case = Application.objects.get(pk=case.pk)
    said = refusal_of(drafted, cast, "excessive", case, facts, date(2026, 3, 16))
    assert "2026-03-16尚未届满" in said
    late = drafted(cast, "excessive", case, facts, date(2026, 3, 17))
    assert "您逾期没有说明" in paper.preview_html(late)


@pytest.mark.full
def test_reasons_that_were_given_are_told(cast):
    case = in_hand(cast)
    reasons_heard(case, cast)
    told = paper.preview_html(drafted(cast, "excessive", case, stories.FACTS["excessive"]))
    assert "您于2026年3月2日作了说明" in told
    assert "说明的理由不合理" in told


def test_a_later_date_is_told_before_the_limit_ends_and_lies_beyond_it(cast):
    case = in_hand(cast)
    assert "须先要求申请人说明理由" in refusal_of(drafted, cast, "later_date", case, TOLD)
    reasons_heard(case, cast)
    early = TOLD | {"due_on": "2026-03-30"}  # the limit itself
    assert "应当晚于现在的答复期限" in refusal_of(drafted, cast, "later_date", case, early)
    said = refusal_of(drafted, cast, "later_date", case, TOLD, date(2026, 3, 31))
    assert "答复期限已于2026-03-30届满" in said
    issued(cast, "later_date", case, TOLD)
    case.refresh_from_db()
    assert case.due_on == date(2026, 6, 1)


@pytest.mark.full
def test_a_correction_passed_on_names_the_body(cast):
    facts = stories.FACTS["record_correction"] | {"outcome": "passed_on"}
    said = refusal_of(drafted, cast, "record_correction", in_hand(cast), facts)
    assert "请写明机关名称" in said


def acknowledged(cast: Cast, **asked) -> Notice:
    return issuing.acknowledge(in_hand(cast, **asked), by=SYSTEM, on=MONDAY, at=at(MONDAY, 12))


def certified(cast: Cast, notice: Notice, by=None) -> Notice:
    return certifying.certify(notice, by=by or cast.registrar, on=FRIDAY, at=at(FRIDAY))


@pytest.mark.full
def test_a_certificate_is_a_form_first_and_then_says_what_is_recorded(cast):
    notice = acknowledged(cast, delivery="post")
    form = certified(cast, notice)
    assert form.number == "示例大学信公达〔2026〕1号"
    assert "见证人签名" in printed.text(paper.issued_pdf(form))
    assert certified(cast, notice).pk == form.pk
    paper.serve(
        notice,
        manner="post",
        on=FRIDAY,
        by=cast.registrar,
        at=at(FRIDAY, 10),
        proof=Proof(reference="特快专递12345"),
    )
    record = certified(cast, notice)
    said = printed.text(paper.issued_pdf(record))
    assert record.pk != form.pk
    assert "送达日期2026年3月6日（以交邮之日计算" in said
    assert "特快专递12345" in said
    assert certifying.certificates_of(notice) == [form, record]


def test_a_certificate_is_never_served_and_shown_to_no_applicant(cast):
    certificate = certified(cast, acknowledged(cast, delivery="post"))
    assert certificate not in Notice.objects.to_serve()
    assert certificate.served_on is None
    assert "发出之后才有送达回证" in refusal_of(certified, cast, certificate)


@pytest.mark.full
def test_one_who_may_not_serve_gets_no_certificate(cast):
    with pytest.raises(NotPermitted):
        certified(cast, acknowledged(cast), by=cast.inspector)


@pytest.mark.full
def test_the_earlier_replies_of_the_same_applicant_are_offered(cast):
    first = in_hand(cast)
    notice = drafted(cast, "refused", first, stories.FACTS["refused"])
    paper.submit(notice, by=cast.officer, at=at(FRIDAY, 10))
    for person in (cast.department_head, cast.office_head, cast.leader):
        paper.approve(notice, by=person, on=FRIDAY, at=at(FRIDAY, 11))
    again = in_hand(cast, FRIDAY)
    assert list(earlier_replies(again, by=cast.officer)) == [notice]
    assert list(earlier_replies(again, by=cast.outsider)) == []
    other = in_hand(cast, FRIDAY, applicant={"identity_number": "420800199001011248"})
    assert list(earlier_replies(other, by=cast.officer)) == []
    revoked(cast, notice, "reply_withdrawn", on=FRIDAY)
    assert list(earlier_replies(again, by=cast.officer)) == []
