import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from records import log, triggers
from records.models import LogEntry


class Command(BaseCommand):
    help = "Recompute the log's hash chains from their content, and compare with an anchor."

    def add_arguments(self, parser):
        parser.add_argument("--chain", help="only this chain")
        parser.add_argument("--anchor", type=Path, help="compare with an anchor kept elsewhere")
        parser.add_argument(
            "--write-anchor", type=Path, help="write an anchor to be kept elsewhere"
        )

    def handle(self, *, chain, anchor, write_anchor, **options):
        faults = log.verify(chain)
        if chain is None:
            faults += log.unexplained_destructions()
        if anchor:
            faults += log.check_anchor(json.loads(anchor.read_text(encoding="utf-8")))
        missing = triggers.missing(connection)
        for fault in faults:
            self.stderr.write(str(fault))
        for name in missing:
            self.stderr.write(f"trigger {name} is missing or off")
        if faults or missing:
            raise CommandError(f"{len(faults)} faults, {len(missing)} triggers missing.")
        self._say_sound(chain, write_anchor)

    def _say_sound(self, chain, write_anchor):
        here = log.anchor()
        if write_anchor:
            write_anchor.write_text(
                json.dumps(here, ensure_ascii=False, indent=1), encoding="utf-8"
            )
        count = LogEntry.objects.filter(**({"chain": chain} if chain else {})).count()
        self.stdout.write(f"{count} entries, no faults. Heads of all chains: {here['digest']}")
