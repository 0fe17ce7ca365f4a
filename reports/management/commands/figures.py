import json
from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from reports import recount as recounting
from reports.figures import Figures, figures
from reports.scope import Scope
from statute import law
from statute.annual import ALL_COLUMNS, LINES, REMEDY_COLUMNS
from statute.periods import span


class Command(BaseCommand):
    help = (
        "The statutory tables of any period: applications and remedies, with their checks. "
        "--recount instead holds every line they are counted from against the facts."
    )

    def add_arguments(self, parser):
        parser.add_argument("--law", choices=law.codes(), help="one law; without it, all")
        parser.add_argument("--from", dest="first", type=date.fromisoformat)
        parser.add_argument("--to", dest="last", type=date.fromisoformat)
        parser.add_argument(
            "--as-at", type=date.fromisoformat, help="as known on this day; without it, at the end"
        )
        parser.add_argument("--format", choices=("json", "table"), default="table")

        parser.add_argument(
            "--recount", action="store_true", help="show which lines would move; fails if any would"
        )
        parser.add_argument("--apply", action="store_true", help="with --recount: make them anew")

    def handle(self, *, law, first, last, as_at, format, recount, apply, **options):
        if recount:
            self._recount(apply)
            return
        if first is None or last is None:
            raise CommandError("--from and --to are needed, or --recount")
        if last < first:
            raise CommandError("--to is before --from")
        found = figures(Scope(span(first, last), law, as_at))
        write = _json if format == "json" else _table
        self.stdout.write(write(found))
        if not found.balances:
            raise CommandError("the tables do not balance")

    def _recount(self, apply: bool) -> None:
        moving = recounting.moved()
        for line in moving:
            self.stdout.write(str(line))
        said = f"{len(moving)} of the lines {'moved' if apply else 'would move'}"
        if moving and not apply:
            raise CommandError(f"{said}; --apply makes them anew from the facts")
        if moving:
            recounting.refill(connection)
        self.stdout.write(said)


def _json(found: Figures) -> str:
    return json.dumps(found.as_json(), ensure_ascii=False, indent=1)


def _table(found: Figures) -> str:
    scope = found.scope
    lines = [f"{scope.period}  {scope.law or 'all laws'}  as at {scope.known_until}", ""]
    lines.append(" ".join(f"{name[:14]:>14}" for name in ALL_COLUMNS))
    for line in LINES:
        numbers = found.requests.get(line.code, ())
        lines.append(" ".join(f"{n:>14}" for n in numbers) + f"  {'　' * line.depth}{line}")
    lines += ["", " ".join(f"{name:>14}" for name in REMEDY_COLUMNS)]
    for kind, numbers in found.remedies.items():
        lines.append(" ".join(f"{n:>14}" for n in numbers.values()) + f"  {kind}")
    lines.append("")
    lines += [f"{'✓' if c.holds else '✗'} {c.rule} {c.detail}" for c in found.checks]
    return "\n".join(lines)
