from pathlib import Path

import pikepdf
from django.core.management.base import BaseCommand, CommandError

from notices import conformance


class Command(BaseCommand):
    help = "Check PDFs against the named rules of PDF/A-3a and PDF/UA-1, each with its clause."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")

    def handle(self, *, files, **options):
        wrong = 0
        for path in files:
            try:
                faults = conformance.faults(path.read_bytes())
            except OSError as error:
                raise CommandError(f"{path}: {error.strerror}") from error
            except pikepdf.PdfError as error:
                raise CommandError(f"{path} is not a PDF") from error
            wrong += bool(faults)
            self.stdout.write(f"{path}: {len(conformance.RULES)} rules, {len(faults)} faults")
            for fault in faults:
                self.stdout.write(f"  {fault}")
        if wrong:
            raise CommandError(f"{wrong} of {len(files)} files break what they claim")
