"""The list of fifty matters: as it ships, and in the tables."""

from collections import Counter

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction

from catalogue.items import load, matters
from catalogue.models import Category, Item


def test_the_list_has_fifty_matters_under_ten_headings():
    # 6 + 8 + 7 + 5 + 9 + 4 + 3 + 4 + 2 + 2 = 50
    counted = Counter(matter.heading.number for matter in matters())
    assert [counted[n] for n in range(1, 11)] == [6, 8, 7, 5, 9, 4, 3, 4, 2, 2]
    assert [matter.number for matter in matters()] == list(range(1, 51))


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


@pytest.mark.django_db(transaction=True)
def test_the_list_is_there_after_the_tables_were_emptied():
    assert Item.objects.count() == 50


@pytest.mark.django_db
def test_loading_again_puts_the_wording_right_and_keeps_the_links():
    Item.objects.filter(number=6).update(title="旧名称", link="https://example.edu.cn/6")
    Item.objects.filter(number=50).delete()
    assert load(Category, Item) == 1
    item = Item.objects.get(number=6)
    assert (item.title, item.link) == ("信息公开年度报告", "https://example.edu.cn/6")


@pytest.mark.django_db
def test_the_command_says_what_it_did(capsys):
    call_command("load_catalogue")
    assert capsys.readouterr().out == "50 matters, 0 new\n"


@pytest.mark.django_db
def test_items_are_found_by_every_word_in_title_or_heading():
    assert [i.number for i in Item.objects.matching("信息公开 年度")] == [6]
    assert {i.number for i in Item.objects.matching("学风建设")} == {40, 41, 42}
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
