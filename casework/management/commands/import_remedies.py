from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from casework import remedies_register
from casework.csv_rows import NotImported


class Command(BaseCommand):
    help = (
        "Take in complaints, appeals, reviews and lawsuits: a UTF-8 CSV file with the header "
        + ",".join(remedies_register.COLUMNS)
        + ". All or nothing; every fault is listed with its line. --dry-run only checks."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="check everything, keep nothing")
        parser.add_argument("--on", type=date.fromisoformat, help="as on this day (default: today)")

    def handle(self, *, file, dry_run, on, **options):
        if not file.is_file():
            raise CommandError(f"there is no file {file}")
        try:
            count = remedies_register.import_remedies(
                file, on=on or timezone.localdate(), at=timezone.now(), dry_run=dry_run
            )
        except NotImported as refused:
            for fault in refused.faults:
                self.stderr.write(str(fault))
            raise CommandError(f"{len(refused.faults)} faults; nothing was imported") from refused
        self.stdout.write(f"{count} remedies {'would be imported' if dry_run else 'imported'}")
