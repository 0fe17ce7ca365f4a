"""The year's data from the units: asked, answered, confirmed, consolidated with who said what."""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from office import append_only
from office.models import Unit
from records import log
from records.refusals import Refusal
from reports import collection, collection_sheet
from reports import collection_answers as answering
from reports import collection_rounds as rounds
from reports.apps import WRITTEN_ONCE
from reports.collection_answers import Given
from reports.collection_questions import Question, canonical, shipped
from reports.models import Answer, Ask, CollectionRound, QuestionSet
from reports.publication import may_write
from reports.regulation import taken
from requests_app.steps import ChangedMeanwhile, NotPermitted
from statute.periods import school_year
from tests.cast import at
from tests.records.racing import race
from tests.reports.collecting import (
    AMOUNT,
    DUE,
    NOTES,
    OPENED,
    WEB,
    YEAR,
    ask_of,
    by_phone,
    fill,
    logistics_head,
    opened,
    prepared,
    the_year_before,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(cast) -> CollectionRound:
    return opened(cast)


def teaching(cast, found):
    return ask_of(found, cast.academic_affairs)


def logistics(cast, found):
    return ask_of(found, cast.logistics)


def events(found: CollectionRound) -> list[str]:
    return [entry.event for entry in log.entries(found.chain)]


# The questions


def test_the_set_that_ships_is_sound_and_gives_roles_by_the_names_of_units(db):
    units = [Unit(code="cwc", name="财务处"), Unit(code="zsb", name="招生办公室")]
    questions = {question.code: question for question in shipped(units)}
    assert len(questions) == 20
    assert questions["web_items"].units is None
    assert questions["budget_published_on"].units == ("cwc",)
    assert questions["admission_link"].units == ("zsb",)
    assert questions["broadcasts"].units == ()
    for question in questions.values():
        assert question.label_en
        assert question.source


def test_a_collection_begins_with_last_years_questions_and_all_units_that_exist(cast):
    the_year_before(cast, WEB)
    Unit.objects.create(code="old", name="旧处", closed_on=date(2025, 1, 1))
    made = rounds.begin(YEAR, due_on=DUE, note="", by=cast.registrar, on=OPENED, at=at(OPENED))
    assert rounds.questions_of(made) == [WEB]
    assert {ask.unit.code for ask in made.asks.all()} == {"jwc", "hqc"}


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("number", " 1,058 ", "1058"),
        ("number", "５８", "58"),
        ("number", "007", "7"),
        ("money", "1,234.5", "1234.50"),
        ("date", "2026/3/31", None),
        ("date", "2026.03.31", "2026-03-31"),
        ("link", "https://example.edu.cn/zs", "https://example.edu.cn/zs"),
        ("text", "一\r\n二 ", "一\n二"),
        ("text", "   ", ""),
        ("number", "-1", None),
        ("number", "3.5", None),
        ("number", "约十条", None),
        ("money", "NaN", None),
        ("money", "1.234", None),
        ("link", "javascript:alert(1)", None),
    ],
)
def test_what_is_typed_is_kept_in_one_form_or_refused_in_words(kind, typed, kept):
    if kept is None:
        with pytest.raises(Refusal):
            canonical(kind, typed)
    else:
        assert canonical(kind, typed) == kept


def test_an_unsound_question_is_refused_with_all_that_is_wrong(cast):
    made = prepared(cast)
    with pytest.raises(Refusal) as refused:
        rounds.set_question(
            made, Question("Web", " ", "", "text", True, "sum"), edits=made.edits,
            by=cast.registrar, at=at(OPENED),
        )  # fmt: skip
    assert len(refused.value.reasons) == 3


@pytest.mark.parametrize(
    ("code", "said"),
    [("permits", "请在该表填写"), ("charges", "请在该表填写"), ("received", "不能另填")],
)
def test_a_question_does_not_take_the_name_of_a_cell(cast, code, said):
    made = prepared(cast)
    question = Question(code, "本单位作出的决定", "", "number", True, "sum")
    with pytest.raises(Refusal, match=said):
        rounds.set_question(made, question, edits=made.edits, by=cast.registrar, at=at(OPENED))


