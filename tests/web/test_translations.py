"""Every Chinese text has its English, and the check that says so can fail."""

import pytest
from babel.messages.catalog import Catalog
from django.core.management import CommandError, call_command

from web import messages_catalogue


@pytest.fixture
def catalogue_elsewhere(tmp_path, settings):
    settings.LOCALE_PATHS = [tmp_path]
    return messages_catalogue.catalogue_file()


def test_every_text_has_its_english():
    assert messages_catalogue.faults() == []


def test_texts_of_templates_and_of_code_are_found():
    found = {text for _where, text, _context in messages_catalogue.texts()}
    assert "登记" in found  # a step's label, in code
    assert "跳到正文" in found  # the skip link, in a template


def test_a_text_without_english_is_reported(catalogue_elsewhere):
    with pytest.raises(CommandError):
        call_command("messages", "--check")


@pytest.mark.full
def test_a_translation_that_loses_a_placeholder_is_reported(catalogue_elsewhere):
    catalogue = messages_catalogue.update()
    for message in catalogue:
        if message.id:
            message.string = ("x", "x") if isinstance(message.id, tuple) else "x"
    messages_catalogue.write(catalogue)
    assert any(fault.startswith("placeholders differ") for fault in messages_catalogue.faults())


@pytest.mark.full
def test_a_sentence_that_stands_there_twice_is_reported(catalogue_elsewhere):
    catalogue = messages_catalogue.update()
    catalogue.get("依申请公开").string = "Make an application" * 2
    messages_catalogue.write(catalogue)
    assert "says the same thing twice: '依申请公开'" in messages_catalogue.faults()


@pytest.mark.full
def test_a_text_no_longer_used_is_reported(catalogue_elsewhere):
    catalogue = Catalog(locale="en", charset="utf-8")
    catalogue.add("世上没有这句话", "Nobody says this")
    messages_catalogue.write(catalogue)
    assert "no longer used: '世上没有这句话'" in messages_catalogue.faults()


@pytest.mark.full
def test_translations_are_kept_when_texts_are_taken_in_anew(catalogue_elsewhere):
    catalogue = messages_catalogue.update()
    catalogue.get("登记").string = "Log in"
    messages_catalogue.write(catalogue)
    assert messages_catalogue.update().get("登记").string == "Log in"
