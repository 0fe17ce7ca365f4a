from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from catalogue.item_file import LIST, read_list
from catalogue.items import load
from records.refusals import Refusal


class Command(BaseCommand):
    help = "Put a list of matters in use (the national one, or FILE); what was filled in stays."

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", type=Path, default=LIST, help="a TOML file")
        parser.add_argument("--dry-run", action="store_true", help="say what it would do, only")

    def handle(self, *, file, dry_run, **options):
        try:
            the_list = read_list(file)
        except Refusal as refusal:
            raise CommandError("\n".join(refusal.reasons)) from refusal
        with transaction.atomic():
            done = load(the_list, at=timezone.now())
            transaction.set_rollback(dry_run)
        for what in ("new", "changed", "retired", "again"):
            codes = getattr(done, what)
            if codes:
                self.stdout.write(f"{what}: {' '.join(codes)}")
        if done.held:
            self.stdout.write(f"retired with what they held: {' '.join(done.held)}")
        ending = ", nothing saved" if dry_run else ""
        self.stdout.write(f"{len(the_list.matters)} matters, {len(done.new)} new{ending}")
