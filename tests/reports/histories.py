"""Random histories of an office, put straight into the tables, and the slow count that judges.

The count below walks day by day through plain dictionaries: it shares no code with what it judges.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from random import Random

from office.models import User
from remedies.models import Remedy
from requests_app.models import Applicant, Application, Handling
from requests_app.states import ApplicantKind, State
from statute.answers import RESULT_CODES
from tests.cast import at

LAWS = ("cn-university", "cn-regulation")
KINDS = tuple(ApplicantKind.values)
REMEDY_KINDS = ("review", "litigation_direct", "litigation_after_review", "complaint", "appeal")
REMEDY_RESULTS = ("upheld", "corrected", "other")
DAY_ZERO = date(2024, 6, 1)
SPAN = 900  # days that histories reach over: two school years and something on either side


@dataclass
class Challenge:
    kind: str
    filed_on: date
    decided_on: date | None = None
    result: str = ""


@dataclass
class Story:
    """One case: when it was received, how the first handling ended, what came after."""

    kind: str
    law: str
    received_on: date | None
    logged_in: bool = True
    closed_on: date | None = None
    result: str = ""
    closed_under: str = ""
    handled_again: tuple[date, str] | None = None
    challenges: list[Challenge] = field(default_factory=list)


def day(number: int) -> date:
    return DAY_ZERO + timedelta(days=number)


def random_story(chance: Random) -> Story:
    """A case such as an office has: some unreceived, some open, some fought over, some odd."""
    received = chance.randrange(SPAN)
    story = Story(chance.choice(KINDS), chance.choice(LAWS), day(received))
    if chance.random() < 0.05:
        story.received_on, story.logged_in = None, False
        return story
    if chance.random() < 0.1:
        story.logged_in = False
        return story
    if chance.random() < 0.8:
        closed = received + chance.choice((0, 1, 14, 15, 20, 40, 300))
        if chance.random() < 0.02:
            closed = max(received - 30, 0)  # a day of receipt set right after the closing
        story.closed_on, story.result = day(closed), chance.choice(RESULT_CODES)
        story.closed_under = chance.choice(LAWS) if chance.random() < 0.1 else story.law
        if chance.random() < 0.1:
            story.handled_again = (day(closed + 100), chance.choice(RESULT_CODES))
    for _ in range(chance.choice((0, 0, 0, 1, 2))):
        filed = received + chance.randrange(200)
        challenge = Challenge(chance.choice(REMEDY_KINDS), day(filed))
        if chance.random() < 0.6:
            challenge.decided_on = day(filed + chance.choice((0, 30, 60, 250)))
            challenge.result = chance.choice(REMEDY_RESULTS)
        story.challenges.append(challenge)
    return story


def random_history(chance: Random) -> list[Story]:
    return [random_story(chance) for _ in range(chance.choice((0, 1, 3, 8, 20)))]


_numbers = count(1)


def put(stories: list[Story], staff: User | None = None) -> list[Application]:
    """Put the stories into the tables as facts."""
    applications = Application.objects.bulk_create(_application(story) for story in stories)
    pairs = list(zip(stories, applications, strict=True))
    Applicant.objects.bulk_create(
        Applicant(application=a, kind=s.kind, name="某申请人", identity_kind="other")
        for s, a in pairs
    )
    Handling.objects.bulk_create(h for s, a in pairs for h in _handlings(s, a))
    Remedy.objects.bulk_create(
        Remedy(
            application=a, kind=c.kind, filed_on=c.filed_on, decided_on=c.decided_on,
            result=c.result, logged_at=at(DAY_ZERO), logged_by=staff,
        )
        for s, a in pairs for c in s.challenges
    )  # fmt: skip
    return applications


def _application(story: Story) -> Application:
    state = State.FILED
    if story.logged_in:
        state = State.ANSWERED if story.closed_on else State.IN_HAND
    return Application(
        number=f"R-{next(_numbers)}", state=state, law=story.law, channel="online",
        subject="某事", description="某事", arrived_on=story.received_on or DAY_ZERO,
        submitted_at=at(DAY_ZERO), received_on=story.received_on,
    )  # fmt: skip


def _handlings(story: Story, application: Application) -> list[Handling]:
    if not story.logged_in:
        return []
    made = [
        Handling(
            application=application, opened_on=story.received_on, closed_on=story.closed_on,
            result=story.result, closed_under=story.closed_under,
        )
    ]  # fmt: skip
    if story.handled_again:
        closed_on, result = story.handled_again
        made.append(
            Handling(
                application=application, sequence=2, opened_on=story.closed_on, cause="review",
                closed_on=closed_on, result=result, closed_under=story.law,
            )
        )  # fmt: skip
    return made


# The slow count


def slow_requests(stories: list[Story], first: date, last: date, law=None, as_at=None):
    """{row: {column: number}} by asking of each case, on each day, what became of it that day."""
    horizon = as_at or last
    table: dict[str, dict[str, int]] = {}

    def tally(row, story):
        for column in (story.kind, "total"):
            table.setdefault(row, {}).setdefault(column, 0)
            table[row][column] += 1

    for story in stories:
        if story.received_on is None or (law and law != (story.closed_under or story.law)):
            continue
        pending = False
        today = min(DAY_ZERO, first) - timedelta(days=400)
        while today <= min(last, horizon):
            if today == first and pending:
                tally("carried_in", story)
            if today == story.received_on:
                pending = True
                if today >= first:
                    tally("received", story)
            if pending and story.closed_on and today >= story.closed_on:
                pending = False
                if today >= first:
                    tally(story.result, story)
                    tally("total", story)
                break
            today += timedelta(days=1)
        if pending and horizon < first:
            tally("carried_in", story)
        if pending:
            tally("carried_out", story)
    return table


def slow_remedies(stories: list[Story], first: date, last: date, law=None, as_at=None):
    horizon = min(last, as_at or last)
    table: dict[str, dict[str, int]] = {}
    for story in stories:
        if law and law != (story.closed_under or story.law):
            continue
        for challenge in story.challenges:
            if challenge.filed_on > horizon:
                continue
            decided = challenge.decided_on
            if decided is None or decided > horizon:
                found = "pending"
            elif decided >= first:
                found = challenge.result
            else:
                continue
            numbers = table.setdefault(challenge.kind, {})
            for column in (found, "total"):
                numbers[column] = numbers.get(column, 0) + 1
    return table
