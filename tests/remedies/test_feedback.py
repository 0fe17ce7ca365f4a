"""Which grounds, units and kinds of notice are overturned most."""

from datetime import date

import pytest

from remedies import feedback
from remedies.models import Kind, Remedy
from tests.cast import SUPPLIED, at, in_hand
from tests.remedies.stories import DECIDED, TODAY, decided, lodged, logged
from web.staff import feedback_lines

pytestmark = pytest.mark.django_db

SPAN = {"since": date(2026, 1, 1), "until": TODAY}
REFUSED = SUPPLIED | {"answer": "refused_process", "reasons": "讨论记录", "how_obtained": ""}


def refused(cast, *more):
    case = in_hand(cast)
    case.answer(by=cast.leader, on=date(2026, 3, 3), at=at(date(2026, 3, 3), 16),
                items=[REFUSED, *more])  # fmt: skip
    return case


def by(sort):
    return {row.key: (row.decided, row.corrected) for row in feedback.by(sort, **SPAN)}


def test_a_ground_counts_how_often_it_was_examined_and_corrected(cast):
    decided(logged(refused(cast), cast), cast, "corrected")
    decided(logged(refused(cast), cast), cast, "upheld")
    logged(refused(cast), cast)  # pending
    decided(logged(refused(cast), cast, inaction="no_answer"), cast, "corrected")
    assert by(feedback.GROUND) == {"refused_process": (2, 1)}
    assert by(feedback.UNIT) == {cast.academic_affairs.pk: (3, 2)}
    assert by(feedback.KIND) == {}


def test_a_remedy_counts_once_for_each_of_its_grounds(cast):
    more = REFUSED | {"answer": "refused_internal_affairs"}
    decided(logged(refused(cast, more, REFUSED), cast), cast, "corrected")
    assert by(feedback.GROUND) == {"refused_process": (1, 1), "refused_internal_affairs": (1, 1)}


def test_the_retrials_word_is_the_last(cast):
    suit = decided(logged(refused(cast), cast, Kind.LITIGATION_DIRECT), cast, "upheld")
    lodged(suit, cast, "retrial", date(2026, 7, 1))
    assert by(feedback.GROUND) == {"refused_process": (1, 0)}
    decided(suit, cast, "corrected", date(2026, 8, 1))
    assert by(feedback.GROUND) == {"refused_process": (1, 1)}


def test_only_the_span_asked_for_counts(cast):
    decided(logged(refused(cast), cast), cast, "corrected", DECIDED)
    words = {"since": date(2026, 5, 12), "until": TODAY}
    assert feedback.by(feedback.GROUND, **words) == []
    with pytest.raises(KeyError):
        feedback.by("person", **SPAN)


def test_each_line_opens_the_remedies_behind_it(cast):
    first = decided(logged(refused(cast), cast), cast, "corrected")
    decided(logged(in_hand(cast), cast), cast, "corrected")
    found = feedback.remedies_of(feedback.GROUND, "refused_process", **SPAN)
    assert list(found) == [first]


@pytest.mark.parametrize("sort", [feedback.GROUND, feedback.UNIT, feedback.KIND])
def test_one_query_however_many_there_are(cast, sort, django_assert_num_queries):
    for _n in range(3):
        decided(logged(refused(cast), cast), cast, "corrected")
    assert Remedy.objects.count() == 3
    with django_assert_num_queries(1):
        feedback.by(sort, **SPAN)


def test_the_next_drafter_is_told_in_a_sentence(cast):
    decided(logged(refused(cast), cast), cast, "corrected")
    told = feedback_lines.about_grounds(TODAY)
    (line,) = feedback_lines.of(["granted", "refused_process", "refused_process"], told)
    assert line.endswith("近三年以此理由作出的决定有1件被审查，1件被纠正。")
    assert feedback_lines.about_grounds(date(2029, 5, 12)) == {}
    assert feedback_lines.since(date(2028, 2, 29)) == date(2025, 3, 1)
