"""The parts pages are made from, in both languages."""

from datetime import UTC, date, datetime

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from statute.calendar import load_calendar
from statute.clock import Facts, Suspension, reply_clock
from statute.law import load_law
from statute.text import Text
from web import strip
from web.display import Display
from web.pieces import Fact, FigureCell, FigureColumn, FigureRow, Figures, TimelineStep

CALENDAR = load_calendar("cn")
TODAY = date(2026, 9, 29)


def clock(received_on, *, law="cn-university", on=TODAY, **facts):
    return reply_clock(
        Facts(received_on=received_on, **facts), law=load_law(law), calendar=CALENDAR, on=on
    )


def rendered(source, *, language="zh-hans", address="/", type="plain", **context):
    """The template's output as a page in that language would have it."""
    values = {
        "request": RequestFactory().get(address),
        "display": Display(language=language, type=type),
        **context,
    }
    with translation.override(language):
        return Template(source).render(Context(values))


def badge(the_clock, on=TODAY, language="zh-hans"):
    return rendered("{% badge clock on %}", language=language, clock=the_clock, on=on)


# Dates and words


def test_a_date_in_text_may_break_only_before_its_weekday():
    assert rendered("{{ on|day }}", on=date(2026, 10, 10)) == (
        '<time datetime="2026-10-10"><span class="nw">2026年10月10日</span>'
        '<span class="nw">（星期六）</span></time>'
    )
    assert "Saturday,</span>" in rendered("{{ on|day }}", on=date(2026, 10, 10), language="en")
    assert "10 October 2026" in rendered("{{ on|day }}", on=date(2026, 10, 10), language="en")


def test_an_instant_is_shown_in_the_zone_of_the_institution():
    # 17:05 UTC on 28 September is 01:05 on 29 September in Shanghai.
    at = datetime(2026, 9, 28, 17, 5, tzinfo=UTC)
    assert ">2026-09-29 01:05<" in rendered("{{ at|moment }}", at=at)
    assert "2026年9月29日" in rendered("{{ at|day }}", at=at)


@pytest.mark.parametrize(
    ("first", "last", "chinese", "english"),
    [
        (date(2026, 9, 25), date(2026, 9, 27), "9月25日至27日", "25–27 September"),
        (date(2026, 9, 28), date(2026, 10, 8), "9月28日至10月8日", "28 September – 8 October"),
        (date(2026, 9, 25), date(2026, 9, 25), "9月25日", "25 September"),
        (
            date(2026, 12, 30),
            date(2027, 1, 4),
            "2026年12月30日至2027年1月4日",
            "30 December 2026 – 4 January 2027",
        ),
    ],
)
def test_a_range_names_month_and_year_once(first, last, chinese, english):
    source = "{{ first|span:last }}"
    assert rendered(source, first=first, last=last) == chinese
    assert rendered(source, first=first, last=last, language="en") == english


def test_tables_have_short_dates():
    on = date(2026, 10, 5)
    assert ">2026-10-05<" in rendered("{{ on|shortday }}", on=on)
    assert ">10-05<" in rendered('{{ on|shortday:"no year" }}', on=on)
    assert ">5 Oct 2026<" in rendered("{{ on|shortday }}", on=on, language="en")


def test_a_date_not_there_is_nothing_in_every_form():
    for name in ("day", "plainday", "monthday", "shortday", "moment"):
        assert rendered(f"{{{{ on|{name} }}}}", on=None) == ""


def test_text_of_the_law_speaks_the_language_of_the_page():
    words = Text("国庆节", "National Day")
    assert rendered("{{ words|said }}", words=words) == "国庆节"
    assert rendered("{{ words|said }}", words=words, language="en") == "National Day"
    assert rendered("{{ words|said }}", words="张示例", language="en") == "张示例"


