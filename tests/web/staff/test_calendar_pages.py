"""A holiday notice entered by its text, by a file or by clicking days; the year's versions."""

import html as html_module
import json
import re
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from casework import issuing, settling
from casework.moving import digest, what_moves
from office import reading
from office.calendars import working_calendar
from office.models import CalendarNotice
from records import log
from records.log import SYSTEM
from requests_app.steps import ChangedMeanwhile
from statute.calendar import load_calendar
from statute.notice_days import days_offered
from tests.cast import at, filed, in_hand
from tests.records.racing import race
from tests.web.staff.people_at_desks import desk, on, text

NOTICES = Path(__file__).parents[2] / "statute" / "data" / "notices"
ENTER = "/staff/calendar/enter/"
AUTUMN = date(2025, 11, 10)


def notice(name: str) -> str:
    return (NOTICES / f"{name}.txt").read_text("utf-8").strip()


def fields(page: str) -> dict[str, str]:
    """What a browser would send of the page's last form, buttons and ticks left out."""
    found = {}
    for tag in re.findall(r"<(?:input|textarea|select)\b[^>]*>(?:[^<]*</textarea>)?", page):
        name = re.search(r'name="([^"]+)"', tag)
        if not name or 'type="checkbox"' in tag or 'type="file"' in tag:
            continue
        if tag.startswith("<textarea"):
            value = re.search(r">\n?(.*)</textarea>", tag, re.S)[1].strip()
        else:
            value = (re.search(r'value="([^"]*)"', tag) or ["", ""])[1]
        found[name[1]] = html_module.unescape(value)
    chosen = re.search(r'name="kind".*?value="(\w+)" selected', page, re.S)
    found["kind"] = chosen[1] if chosen else "state_council"
    found.pop("csrfmiddlewaretoken", None)
    found.pop("q", None)
    return found


def refusals(page: str) -> str:
    return " ".join(re.findall(r'class="errors".*?</div>', page, re.S))


@pytest.fixture
def before_2026(settings):
    """As on 10 November 2025 in an office whose program does not have 2026 yet."""
    settings.SHIPPED_CALENDAR_AS_OF = date(2025, 11, 3)


@pytest.fixture
def office_head(before_2026, cast) -> Client:
    with on(AUTUMN):
        return desk(cast.office_head)


def pasted(client, name_or_text: str, **more) -> str:
    given = name_or_text if "\n" in name_or_text else notice(name_or_text)
    with on(AUTUMN):
        return text(client.post(ENTER, {"read": "text", "text": given} | more))


def save(client, page: str, **more):
    with on(AUTUMN):
        return client.post(ENTER, fields(page) | {"save": "1", "confirmed": "on"} | more)


# By its text


@pytest.mark.parametrize("name", ["2024", "2025", "2026"])
def test_a_real_notice_pasted_is_read_shown_and_entered(settings, cast, name):
    settings.SHIPPED_CALENDAR_AS_OF = date(int(name) - 1, 10, 1)
    autumn = date(int(name) - 1, 11, 25)
    with on(autumn):
        client = desk(cast.office_head)
        page = text(client.post(ENTER, {"read": "text", "text": notice(name)}))
        assert "从原文中读出的" in page
        assert "没有读懂" not in page
        assert 'class="red">' not in page.partition("要录入的内容")[0].partition("从原文")[2]
        done = client.post(ENTER, fields(page) | {"save": "1", "confirmed": "on"})
        assert done.url == reverse("staff:calendar_year", args=[int(name)])
        shown = text(client.get(done.url))
    row = CalendarNotice.objects.get()
    settings.SHIPPED_CALENDAR_AS_OF = None
    known = next(n for n in load_calendar("cn").notices if n.year == int(name))
    assert row.rest == [[str(f), a.isoformat(), b.isoformat()] for f, a, b in known.rest]
    assert row.work == [day.isoformat() for day in known.work]
    assert row.work_for == [str(f) for f in known.work_for]
    assert row.document == known.document
    assert row.text == notice(name)
    assert row.sha256 == reading.digest(notice(name))
    assert row.came_as == "text"
    assert row.sha256[:8] in shown


