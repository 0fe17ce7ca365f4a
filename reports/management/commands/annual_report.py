import re
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from office import institution
from records.refusals import Refusal
from reports import paper
from reports.compose import Issuer, Written, compose, matters_published
from reports.document import Document
from reports.facts import read_facts
from reports.frozen import published_document
from reports.models import AnnualReport
from reports.publication import prepare
from reports.scope import Scope
from reports.year import year_of
from statute.periods import Period, calendar_year, school_year

YEARS = re.compile(r"(\d{4})(?:-(\d{4}))?")


class Command(BaseCommand):
    help = (
        "Make a year's report as HTML and PDF: from the cases (2024-2025 a school year, 2024 a"
        " calendar year), or from a file of facts, which needs no database."
    )

    requires_system_checks = []  # a file of facts needs neither database nor keys

    def add_arguments(self, parser):
        parser.add_argument("years", nargs="?", help="2024-2025 or 2024")
        parser.add_argument("--facts", type=Path, help="a file such as reports/data/*.toml")
        parser.add_argument(
            "--out",
            type=Path,
            default=settings.VAR / "reports",
            help="the folder to write to; without it, reports/ in the data folder",
        )

    def handle(self, *, years, facts, out, **options):
        if bool(years) == bool(facts):
            raise CommandError("give either the years or --facts")
        try:
            document = _from_facts(facts) if facts else _from_cases(_period(years))
            content = paper.printed(document)
        except (Refusal, OSError) as refused:
            raise CommandError(str(refused)) from refused
        out.mkdir(parents=True, exist_ok=True)
        name = facts.stem if facts else years
        (out / f"{name}.html").write_text(paper.page(document), encoding="utf-8")
        (out / f"{name}.pdf").write_bytes(content)
        self.stdout.write(f"{document.title}\n{out / name}.html\n{out / name}.pdf")


def _period(years: str) -> Period:
    found = YEARS.fullmatch(years)
    if not found or (found[2] and int(found[2]) != int(found[1]) + 1):
        raise CommandError(f"{years} is neither a school year (2024-2025) nor a year (2024)")
    return school_year(int(found[1])) if found[2] else calendar_year(int(found[1]))


def _from_facts(path: Path) -> Document:
    given = read_facts(path)
    return compose(given.year, issuer=given.issuer, written=given.written, matters=given.matters)


def _from_cases(period: Period) -> Document:
    """The newest report on the period: as published, as drafted, or with nothing written yet."""
    report = AnnualReport.objects.filter(first=period.first, last=period.last).first()
    if report and report.is_published:
        return published_document(report)
    if report:
        return prepare(report, on=timezone.localdate()).document
    return compose(
        year_of(Scope(period)),
        issuer=Issuer.of(institution.current()),
        written=Written({}, {}),
        matters=matters_published(),
    )
