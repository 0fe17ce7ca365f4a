"""What the commands that take in a table share."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import override

from casework.csv_rows import NotImported
from records.csv_file import csv_bytes

SHOWN = 100  # faults on the screen


class ImportCommand(BaseCommand):
    """Takes a file in whole or not at all, and lists every fault with its line."""

    rows: str
    take_in: Callable[..., int]  # the file; `on`, `at`, `dry_run`. Raises NotImported

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="CSV (UTF-8) or XLSX")
        parser.add_argument("--dry-run", action="store_true", help="check everything, keep nothing")
        parser.add_argument("--on", type=date.fromisoformat, help="as on this day (default: today)")
        parser.add_argument(
            "--faults", type=Path, help=f"write all faults to this CSV; {SHOWN} are shown"
        )
        parser.add_argument(
            "--language", choices=[code for code, _name in settings.LANGUAGES],
            default=settings.LANGUAGE_CODE, help="of the faults",
        )  # fmt: skip

    def handle(self, *, file, dry_run, on, faults, language, **options):
        if not file.is_file():
            raise CommandError(f"there is no file {file}")
        on, at = on or timezone.localdate(), timezone.now()
        try:
            with override(language):
                count = self.take_in(file, on=on, at=at, dry_run=dry_run)
        except NotImported as refused:
            with override(language):
                self._tell(refused, faults)
            raise CommandError(f"{refused.count} faults; nothing was imported") from refused
        self.stdout.write(f"{count} {self.rows} {'would be imported' if dry_run else 'imported'}")

    def _tell(self, refused: NotImported, file: Path | None) -> None:
        for fault in refused.faults[:SHOWN]:
            self.stderr.write(str(fault))
        if refused.count > SHOWN:
            columns = (f"{column or 'line'} {n}" for column, n in sorted(refused.counts.items()))
            self.stderr.write(f"the first {SHOWN} of {refused.count}: {', '.join(columns)}")
        if file:
            lines = [(fault.line, fault.column, fault.reason) for fault in refused.faults]
            file.write_bytes(csv_bytes([("line", "column", "reason"), *lines]))
