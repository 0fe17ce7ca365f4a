"""The look into files before they leave: what must be found, and what must not be."""

import pytest

from notices.check_outgoing.child import look_into
from tests.notices.outgoing.corpus import BROKEN, CLEAN


@pytest.mark.parametrize("name", BROKEN)
def test_what_a_file_hides_is_found_and_nothing_else(name):
    made = BROKEN[name]
    found = look_into(made.make(), "附件", made.media_type)
    assert {f.code: f.severity for f in found} == made.breaks


@pytest.mark.parametrize("name", CLEAN)
def test_a_clean_file_may_leave(name):
    made = CLEAN[name]
    assert look_into(made.make(), "附件", made.media_type) == []
