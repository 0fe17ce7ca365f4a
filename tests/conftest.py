"""What every test runs with: keys of the suite's own and the cast."""

import pytest

from records import keys
from web import messages_catalogue

pytest_plugins = ["tests.cast", "tests.records.reset"]


@pytest.fixture(scope="session", autouse=True)
def _keys_of_the_suite():
    keys.make()


@pytest.fixture(scope="session", autouse=True)
def _english_of_the_suite():
    if not messages_catalogue.is_compiled():
        messages_catalogue.compile_catalogue()
