"""What empties the log between tests; `tests/conftest.py` takes it over for the whole suite.

The log cannot be emptied. Between tests that commit, the schema's owner takes the triggers down,
as a migration could, and the flush that follows puts them back (`records.triggers.restore`,
`office.append_only.restore`).
"""

import pytest
from django.db import connection

from office import append_only
from records import triggers


@pytest.fixture(autouse=True)
def log_emptied_afterwards(request):
    if not commits(request):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    triggers.remove(connection)
    append_only.remove(connection)


def commits(request) -> bool:
    marker = request.node.get_closest_marker("django_db")
    if marker and (marker.kwargs.get("transaction") or marker.kwargs.get("reset_sequences")):
        return True
    names = {"transactional_db", "live_server", "django_db_reset_sequences"}
    return bool(names & set(request.fixturenames))
