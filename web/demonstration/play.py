"""The whole demonstration, from an empty database to the desk of one day."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib.auth.hashers import get_hasher
from django.db import transaction
from django.utils import translation

from casework import register, remedies_register, reminders
from office.models import Institution, User
from records import files
from requests_app.models import Application
from web.demonstration import collecting, ordinary, people, yearbook
from web.demonstration.script import Act, Days, acts_of, in_order, instant, read
from web.demonstration.stage import Stage
from web.demonstration.verbs import VERBS


def stories(seed: int, *, on: date, small: bool) -> list[dict]:
    written = read("closed_cases.toml")["case"] + read("open_cases.toml")["case"]
    if small:
        written = [story for story in written if story.get("small", True)]
    return written + ordinary.stories(seed, on=on, small=small)


def script(seed: int, *, on: date, small: bool = False) -> list[Act]:
    """Everything that happens, in the order in which it happens."""
    days = Days(on)
    return in_order(
        [act for story in stories(seed, on=on, small=small) for act in acts_of(story, days)]
    )


def perform(seed: int, *, on: date, now: datetime, small: bool = False) -> Stage:
    """Fill an empty database, wholly or not at all. What staff wrote is in Chinese throughout."""
    with translation.override("zh-hans"), quick_hashes(), transaction.atomic():
        people.settle()
        bring_register(seed, small=small)
        stage = Stage(now=now, seed=seed)
        play(stage, script(seed, on=on, small=small))
        yearbook.fill_catalogue(stage, on=on)
        yearbook.categorise_cases(stage)
        collecting.collect(stage, on=on)
        yearbook.publish_reports(stage, on=on)
        reminders.refresh_due_dates(at=now)
        files.examine_waiting(at=now)
    return stage


@contextmanager
def quick_hashes() -> Iterator[None]:
    """Hash with few rounds: these passwords and codes are printed, or have eighty random bits."""
    hasher = get_hasher()
    hasher.iterations = 1_000
    try:
        yield
    finally:
        del hasher.iterations


def play(stage: Stage, acts: Iterable[Act]) -> None:
    for act in acts:
        VERBS[act.do](stage, act)


def bring_register(seed: int, *, small: bool) -> None:
    """Import what the office had before it moved in, as any office would."""
    on = ordinary.MOVED_IN
    at = instant(on, 8 * 60 + 30)
    rows = ordinary.register(seed, small=small)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "register.csv"
        ordinary.write(path, rows, register.COLUMNS)
        register.import_register(path, on=on, at=at)
        ordinary.write(path, ordinary.remedies(rows, seed), remedies_register.COLUMNS)
        remedies_register.import_remedies(path, on=on, at=at)


def is_empty() -> bool:
    return not any(model.objects.exists() for model in (Institution, User, Application))
