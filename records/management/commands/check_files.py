from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from records import stocktaking
from records.housekeeping import ABANDONED


class Command(BaseCommand):
    help = "Compare stored files and their rows, both ways, and every hash."

    def add_arguments(self, parser):
        parser.add_argument(
            "--remove-leftovers", action="store_true", help="remove files a day old without a row"
        )
        parser.add_argument("--hours", type=int, help="with --remove-leftovers: another age")

    def handle(self, *, remove_leftovers, hours, **options):
        if remove_leftovers:
            age = ABANDONED if hours is None else timedelta(hours=hours)
            removed = stocktaking.remove_leftovers(older_than=timezone.now() - age)
            self.stdout.write(f"{removed} leftover files removed.")
        stock = stocktaking.take_stock()
        for what in ("lost", "damaged", "leftover"):
            for which in getattr(stock, what):
                self.stderr.write(f"{what}: {which}")
        if not stock.is_sound:
            raise CommandError("Files and rows do not agree.")
        self.stdout.write(f"{stock.counted} files, all there and whole.")