@pytest.mark.parametrize(
    ("value", "shown"),
    [("42080019900101123X", "4****************X"), ("张", "*"), ("张三", "张*"), ("", "")],
)
def test_masking_leaves_the_first_and_the_last_character(value, shown):
    assert rendered("{{ value|masked }}", value=value) == shown


def test_what_a_person_typed_is_shown_and_never_run():
    hostile = "<script>alert(1)</script>"
    for source in (
        "{% facts rows %}",
        "{% empty value %}",
        "{% timeline steps %}",
        "{{ value|said }}",
        "{{ value|masked }}",
    ):
        html = rendered(
            source, value=hostile, rows=[(hostile, hostile)], steps=[TimelineStep(hostile)]
        )
        assert "<script" not in html


# The badge


def test_a_limit_far_off_says_how_many_working_days_are_left():
    # Received 14 September 2026; day 15 is 10 October. Left after 29 September: 30 September,
    # 8, 9, 10 October.
    html = badge(clock(date(2026, 9, 14)))
    assert "剩4个工作日" in html
    assert 'class="badge more"' in html


def test_three_working_days_ask_for_attention():
    # 30 September is day 12 of 15.
    assert 'class="badge soon"' in badge(clock(date(2026, 9, 14)), on=date(2026, 9, 30))


def test_the_last_day_is_called_today():
    assert "今天到期" in badge(clock(date(2026, 9, 14)), on=date(2026, 10, 10))


def test_an_overdue_limit_counts_working_days():
    # Due Saturday 10 October; 12 and 13 October are two working days later.
    html = badge(clock(date(2026, 9, 14)), on=date(2026, 10, 13))
    assert "逾期2个工作日" in html
    assert 'class="badge over"' in html


def test_on_the_sunday_after_the_last_day_no_working_day_is_counted():
    assert "已逾期" in badge(clock(date(2026, 9, 14)), on=date(2026, 10, 11))


def test_a_suspended_limit_does_not_run():
    suspended = clock(
        date(2026, 9, 14), law="cn-regulation", suspensions=(Suspension(date(2026, 9, 21)),)
    )
    assert "不计时" in badge(suspended)


def test_a_limit_without_receipt_has_not_begun():
    assert "尚未起算" in badge(clock(None))
    assert "尚未起算" in badge(None)


@pytest.mark.parametrize(
    ("answered_on", "words"),
    [(date(2026, 10, 10), "按期答复"), (date(2026, 10, 12), "逾期答复")],
)
def test_an_answered_case_says_whether_it_was_in_time(answered_on, words):
    assert words in badge(clock(date(2026, 9, 14), answered_on=answered_on), on=date(2026, 10, 20))


def test_a_provisional_date_says_so_in_words():
    over_the_year = clock(date(2026, 12, 21), on=date(2026, 12, 22))
    assert "暂定" in badge(over_the_year, on=date(2026, 12, 22))
    assert "暂定" not in badge(clock(date(2026, 9, 14)))


# Why this date


def why(the_clock, on=TODAY, **how):
    return rendered("{% why_this_date clock on %}", clock=the_clock, on=on, **how)


def test_the_strip_is_a_table_of_weeks_with_the_number_of_each_working_day():
    html = why(clock(date(2026, 9, 14)))
    assert html.count("<tr>") == 1 + 4  # weekdays, then four weeks from 14 September
    assert "第15个工作日" in html
    assert '<td class="makeup due"><time datetime="2026-10-10">10/10</time>' in html
    assert '<td class="now"><time datetime="2026-09-29">' in html
    assert "<i>中秋</i>" in html
    assert "<i>国庆</i>" in html


def test_the_strip_in_english_names_the_holiday_for_those_who_hear_it():
    html = why(clock(date(2026, 9, 14)), language="en")
    assert "10 October 2026" in html
    assert '<span class="vh"> National Day</span>' in html
    assert "1 Oct</time>" in html


