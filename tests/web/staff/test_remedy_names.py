"""What is written of a remedy in free words may name people: it is read as the names are."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from casework import remedy_course, remedy_rightings
from casework.remedies import decide_remedy, reply_to_remedy
from casework.remedy_orders import order_anew
from tests.cast import at, in_hand
from tests.remedies.stories import DECIDED, TODAY, logged
from tests.remedies.test_course import PDF
from tests.web.staff.people_at_desks import desk, on, text

pytestmark = pytest.mark.django_db

NAME = "王小明"
IN_FULL = {"registrar", "office_head"}
SEE = IN_FULL | {"officer", "department_head", "secrecy_reviewer", "finance", "leader", "inspector"}
SIGNS = ("事由", "凭证", "结果", "责令", "庭审", "理由", "费用", "材料", "旧事", "职务")


@pytest.fixture
def suit(cast):
    """A lawsuit in which every free text names the same person."""
    words = {"by": cast.registrar, "at": at(TODAY)}
    days = words | {"on": TODAY}
    made = logged(in_hand(cast), cast, "litigation_direct", grounds=f"旧事{NAME}",
                  body="示例市中级人民法院")  # fmt: skip
    remedy_rightings.set_right(made, grounds=f"事由{NAME}", reason=f"理由{NAME}", **days)
    remedy_course.add_stage(made, what="hearing", day=date(2026, 4, 20), note=f"庭审{NAME}", **days)
    remedy_course.add_cost(made, kind="travel", amount_yuan=5, paid_on=DECIDED,
                           note=f"费用{NAME}", **days)  # fmt: skip
    remedy_course.add_party(made, role="agent", name="李示例", acts_for=f"职务{NAME}", **words)
    paper = SimpleUploadedFile(f"材料{NAME}.pdf", PDF, "application/pdf")
    remedy_course.add_document(made, kind="copy", upload=paper, **words)
    reply_to_remedy(made, replied_on=date(2026, 4, 10), proof=f"凭证{NAME}", **days)
    decide_remedy(made, result="corrected", decided_on=DECIDED, note=f"结果{NAME}", **days)
    order_anew(made, ordered_on=DECIDED, what=f"责令{NAME}", **days)
    return made


def shown(user, address) -> str:
    with on(TODAY):
        return text(desk(user).get(address))


def test_free_words_are_shown_to_those_who_read_names_and_withheld_from_the_others(cast, suit):
    address = reverse("staff:remedy", args=[suit.pk])
    for who in SEE:
        page = shown(getattr(cast, who), address)
        found = {sign for sign in SIGNS if f"{sign}{NAME}" in page}
        assert found == (set(SIGNS) if who in IN_FULL else set()), who
        assert (NAME in page) == (who in IN_FULL), who
        assert ("（不显示）" in page) == (who not in IN_FULL), who
        assert "示例市中级人民法院" in page  # before whom it is names nobody


def test_the_log_of_the_case_says_no_more_than_the_page_of_the_remedy(cast, suit):
    address = suit.application.get_absolute_url()
    for who in SEE:
        page = shown(getattr(cast, who), address)
        assert (NAME in page) == (who in IN_FULL), who
        assert "登记监督救济" in page


def test_without_the_rule_the_others_would_read_the_names(cast, suit, monkeypatch):
    """The control."""
    monkeypatch.setattr("web.staff.remedy_page.reads_in_full", lambda user: True)
    assert NAME in shown(cast.inspector, reverse("staff:remedy", args=[suit.pk]))
