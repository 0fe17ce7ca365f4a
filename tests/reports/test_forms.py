"""The form of a report is data: which parts, of which period, due when, approved by whom."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from records import files
from records.refusals import Refusal
from reports import form_check, parts, publication, red_list, regulation, table_two, writing
from reports.cells import Given
from reports.form_check import the_forms_can_be_read, the_forms_in_use_are_there
from reports.frozen import published_document
from reports.models import AnnualReport
from reports.parts import form, forms, read_form
from reports.scope import Scope
from reports.year import Year, empty_remedies, empty_requests
from statute.periods import calendar_year, school_year
from tests.cast import at
from tests.reports import approved
from tests.reports.histories import Challenge, Story, put

REGULATION = "regulation-6"
YEAR = calendar_year(2025)
TODAY = date(2026, 1, 20)
NOW = at(TODAY)
TEXTS = {"overview": "收到申请{received}件。", "problems": "培训不够，将加强。"}
OWN = """
code = "own-2"
label = "本省格式"
label_en = "The province's"
basis = "示例〔2025〕1号"
period = "calendar_year"
due = { month = 3, day = 31 }
title = "{institution}{years}报告"
approval = ["leader"]
preface = "说明。"

[[part]]
code = "work"
number = "一"
title = "工作"
title_en = "Work"

