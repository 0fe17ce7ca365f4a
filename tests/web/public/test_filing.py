"""From the first question to the case: nothing lost, nothing filed twice."""

from datetime import date

import pytest
from django.test import Client

from requests_app.models import Application
from tests.web.public.filling import (
    ANSWERS,
    begun,
    confirm,
    filed,
    filled,
    key_on,
    shown,
    text,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_monday(institution, time_machine):
    time_machine.move_to("2026-03-02T09:00:00+08:00", tick=False)


@pytest.fixture
def visitor() -> Client:
    return Client()


def test_answers_become_a_case_received_that_day(visitor):
    number, code = filed(visitor)
    application = Application.objects.get(number=number)
    assert application.received_on == date(2026, 3, 2)
    assert application.purpose == "写课程论文。"
    assert application.description.endswith("信息产生的时间：2023—2025年")
    assert application.notice_version == "2026-1"
    assert application.applicant.identity_number == "11010519491231002X"
    assert len(code) == 19