def test_no_question_that_ships_takes_the_name_of_a_cell(db):
    assert taken(question.code for question in shipped([])) == []
    assert taken(["permits", "web_items"]) == ["{permits}是主动公开情况表的数据，请在该表填写。"]


def test_every_change_of_the_questions_is_a_version_and_the_earlier_ones_stay(cast):
    made = prepared(cast, WEB)
    before = made.question_sets.count()
    rounds.set_question(made, NOTES, edits=made.edits, by=cast.registrar, at=at(OPENED))
    assert [q.code for q in rounds.questions_of(made)] == ["web_items", "problems_by_unit"]
    assert made.question_sets.count() == before + 1
    kept = made.question_sets.get(version=before)
    assert [said["code"] for said in kept.questions] == ["web_items"]


def test_once_asked_a_question_keeps_its_kind_and_is_not_dropped_but_one_may_be_added(asked, cast):
    other = Question("web_items", "网站公开情况", "", "text", True, "list")
    with pytest.raises(Refusal, match="不能改变种类"):
        rounds.set_question(asked, other, edits=asked.edits, by=cast.registrar, at=at(OPENED))
    with pytest.raises(Refusal, match="不能删去"):
        rounds.drop_question(
            asked, "web_items", edits=asked.edits, by=cast.registrar, at=at(OPENED)
        )
    more = Question("briefings", "通报会", "", "number", False, "sum")
    asked.refresh_from_db()
    rounds.set_question(asked, more, edits=asked.edits, by=cast.registrar, at=at(OPENED))
    assert rounds.questions_of(asked)[-1] == more


# The office


def test_only_the_office_collects(cast):
    allowed = {name for name, who in cast.everyone().items() if may_write(who)}
    assert allowed == {"registrar", "office_head"}
    for who in (cast.officer, cast.department_head, cast.leader, cast.inspector):
        with pytest.raises(NotPermitted):
            rounds.begin(YEAR, due_on=DUE, note="", by=who, on=OPENED, at=at(OPENED))


def test_a_period_is_collected_once_until_it_is_withdrawn(asked, cast):
    with pytest.raises(Refusal, match="已有数据收集"):
        prepared(cast)
    rounds.withdraw(asked, why="问题有误", edits=asked.edits, by=cast.registrar, at=at(OPENED))
    assert prepared(cast).pk != asked.pk


def test_it_is_not_opened_with_questions_nobody_answers_or_units_nobody_asks(cast):
    made = prepared(cast, AMOUNT, Question("x_y", "无人回答", "", "text", True, "list", ()))
    with pytest.raises(Refusal) as refused:
        rounds.open_(made, edits=made.edits, by=cast.registrar, on=date(2025, 10, 1), at=at(OPENED))
    said = str(refused.value)
    assert "报送期限已过" in said
    assert "没有问题要问教务处" in said
    assert "“无人回答”没有单位回答" in said


def test_two_people_do_not_change_one_collection_unseen(asked, cast):
    stale = asked.edits
    rounds.reschedule(
        asked, due_on=date(2025, 10, 9), note="", edits=stale, by=cast.registrar, at=at(OPENED)
    )
    with pytest.raises(ChangedMeanwhile):
        rounds.close(asked, edits=stale, by=cast.office_head, at=at(OPENED))


def test_a_unit_left_out_after_it_was_asked_is_excused_with_a_reason_and_may_come_back(asked, cast):
    def choose(*units, why=""):
        rounds.choose_units(
            asked, units, why=why, edits=asked.edits, by=cast.registrar, at=at(OPENED)
        )

    with pytest.raises(Refusal, match="减少单位须写明理由"):
        choose(cast.academic_affairs)
    asked.refresh_from_db()
    choose(cast.academic_affairs, why="并入校办")
    assert logistics(cast, asked).state == "excused"
    assert [ask.unit for ask in asked.asks.asked()] == [cast.academic_affairs]
    with pytest.raises(Refusal, match="不再要求"):
        fill(logistics(cast, asked), cast.outsider, web_items="3")
    choose(cast.academic_affairs, cast.logistics)
    assert logistics(cast, asked).state == "open"


