from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from requests_app.lifecycle import document


class Command(BaseCommand):
    help = "Write docs/lifecycle.md from the declared steps; --check only compares."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="exit 1 if out of date")

    def handle(self, *, check, **options):
        path = Path(settings.BASE_DIR) / "docs" / "lifecycle.md"
        if not check:
            path.write_text(document(), encoding="utf-8")
            self.stdout.write(f"wrote {path.relative_to(settings.BASE_DIR)}")
        elif not path.exists() or path.read_text(encoding="utf-8") != document():
            raise CommandError("docs/lifecycle.md is out of date: run manage.py lifecycle")
