from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from notices.document import document


class Command(BaseCommand):
    help = "Write docs/notices.md from the declared kinds; --check only compares."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="exit 1 if out of date")

    def handle(self, *, check, **options):
        path = Path(settings.BASE_DIR) / "docs" / "notices.md"
        if not check:
            path.write_text(document(), encoding="utf-8")
            self.stdout.write(f"wrote {path.relative_to(settings.BASE_DIR)}")
        elif not path.exists() or path.read_text(encoding="utf-8") != document():
            raise CommandError("docs/notices.md is out of date: run manage.py notices")