def test_a_closed_collection_takes_no_answers_until_it_is_opened_again(asked, cast):
    rounds.close(asked, edits=asked.edits, by=cast.registrar, at=at(DUE, 18))
    with pytest.raises(Refusal, match="不在填报中"):
        fill(teaching(cast, asked), cast.officer, web_items="3")
    with pytest.raises(Refusal, match="请写明理由"):
        rounds.reopen(asked, why=" ", edits=asked.edits, by=cast.registrar, at=at(DUE, 19))
    asked.refresh_from_db()
    rounds.reopen(asked, why="漏报", edits=asked.edits, by=cast.registrar, at=at(DUE, 19))
    fill(teaching(cast, asked), cast.officer, web_items="3")
    assert events(asked)[-3:] == [
        "collection_closed", "collection_reopened", "collection_answered",
    ]  # fmt: skip
    closed = log.entries(asked.chain).get(event="collection_closed")
    assert closed.payload["missing"] == ["hqc", "jwc"]


def test_one_unit_gets_more_time_with_a_reason(asked, cast):
    ask = teaching(cast, asked)
    with pytest.raises(Refusal, match="请写明理由"):
        answering.extend(ask, to=date(2025, 10, 15), why="", by=cast.registrar, at=at(DUE))
    with pytest.raises(Refusal, match="须晚于2025-09-30"):
        answering.extend(ask, to=DUE, why="搬迁", by=cast.registrar, at=at(DUE))
    with pytest.raises(NotPermitted):
        answering.extend(ask, to=date(2025, 10, 15), why="搬迁", by=cast.officer, at=at(DUE))
    answering.extend(ask, to=date(2025, 10, 15), why="搬迁", by=cast.registrar, at=at(DUE))
    assert teaching(cast, asked).due_on == date(2025, 10, 15)
    assert logistics(cast, asked).due_on == DUE


# A unit's answers


def test_an_officer_hands_in_and_the_head_confirms(asked, cast):
    ask = teaching(cast, asked)
    fill(ask, cast.officer, web_items="12", hand_in=True)
    assert teaching(cast, asked).state == "handed_in"
    assert collection.values(YEAR)["web_items"].value is None
    ask.refresh_from_db()
    fill(ask, cast.department_head, web_items="13", hand_in=True)
    done = teaching(cast, asked)
    assert done.state == "confirmed"
    assert (done.handed_in_by, done.confirmed_by) == (cast.officer, cast.department_head)
    assert collection.values(YEAR)["web_items"].value == 13
    assert events(asked)[-2:] == ["collection_handed_in", "collection_confirmed"]


def test_a_unit_answers_for_itself_alone(asked, cast):
    for who in (cast.outsider, cast.leader, cast.inspector, cast.finance):
        with pytest.raises(NotPermitted):
            fill(teaching(cast, asked), who, web_items="1")
    assert set(Ask.objects.visible_to(cast.officer)) == {teaching(cast, asked)}
    assert not Ask.objects.visible_to(cast.finance).exists()
    assert Ask.objects.visible_to(cast.leader).count() == 2


def test_what_is_prepared_is_seen_by_no_unit(cast):
    prepared(cast)
    assert not Ask.objects.visible_to(cast.officer).exists()


def test_what_is_missing_is_said_all_at_once_and_nothing_is_kept(cast):
    found = opened(cast, WEB, AMOUNT, NOTES)
    ask = logistics(cast, found)
    with pytest.raises(Refusal) as refused:
        fill(ask, cast.outsider, problems_by_unit="缺人手", hand_in=True)
    assert refused.value.reasons == (
        "第1题“网站公开条数”还没有回答。", "第2题“采购金额”还没有回答。",
    )  # fmt: skip
    assert not Answer.objects.exists()


def test_values_that_are_unsound_are_named_by_their_questions(cast):
    found = opened(cast)
    with pytest.raises(Refusal) as refused:
        fill(logistics(cast, found), cast.outsider, web_items="很多", procurement_amount="1.001")
    assert [reason.partition("：")[0] for reason in refused.value.reasons] == [
        "网站公开条数", "采购金额",
    ]  # fmt: skip


