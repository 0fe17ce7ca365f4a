"""The first rows of a real installation."""

import re

import pytest
from django.core.management import CommandError, call_command

from casework import founding
from office.models import Institution, User
from office.roles import Role
from records import log
from records.refusals import Refusal
from tests.cast import MONDAY, an_institution, at
from web.management.commands.set_up import EXAMPLE

pytestmark = pytest.mark.django_db


def facts(**changes):
    kept = {
        "name": "样本大学", "number_prefix": "样本大学信公", "address": "样本路1号",
        "postcode": "000000", "phone": "0000-0000000", "email": "xxgk@example.com",
        "hours": "工作日", "supervisor": "样本省教育厅", "discipline_office": "样本大学纪委",
        "review_authority": "样本省人民政府", "court": "样本市中级人民法院",
    }  # fmt: skip
    return kept | changes


def test_the_example_file_sets_up_an_institution_and_one_administrator(capsys):
    call_command("set_up")
    said = capsys.readouterr().out
    password = re.search(r"with the password (\S+) ", said)[1]
    (administrator,) = User.objects.all()
    assert administrator.check_password(password)
    assert administrator.roles() == {Role.SECURITY_ADMIN}
    assert Institution.objects.get().name == "示例大学"
    assert EXAMPLE.name in said
    assert [entry.event for entry in log.entries("office")] == [
        "institution_founded", "person_added", "role_granted",
    ]  # fmt: skip
    assert password not in str([entry.payload for entry in log.entries("office")])


def test_a_file_of_ones_own_is_used_and_said_nothing_more_about(tmp_path, capsys):
    path = tmp_path / "own.toml"
    lines = [f'{name} = "{value}"' for name, value in facts(name="自有大学").items()]
    path.write_text("\n".join(lines), encoding="utf-8")
    call_command("set_up", path, "--administrator", "an", "--name", "安某")
    assert Institution.objects.get().name == "自有大学"
    assert User.objects.get().full_name == "安某"
    assert "put your own" not in capsys.readouterr().out


def test_a_second_set_up_changes_nothing():
    call_command("set_up")
    with pytest.raises(CommandError, match="already"):
        call_command("set_up")
    assert Institution.objects.count() == User.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name = ", "not TOML"),
        ('name = "只有名称"', "请填写机构信息"),
        ('nickname = "校"', "没有这些项目：nickname"),
    ],
)
def test_a_file_with_faults_is_refused_with_all_of_them(tmp_path, text, said):
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match=said):
        call_command("set_up", path)
    assert not Institution.objects.exists()
    assert not User.objects.exists()


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CommandError, match="no file"):
        call_command("set_up", tmp_path / "none.toml")


@pytest.mark.parametrize(
    "changes",
    [
        {"default_law": "cn-nowhere"},
        {"law_settings": {"cn-nowhere": {}}},
        {"law_settings": {"cn-regulation": {"reply_limit": 30}}},
        {"version": 7},
    ],
)
def test_a_law_that_is_not_there_or_not_open_is_refused(changes):
    with pytest.raises(Refusal):
        founding.found(facts(**changes), at=at(MONDAY))
    assert founding.found(facts(), at=at(MONDAY)).version == 1


def test_an_institution_is_founded_once():
    an_institution()
    with pytest.raises(Refusal, match="已经设立"):
        founding.found(facts(), at=at(MONDAY))
