"""The list of fifty matters as it ships, in the tables, and another that takes its place."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from catalogue.item_file import LIST, read_list, shipped
from catalogue.items import load, matters
from catalogue.models import Category, Item, ItemList
from catalogue.reporting import items_for_report
from records import log
from records.refusals import Refusal
from tests.cast import at

LATER = at(date(2026, 3, 2))
PROVINCE = """
code = "hb-2026"
title = ["示例省清单", "Example list"]
document = "示例〔2026〕1号"
[[categories]]
number = 1
title = ["基本信息", "Basic information"]
[[categories.items]]
number = 1
code = "moe-2014-06"
title = ["信息公开年度报告（省）", "Annual report"]
[[categories.items]]
number = 6
code = "moe-2014-01"
title = ["办学基本情况"]
[[categories.items]]
number = 2
title = ["省里新加的一项"]
verified = false
"""


@pytest.fixture
def province(tmp_path) -> Path:
    path = tmp_path / "province.toml"
    path.write_text(PROVINCE, "utf-8")
    return path


def test_the_list_has_fifty_matters_under_ten_headings():
    # 6 + 8 + 7 + 5 + 9 + 4 + 3 + 4 + 2 + 2 = 50
    counted = Counter(matter.heading.number for matter in matters())
    assert [counted[n] for n in range(1, 11)] == [6, 8, 7, 5, 9, 4, 3, 4, 2, 2]
    assert [matter.number for matter in matters()] == list(range(1, 51))
    assert matters()[6].code == "moe-2014-07"


def test_matters_whose_wording_was_not_seen_say_so():
    unverified = {matter.number for matter in matters() if not matter.verified}
    # 1-21, 24 and 28 were compared with published copies of the list.
    assert unverified == set(range(22, 51)) - {24, 28}


def test_every_matter_has_words_in_both_languages():
    for matter in matters():
        assert matter.title.strip()
        assert matter.title_en.strip()
        assert matter.heading.title_en.strip()


@pytest.mark.django_db
def test_a_new_database_begins_with_the_list_and_without_links():
    assert Category.objects.count() == 10
    assert Item.objects.count() == 50
    assert not Item.objects.filled().exists()
    assert Item.objects.get(number=6).title == "信息公开年度报告"
    assert ItemList.objects.get().document == "教办函〔2014〕23号"


@pytest.mark.django_db(transaction=True)
def test_the_list_is_there_after_the_tables_were_emptied():
    assert Item.objects.count() == 50


@pytest.mark.django_db
def test_loading_again_puts_the_wording_right_and_keeps_the_links():
    Item.objects.filter(number=6).update(title="旧名称", link="https://example.edu.cn/6")
    Item.objects.filter(number=50).delete()
    done = load(shipped(), at=LATER)
    assert (done.new, done.changed, done.retired) == (["moe-2014-50"], ["moe-2014-06"], [])
    item = Item.objects.get(number=6)
    assert (item.title, item.link) == ("信息公开年度报告", "https://example.edu.cn/6")


@pytest.mark.django_db
def test_loading_what_is_already_in_use_changes_and_logs_nothing(capsys):
    call_command("load_catalogue")
    assert capsys.readouterr().out == "50 matters, 0 new\n"
    assert ItemList.objects.count() == 1
    assert not log.entries("catalogue").exists()


@pytest.mark.django_db
def test_another_list_takes_its_place_and_items_keep_what_they_held(province, capsys):
    Item.objects.filter(number=6).update(link="https://example.edu.cn/6")
    Item.objects.filter(number=7).update(link="https://example.edu.cn/7")
    call_command("load_catalogue", str(province))
    said = capsys.readouterr().out
    assert "new: hb-2026-02" in said
    assert "retired with what they held: moe-2014-07" in said
    now = {item.code: item for item in Item.objects.all()}
    assert {code: item.number for code, item in now.items()} == {
        "moe-2014-06": 1, "moe-2014-01": 6, "hb-2026-02": 2,
    }  # fmt: skip
    assert now["moe-2014-06"].link == "https://example.edu.cn/6"
    assert not now["hb-2026-02"].wording_verified
    assert Item.every.count() == 51
    assert Item.every.get(code="moe-2014-07").link == "https://example.edu.cn/7"
    assert [item.number for item in items_for_report()] == [1, 2, 6]
    entry = log.entries("catalogue").last()
    assert (entry.event, entry.payload["list"]) == ("catalogue_list_loaded", "hb-2026")


@pytest.mark.django_db
def test_the_first_list_comes_back_with_all_its_items(province):
    load(read_list(province), at=LATER)
    done = load(shipped(), at=at(date(2026, 4, 1)))
    assert len(done.again) == 48
    assert done.retired == ["hb-2026-02"]
    assert [item.number for item in Item.objects.all()] == list(range(1, 51))
    assert Category.objects.filter(items__retired_at=None).distinct().count() == 10


@pytest.mark.django_db
def test_which_list_a_year_used_can_be_told(province):
    load(read_list(province), at=at(date(2026, 3, 2)))
    in_force = ItemList.objects.in_force
    assert in_force(date(2020, 8, 31)).code == "moe-2014"
    assert in_force(date(2026, 3, 1)).code == "moe-2014"
    assert in_force(date(2026, 3, 2)).code == "hb-2026"
    assert in_force(date(2026, 8, 31)).content["document"] == "示例〔2026〕1号"


@pytest.mark.django_db
def test_a_dry_run_says_the_same_and_changes_nothing(province, capsys):
    call_command("load_catalogue", str(province), dry_run=True)
    assert "3 matters, 1 new, nothing saved" in capsys.readouterr().out
    assert Item.objects.count() == 50
    assert ItemList.objects.count() == 1


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ('title = ["办学基本情况"]', 'title = [""]', "第12行 categories[0].items[1].title"),
        ("number = 6", 'number = "6"', "第12行 categories[0].items[1].number"),
        ("number = 6", "number = 1", "第8行 categories[0].items[0].number：“1”在清单里不止一处"),
        ("moe-2014-01", "moe-2014-06", "“moe-2014-06”在清单里不止一处"),
        ("verified = false", "verfied = false", "第16行 categories[0].items[2].verfied"),
        ("verified = false", 'verified = "no"', "第16行 categories[0].items[2].verified"),
        ('code = "hb-2026"', 'code = "HB 2026"', "code：须是小写字母"),
        ('document = "示例〔2026〕1号"', "", "document"),
        ("[[categories]]", "[[kategories]]", "kategories：不认识的键"),
        ("number = 2", "number = ", "line 17"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_with_its_place(tmp_path, was, becomes, said):
    path = tmp_path / "wrong.toml"
    assert was in PROVINCE
    path.write_text(PROVINCE.replace(was, becomes), "utf-8")
    with pytest.raises(Refusal) as refused:
        read_list(path)
    assert any(said in reason for reason in refused.value.reasons), refused.value.reasons


def test_every_fault_of_a_file_is_said_at_once(tmp_path):
    path = tmp_path / "wrong.toml"
    path.write_text(PROVINCE.replace("number = 6", "number = 0").replace("verified", "x"), "utf-8")
    with pytest.raises(Refusal) as refused:
        read_list(path)
    assert len(refused.value.reasons) == 2


@pytest.mark.django_db
def test_a_file_that_is_not_there_or_no_text_is_refused_by_the_command(tmp_path):
    with pytest.raises(CommandError, match="文件打不开"):
        call_command("load_catalogue", str(tmp_path / "none.toml"))
    (tmp_path / "gbk.toml").write_bytes("title = '清单'".encode("gbk"))
    with pytest.raises(CommandError, match="UTF-8"):
        call_command("load_catalogue", str(tmp_path / "gbk.toml"))


def test_the_file_that_ships_is_the_one_loaded():
    assert read_list(LIST).sha256 == shipped().sha256


@pytest.mark.django_db
def test_items_are_found_by_every_word_in_title_or_heading():
    assert [i.number for i in Item.objects.matching("信息公开 年度")] == [6]
    assert {i.number for i in Item.objects.matching("学风建设")} == {40, 41, 42}
    assert [i.number for i in Item.objects.matching("charter")] == [2]
    assert not Item.objects.matching("没有的词").exists()
    assert Item.objects.matching("").count() == 50


@pytest.mark.django_db
@pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp://example.edu.cn/", "/x"])
def test_only_web_addresses_are_links(link):
    item = Item.objects.get(number=1)
    item.link = link
    with pytest.raises(ValidationError):
        item.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        item.save()
    item.link = "https://example.edu.cn/xxgk/1.htm"
    item.full_clean()
    item.save()


@pytest.mark.full
@pytest.mark.django_db(transaction=True)
def test_what_was_filled_in_before_the_migration_is_there_after_it(django_db_serialized_rollback):
    executor = MigrationExecutor(connection)
    executor.migrate([("catalogue", "0001_initial")])
    old = executor.loader.project_state([("catalogue", "0001_initial")]).apps
    items, categories = (old.get_model("catalogue", name) for name in ("Item", "Category"))
    items.objects.all().delete()
    categories.objects.all().delete()
    unit = MigrationExecutor(connection).loader.project_state(
        [("office", "0005_online_review")]
    ).apps.get_model("office", "Unit").objects.create(code="jwc", name="教务处")  # fmt: skip
    heading = categories.objects.create(number=1, title="基本信息")
    for number, held in enumerate(
        [("教务处", "每年"), ("附属医院", "每两年"), ("", "每月")], start=1
    ):
        items.objects.create(
            number=number, category=heading, title="示例", unit=held[0], cycle=held[1],
            link="https://example.edu.cn/",
        )  # fmt: skip
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    found = [
        (i.code, i.unit_id, i.unit_name, i.cycle, i.cycle_note, i.link)
        for i in Item.every.order_by("number")
    ]
    link = "https://example.edu.cn/"
    assert found == [
        ("moe-2014-01", unit.pk, "", "yearly", "", link),
        ("moe-2014-02", None, "附属医院", "", "每两年", link),
        ("moe-2014-03", None, "", "monthly", "", link),
    ]