def test_every_answer_stays_in_its_versions_and_what_is_the_same_makes_none(asked, cast):
    ask = teaching(cast, asked)
    fill(ask, cast.officer, web_items="12")
    fill(ask, cast.officer, web_items="12")
    fill(ask, cast.department_head, web_items=Given("14", "含英文网站"))
    kept = list(ask.answers.values_list("version", "value", "comment", "saved_by__username"))
    assert kept == [(1, "12", "", "wu"), (2, "14", "含英文网站", "feng")]


def test_an_answer_written_meanwhile_is_not_overwritten_unseen(asked, cast):
    ask, same = teaching(cast, asked), teaching(cast, asked)
    fill(ask, cast.officer, web_items="12")
    with pytest.raises(ChangedMeanwhile):
        fill(same, cast.department_head, web_items="99")
    assert ask.answers.get().value == "12"


def test_handed_in_it_is_the_heads_to_change_or_to_send_back(asked, cast):
    ask = teaching(cast, asked)
    fill(ask, cast.officer, web_items="12", hand_in=True)
    with pytest.raises(Refusal, match="请负责人退回"):
        fill(ask, cast.officer, web_items="13")
    ask.refresh_from_db()
    answering.send_back(ask, why="漏了英文网站", by=cast.department_head, at=at(OPENED, 12))
    fill(ask, cast.officer, web_items="13", hand_in=True)
    assert teaching(cast, asked).state == "handed_in"


def test_the_office_sends_back_what_was_confirmed_and_it_counts_no_more(asked, cast):
    ask = teaching(cast, asked)
    fill(ask, cast.department_head, web_items="12", hand_in=True)
    with pytest.raises(NotPermitted):
        answering.send_back(ask, why="有误", by=cast.department_head, at=at(OPENED, 12))
    with pytest.raises(Refusal, match="请写明理由"):
        answering.send_back(ask, why=" ", by=cast.registrar, at=at(OPENED, 12))
    answering.send_back(ask, why="与网站不符", by=cast.registrar, at=at(OPENED, 12))
    found = collection.values(YEAR)["web_items"]
    assert found.value is None
    assert cast.academic_affairs in found.missing
    entry = log.entries(asked.chain).last()
    assert "与网站不符" not in str(entry.payload)
    assert log.private_of(entry) == {"why": "与网站不符"}


def test_the_office_enters_for_a_unit_who_said_it_when_and_how(asked, cast):
    ask = teaching(cast, asked)
    with pytest.raises(Refusal, match="由谁、何时、以什么方式提供"):
        fill(ask, cast.registrar, web_items="7")
    ask.refresh_from_db()
    with pytest.raises(Refusal, match="不能晚于今天"):
        fill(ask, cast.registrar, web_items="7", said=by_phone(on=date(2025, 12, 1)))
    ask.refresh_from_db()
    fill(ask, cast.registrar, web_items="7", said=by_phone(), hand_in=True)
    assert teaching(cast, asked).state == "confirmed"
    (said,) = collection.values(YEAR)["web_items"].said_by
    assert (said.unit, said.person, said.for_unit, said.on, said.value) == (
        cast.academic_affairs, "周登记", "孙秘书", OPENED, 7,
    )  # fmt: skip
    assert "孙秘书" not in str(log.entries(asked.chain).last().payload)


def test_what_was_said_today_may_be_entered_before_eight_in_the_morning(asked, cast):
    """07:30 of 8 September in China is still 7 September in UTC, as the server keeps it."""
    early = datetime(2025, 9, 7, 23, 30, tzinfo=UTC)
    ask, given = teaching(cast, asked), {"web_items": Given("7")}
    with pytest.raises(Refusal, match="不能晚于今天"):
        answering.write(ask, given, edits=ask.edits, by=cast.registrar, at=early,
                        said=by_phone(on=date(2025, 9, 9)))  # fmt: skip
    ask.refresh_from_db()
    answering.write(
        ask, given, edits=ask.edits, by=cast.registrar, at=early, said=by_phone(on=OPENED)
    )
    assert answering.answers_to(ask)["web_items"].value == "7"


# Last year's