def test_each_sentence_stands_beside_what_it_was_read_as(office_head):
    page = pasted(office_head, "2026")
    page = page.partition("从原文中读出的")[2]
    told = re.search(r"一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。.*?</tr>", page, re.S)[
        0
    ]
    assert "2026-01-01" in told
    assert "2026-01-03" in told
    assert "休息（元旦）" in re.sub(r"<[^>]+>", "", told)
    assert "只是鼓励，不是放假" in page


def test_what_contradicts_itself_is_marked_and_can_be_mended_before_it_is_entered(office_head):
    wrong = notice("2026").replace("至3日（周六）", "至3日（周日）")
    page = pasted(office_head, wrong)
    assert "2026年1月3日是星期六，通知里写的是星期日" in page
    assert "请对照原文核对标红的各句" in page
    again = pasted(office_head, notice("2026"), **fields(page) | {"text": notice("2026")})
    assert "请对照原文核对" not in again


def test_a_sentence_it_cannot_read_is_shown_and_nothing_of_it_is_guessed(office_head):
    page = pasted(office_head, notice("2026").replace("共5天。5月9日", "共5天。5月6日轮休。5月9日"))
    assert "5月6日轮休。" in page
    assert "没有读懂" in page
    assert "2026-05-06" not in page


@pytest.mark.full
def test_the_source_and_the_day_filled_in_before_reading_are_kept(office_head):
    page = pasted(office_head, "2026", url="https://www.gov.cn/a", published_on="2025-11-05")
    assert fields(page)["url"] == "https://www.gov.cn/a"
    assert fields(page)["published_on"] == "2025-11-05"


def test_nothing_pasted_is_said_and_what_was_typed_stays(office_head):
    with on(AUTUMN):
        page = text(office_head.post(ENTER, {"read": "text", "text": " ", "document": "某通知"}))
    assert "请把通知原文粘贴进来" in page
    assert 'value="某通知"' in page


def test_it_is_not_entered_unless_it_was_looked_at_and_confirmed(office_head):
    page = pasted(office_head, "2026")
    with on(AUTUMN):
        unsigned = text(office_head.post(ENTER, fields(page) | {"save": "1"}))
        assert "请核对后勾选，再录入" in unsigned
        changed = fields(page) | {"rest-0-last": "2026-01-02", "save": "1", "confirmed": "on"}
        assert office_head.post(ENTER, changed).status_code == 200
    assert not CalendarNotice.objects.exists()


# By a file


def upload(client, name: str, content: bytes, **more) -> str:
    with on(AUTUMN):
        file = SimpleUploadedFile(name, content)
        return text(client.post(ENTER, {"read": "file", "file": file} | more))


@pytest.mark.full
def test_a_page_saved_from_the_government_s_site_is_read(office_head):
    lines = "".join(f"<p>{line}</p>" for line in notice("2026").splitlines())
    page = upload(office_head, "content_7047091.htm", f"<html><body>{lines}</body>".encode())
    assert fields(page)["rest-1-last"] == "2026-02-23"
    assert fields(page)["came_as"] == "file"


@pytest.mark.full
def test_a_text_in_the_old_encoding_is_read(office_head):
    page = upload(office_head, "通知.txt", notice("2026").encode("gb18030"))
    assert fields(page)["year"] == "2026"
    assert fields(page)["text"].startswith("国务院办公厅关于2026年")


BAD_FILES = {
    "a.pdf": (b"%PDF-1.7 text", "只接受.txt、.html和从本系统导出的.json文件"),
    "a.txt": (b"\x00\x01\x02\xff", "文件不是文字"),
    "a.json": (b"{", "不是JSON文件"),
    "b.json": (b"{}", "不是从工作日历导出的文件"),
    "c.json": (b'{"format": "gongkai-calendar-notice"}', "文件内容不完整"),
    "big.txt": (b"a" * (512 * 1024 + 1), "文件太大"),
}


@pytest.mark.full
@pytest.mark.parametrize("name", BAD_FILES)
def test_a_file_that_will_not_do_is_refused_with_the_reason_and_nothing_is_lost(office_head, name):
    content, told = BAD_FILES[name]
    page = upload(office_head, name, content, document="某通知", url="https://www.gov.cn/a")
    assert told in refusals(page)
    assert 'value="某通知"' in page
    assert "https://www.gov.cn/a" in page
    assert "<title>错误：" in page


def test_no_file_at_all_is_said(office_head):
    with on(AUTUMN):
        html = text(office_head.post(ENTER, {"read": "file"}))
    assert "请先选择文件" in html
    assert html.count("出现问题") == 1  # what is still empty below is no fault yet


