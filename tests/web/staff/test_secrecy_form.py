"""The form of the secrecy review: what it asks, what it keeps, and that it takes no file."""

import pytest
from django import forms
from django.urls import reverse

from requests_app.models import SecrecyReview
from tests.casework.test_secrecy_review import unreviewed
from tests.cast import in_hand
from tests.notices import stories
from tests.notices.desk import FRIDAY, TUESDAY
from tests.web.staff.people_at_desks import desk, on, text
from web.staff.step_forms import FORMS, SecrecyForm


@pytest.mark.full
def test_its_form_and_its_page_take_no_file(cast):
    case = in_hand(cast)
    form = SecrecyForm(case=case, user=cast.secrecy_reviewer, name="review_secrecy")
    assert not any(isinstance(field, forms.FileField) for field in form.fields.values())
    assert FORMS["review_secrecy"] is SecrecyForm
    with on(FRIDAY):
        address = reverse("staff:step", args=[case.number, "review_secrecy"])
        html = text(desk(cast.secrecy_reviewer).get(address))
    assert 'type="file"' not in html
    assert "multipart" not in html
    assert "涉密内容不得录入本系统" in html
    assert "不得上传" in html


# What is put down

SECRETS_LAW = "《保守国家秘密法》第三十五条"
ASKED = {
    "conclusion": "may_release", "article": SECRETS_LAW,
    "basis": "不涉及国家秘密和工作秘密。", "on_paper": "yes", "paper_reference": "保审〔2026〕5号",
    "on": TUESDAY.isoformat(),
}  # fmt: skip


def put_down(cast, case, **changes):
    sent = ASKED | {"version": case.version, "seen": ""} | changes
    with on(FRIDAY):
        address = reverse("staff:step", args=[case.number, "review_secrecy"])
        return desk(cast.secrecy_reviewer).post(address, sent)


def test_the_review_keeps_conclusion_basis_person_day_and_paper(cast):
    case = in_hand(cast)
    assert put_down(cast, case).status_code == 302
    review = SecrecyReview.objects.get()
    assert review.get_conclusion_display() == "可以公开"
    assert review.basis == "《保守国家秘密法》第三十五条：不涉及国家秘密和工作秘密。"
    assert (review.reviewer, review.reviewed_on) == (cast.secrecy_reviewer, TUESDAY)
    assert review.paper_reference == "保审〔2026〕5号"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"paper_reference": " "}, "请写明编号"),
        ({"on_paper": "no"}, "就没有编号"),
        ({"on_paper": ""}, "id_"),
        ({"basis": ""}, "id_"),
        ({"article": "第一条"}, "第一条"),
    ],
)
def test_what_is_missing_is_asked_for(cast, changes, why):
    answer = put_down(cast, in_hand(cast), **changes)
    assert answer.status_code == 200
    assert "出现问题" in text(answer)
    assert not SecrecyReview.objects.exists()
    assert why in text(answer)


@pytest.mark.full
def test_each_law_cites_its_own_article(cast):
    cited = {
        law: [value for value, _label in SecrecyForm(
            case=in_hand(cast, law=law), user=cast.secrecy_reviewer, name="review_secrecy"
        ).fields["article"].choices]
        for law in stories.LAWS
    }  # fmt: skip
    assert cited == {
        "cn-regulation": [
            "《中华人民共和国政府信息公开条例》第十七条",
            "《保守国家秘密法》第三十五条",
        ],
        "cn-university": ["《高等学校信息公开办法》第五条", "《保守国家秘密法》第三十五条"],
    }


@pytest.mark.full
def test_whoever_signs_after_it_reads_it(cast):
    notice = unreviewed(cast)
    put_down(cast, notice.application)
    with on(FRIDAY, 11):
        html = text(desk(cast.department_head).get(reverse("staff:approve", args=[notice.pk])))
    for words in ("可以公开", "《保守国家秘密法》第三十五条", "严保密", "保审〔2026〕5号"):
        assert words in html
