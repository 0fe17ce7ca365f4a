"""While a challenge runs, what there was when it reached the office is not destroyed."""

import ast
from datetime import date

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from casework import drafting, redacting, released
from casework.remedy_orders import order_anew
from casework.remedy_rightings import annul
from records import files
from records.models import StoredFile
from records.refusals import Refusal
from remedies import hold
from remedies.models import Document, Kind
from tests.cast import MONDAY, at, in_hand
from tests.notices import redaction_papers as papers
from tests.notices.redaction_papers import SECRET
from tests.remedies.stories import DECIDED, FILED, TODAY, decided, lodged, logged
from tests.remedies.test_course import PDF

pytestmark = pytest.mark.django_db

# Who destroys stored files or the personal part of entries, and why no hold is passed over.
DESTROYERS = {
    "records/files.py": "the function itself",
    "records/log.py": "the function itself; nothing calls it",
    "casework/released.py": "keeps the file with the challenge",
    "casework/redacting.py": "refuses",
    "web/public/draft.py": "files of an application being filled in: no case has them yet",
    "web/housekeeping.py": "files that belong to nothing",
}


@pytest.fixture
def case(cast):
    return in_hand(cast)


def attached(case, cast, day=MONDAY):
    roll = SimpleUploadedFile("名册.pdf", PDF, "application/pdf")
    return released.add(case, roll, by=cast.office_head, on=day, at=at(day, 12))


def test_a_case_is_held_from_its_first_challenge_to_the_end_of_the_last(case, cast):
    assert hold.on_hold(case) == []
    review, suit = logged(case, cast), logged(case, cast, Kind.LITIGATION_DIRECT)
    assert len(hold.on_hold(case)) == 2
    decided(review, cast)
    decided(suit, cast)
    assert hold.on_hold(case) == []
    lodged(suit, cast, "retrial", date(2026, 7, 1))
    assert ["再审" in reason for reason in hold.on_hold(case)] == [True]
    decided(suit, cast, "corrected", date(2026, 7, 20))
    order_anew(suit, ordered_on=DECIDED, by=cast.registrar, on=TODAY, at=at(TODAY))
    assert ["责令" in reason for reason in hold.on_hold(case)] == [True]


def test_an_annulled_entry_holds_nothing(case, cast):
    annul(logged(case, cast), reason="登错", by=cast.office_head, at=at(TODAY))
    assert hold.on_hold(case) == []


def test_a_file_taken_out_of_a_held_case_is_kept_with_the_challenge(case, cast):
    added = attached(case, cast)
    stored = added.file
    review = logged(case, cast)
    released.remove(added, by=cast.office_head, at=at(FILED, 15))
    assert files.read(stored) == PDF
    assert Document.objects.get(file=stored).remedy == review


def test_without_a_challenge_or_made_after_it_a_file_is_destroyed(case, cast):
    """The control: it is the hold that keeps the other one."""
    first = attached(case, cast)
    released.remove(first, by=cast.office_head, at=at(FILED))
    logged(case, cast)
    later = attached(case, cast, day=date(2026, 4, 2))
    released.remove(later, by=cast.office_head, at=at(TODAY))
    assert not StoredFile.objects.filter(pk__in=[first.file_id, later.file_id]).exists()


@pytest.mark.usefixtures("workbench")
def test_the_original_of_a_held_case_is_not_given_up(case, cast):
    original = SimpleUploadedFile("名单.pdf", papers.plain(SECRET))
    begun = redacting.begin(case, original, by=cast.office_head, on=MONDAY, at=at(MONDAY, 12))
    review = logged(case, cast)
    with pytest.raises(Refusal, match="保全"):
        redacting.discard(begun, by=cast.office_head, at=at(FILED))
    decided(review, cast)
    redacting.discard(begun, by=cast.office_head, at=at(TODAY))  # the control: it ended


def test_a_discarded_draft_stays_readable_with_all_it_said(case, cast):
    logged(case, cast, Kind.COMPLAINT)
    draft = drafting.draft(
        "correction",
        case,
        by=cast.office_head,
        on=FILED,
        at=at(FILED),
        facts={"missing": "年度", "days": 10},
    )
    drafting.discard(draft, by=cast.office_head, at=at(TODAY), reason="不发了")
    draft.refresh_from_db()
    assert draft.facts["missing"] == "年度"
    assert "年度" in drafting.preview_html(draft, on=TODAY)


def test_nothing_else_destroys():
    found = set()
    for package in ("records", "notices", "remedies", "casework", "reports", "catalogue", "web"):
        for path in (settings.BASE_DIR / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "name", "")
                if name in ("destroy", "destroy_private"):
                    found.add(path.relative_to(settings.BASE_DIR).as_posix())
    assert found == set(DESTROYERS)
