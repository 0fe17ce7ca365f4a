"""Notices read from their own words: tests/statute/data/notices, whose README names the sources."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statute.notice_text import read_notice
from statute.notices_of_the_year import read_folder

NOTICES = Path(__file__).parent / "data" / "notices"
NAMES = sorted(path.stem for path in NOTICES.glob("*.txt"))
SHIPPED, _statutory = read_folder("cn")


def text_of(name: str) -> str:
    return (NOTICES / f"{name}.txt").read_text("utf-8")


def shipped(name: str):
    """The notice in statute/calendars/cn that this text became."""
    of_the_year = [notice for notice in SHIPPED if notice.year == int(name[:4])]
    return of_the_year[1] if "-" in name else of_the_year[0]


def read(name: str):
    first = [span for notice in SHIPPED if notice.year == int(name[:4]) for span in notice.rest]
    return read_notice(text_of(name)).extended_from(first)


def days(rest):
    return [(str(name), first, last) for name, first, last in rest]


@pytest.mark.parametrize("name", NAMES)
def test_every_notice_says_what_the_calendar_we_ship_has(name):
    found, known = read(name), shipped(name)
    if name != "2015-victory":  # whose occasion we call by a shorter name
        assert [(r.festival, r.first, r.last) for r in found.rest] == days(known.rest)
        assert [w.festival for w in found.work] == [str(f) for f in known.work_for]
    assert [(r.first, r.last) for r in found.rest] == [span[1:] for span in known.rest]
    assert tuple(w.on for w in found.work) == known.work
    assert (found.year, found.title) == (known.year, known.document.partition("（")[0])
    assert found.is_whole
    assert found.unread == ()


@pytest.mark.parametrize("name", [n for n in NAMES if int(n[:4]) >= 2019])
def test_the_number_of_the_document_is_read_and_when_it_was_signed(name):
    found = read(name)
    assert found.document == shipped(name).document
    # Published the same day or, as on 6 December 2018 and 27 January 2020, a little later.
    assert 0 <= (shipped(name).published_on - found.dated_on).days <= 2


def test_each_day_knows_its_sentence_and_each_sentence_is_accounted_for():
    found = read("2024")
    spring = next(span for span in found.rest if span.festival == "春节")
    assert spring.sentence == "二、春节：2月10日至17日放假调休，共8天。"
    assert [(w.on, w.sentence) for w in found.work[:2]] == [
        (date(2024, 2, 4), "2月4日（星期日）、2月18日（星期日）上班。"),
        (date(2024, 2, 18), "2月4日（星期日）、2月18日（星期日）上班。"),
    ]
    told = {*(r.sentence for r in found.rest), *(w.sentence for w in found.work)}
    told |= {passage.text for passage in found.passed_over}
    left = "".join(text_of("2024").split())
    for sentence in told:
        left = left.replace(sentence, "")
    assert left == "国务院办公厅2023年10月25日"


def test_what_is_only_encouraged_is_no_day_off_and_says_so():
    # 《国办发明电〔2023〕7号》: 除夕 (9 February 2024) was worked.
    found = read("2024")
    assert all(not span.first <= date(2024, 2, 9) <= span.last for span in found.rest)
    passage = next(p for p in found.passed_over if p.text.startswith("鼓励"))
    assert passage.why.zh == "只是鼓励，不是放假"


def test_an_extension_runs_from_the_first_day_an_earlier_notice_gave():
    alone = read_notice(text_of("2020-spring-festival"))
    assert [(e.festival, e.until) for e in alone.extensions] == [("春节", date(2020, 2, 2))]
    assert alone.rest == ()
    found = read("2020-spring-festival")
    assert (found.rest[0].first, found.rest[0].last) == (date(2020, 1, 24), date(2020, 2, 2))
    unknown = alone.extended_from([])
    assert "没有写过春节从哪天起放假" in unknown.faults[0].said.zh


@given(st.integers(0, 1000), st.sampled_from(["\n", "\r\n", "\n　　", " \n\n "]))
def test_a_line_broken_anywhere_changes_nothing(at, ending):
    text, whole = text_of("2026"), read("2026")
    at %= text.index("鼓励单位") + 1
    broken = read_notice(text[:at] + ending + text[at:])
    assert broken.year == 2026
    assert [r[:3] for r in _plain(broken.rest)] == [r[:3] for r in _plain(whole.rest)]
    assert [(w.festival, w.on) for w in broken.work] == [(w.festival, w.on) for w in whole.work]
    assert not broken.faults


def _plain(rest):
    return [(span.festival, span.first, span.last) for span in rest]


def as_page(text: str) -> str:
    lines = "".join(f"<p><span style='x'>{line}</span></p>" for line in text.splitlines())
    return f"<html><style>p{{}}</style><script>var a='1月8日上班。'</script>{lines}</html>"


def full_width(text: str) -> str:
    return text.translate(str.maketrans("0123456789", "０１２３４５６７８９"))


def narrow(text: str) -> str:
    return text.translate(str.maketrans("（），：", "(),:"))


@pytest.mark.parametrize(
    "change",
    [as_page, full_width, narrow, lambda t: t.replace("\n", ""), lambda t: t.replace("至", "—"),
     lambda t: t.replace("日", "日 ").replace("\n", "\n\n&nbsp;")],
    ids=["page", "full-width", "narrow", "one line", "dash", "spaces"],
)  # fmt: skip
@pytest.mark.parametrize("name", ["2010", "2019", "2024", "2025", "2026"])
def test_however_it_was_pasted_it_says_the_same(name, change):
    found, known = read_notice(change(text_of(name))), shipped(name)
    assert [(r.first, r.last) for r in found.rest] == [span[1:] for span in known.rest]
    assert tuple(w.on for w in found.work) == known.work
    assert found.is_whole
    assert found.number == read(name).number


FAULTY = {
    "1月1日（周四）至3日（周日）放假调休，共3天": "2026年1月3日是星期六，通知里写的是星期日",
    "1月1日（周四）至4日（周日）放假调休，共3天": "写的是3天，按日期数是4天",
    "1月3日（周六）至1日（周四）放假调休，共3天": "2026-01-01早于2026-01-03",
    "1月1日（周四）至32日放假调休": "“32日”不是日期",
}


@pytest.mark.parametrize(("said", "told"), FAULTY.items())
def test_what_contradicts_itself_is_pointed_out_with_its_sentence(said, told):
    text = text_of("2026").replace("1月1日（周四）至3日（周六）放假调休，共3天", said)
    faults = read_notice(text).faults
    assert told in [fault.said.zh for fault in faults]
    assert all(fault.sentence.startswith("一、元旦：") for fault in faults)


def test_a_make_up_day_that_is_a_weekday_is_pointed_out():
    # 8 February 2025 is a Saturday; Friday the 7th is worked anyway.
    text = text_of("2025").replace("2月8日（周六）上班", "2月7日（周五）上班")
    assert "2025年2月7日本来就是工作日，通知却写上班" in [
        f.said.zh for f in read_notice(text).faults
    ]


def test_a_sentence_with_a_day_that_is_not_understood_is_handed_back():
    text = text_of("2026").replace("共3天。1月4日", "共3天。1月2日错峰轮休。1月4日", 1)
    found = read_notice(text)
    assert [(p.text, p.matters) for p in found.unread] == [("1月2日错峰轮休。", True)]
    assert not found.is_whole


def test_a_clause_that_is_not_understood_is_handed_back_alone():
    text = text_of("2026").replace(
        "放假调休，共3天。1月4日", "放假调休，共3天，1月9日另行通知。1月4日", 1
    )
    found = read_notice(text)
    assert [(p.text, p.matters) for p in found.unread] == [("1月9日另行通知", True)]
    assert found.rest[0].last == date(2026, 1, 3)


@pytest.mark.parametrize("noise", ["责任编辑：张示例", "分享到微信。", "阅读剩余全文"])
def test_words_of_the_page_around_it_are_handed_back_but_do_not_matter(noise):
    found = read_notice(text_of("2026") + noise)
    assert noise in "".join(p.text for p in found.unread)
    assert found.is_whole


def test_duties_that_hide_a_working_day_are_not_passed_over():
    text = text_of("2026") + "节假日期间，要妥善安排好值班，5月6日上班。"
    assert not read_notice(text).is_whole


def test_a_text_that_is_no_notice_gives_nothing_and_says_why():
    found = read_notice("各位老师：下周一开会。")
    assert (found.year, found.rest, found.work) == (None, (), ())
    assert "没有读出是哪一年的安排" in [fault.said.zh for fault in found.faults]
    with pytest.raises(ValueError, match="没有读出是哪一年的安排"):
        found.as_year_notice(url="", published_on=None)


def test_without_a_title_the_year_is_the_one_given():
    found = read_notice("一、元旦：1月1日放假。12月29日上班。", year=2019)
    assert [(r.first, r.last) for r in found.rest] == [(date(2019, 1, 1), date(2019, 1, 1))]
    assert found.work[0].on == date(2018, 12, 29)  # Saturday


def test_a_festival_of_a_region_is_read_by_its_own_name():
    # 凉山州, 2011: a local holiday of seven days, the Sunday after it worked.
    found = read_notice(
        "六、火把节 7月24日至7月30日放假调休，共7天。7月31日（星期日）上班。", year=2011
    )
    assert (found.rest[0].festival, found.rest[0].first) == ("火把节", date(2011, 7, 24))
    assert found.work[0].on == date(2011, 7, 31)
    assert found.is_whole


def test_a_day_of_rest_that_belongs_to_no_holiday_is_a_fault():
    found = read_notice("5月8日放假。", year=2026)
    assert "没有写明是哪个节日" in [fault.said.zh for fault in found.faults]


def test_it_becomes_the_notice_of_a_calendar():
    notice = read("2026").as_year_notice(url="https://www.gov.cn/", published_on=date(2025, 11, 4))
    known = shipped("2026")
    assert (notice.rest, notice.work, notice.work_for) == (known.rest, known.work, known.work_for)
    assert notice.document == known.document
