"""What every test runs with: keys of the suite's own and the cast."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, settings

from casework import outgoing
from notices import pdf
from records import keys
from web import messages_catalogue

# A busy machine draws examples slowly and runs them slowly; neither is a wrong answer.
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")

pytest_plugins = ["tests.cast", "tests.records.reset", "tests.notices.workbench"]


@pytest.fixture(scope="session", autouse=True)
def _keys_of_the_suite():
    keys.make()


@pytest.fixture(scope="session", autouse=True)
def _english_of_the_suite():
    if not messages_catalogue.is_compiled():
        messages_catalogue.compile_catalogue()


@pytest.fixture(scope="session", autouse=True)
def _a_busy_machine_is_waited_for():
    """What is checked while a page waits must not become the worker's by other people's load."""
    outgoing.AT_ONCE = 120
    pdf._press.timeout = 120


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The scratch database; sessions left by killed processes end before it is dropped."""
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