@pytest.mark.full
def test_a_notice_exported_by_one_office_is_taken_in_by_another(office_head, cast):
    save(office_head, pasted(office_head, "2026", url="https://www.gov.cn/a"))
    row = CalendarNotice.objects.get()
    with on(AUTUMN):
        response = office_head.get(reverse("staff:calendar_export", args=[row.pk]))
    assert response["Content-Disposition"].startswith('attachment; filename="calendar-2026-')
    page = upload(office_head, "calendar.json", response.content)
    taken = fields(page)
    assert (taken["document"], taken["url"]) == (row.document, "https://www.gov.cn/a")
    assert taken["text"] == row.text
    forged = json.loads(response.content) | {"text": "一、元旦：1月1日至9日放假。"}
    page = upload(office_head, "calendar.json", json.dumps(forged).encode())
    assert "原文与校验值不符" in refusals(page)


# By clicking days


def test_the_year_is_clicked_without_a_script_and_every_box_has_a_name(office_head):
    with on(AUTUMN):
        page = text(office_head.post(ENTER, {"read": "grid", "year": "2026"}))
    boxes = re.findall(r'<input type="checkbox" name="off" value="([\d-]+)"( checked)?>', page)
    assert [day for day, _ in boxes] == [day.isoformat() for day in days_offered(2026)]
    ticked = {day for day, checked in boxes if checked}
    assert "2026-01-01" in ticked  # statutory
    assert "2026-01-02" not in ticked
    assert "2026-01-03" in ticked  # Saturday
    assert "2026年1月1日休息（元旦）" in re.sub(r"<[^>]+>", "", page)


@pytest.mark.full
def test_the_days_clicked_become_the_same_notice_as_its_text(office_head, settings):
    with on(AUTUMN):
        settings.SHIPPED_CALENDAR_AS_OF = None
        off = [d.isoformat() for d in days_offered(2026) if not working_calendar().is_working(d)]
        settings.SHIPPED_CALENDAR_AS_OF = date(2025, 11, 3)
        page = text(
            office_head.post(
                ENTER,
                {"read": "days", "year": "2026", "off": off, "document": "国办发明电〔2025〕7号",
                 "published_on": "2025-11-04"},
            )
        )  # fmt: skip
    assert "会改变" in page
    save(office_head, page)
    row = CalendarNotice.objects.get()
    read = reading.row_of(reading.read(notice("2026")), text="")
    assert [span[1:] for span in row.rest] == [span[1:] for span in read.rest]
    assert row.work == read.work
    assert row.came_as == "days"


@pytest.mark.full
def test_what_was_read_from_a_text_can_be_changed_by_clicking_and_the_text_is_kept(office_head):
    page = pasted(office_head, "2026")
    with on(AUTUMN):
        grid = text(office_head.post(ENTER, fields(page) | {"read": "grid"}))
        boxes = re.findall(r'name="off" value="([\d-]+)" checked', grid)
        assert "2026-01-02" in boxes  # as the text has it
        off = [day for day in boxes if day != "2026-01-02"]
        kept = {k: v for k, v in fields(grid).items() if k != "off"}
        again = text(office_head.post(ENTER, kept | {"read": "days", "off": off}))
    assert fields(again)["text"] == notice("2026")
    assert fields(again)["rest-0-last"] == "2026-01-01"


# Additions


@pytest.mark.full
def test_an_addition_needs_basis_and_reason_and_the_page_says_vacations_are_no_holidays(
    office_head,
):
    save(office_head, pasted(office_head, "2026"))
    addition = {
        "year": "2026", "kind": "institution", "document": "校庆放假的通知",
        "published_on": "2025-11-10", "rest-TOTAL_FORMS": "1", "rest-INITIAL_FORMS": "0",
        "rest-0-name": "校庆", "rest-0-first": "2026-05-20", "rest-0-last": "2026-05-20",
    }  # fmt: skip
    with on(AUTUMN):
        page = text(office_head.post(ENTER, addition))
        assert "增加的假日须写明法律依据和理由" in page
        assert "学校的寒暑假、校庆等不是法定节假日" in page
        page = text(office_head.post(ENTER, addition | {"basis": "自治条例", "reason": "校庆"}))
    assert save(office_head, page).status_code == 302
    assert not working_calendar().is_working(date(2026, 5, 20))
    assert CalendarNotice.objects.latest("pk").kind == "institution"


