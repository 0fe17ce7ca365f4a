from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from casework.register_template import template


class Command(BaseCommand):
    help = "Write an empty workbook to fill in for import_register and import_remedies."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *, file, **options):
        if file.exists():
            raise CommandError(f"{file} is there already; name another file")
        file.write_bytes(template(at=timezone.now()))
        self.stdout.write(f"written to {file}")
