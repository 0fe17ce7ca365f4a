"""What the page of a case says may be done against the answer is what the answer itself says."""

import pytest

from notices import pdf
from notices.printed import Printed
from office import institution
from requests_app.models import Application
from tests.notices import stories
from web.public.challenge import against_the_answer


@pytest.fixture(autouse=True)
def _pages_not_set(monkeypatch):
    blank = Printed(pdf=b"%PDF-1.4\n%%EOF\n", pages=1, seal=None)
    monkeypatch.setattr(pdf._press, "print", lambda page: blank)


@pytest.mark.full
@pytest.mark.parametrize("law", stories.LAWS)
@pytest.mark.parametrize(
    "kind", ["refused", "granted", "not_information", "record_correction", "other_reply"]
)
def test_the_page_tells_of_the_remedies_the_letter_tells_of(cast, kind, law):
    letter = stories.issued(stories.ready(cast, kind, law), cast, kind)
    case = Application.objects.get(pk=letter.application_id)
    assert case.closed_on is not None
    told = against_the_answer(case, institution.current())
    assert told == letter.snapshot["letter"]["paragraphs"][-1]
    assert told.startswith("如")
