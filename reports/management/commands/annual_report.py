import re
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from office import institution
from records.refusals import Refusal
from reports import table_two
from reports.compose import Issuer, Written, compose, matters_published
from reports.facts import read_facts
from reports.models import AnnualReport
from reports.outputs.edition import Edition
from reports.outputs.files import File, files, published
from reports.parts import Form, forms
from reports.publication import prepare
from reports.scope import Scope
from reports.year import year_of
from statute.periods import Period, calendar_year, school_year

YEARS = re.compile(r"(\d{4})(?:-(\d{4}))?")


class Command(BaseCommand):
    help = (
        "Make a year's report as HTML, PDF, DOCX, XLSX, JSON and CSV: from the cases (2024-2025 a"
        " school year, 2024 a calendar year), or from a file of facts, which needs no database."
        " What is published is given out as it was published; a draft says on it that it is one."
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
            edition, content = _from_facts(facts) if facts else _from_cases(_period(years))
            made = {file.name: content(file) for file in files(edition)}
        except (Refusal, OSError) as refused:
            raise CommandError(str(refused)) from refused
        out.mkdir(parents=True, exist_ok=True)
        self.stdout.write(edition.document.title)
        for name, written in made.items():
            path = out / f"{edition.slug}{_ending(name)}"
            path.write_bytes(written)
            self.stdout.write(str(path))


Content = Callable[[File], bytes]


def _ending(name: str) -> str:
    """report.pdf is the report itself; any other name says which part of it."""
    return name.removeprefix("report") if name.startswith("report.") else f"-{name}"


def _period(years: str) -> Period:
    found = YEARS.fullmatch(years)
    if not found or (found[2] and int(found[2]) != int(found[1]) + 1):
        raise CommandError(f"{years} is neither a school year (2024-2025) nor a year (2024)")
    return school_year(int(found[1])) if found[2] else calendar_year(int(found[1]))


def _from_facts(path: Path) -> tuple[Edition, Content]:
    given = read_facts(path)
    year = given.year
    document = compose(year, issuer=given.issuer, written=given.written, matters=given.matters)
    edition = Edition.from_facts(document, year.numbers(), slug=path.stem, period=year.period)
    return edition, lambda file: file.make(edition)


def _from_cases(period: Period) -> tuple[Edition, Content]:
    """The newest report on the period: as published, as drafted, or with nothing written yet."""
    report = AnnualReport.objects.filter(first=period.first, last=period.last).first()
    if report and report.is_published:
        return Edition.published(report), lambda file: published(report, file.name)
    if report:
        prepared = prepare(report, on=timezone.localdate())
        document, year = prepared.document, prepared.year
    else:
        year = year_of(Scope(period))
        issuer = Issuer.of(institution.current())
        written = Written({}, table_two.facts(period), form=_form(period))
        matters = matters_published()
        document = compose(year, issuer=issuer, written=written, matters=matters)
    slug = report.slug if report else _slug(period)
    edition = Edition.draft(document, year.numbers(), slug=slug, period=period)
    return edition, lambda file: file.make(edition)


def _form(period: Period) -> Form:
    """The form of reports on such a period: the shipped one comes first."""
    return next(form for form in forms().values() if form.period_of(period.first.year) == period)


def _slug(period: Period) -> str:
    first, last = period.first.year, period.last.year
    return f"{last}" if first == last else f"{first}-{last}"
