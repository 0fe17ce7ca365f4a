from django.core.management.base import BaseCommand
from django.utils import timezone

from casework import readiness


class Command(BaseCommand):
    help = "Say whether the system is fit for work, as /readyz/ does. Exit status 1 if red."

    def handle(self, **options):
        found = readiness.findings(at=timezone.now())
        for finding in found:
            self.stdout.write(f"{finding.colour:<6} {finding.name:<10} {finding.says}".rstrip())
        if readiness.colour_of(found) is readiness.Colour.RED:
            raise SystemExit(1)
