from django.core.management.base import BaseCommand

from records import keys, rotation


class Command(BaseCommand):
    help = "Encrypt everything again under the current key. Run again after a stop: it goes on."

    def add_arguments(self, parser):
        parser.add_argument("--new-key", action="store_true", help="first make a new current key")
        parser.add_argument("--batch", type=int, default=500, help="rows per transaction")

    def handle(self, *, new_key, batch, **options):
        if new_key:
            self.stdout.write(f"New current key: {keys.add_current()}")
        keys.witness()
        for what, rows in rotation.rotate(batch=batch):
            self.stdout.write(f"{what}: {rows}")
        self.stdout.write(f"Left under other keys: {rotation.left()}")
