import time
from datetime import date

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from notices.signing import demonstration
from web.demonstration import ordinary, play, playbill
from web.demonstration.script import instant

EVENING = 17 * 60


class Command(BaseCommand):
    help = (
        "Fill an empty database with a university that does not exist, its staff and two school "
        "years of cases, and print who may sign in."
    )

    def add_arguments(self, parser):
        parser.add_argument("--seed", type=int, default=20260901, help="another draw of the cases")
        parser.add_argument(
            "--on", type=date.fromisoformat, help="the day it is on the desk (default: today)"
        )
        parser.add_argument("--small", action="store_true", help="fewer of the ordinary cases")
        parser.add_argument(
            "--if-empty", action="store_true", help="print the sign-ins only if there is data"
        )

    def handle(self, *, seed, on, small, if_empty, **options):
        if settings.SEAL_PROVIDER == "demonstration":
            demonstration.make()
        if play.is_empty():
            self.fill(seed, on or timezone.localdate(), small)
        elif not if_empty:
            raise CommandError("The database is not empty; the demonstration needs an empty one.")
        with translation.override("zh-hans"):
            if playbill.is_shown():
                self.stdout.write("\n".join(playbill.lines()))

    def fill(self, seed: int, on: date, small: bool) -> None:
        if on <= ordinary.MOVED_IN:
            raise CommandError(f"The demonstration begins after {ordinary.MOVED_IN}.")
        self.stdout.write(f"Playing the cases of the demonstration up to {on} …")
        began = time.perf_counter()
        now = timezone.now() if on == timezone.localdate() else instant(on, EVENING)
        stage = play.perform(seed, on=on, now=now, small=small)
        seconds = time.perf_counter() - began
        self.stdout.write(f"{len(stage.cases)} cases played in {seconds:.0f} s.")
