from django.core.management.base import BaseCommand

from notices.signing import demonstration


class Command(BaseCommand):
    help = (
        "Make the certificate a demonstration signs its letters with, if there is none. It says "
        "of itself that it proves nothing; an existing one is never touched."
    )
    requires_system_checks = []

    def handle(self, **options):
        made = demonstration.make()
        said = "written to" if made else "is already in"
        self.stdout.write(f"The demonstration's certificate {said} {demonstration.folder()}.")
