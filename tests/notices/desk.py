"""The desk of the office: drafts on their way, and the reasons of refusals."""

from datetime import date

import pytest

from casework import paper
from notices.models import Notice
from office.models import User
from records.refusals import Refusal
from requests_app.models import Application
from tests.cast import Cast, at
from tests.notices import stories

TUESDAY, FRIDAY = date(2026, 3, 3), date(2026, 3, 6)


def drafted(cast: Cast, kind: str, *, by=None, on=FRIDAY, **asked) -> Notice:
    application = stories.ready(cast, kind, **asked)
    return paper.draft(
        kind, application, by=by or cast.officer, on=on, at=at(on), facts=stories.FACTS[kind]
    )


def submitted(cast: Cast, kind: str, **options) -> Notice:
    notice = drafted(cast, kind, **options)
    return paper.submit(notice, by=cast.officer, at=at(FRIDAY, 10))


def approved_up_to(cast: Cast, kind: str, *people, **options) -> Notice:
    notice = submitted(cast, kind, **options)
    for person in people:
        paper.approve(notice, by=person, on=FRIDAY, at=at(FRIDAY, 11))
    return notice


def reviewed_again(cast: Cast, notice: Notice) -> None:
    """A new secrecy review: files were added since the last."""
    Application.objects.get(pk=notice.application_id).review_secrecy(
        by=cast.secrecy_reviewer, on=FRIDAY, at=at(FRIDAY, 10), conclusion="may_release",
        basis="不涉及国家秘密和工作秘密。",
    )  # fmt: skip


def refusal_of(act, *args, **kwargs) -> str:
    with pytest.raises(Refusal) as refused:
        act(*args, **kwargs)
    return str(refused.value)


def waits_for(notice: Notice, person: User, on: date = FRIDAY) -> bool:
    """Whether the paper is among those this person finds to sign on that day."""
    return notice in [waiting.notice for waiting in paper.inbox(person, on=on)]