# The list of what moves, and the signature


EARLIER = {
    "year": "2026", "document": "关于调整的通知", "published_on": "2026-09-15",
    "rest-TOTAL_FORMS": "0", "rest-INITIAL_FORMS": "0", "work": "2026-09-27 中秋节",
}  # fmt: skip
SEPTEMBER = date(2026, 9, 15)


@pytest.fixture
def told(cast):
    """The applicant has a letter that says 10 October 2026; see tests/casework/test_told.py."""
    case = filed(date(2026, 9, 14), law="cn-university")
    issuing.acknowledge(case, by=SYSTEM, on=date(2026, 9, 14), at=at(date(2026, 9, 14)))
    return case


def looked_at(client, **more) -> str:
    with on(SEPTEMBER):
        return text(client.post(ENTER, EARLIER | more))


def test_letters_that_become_wrong_are_listed_and_a_told_date_has_a_box(cast, told):
    page = looked_at(desk(cast.office_head))
    letter = told.notices.get().number
    assert letter in page
    assert "早于已告知申请人的" in page
    assert f'name="shortened" id="shortened_{told.number}"' in page
    assert "checked" not in re.search(r'<input type="checkbox" name="shortened"[^>]*>', page)[0]


@pytest.mark.full
def test_not_ticked_the_case_page_shows_both_dates(cast, told):
    client = desk(cast.office_head)
    page = looked_at(client)
    with on(SEPTEMBER):
        client.post(ENTER, fields(page) | {"save": "1", "confirmed": "on"})
        case = text(client.get(reverse("staff:case", args=[told.number])))
    plain = re.sub(r"<[^>]+>", "", case)
    assert "已告知申请人的期限是2026年10月10日" in plain
    assert "现在算出的是2026年10月9日" in plain


def test_ticked_it_needs_a_reason_and_then_one_date_is_left(cast, told):
    client = desk(cast.office_head)
    page = looked_at(client)
    signed = fields(page) | {"save": "1", "confirmed": "on", "shortened": [told.number]}
    with on(SEPTEMBER):
        refused = text(client.post(ENTER, signed | {"remark": ""}))
        assert "提前已经告知申请人的期限，请写明理由" in refusals(refused)
        assert not CalendarNotice.objects.exists()
        client.post(ENTER, signed | {"remark": "已电话告知"})
        case = text(client.get(reverse("staff:case", args=[told.number])))
    assert "已告知申请人的期限是" not in case
    assert log.entries(told.chain).filter(event="told_date_shortened").count() == 1
    assert "已告知的期限提前" in case


@pytest.mark.full
def test_all_of_them_may_be_ticked_at_once(cast, told):
    other = filed(date(2026, 9, 14), law="cn-university")
    issuing.acknowledge(other, by=SYSTEM, on=date(2026, 9, 14), at=at(date(2026, 9, 14)))
    client = desk(cast.office_head)
    page = looked_at(client)
    signed = {"save": "1", "confirmed": "on", "all_of_them": "on", "remark": "已逐一电话告知"}
    with on(SEPTEMBER):
        client.post(ENTER, fields(page) | signed)
    for case in (told, other):
        assert log.entries(case.chain).filter(event="told_date_shortened").count() == 1


@pytest.mark.full
def test_a_list_that_changed_since_is_shown_again(cast, told):
    client = desk(cast.office_head)
    page = looked_at(client)
    in_hand(cast, date(2026, 9, 14), law="cn-university")
    with on(SEPTEMBER):
        again = text(client.post(ENTER, fields(page) | {"save": "1", "confirmed": "on"}))
    assert "受影响的办件有了变化" in refusals(again)
    assert "会改变2件办件的期限" in again
    assert not CalendarNotice.objects.exists()


def an_amendment() -> CalendarNotice:
    return CalendarNotice(
        year=2026, document="关于调整的通知", published_on=SEPTEMBER, rest=[],
        work=["2026-09-27"], work_for=["中秋节"],
    )  # fmt: skip


