"""The institution's own facts by version, and the laws as it has settled them."""

from datetime import date

import pytest

from office import institution as office
from office.models import Institution, Unit
from statute.law import LawError
from tests.cast import an_institution

pytestmark = pytest.mark.django_db


def test_before_it_is_set_up_there_is_none():
    with pytest.raises(Institution.DoesNotExist):
        office.current()


def test_the_newest_version_is_in_use_and_the_old_ones_stay():
    an_institution(court="旧法院")
    an_institution(version=2, court="新法院")
    assert office.current().court == "新法院"
    assert Institution.objects.get(version=1).court == "旧法院"


def test_a_law_is_as_the_institution_settled_it():
    an_institution(law_settings={"cn-university": {"extension.allowed": True}})
    assert office.law("cn-university").extension.allowed.value is True
    assert office.law("cn-regulation").fees.value == "none"


def test_a_change_of_settings_is_seen_at_once():
    one = an_institution()
    assert office.law("cn-university").extension.allowed.value is False
    Institution.objects.update(law_settings={"cn-university": {"extension.allowed": True}})
    assert office.law("cn-university").extension.allowed.value is True
    assert office.law("cn-university", one).extension.allowed.value is False


def test_a_law_is_read_as_it_was_in_force_on_a_day():
    """条例 of 2007: 15 working days and no settings; of 2019, from 15 May: 20."""
    an_institution(law_settings={"cn-regulation": {"correction.applicant_period": 12}})
    old = office.law("cn-regulation", on=date(2019, 5, 14))
    new = office.law("cn-regulation", on=date(2019, 5, 15))
    assert (old.code, old.reply_limit.value) == ("cn-regulation", 15)
    assert (new.code, new.reply_limit.value) == ("cn-regulation", 20)
    assert new.correction.applicant_period.value == 12
    assert old.answers == new.answers  # the older file fixes limits only


@pytest.mark.parametrize(
    "settled",
    [
        {"reply_limit": 60},  # not open: the Regulations fix it
        {"no_such_rule": 1},
        {"fees": "whatever we like"},
        {"correction.applicant_period": 99},
        {"payment.restarts": 1},
    ],
)
def test_what_the_law_does_not_leave_open_cannot_be_settled(settled):
    an_institution(law_settings={"cn-regulation": settled})
    with pytest.raises(LawError):
        office.law("cn-regulation")


def test_an_unknown_law_is_refused():
    an_institution()
    with pytest.raises(LawError, match="没有名为"):
        office.law("nowhere")


def test_it_is_called_by_its_name():
    assert str(an_institution()) == "示例大学"
    assert str(Unit(code="jwc", name="教务处")) == "教务处"