[[part]]
code = "figures"
number = "二"
title = "数据"
title_en = "Figures"
generated = ["table_three"]
"""


def test_two_forms_are_shipped_with_their_parts_in_order():
    assert list(forms()) == ["university-8", "regulation-6"]
    assert [part.code for part in form("university-8").parts] == [
        "overview", "proactive", "requests", "evaluation", "remedies", "problems", "other",
        "catalogue",
    ]  # fmt: skip
    assert [part.heading for part in form(REGULATION).parts] == [
        "一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "period", "due_on"),
    [
        # 清单 三: by the end of October after the school year.
        # 条例 49: by 31 January after the year.
        ("university-8", school_year(2024), date(2025, 10, 31)),
        ("regulation-6", calendar_year(2025), date(2026, 1, 31)),
        ("regulation-6", calendar_year(2026), date(2027, 1, 31)),
    ],
)
def test_a_form_says_when_its_report_is_due(code, period, due_on):
    assert form(code).due_on(period) == due_on
    assert form(code).period_of(period.first.year) == period


def test_a_province_adds_a_form_of_its_own_by_a_file(tmp_path, settings):
    (tmp_path / "own.toml").write_text(OWN, encoding="utf-8")
    settings.REPORT_FORMS = tmp_path
    own = form("own-2")
    assert own.codes == ("preface", "work", "figures")
    assert [stage.code for stage in own.approval.stages] == ["leader"]
    assert own.part("work").must_be_written
    assert not own.part("figures").must_be_written


def test_a_form_that_is_wrong_is_refused_with_everything_that_is_wrong(tmp_path):
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(
        OWN.replace("calendar_year", "moon_year").replace("month = 3", "month = 13")
        .replace('"leader"', '"registrar"').replace("{years}", "{year}")
        .replace('"figures"', '"work"').replace("table_three", "table_nine") + 'colour = "red"\n',
        encoding="utf-8",
    )  # fmt: skip
    with pytest.raises(ValueError, match=r"wrong\.toml") as refused:
        read_form(wrong)
    for said in (
        "period is one of", "due is a month and a day", "approval is office, leader or both",
        "title may name", "a code of its own", "table_nine cannot be generated",
        "colour means nothing",
    ):  # fmt: skip
        assert said in str(refused.value)


def test_a_second_form_under_a_code_that_is_taken_is_refused(tmp_path, settings):
    (tmp_path / "own.toml").write_text(OWN.replace("own-2", "university-8"), encoding="utf-8")
    settings.REPORT_FORMS = tmp_path
    with pytest.raises(ValueError, match="university-8 is there already"):
        forms()


def test_a_form_that_is_wrong_is_told_when_the_system_starts(tmp_path, settings):
    assert the_forms_can_be_read() == []
    (tmp_path / "wrong.toml").write_text("code = ", encoding="utf-8")
    settings.REPORT_FORMS = tmp_path
    [told] = the_forms_can_be_read()
    assert told.id == "reports.E001"
    assert "wrong.toml" in told.msg


@pytest.mark.django_db
def test_a_form_that_a_report_follows_and_is_gone_is_told_when_the_system_starts(
    cast, tmp_path, settings
):
    (tmp_path / "own.toml").write_text(OWN, encoding="utf-8")
    settings.REPORT_FORMS = tmp_path
    report = publication.begin(YEAR, by=cast.registrar, at=NOW, of="own-2")
    assert the_forms_in_use_are_there(databases=["default"]) == []
    settings.REPORT_FORMS = tmp_path / "emptied"
    [told] = the_forms_in_use_are_there(databases=["default"])
    assert (told.id, told.is_serious()) == ("reports.W002", False)
    assert "own-2" in told.msg
    assert the_forms_in_use_are_there(databases=None) == []
    assert not report.has_form
    broken = red_list.broken_sums(Scope(YEAR), on=TODAY)
    assert any("own-2" in each.text for each in broken)


@pytest.mark.django_db
def test_before_the_database_has_reports_it_is_not_asked_for_their_forms(monkeypatch):
    """Else the first `migrate` of a new system would stop at this very check."""
    monkeypatch.setattr(AnnualReport._meta, "db_table", "reports_not_there_yet")
    assert the_forms_in_use_are_there(databases=["default"]) == []
    monkeypatch.setattr(form_check, "_keeps_forms", lambda: True)  # the control
    with pytest.raises(DatabaseError), transaction.atomic():
        the_forms_in_use_are_there(databases=["default"])


@pytest.mark.django_db
def test_a_report_whose_form_is_gone_is_not_corrected_without_it(cast, tmp_path, settings):
    settings.REPORT_FORMS = tmp_path
    made = publication.begin(YEAR, by=cast.registrar, at=NOW)
    pdf = files.store_document(b"%PDF-1.7 %%EOF", name="a.pdf", kind="report", at=NOW)
    AnnualReport.objects.filter(pk=made.pk).update(
        form="own-2", published_on=TODAY, published_at=NOW, snapshot={}, snapshot_sha256="x",
        pdf_sha256="x", pdf=pdf,
    )  # fmt: skip
    with pytest.raises(Refusal, match="own-2"):
        publication.begin(YEAR, by=cast.registrar, at=NOW, reason="有误")


def test_every_version_of_a_form_is_another(tmp_path):
    (tmp_path / "a.toml").write_text(OWN, encoding="utf-8")
    (tmp_path / "b.toml").write_text(OWN.replace("说明。", "另一说明。"), encoding="utf-8")
    assert read_form(tmp_path / "a.toml").version != read_form(tmp_path / "b.toml").version


# The Regulations' form, from the cases


@pytest.fixture
def draft(cast):
    put([
        Story("natural_person", "cn-regulation", date(2025, 3, 3), True, date(2025, 3, 28),
              "granted", "cn-regulation"),
        Story("business", "cn-regulation", date(2025, 12, 24),
              challenges=[Challenge("review", date(2025, 12, 29))]),
    ])  # fmt: skip
    report = publication.begin(YEAR, by=cast.registrar, at=NOW, of=REGULATION)
    publication.write(report, texts=TEXTS, edits=0, by=cast.registrar, at=NOW)
    return report


def fill_table_two(report, cast, number=0):
    numbers = dict.fromkeys(table_two.FIELDS, number)
    table_two.fill_in(YEAR.first.year, numbers=numbers, edits=0, by=cast.registrar, at=NOW)


@pytest.mark.django_db
def test_the_regulations_report_has_its_six_parts_and_three_tables(draft):
    document = publication.prepare(draft, on=TODAY).document
    assert document.title == "示例大学2025年政府信息公开工作年度报告"
    assert [section.code for section in document.sections] == [
        "overview", "proactive", "requests", "remedies", "problems", "other"
    ]  # fmt: skip
    assert document.section("overview").text() == ["收到申请2件。"]
    assert document.section("requests").text() == [
        "本年度新收政府信息公开申请2件；办结1件，结转下年度继续办理1件。"
    ]
    assert document.section("remedies").text() == [
        "本年度政府信息公开行政复议1件；行政诉讼未经复议直接起诉0件，复议后起诉0件。"
    ]
    assert document.section("other").text() == [
        "本年度没有收取信息处理费。", "没有其他需要报告的事项。"
    ]  # fmt: skip
    two = [block for block in document.section("proactive").blocks if block.kind == "table"]
    assert [row.cells[0] for block in two for row in block.rows] == [
        "规章", "行政规范性文件", "行政许可", "行政处罚", "行政强制", "行政事业性收费"
    ]  # fmt: skip
    three = document.section("requests").blocks[-1]
    assert len([row for row in three.rows if not row.heading]) == 25
    four = document.section("remedies").blocks[-1]
    assert four.rows[0].cells == ("行政复议", "0", "0", "0", "1", "1")
    assert len(four.rows) == 3


def test_a_year_without_applications_is_said_in_the_regulations_words():
    nothing = Year(YEAR, empty_requests(), empty_remedies())
    assert regulation.table_three(nothing)[0].text == "本年度未收到政府信息公开申请。"
    assert regulation.table_three(nothing)[1].kind == "table"
    assert regulation.table_four(nothing)[0].text == (
        "本年度没有因政府信息公开工作被申请行政复议、提起行政诉讼的情况。"
    )


@pytest.mark.django_db
def test_table_two_must_be_filled_in_before_publication(draft, cast):
    assert publication.prepare(draft, on=TODAY).blocks == [
        "第二部分的表有10格没有填写；没有的，填0。"
    ]
    fill_table_two(draft, cast, 3)
    prepared = publication.prepare(draft, on=TODAY)
    assert not prepared.blocks
    assert prepared.document.section("proactive").blocks[0].rows[0].cells == ("规章", "3", "3", "3")


@pytest.mark.django_db
def test_no_units_answer_stands_in_a_cell_of_table_two(draft, cast, monkeypatch):
    given = {"permits": Given(7, "行政许可", "教务处 孙秘书 2025-09-08")}

    def permits():
        prepared = publication.prepare(draft, on=TODAY, given=given)
        return prepared.document.section("proactive").blocks[1].rows[0].cells, prepared.blocks

    assert permits() == (("行政许可", "未填"), ["第二部分的表有10格没有填写；没有的，填0。"])
    fill_table_two(draft, cast, 3)
    assert permits() == (("行政许可", "3"), [])
    # the control: if the names were free, the unit's number would be printed
    monkeypatch.setattr(regulation, "names_of_table_two", frozenset)
    assert permits() == (("行政许可", "7"), [])


@pytest.mark.django_db
def test_a_fact_does_not_take_the_name_of_a_cell_of_table_two(draft, cast):
    with pytest.raises(Refusal) as refused:
        writing.write_facts(
            draft, {"permits": 7, "received": 1}, edits=draft.edits, by=cast.registrar, at=NOW
        )
    assert refused.value.reasons == (
        "{permits}是主动公开情况表的数据，请在该表填写。",
        "{received}是系统统计的数据，不能另填。",
    )


@pytest.mark.django_db
def test_a_report_of_a_form_that_is_not_there_is_not_begun(cast):
    with pytest.raises(KeyError):
        publication.begin(YEAR, by=cast.registrar, at=NOW, of="moon-3")


@pytest.mark.full
@pytest.mark.django_db
def test_the_regulations_report_is_published_and_corrected_in_its_form(draft, cast):
    with pytest.raises(Refusal, match="10格"):
        approved.publish(draft, cast, on=TODAY, at=NOW)
    fill_table_two(draft, cast)
    approved.publish(draft, cast, on=TODAY, at=NOW)
    assert published_document(draft).section("requests").number == "三"
    second = publication.begin(YEAR, by=cast.registrar, at=NOW, reason="表二有误")
    assert (second.form, second.version, second.slug) == (REGULATION, 2, "2025-v2")
    approved.publish(second, cast, on=TODAY, at=NOW)
    assert second.is_published


def test_the_preface_is_a_part_that_may_be_left_to_the_system():
    preface = form("university-8").part(parts.PREFACE)
    assert not preface.must_be_written
    with pytest.raises(KeyError):
        form("university-8").part("epilogue")