def two_enter_at_once(cast) -> list[str]:
    """Both have seen the same list."""
    in_hand(cast, date(2026, 9, 14), law="cn-university")
    calendar = settling.calendar_with(an_amendment())
    seen = digest(what_moves(on=SEPTEMBER, calendar=calendar))

    def enter(_number):
        try:
            settling.enter_calendar_notice(
                an_amendment(), by=cast.office_head, at=at(SEPTEMBER), seen=seen
            )
        except ChangedMeanwhile:
            return "shown again"
        return "entered"

    return sorted(race(2, enter))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_enter_at_once_the_second_sees_what_the_first_did(cast):
    assert two_enter_at_once(cast) == ["entered", "shown again"]
    assert CalendarNotice.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_were_the_list_not_compared_both_would_be_entered(cast, monkeypatch):
    monkeypatch.setattr(settling, "digest", lambda moves: "the same")
    monkeypatch.setitem(globals(), "digest", lambda moves: "the same")
    assert two_enter_at_once(cast) == ["entered", "entered"]
    assert CalendarNotice.objects.count() == 2


# Versions


@pytest.mark.full
def test_each_version_says_what_it_changed_and_can_be_looked_at(cast):
    with on(AUTUMN):
        client = desk(cast.inspector)
        page = text(client.get("/staff/calendar/2020/"))
        first = text(client.get("/staff/calendar/2020/?version=1"))
        assert client.get("/staff/calendar/2020/?version=9").status_code == 404
    plain = re.sub(r"<[^>]+>", "", page)
    assert "改变了：2020-01-31 休息、2020-02-01 休息" in plain
    assert "全年251个工作日" in first
    assert "这是第1版，已经不再使用" in first
    assert "全年249个工作日" in page
    assert "这是第" not in page


@pytest.mark.full
def test_an_entered_notice_has_a_page_with_its_text_hash_and_who(office_head, cast):
    save(office_head, pasted(office_head, "2026"), remark="照中国政府网")
    row = CalendarNotice.objects.get()
    with on(AUTUMN):
        page = text(desk(cast.officer).get(reverse("staff:calendar_notice", args=[row.pk])))
    for shown in (
        row.sha256,
        row.version,
        row.moves_sha256,
        "郑审核",
        "照中国政府网",
        "一、元旦：",
    ):
        assert shown in page
    assert row.version == working_calendar().version


def test_who_may_not_configure_reads_the_calendar_and_enters_nothing(before_2026, cast):
    with on(AUTUMN):
        client = desk(cast.officer)
        assert "录入修改通知" not in text(client.get("/staff/calendar/"))
        for data in ({"read": "text", "text": notice("2026")}, {"read": "grid"}, {"save": "1"}):
            assert client.post(ENTER, data).status_code == 403


# What is missing, on every page


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 9, 30), None),
        (date(2026, 10, 1), "2027年的放假安排还没有录入。"),
        (date(2026, 12, 31), "2027年的放假安排还没有录入。"),
        (date(2027, 1, 4), "今年的工作日因此只按周末和法定节日推算。"),
    ],
)
def test_from_october_every_staff_page_says_that_the_year_is_missing(cast, day, said):
    pages = ["/staff/", "/staff/cases/", "/staff/calendar/2020/"]
    with on(day):
        for page in pages:
            html = text(desk(cast.officer).get(page))
            assert ("还没有录入" in html) == bool(said)
            assert said is None or said in html
        assert "由信息公开办公室负责人或系统管理员录入" in html or said is None
        head = text(desk(cast.office_head).get("/staff/"))
        assert (f'href="{ENTER}"' in head) == bool(said)
        assert "还没有录入" not in text(Client().get("/staff/sign-in/"))
        assert "还没有录入" not in text(Client().get("/"))


@pytest.mark.full
def test_it_goes_as_soon_as_the_year_is_entered(office_head):
    with on(AUTUMN):
        assert "2026年的放假安排还没有录入" in text(office_head.get("/staff/"))
    save(office_head, pasted(office_head, "2026"))
    with on(AUTUMN):
        assert "还没有录入" not in text(office_head.get("/staff/"))


@pytest.mark.full
def test_the_cases_that_are_provisional_are_counted_for_those_who_see_them(cast):
    in_hand(cast, date(2026, 12, 7))  # the twentieth working day lies in 2027
    with on(date(2026, 12, 8)):
        assert "1件办件的期限为暂定" in text(desk(cast.officer).get("/staff/"))
        assert "期限都是暂定的" in text(desk(cast.outsider).get("/staff/"))
