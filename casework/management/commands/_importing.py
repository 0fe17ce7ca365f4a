"""What the commands that take in a CSV file share."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from casework.csv_rows import NotImported


class ImportCommand(BaseCommand):
    """Takes a file in whole or not at all, and lists every fault with its line."""

    rows: str
    take_in: Callable[..., int]  # the file; `on`, `at`, `dry_run`. Raises NotImported

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="check everything, keep nothing")
        parser.add_argument("--on", type=date.fromisoformat, help="as on this day (default: today)")

    def handle(self, *, file, dry_run, on, **options):
        if not file.is_file():
            raise CommandError(f"there is no file {file}")
        on, at = on or timezone.localdate(), timezone.now()
        try:
            count = self.take_in(file, on=on, at=at, dry_run=dry_run)
        except NotImported as refused:
            for fault in refused.faults:
                self.stderr.write(str(fault))
            raise CommandError(f"{len(refused.faults)} faults; nothing was imported") from refused
        self.stdout.write(f"{count} {self.rows} {'would be imported' if dry_run else 'imported'}")
