from datetime import date

from django.core.management.base import BaseCommand
from django.utils import timezone

from casework import reminders


class Command(BaseCommand):
    help = (
        "Show which open cases' due dates would move, as facts, laws and calendars now are; "
        "--apply writes them. The dates are an index and decide nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("--on", type=date.fromisoformat, help="as on this day (default: today)")
        parser.add_argument("--apply", action="store_true", help="write the new dates")

    def handle(self, *, on, apply, **options):
        on = on or timezone.localdate()
        moving = reminders.what_would_move(on=on)
        for application, new in moving:
            self.stdout.write(f"{application.number}  {application.due_on} -> {new}")
        if apply:
            reminders.index_anew(on=on)
        self.stdout.write(f"{len(moving)} of the open cases {'moved' if apply else 'would move'}")
