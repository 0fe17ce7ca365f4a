"""Every act on a remedy from its page: done, refused with what was typed, and by whom."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework import remedy_course
from casework.remedy_orders import order_anew
from records import files
from remedies.models import Cost, Document, Instance, Order, Party, Remedy, Stage
from tests.cast import answered, at, in_hand
from tests.remedies.stories import DECIDED, TODAY, decided, lodged, logged
from tests.remedies.test_course import PDF
from tests.web.staff.people_at_desks import desk, on, text

pytestmark = pytest.mark.django_db

SEE = {"registrar", "officer", "department_head", "office_head", "secrecy_reviewer", "finance",
       "leader", "inspector"}  # fmt: skip
MAY = {"registrar", "office_head"}
SEE_ALL = SEE - {"officer", "department_head"}
ADDED = {
    "stage": (Stage, {"what": "hearing", "day": "2026-04-20"}),
    "instance": (Instance, {"level": "second", "court": "示例省高级人民法院",
                            "lodged_on": "2026-05-20"}),
    "order": (Order, {"ordered_on": "2026-05-11", "term": "10", "unit": "day",
                      "counted_from": "2026-05-11"}),
    "cost": (Cost, {"kind": "court_fee", "amount_yuan": "50", "paid_on": "2026-05-12"}),
    "party": (Party, {"role": "agent", "name": "李示例", "is_person": "on"}),
}  # fmt: skip


@pytest.fixture
def suit(cast):
    return decided(logged(in_hand(cast), cast, "litigation_direct"), cast)


def url(name, *args):
    return reverse(f"staff:{name}", args=args)


def sent(person, address, **data):
    with on(TODAY):
        return desk(person).post(address, data)


def got(person, address):
    with on(TODAY):
        return desk(person).get(address)


@pytest.mark.parametrize("name", ADDED)
def test_each_is_added_and_shown(cast, suit, name):
    model, data = ADDED[name]
    before = model.objects.count()
    response = sent(cast.registrar, url("remedy_act", suit.pk, name), **data)
    assert response.url == url("remedy", suit.pk)
    assert model.objects.count() == before + 1
    assert got(cast.officer, url("remedy", suit.pk)).status_code == 200


def test_a_document_is_added_and_fetched_by_whoever_may_read_the_names_in_it(cast, suit):
    paper = SimpleUploadedFile("判决书.pdf", PDF, "application/pdf")
    sent(cast.registrar, url("remedy_act", suit.pk, "document"), kind="decision", file=paper)
    row = Document.objects.get()
    address = url("remedy_document", suit.pk, row.pk)
    waiting = got(cast.office_head, address)
    assert waiting.url == url("remedy", suit.pk)  # in quarantine: back, with the reason
    files.examine_waiting(at=at(TODAY))
    assert got(cast.registrar, address).content == PDF
    for who, user in cast.everyone().items():
        expected = 200 if who in MAY else 403 if who in SEE else 404
        assert got(user, address).status_code == expected, who
        assert (address in text(got(user, url("remedy", suit.pk)))) == (who in MAY), who
    other = logged(in_hand(cast), cast)
    assert got(cast.registrar, url("remedy_document", other.pk, row.pk)).status_code == 404


@pytest.mark.parametrize(
    ("name", "data", "said", "typed"),
    [
        ("stage", {"what": "other", "day": "2026-04-20"}, "请说明是什么事项", "2026-04-20"),
        ("cost", {"kind": "lawyer", "amount_yuan": "-1", "paid_on": "2026-05-12"}, "大于零", "-1"),
        ("order", {"ordered_on": "2026-05-11", "term": "10"}, "要么都填", "2026-05-11"),
    ],
)
def test_a_refusal_is_said_and_what_was_typed_stays(cast, suit, name, data, said, typed):
    page = text(sent(cast.registrar, url("remedy_act", suit.pk, name), **data))
    assert said in page
    assert typed in page


def test_only_the_office_acts_and_others_of_the_case_are_told_why(cast, suit):
    addresses = [url("remedy_act", suit.pk, "stage"), url("remedy_set_right", suit.pk),
                 url("remedy_annul", suit.pk)]  # fmt: skip
    with on(TODAY):
        for address in addresses:
            found = {who: desk(user).get(address).status_code
                     for who, user in cast.everyone().items()}  # fmt: skip
            assert found == {
                who: 200 if who in MAY else 403 if who in SEE else 404 for who in found
            }  # fmt: skip


def test_an_entry_is_struck_and_stays_on_the_page(cast, suit):
    party = remedy_course.add_party(
        suit, role="agent", name="李示例", by=cast.registrar, at=at(TODAY)
    )
    address = url("remedy_strike", suit.pk, "party", party.pk)
    assert sent(cast.registrar, address, reason="").status_code == 200
    assert not Party.objects.exclude(struck_at=None).exists()
    sent(cast.registrar, address, reason="不是本案的代理人")
    page = text(got(cast.registrar, url("remedy", suit.pk)))
    assert "不是本案的代理人" in page
    assert "李示例" in page
    assert "李示例" not in text(got(cast.officer, url("remedy", suit.pk)))


def test_a_field_is_set_right_and_the_old_value_is_on_the_page(cast, suit):
    address = url("remedy_set_right", suit.pk)
    form = got(cast.registrar, address).context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    data |= {"docket": "（2026）示行初1号", "reason": "漏填案号"}
    data.pop("simplified")
    old = dict(data)
    assert sent(cast.registrar, address, **data).url == url("remedy", suit.pk)
    page = text(got(cast.registrar, url("remedy", suit.pk)))
    assert "漏填案号" in page
    assert "（2026）示行初1号" in page
    stale = text(sent(cast.office_head, address, **old | {"docket": "别的"}))
    assert "已由他人改动" in stale
    assert "别的" in stale


def test_an_annulled_entry_says_so_and_offers_nothing(cast, suit):
    address = url("remedy_annul", suit.pk)
    edits = got(cast.registrar, address).context["edits"]
    sent(cast.registrar, address, reason="登记到了别的办件", edits=edits)
    page = text(got(cast.registrar, url("remedy", suit.pk)))
    assert "登记到了别的办件" in page
    assert "remedy_act" not in page
    assert url("remedy_annul", suit.pk) not in page
    assert url("remedy", suit.pk) not in text(got(cast.registrar, url("remedies")))
    assert url("remedy", suit.pk) in text(got(cast.registrar, url("remedies") + "?stands=annulled"))


def test_an_order_and_a_retrial_are_set_right_from_the_page(cast, suit):
    order_anew(suit, ordered_on=DECIDED, by=cast.registrar, on=TODAY, at=at(TODAY))
    lodged(suit, cast, "retrial", date(2026, 7, 1))
    order, retrial = url("remedy_order_right", suit.pk), url("remedy_retrial_right", suit.pk)
    sent(cast.registrar, order, ordered_on="2026-05-12", reason="看错", edits=edits_on(cast, order))
    sent(cast.registrar, retrial, court="最高人民法院", lodged_on="2026-07-01", reason="看错",
         edits=edits_on(cast, retrial))  # fmt: skip
    assert Order.objects.get().ordered_on == date(2026, 5, 12)
    page = text(got(cast.registrar, url("remedy", suit.pk)))
    assert "2026-05-11" in page
    assert "最高人民法院" in page


def test_two_people_set_an_order_right_and_the_second_is_told_and_loses_nothing(cast, suit):
    order_anew(suit, ordered_on=DECIDED, by=cast.registrar, on=TODAY, at=at(TODAY))
    address = url("remedy_order_right", suit.pk)
    seen = edits_on(cast, address)
    sent(cast.registrar, address, ordered_on="2026-05-12", reason="看错", edits=seen)
    stale = sent(
        cast.office_head, address, ordered_on="2026-05-13", reason="判决书写的", edits=seen
    )
    page = text(stale)
    assert "已由他人改动" in page
    assert "判决书写的" in page
    assert Order.objects.get().ordered_on == date(2026, 5, 12)
    news = stale.context["form"]["edits"].value()  # told, it may be sent again
    sent(cast.office_head, address, ordered_on="2026-05-13", reason="判决书写的", edits=news)
    assert Order.objects.get().ordered_on == date(2026, 5, 13)


def edits_on(cast, address):
    return got(cast.registrar, address).context["form"]["edits"].value()


def test_what_is_due_comes_first_in_the_list_and_pages_are_of_thirty(cast):
    case = in_hand(cast)
    for _n in range(30):
        logged(case, cast, "complaint")
    due = logged(case, cast, received_on=date(2026, 4, 2))
    response = got(cast.inspector, url("remedies"))
    rows = response.context["rows"]
    assert (rows[0].remedy, len(rows)) == (due, 30)
    # Copy received Thursday 2 April: 3 April, Qingming 4-6, 7-10, 13-17: the tenth is the 17th.
    assert rows[0].duty.due_on == date(2026, 4, 17)
    assert len(got(cast.inspector, url("remedies") + "?page=2").context["rows"]) == 1
    assert [r.remedy for r in got(cast.inspector, url("remedies") + "?stands=due").context["rows"]
            ] == [due]  # fmt: skip


def test_the_list_and_the_feedback_are_for_those_who_see_every_case(cast):
    with on(TODAY):
        for name in ("remedies", "remedy_feedback"):
            found = {who for who, user in cast.everyone().items()
                     if desk(user).get(url(name)).status_code == 200}  # fmt: skip
            assert found == SEE_ALL


def test_the_list_asks_no_more_for_more_rows(cast, django_assert_max_num_queries):
    def fill(n):
        for _n in range(n):
            suit = decided(logged(in_hand(cast), cast, "litigation_direct"), cast)
            lodged(suit, cast, "second", date(2026, 5, 20), received_on=date(2026, 6, 3))
            logged(in_hand(cast), cast, received_on=date(2026, 4, 2))

    fill(1)
    client = desk(cast.inspector)
    with on(TODAY), CaptureQueriesContext(connection) as few:
        client.get(url("remedies"))
    fill(5)
    with on(TODAY), django_assert_max_num_queries(len(few)):
        client.get(url("remedies"))


def test_a_line_of_the_feedback_opens_the_remedies_behind_it(cast):
    made = decided(logged(answered(cast), cast), cast, "corrected")
    page = text(got(cast.inspector, url("remedy_feedback")))
    address = url("remedies_behind", "ground", "granted")
    assert address in page
    assert url("remedy", made.pk) in text(got(cast.inspector, address))
    missing = url("remedies_behind", "ground", "refused_process")
    assert got(cast.inspector, missing).status_code == 404


def test_the_drafter_reads_beside_the_ground_how_often_it_was_corrected(cast):
    decided(logged(answered(cast), cast), cast, "corrected")
    case = in_hand(cast)
    page = text(got(cast.officer, url("draft", case.number, "granted")))
    assert "近三年以此理由作出的决定有1件被审查，1件被纠正。" in page
    Remedy.objects.update(decided_on=None, result="")
    page = text(got(cast.officer, url("draft", case.number, "granted")))
    assert "近三年以此理由" not in page


def test_a_held_case_says_why_on_its_page(cast):
    case = in_hand(cast)
    assert "材料保全中" not in text(got(cast.officer, url("case", case.number)))
    logged(case, cast)
    assert "材料保全中" in text(got(cast.officer, url("case", case.number)))
