from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from reports.rollup.sources import Unusable, read
from reports.rollup.summed import Rollup
from reports.rollup.written import FORMATS

VIOLATED, UNUSABLE = 1, 2  # exit statuses beside 0


class Command(BaseCommand):
    help = (
        "Add up several institutions' published report.json. Exit status: 0 all is in order;"
        " 1 the table is written, but an identity is broken or the periods differ (told on standard"
        " error); 2 nothing is written, because a file is unusable or a report is there twice."
    )

    requires_system_checks = []  # reads files only: needs neither database nor keys

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path, metavar="report.json")
        parser.add_argument("--format", choices=sorted(FORMATS), default="table")
        parser.add_argument("--out", type=Path, help="the file to write; xlsx needs one")
        parser.add_argument(
            "--newest", action="store_true", help="of several versions of a report, the newest"
        )

    def handle(self, *, files, format, out, newest, **options):
        if format == "xlsx" and not out:
            raise CommandError("a workbook needs --out", returncode=UNUSABLE)
        try:
            rollup = Rollup(tuple(read(files, newest=newest)))
        except Unusable as unusable:
            raise CommandError("\n".join(unusable.faults), returncode=UNUSABLE) from unusable
        content = FORMATS[format](rollup)
        if out:
            out.write_bytes(content)
        else:
            self.stdout.write(content.decode(), ending="")
        if said := [*rollup.violations, *rollup.odd_periods]:
            raise CommandError("\n".join(said), returncode=VIOLATED)
