"""What was decided before a change of the tables is there after it, and after going back."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from requests_app.models import Consultation, Override
from tests.cast import MONDAY, filed

BEFORE = ("requests_app", "0002_paper")
THURSDAY = date(2026, 3, 5)


def consultations_before():
    state = MigrationExecutor(connection).loader.project_state([BEFORE])
    return state.apps.get_model("requests_app", "Consultation").objects


@pytest.mark.full
@pytest.mark.django_db(transaction=True)
def test_an_override_gets_a_row_of_its_own_and_may_go_back(institution):
    asked = Consultation.objects.create(
        application=filed(), kind="third_party", party_name="示例公司", concerning="单价",
        asked_on=MONDAY, answered_on=MONDAY, opinion="objects",
    )  # fmt: skip
    Override.objects.create(consultation=asked, decided_on=THURSDAY, reason="涉及学生健康")
    call_command("migrate", *BEFORE, verbosity=0)
    row = consultations_before().get(pk=asked.pk)
    assert (row.overridden_on, row.override_reason) == (THURSDAY, "涉及学生健康")
    call_command("migrate", verbosity=0)
    override = Consultation.objects.get(pk=asked.pk).override
    assert (override.decided_on, override.reason) == (THURSDAY, "涉及学生健康")
