"""What every test runs with: keys of the suite's own and the cast."""

import pytest

from records import keys

pytest_plugins = ["tests.cast", "tests.records.reset"]


@pytest.fixture(scope="session", autouse=True)
def _keys_of_the_suite():
    keys.make()