@pytest.fixture
def second_year(cast) -> CollectionRound:
    """The unit answered 40 the year before; this year is asked."""
    before = the_year_before(cast)
    fill(
        teaching(cast, before), cast.department_head, on=date(2024, 9, 20), web_items="40",
        problems_by_unit="人手少", hand_in=True,
    )  # fmt: skip
    return opened(cast)


def test_last_years_answer_is_shown_and_never_counts_by_itself(second_year, cast):
    ask = teaching(cast, second_year)
    assert answering.last_year(ask)["web_items"].value == "40"
    fill(ask, cast.department_head, web_items="40", problems_by_unit="人手少")
    assert not ask.answers.exists()
    with pytest.raises(Refusal, match="第1题“网站公开条数”还是上年的答复"):
        fill(ask, cast.department_head, web_items="40", hand_in=True)
    ask.refresh_from_db()
    fill(ask, cast.department_head, web_items=Given("40", same=True), hand_in=True)
    assert ask.answers.get().same
    assert collection.values(YEAR)["web_items"].value == 40


def test_if_last_years_answer_counted_unconfirmed_this_would_find_it(
    second_year, cast, monkeypatch
):
    """Control: with the guard off, what nobody looked at is this year's."""
    monkeypatch.setattr(answering, "_is_new", lambda *_given: True)
    fill(teaching(cast, second_year), cast.department_head, web_items="40", hand_in=True)
    assert collection.values(YEAR)["web_items"].value == 40


def test_an_answer_is_not_the_same_and_another(second_year, cast):
    with pytest.raises(Refusal, match="答复与上年不同"):
        fill(teaching(cast, second_year), cast.officer, web_items=Given("41", same=True))


def test_what_was_not_confirmed_last_year_is_not_offered(cast):
    before = the_year_before(cast)
    fill(teaching(cast, before), cast.officer, on=date(2024, 9, 20), web_items="40", hand_in=True)
    assert answering.last_year(teaching(cast, opened(cast))) == {}


# Consolidated


def test_sums_lists_and_singles_with_who_said_what_and_who_did_not(cast):
    single = Question("budget_on", "预算公开日期", "", "date", True, "single")
    found = opened(cast, WEB, NOTES, single)
    assert collection.values(YEAR)["web_items"].missing == (
        cast.logistics, cast.academic_affairs,
    )  # fmt: skip
    fill(
        teaching(cast, found), cast.department_head, hand_in=True, web_items="12",
        problems_by_unit="人手少", budget_on="2025-04-01",
    )  # fmt: skip
    values = collection.values(YEAR)
    assert values["web_items"].value == 12
    assert values["web_items"].missing == (cast.logistics,)
    assert values["budget_on"].value == "2025-04-01"
    fill(
        logistics(cast, found), logistics_head(cast), hand_in=True, web_items="30",
        problems_by_unit="无", budget_on="2025-04-02",
    )  # fmt: skip
    values = collection.values(YEAR)
    assert values["web_items"].value == 42
    assert values["web_items"].is_complete
    assert values["problems_by_unit"].value == "后勤处：无\n教务处：人手少"
    assert values["budget_on"].value is None
    assert values["budget_on"].contradicts


def test_money_adds_up_to_the_cent(cast):
    everyone = Question("procurement_amount", "采购金额", "", "money", True, "sum")
    found = opened(cast, everyone)
    fill(teaching(cast, found), cast.department_head, hand_in=True, procurement_amount="0.10")
    fill(logistics(cast, found), logistics_head(cast), hand_in=True, procurement_amount="0.20")
    assert collection.values(YEAR)["procurement_amount"].value == Decimal("0.30")


def test_nothing_was_collected_for_a_year_nobody_was_asked_about_or_that_was_withdrawn(asked, cast):
    assert collection.values(school_year(2019)) == {}
    rounds.withdraw(asked, why="重做", edits=asked.edits, by=cast.registrar, at=at(OPENED))
    assert collection.values(YEAR) == {}


