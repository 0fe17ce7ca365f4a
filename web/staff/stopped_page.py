"""What pages show of files that are stopped as suspected secrets (疑似涉密)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from casework import suspected
from casework.paper_files import by_file
from notices.models import SuspectedSecret
from office.models import User
from office.roles import May
from records.files import StoredFile
from requests_app.models import Application, Attachment


@dataclass(frozen=True)
class Row:
    """A stopped file in the list: what it is called, and its page."""

    mark: SuspectedSecret
    title: str
    address: str


@dataclass(frozen=True)
class Stop:
    """How one file stands: the mark on it, those lifted, whether another's mark stops it too."""

    mark: SuspectedSecret | None
    past: Iterable[SuspectedSecret]
    is_stopped: bool
    may_lift: bool


def may_look(user: User) -> bool:
    """The list is the secrecy reviewers' and the office's."""
    return user.may(May.APPROVE_SECRECY) or user.may(May.REGISTER)


def marks_for(user: User) -> QuerySet[SuspectedSecret]:
    visible = Application.objects.visible_to(user)
    return SuspectedSecret.objects.standing().filter(application__in=visible)


def rows(user: User) -> list[Row]:
    """The stopped files of the cases this person sees, each linked to where it can be lifted."""
    marks = list(marks_for(user).select_related("marked_by", "application"))
    wanted = [mark.file_id for mark in marks]
    attached = Attachment.objects.filter(file__in=wanted).select_related("application")
    addresses = {
        each.file_id: (
            each.title, reverse("staff:file", args=[each.application.number, each.pk])
        )
        for each in attached
    } | {
        pk: (_titled(paper), reverse("staff:paper_file", args=[paper.notice.pk, pk]))
        for pk, paper in by_file(wanted).items()
    }  # fmt: skip
    return [Row(mark, *addresses.get(mark.file_id, (str(mark.file_id), ""))) for mark in marks]


def _titled(paper) -> str:
    return f"{paper.what} {paper.notice.number or ''}".strip()


def stop_of(stored: StoredFile, user: User) -> Stop:
    lifted = SuspectedSecret.objects.filter(file=stored).exclude(lifted_at=None)
    return Stop(
        mark=suspected.standing_on(stored),
        past=lifted.select_related("marked_by", "lifted_by"),
        is_stopped=suspected.is_stopped(stored),
        may_lift=user.may(May.APPROVE_SECRECY),
    )
