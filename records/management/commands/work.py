import signal

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from records import outbox, work


class Command(BaseCommand):
    help = "Send waiting mail and run scheduled work, until stopped. Two may run at once."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="one round, then stop")
        parser.add_argument("--pause", type=float, default=5.0, help="seconds between rounds")

    def handle(self, *, once, pause, **options):
        work.stopping.clear()
        if not once:
            for name in (signal.SIGTERM, signal.SIGINT):
                signal.signal(name, lambda *_signal: work.stopping.set())
        while not work.stopping.is_set():
            self._round()
            if once:
                return
            close_old_connections()
            work.stopping.wait(pause)

    def _round(self):
        drained = outbox.drain(at=timezone.now())
        ran = work.run_due(at=timezone.now())  # anew: a slow mail server takes minutes
        failed = sorted(name for name, went_well in ran.items() if not went_well)
        if drained.sent or drained.failed:
            self.stdout.write(f"mail: {drained.sent} sent, {drained.failed} to be tried again")
        if failed:
            self.stderr.write(f"work that failed: {', '.join(failed)}")
