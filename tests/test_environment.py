"""Settings from the environment: what is malformed is refused, never guessed at."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.environment import number


def test_a_number_is_read_and_anything_else_refused(monkeypatch):
    assert number("A_NUMBER", 60) == 60
    monkeypatch.setenv("A_NUMBER", "0")
    assert number("A_NUMBER", 60) == 0
    for wrong in ("-1", "many", "1.5", "", "²"):
        monkeypatch.setenv("A_NUMBER", wrong)
        with pytest.raises(ImproperlyConfigured, match="A_NUMBER"):
            number("A_NUMBER", 60)