def test_the_list_joins_neighbours_that_count_alike():
    listed = strip.stretches(clock(date(2026, 9, 14)).days)
    assert [(row.dates, row.counted) for row in listed] == [
        ("9月14日", "不计"),
        ("9月15日至18日", "第1—4日"),
        ("9月19日", "不计"),
        ("9月20日", "第5日"),
        ("9月21日至24日", "第6—9日"),
        ("9月25日至27日", "不计"),
        ("9月28日至30日", "第10—12日"),
        ("10月1日至7日", "不计"),
        ("10月8日至9日", "第13—14日"),
        ("10月10日", "第15日"),
    ]


def test_every_day_of_the_clock_stands_once_in_strip_and_list():
    days = clock(date(2026, 9, 14)).days
    shown = [day.date for week in strip.weeks(days, on=TODAY) for day in week.days if day]
    assert shown == [day.date for day in days]


def test_a_long_run_keeps_only_the_weeks_in_which_something_changes():
    # 20 working days from 10 August 2026, suspended after 18 August until 23 October.
    long = clock(
        date(2026, 8, 10),
        law="cn-regulation",
        suspensions=(Suspension(date(2026, 8, 18), date(2026, 10, 23)),),
    )
    rows = strip.weeks(long.days, on=TODAY)
    shown = [day.date for week in rows for day in week.days if day]
    assert {date(2026, 8, 10), date(2026, 8, 18), date(2026, 8, 19), TODAY} <= set(shown)
    assert {date(2026, 10, 23), date(2026, 10, 24), long.due_on} <= set(shown)
    weeks_in_all = (long.due_on - date(2026, 8, 10)).days // 7 + 1
    assert sum(week.skipped or 1 for week in rows) == weeks_in_all
    html = why(long)
    assert html.index("<details open>") < html.index('<table class="days">')


def test_in_large_type_the_list_comes_first_and_open():
    plain, large = why(clock(date(2026, 9, 14))), why(clock(date(2026, 9, 14)), type="large")
    assert plain.index('<table class="days">') < plain.index("<details>")
    assert large.index("<details open>") < large.index('<table class="days">')


def test_the_day_of_the_answer_is_in_the_strip():
    html = why(clock(date(2026, 9, 14), answered_on=date(2026, 9, 23)))
    cell = html[html.index('datetime="2026-09-23"') :]
    assert "<i>答复</i>" in cell[: cell.index("</td>")]


def test_without_receipt_there_is_a_sentence_and_no_strip():
    html = why(clock(None))
    assert "尚未确认收到申请" in html
    assert "<table" not in html


def test_the_articles_are_named_below_the_list():
    assert "第十八条" in why(clock(date(2026, 9, 14)))


# Lists, tables, pages


def test_the_timeline_says_the_state_in_words_too():
    steps = [
        TimelineStep("收到申请", on=date(2026, 9, 14), url="/receipt", link="下载回执"),
        TimelineStep("审核", "now", on=date(2026, 9, 23)),
        TimelineStep("答复", "later", on=date(2026, 10, 10), by=True),
    ]
    html = rendered("{% timeline steps %}", steps=steps)
    assert '<a class="nw" href="/receipt">下载回执</a>' in html
    assert 'class="now" aria-current="step"' in html
    assert "正在进行" in html
    assert "还没有到" in html
    assert "不晚于" in html


def test_a_fact_not_given_is_said_and_the_change_link_names_its_fact():
    html = rendered("{% facts rows %}", rows=[Fact("文号", "", "/change"), ("数量", 0)])
    assert "未填写" in html
    assert '修改<span class="vh"> 文号</span>' in html
    assert "<dd>0</dd>" in html