@pytest.mark.parametrize(
    ("value", "before", "jumps"),
    [
        (60, 40, True),
        (59, 40, False),
        (20, 40, True),
        (4, 1, False),
        (6, 1, True),
        (0, 5, True),
        (9, 0, True),
        (7, None, False),
        ("a", "b", False),
    ],
)
def test_a_change_by_half_or_more_is_marked_unless_it_is_a_handful(value, before, jumps):
    assert collection.is_jump(value, before) is jumps


def test_changes_are_against_the_year_before(second_year, cast):
    fill(teaching(cast, second_year), cast.department_head, web_items="90", hand_in=True)
    found = collection.values(YEAR)["web_items"]
    assert (found.before, found.change, found.jumps) == (40, 50, True)


def test_the_consolidation_takes_as_many_queries_for_many_units_as_for_two(
    second_year, cast, django_assert_max_num_queries
):
    with django_assert_max_num_queries(8):
        collection.lines(second_year)
    units = [Unit.objects.create(code=f"u{n}", name=f"第{n}学院") for n in range(30)]
    for unit in units:
        ask = Ask.objects.create(round=second_year, unit=unit)
        fill(ask, cast.registrar, web_items="1", said=by_phone(), hand_in=True)
    with django_assert_max_num_queries(8):
        assert len(collection.lines(second_year)[0].cells) == 32


# As a file


def test_the_files_hold_each_answer_and_run_nothing(asked, cast):
    ask = teaching(cast, asked)
    text = '=HYPERLINK("http://evil.example","x")'
    fill(ask, cast.department_head, web_items="12", problems_by_unit=text, hand_in=True)
    shown = collection.lines(asked)
    csv = collection_sheet.as_csv(shown).decode("utf-8-sig")
    assert "1,web_items,网站公开条数,教务处,12,,已报送,冯处长,,2025-09-08,1," in csv
    assert "'=HYPERLINK" in csv
    book = openpyxl.load_workbook(BytesIO(collection_sheet.as_xlsx(shown)))
    assert book.sheetnames == ["汇总", "各单位"]
    cells = {c.value: c for row in book["各单位"] for c in row if c.value is not None}
    assert cells[text].data_type == "s"
    assert cells[12].data_type == "n"


# What the database keeps


@pytest.mark.parametrize("act", ["UPDATE", "DELETE"])
@pytest.mark.parametrize("table", WRITTEN_ONCE)
def test_answers_and_question_sets_are_written_once_also_for_sql(asked, cast, table, act):
    fill(teaching(cast, asked), cast.officer, web_items="12")
    said = {
        "UPDATE": f"UPDATE {table} SET version = version + 100",  # noqa: S608
        "DELETE": f"DELETE FROM {table}",  # noqa: S608
    }[act]
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        _execute(said)
    append_only.remove(connection, table)  # control: without the triggers it goes through
    _execute(said)
    append_only.restore()


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_models_say_so_in_words(asked, cast):
    fill(teaching(cast, asked), cast.officer, web_items="12")
    for row in (Answer.objects.get(), QuestionSet.objects.last()):
        with pytest.raises(Refusal, match="不可修改"):
            row.save()
        with pytest.raises(Refusal, match="不可删除"):
            row.delete()


def two_save_at_once(cast, ask: Ask) -> list[str]:
    """What came of it, of both: empty, or the name of what was raised."""

    def one_saves(number):
        mine = Ask.objects.select_related("round", "unit").get(pk=ask.pk)
        mine.edits = 0  # both pages were made from the same state
        try:
            fill(mine, (cast.officer, cast.department_head)[number], web_items=str(10 + number))
        except (Refusal, IntegrityError) as fault:
            return type(fault).__name__
        return ""

    return sorted(race(2, one_saves))


@pytest.mark.full
@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_one_is_told_that_something_changed(cast):
    ask = teaching(cast, opened(cast))
    assert two_save_at_once(cast, ask) == ["", "ChangedMeanwhile"]
    assert ask.answers.count() == 1


@pytest.mark.full
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_nobody_would_be_told(cast, monkeypatch):
    """Control: what the page was made from is then compared with itself."""
    monkeypatch.setattr(answering, "_lock", lambda _ask: None)
    ask = teaching(cast, opened(cast))
    assert "ChangedMeanwhile" not in two_save_at_once(cast, ask)
