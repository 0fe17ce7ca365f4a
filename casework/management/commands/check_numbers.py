from django.core.management.base import BaseCommand

from notices import number_book


class Command(BaseCommand):
    help = (
        "Check that no number of a notice is missing, lost or held twice. Exit status 1 if one is."
    )

    def handle(self, **options):
        for run in number_book.runs():
            counts = f"issued {run.issued}  held {run.held}  free {run.free}"
            self.stdout.write(f"{run.name}1-{run.last}  {counts}")
        found = number_book.faults()
        for fault in found:
            self.stderr.write(fault)
        if found:
            raise SystemExit(1)