def test_zero_is_plain_and_every_other_figure_leads_to_its_cases():
    table = Figures(
        "表三",
        "项目",
        (FigureColumn("自然人"), FigureColumn("企业", "法人"), FigureColumn("其他", "法人")),
        (
            FigureRow("结果", heading=True),
            FigureRow("新收", (FigureCell(1200, "/c"), FigureCell(0, "/d"), FigureCell(3))),
        ),
    )
    html = rendered("{% figures_table table %}", table=table)
    assert '<a href="/c">1,200</a>' in html
    assert '<td class="z">0</td>' in html
    assert 'href="/d"' not in html
    assert '<th scope="colgroup" colspan="2">法人</th>' in html
    assert 'role="region" aria-labelledby="figures-caption"' in html


def test_turning_the_page_keeps_the_filters():
    page = Paginator(range(95), 10).page(3)
    html = rendered("{% pagination page %}", page=page, address="/?state=open&page=3")
    assert "?state=open&amp;page=2" in html
    assert "?state=open&amp;page=4" in html
    assert "第3页，共10页" in html


def test_a_single_page_has_no_pagination():
    html = rendered("{% pagination page %}", page=Paginator(range(5), 10).page(1))
    assert "<nav" not in html


# Forms


class Question(forms.Form):
    content = forms.CharField(
        label="信息的名称",
        help_text="写一项",
        error_messages={"required": "请写明信息的名称"},
    )
    reference = forms.CharField(label="文号", required=False)
    delivery = forms.ChoiceField(
        label="怎样给您",
        help_text="选一种",
        choices=[("email", "电子邮件"), ("post", "邮寄")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择怎样给您"},
    )
    true = forms.BooleanField(label="以上内容真实", error_messages={"required": "请确认"})


def field(name, data=None):
    return rendered("{{ field.as_field_group }}", field=Question(data)[name])


def test_a_field_has_label_hint_and_control_tied_together():
    html = field("content")
    assert '<label for="id_content">信息的名称</label>' in html
    assert 'id="id_content_helptext">写一项</span>' in html
    assert 'aria-describedby="id_content_helptext"' in html
    assert "选填" not in html
    assert "：" not in html


def test_what_is_optional_says_so():
    assert "（选填）" in field("reference")


def test_an_error_stands_beside_its_field_and_is_announced_with_it():
    html = field("content", {})
    assert 'class="field bad"' in html
    assert 'id="id_content_error"' in html
    assert 'aria-describedby="id_content_helptext id_content_error"' in html
    assert "请写明信息的名称" in html


def test_a_group_of_choices_has_a_legend_and_a_label_for_each():
    html = field("delivery", {})
    assert "<legend>怎样给您</legend>" in html
    assert '<label for="id_delivery_1">邮寄</label>' in html
    assert 'aria-describedby="id_delivery_helptext id_delivery_error"' in html


def test_a_single_box_has_its_words_after_it():
    html = field("true")
    assert html.index("<input") < html.index('<label for="id_true">以上内容真实</label>')


def test_the_error_summary_links_each_error_to_its_control():
    html = rendered("{% error_summary form %}", form=Question({}))
    assert "出现问题" in html
    for target in ("id_content", "id_delivery_0", "id_true"):
        assert f'href="#{target}"' in html
        assert f'id="{target}"' in rendered("{{ form.as_div }}", form=Question({}))
    assert 'tabindex="-1" autofocus' in html


def test_an_error_that_would_fit_any_field_is_said_with_the_name_of_its_own():
    class Named(forms.Form):
        name = forms.CharField(label="印章名称")

    html = rendered("{% error_summary form %}", form=Named({}))
    assert '<a href="#id_name">印章名称：这个字段是必填项。</a>' in html


def test_an_error_of_the_whole_form_is_said_without_a_link():
    form = Question({})
    form.add_error(None, "两处互相矛盾")
    assert "<b>两处互相矛盾</b>" in rendered("{% error_summary form %}", form=form)


def test_a_form_without_errors_has_no_summary():
    good = Question({"content": "人数", "delivery": "email", "true": "on"})
    for form in (good, Question(), None):
        assert rendered("{% error_summary form %}", form=form).strip() == ""
