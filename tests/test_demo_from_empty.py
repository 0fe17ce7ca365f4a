"""The demonstration begun on an empty database: whole, on another day, or not at all.

Apart from tests/test_demo.py, whose tests share one demonstration that is already played.
"""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from office.models import Institution
from records import log
from reports.figures import figures
from reports.scope import Scope
from requests_app.models import Application
from statute.periods import span
from tests.test_demo import SEED, TODAY
from web.demonstration import play
from web.demonstration.script import instant

pytestmark = pytest.mark.django_db


@pytest.mark.full
def test_the_day_may_be_any_other():
    day = date(2027, 2, 3)
    play.perform(SEED, on=day, now=instant(day, 17 * 60), small=True)
    assert Application.objects.overdue(day).count() >= 2


@pytest.mark.full
def test_the_whole_demonstration_balances_and_its_log_is_whole():
    play.perform(SEED, on=TODAY, now=instant(TODAY, 17 * 60))
    for first in (2024, 2025):
        year = span(date(first, 9, 1), date(first + 1, 8, 31))
        found = figures(Scope(year))
        assert found.balances
        assert found.total("received") > 50
    assert log.verify() == []


def test_a_real_installation_is_left_alone(capsys):
    call_command("set_up")
    capsys.readouterr()
    call_command("demo", "--if-empty")
    assert capsys.readouterr().out == ""
    assert Application.objects.count() == 0
    with pytest.raises(CommandError, match="not empty"):
        call_command("demo")


def test_the_demonstration_does_not_begin_before_the_office_moved_in():
    with pytest.raises(CommandError, match="begins after"):
        call_command("demo", "--on", "2025-12-01")
    assert not Institution.objects.exists()
