"""What must hold for every application, checked against counting day by day."""

from datetime import date, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from statute.calendar import load_calendar
from statute.clock import Facts, Suspension, reply_clock
from statute.counting import segments
from statute.law import load_law
from tests.statute import oracle

CHINA = load_calendar("cn")
LAWS = (
    load_law("cn-regulation"),
    load_law("cn-university").configured({"third_party.suspends": True, "extension.allowed": True}),
)
# A limit begun by then ends, with any extension and suspensions drawn here, in a published year.
received_days = st.dates(date(2010, 1, 1), date(2026, 6, 30))
laws = st.sampled_from(LAWS)


@st.composite
def suspensions(draw, received, most=3):
    """Up to three closed suspensions that begin in the first hundred days, in any order."""
    found = []
    for _ in range(draw(st.integers(0, most))):
        since = received + timedelta(days=draw(st.integers(0, 100)))
        found.append((since, since + timedelta(days=draw(st.integers(0, 45)))))
    return found


@st.composite
def cases(draw):
    received = draw(received_days)
    return received, draw(suspensions(received))


def clock(law, received, pauses=(), on=None, **facts):
    return reply_clock(
        Facts(received, suspensions=tuple(Suspension(*pause) for pause in pauses), **facts),
        law=law,
        calendar=CHINA,
        on=on or received,
    )


@given(laws, cases())
def test_the_due_date_is_the_one_found_by_counting(law, case):
    received, pauses = case
    expected = oracle.due(received, law.reply_limit.value, suspensions=pauses)
    assert clock(law, received, pauses).due_on == expected


@given(laws, cases(), st.integers(0, 90), st.integers(1, 15))
def test_with_an_extension_too(law, case, after, by_days):
    received, pauses = case
    told = received + timedelta(days=after)
    expected = oracle.due(
        received,
        law.reply_limit.value,
        suspensions=pauses,
        extended_on=told,
        extended_by=by_days,
    )
    found = clock(law, received, pauses, extended_on=told, extended_by=by_days)
    assert found.due_on == expected


@given(laws, cases(), st.integers(1, 60))
def test_after_a_correction_the_count_is_as_if_received_that_day(law, case, after):
    received, pauses = case
    corrected = received + timedelta(days=after)
    later = [pause for pause in pauses if pause[0] >= corrected]
    expected = oracle.due(corrected, law.reply_limit.value, suspensions=later)
    assert clock(law, received, pauses, corrected_on=corrected).due_on == expected


@given(laws, cases())
def test_exactly_the_statutory_number_of_days_is_counted_and_the_last_is_due(law, case):
    received, pauses = case
    found = clock(law, received, pauses)
    counted = [day for day in found.days if day.counted]
    assert [day.number for day in counted] == list(range(1, law.reply_limit.value + 1))
    assert counted[-1].date == found.due_on
    assert found.days[0].date == received
    assert not found.days[0].counted
    assert all(oracle.works(day.date) for day in counted)
    assert not any(a < day.date <= b for day in counted for a, b in pauses)
    # Every working day without a number was suspended.
    assert all(
        any(a < day.date <= b for a, b in pauses)
        for day in found.days[1:]
        if not day.counted and oracle.works(day.date)
    )


@given(laws, cases(), st.data())
def test_a_suspension_never_brings_the_date_forward(law, case, data):
    received, pauses = case
    more = [*pauses, *data.draw(suspensions(received, most=1))]
    assert clock(law, received, more).due_on >= clock(law, received, pauses).due_on


@given(laws, received_days, st.integers(0, 400))
def test_a_later_receipt_is_never_due_earlier(law, received, later):
    assume(received + timedelta(days=later) <= date(2026, 9, 30))
    sooner = clock(law, received).due_on
    assert clock(law, received + timedelta(days=later)).due_on >= sooner


@given(laws, cases(), st.integers(-5, 120))
def test_days_left_is_the_number_of_counted_days_still_to_come(law, case, offset):
    received, pauses = case
    found = clock(law, received, pauses)
    on = received + timedelta(days=offset)
    left = found.days_left(on)
    if on <= found.due_on:
        assert left == sum(day.counted and day.date > on for day in found.days)
    else:
        days = ((found.due_on + timedelta(days=n)) for n in range(1, (on - found.due_on).days + 1))
        assert left == -sum(oracle.works(day) for day in days)


@given(laws, cases(), st.integers(0, 120))
def test_the_limit_runs_on_exactly_the_days_that_are_not_suspended(law, case, offset):
    received, pauses = case
    on = received + timedelta(days=offset)
    found = clock(law, received, pauses)
    seen = [(a, b) for a, b in pauses if a < found.due_on]
    assume(on <= found.due_on)
    assert found.runs(on) is not any(a < on <= b for a, b in seen)


@given(laws, st.dates(date(2026, 7, 1), date(2029, 12, 31)), st.data())
def test_the_earliest_date_is_never_after_the_due_date(law, received, data):
    found = clock(law, received, data.draw(suspensions(received)))
    assert found.earliest_on <= found.due_on
    if not found.provisional:
        assert found.due_on < date(2026, 12, 26)
    if found.due_on >= date(2026, 12, 26):
        assert found.provisional


@given(received_days, st.integers(1, 40), st.integers(0, 30))
def test_a_gap_that_begins_on_the_last_day_or_later_is_never_reached(received, n, after):
    last = CHINA.add(received, n)
    since = last + timedelta(days=after)
    for until in (None, since + timedelta(days=9)):
        assert segments(CHINA, received, n, [(since, until)])[1] == last


@given(received_days, st.integers(0, 40))
def test_the_day_of_asking_moves_no_settled_date(received, offset):
    law = LAWS[0]
    asked_later = clock(law, received, on=received + timedelta(days=offset))
    assert asked_later.due_on == clock(law, received).due_on
