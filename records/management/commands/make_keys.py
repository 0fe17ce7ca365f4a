from django.core.management.base import BaseCommand

from records import keys


class Command(BaseCommand):
    help = "Write a key file if there is none. An existing one is never touched."
    requires_system_checks = []

    def handle(self, **options):
        path = keys.key_file()
        if keys.make():
            self.stdout.write(
                f"Keys written to {path}. Keep a copy elsewhere, apart from the database's "
                "backups: without it nothing encrypted can be read again."
            )
        else:
            self.stdout.write(f"{path} is already there; nothing was changed.")
