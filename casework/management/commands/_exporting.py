"""What the commands that write a table share."""

import os
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet

from casework.register import LAWS
from casework.register_export import FORMATS


class ExportCommand(BaseCommand):
    """Writes a table to a file that only its owner may read, and that was not there before."""

    narrowed: str  # which day --from and --to are about

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--format", choices=FORMATS, required=True)
        parser.add_argument("--from", dest="first", type=date.fromisoformat, help=self.narrowed)
        parser.add_argument("--to", dest="last", type=date.fromisoformat, help=self.narrowed)
        parser.add_argument("--law", choices=LAWS, help="one law; without it, all")

    def write(self, file: Path, make: Callable[[], Iterable[bytes]]) -> None:
        """Nothing is made, and no export logged, before the file is there to take it."""
        try:
            opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError as error:
            raise CommandError(f"{file} is there already; name another file") from error
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}") from error
        with os.fdopen(opened, "wb") as stream:
            for piece in make():
                stream.write(piece)
        self.stdout.write(f"written to {file}")


def between(rows: QuerySet, column: str, first: date | None, last: date | None) -> QuerySet:
    """Both ends belong to it; an end that is None is open."""
    if first and last and last < first:
        raise CommandError("--to is before --from")
    if first:
        rows = rows.filter(**{f"{column}__gte": first})
    return rows.filter(**{f"{column}__lte": last}) if last else rows
