from collections import Counter

from django.core.management.base import BaseCommand
from django.utils import timezone

from catalogue import link_check


class Command(BaseCommand):
    help = "Look at the directory's links, politely, the one not looked at for longest first."

    def add_arguments(self, parser):
        parser.add_argument("--limit", type=int, help="how many addresses at most")
        parser.add_argument(
            "--timeout", type=float, default=link_check.SECONDS, help="seconds for one request"
        )
        parser.add_argument(
            "--total", type=float, default=600, help="seconds after which no other is begun"
        )

    def handle(self, *, limit, timeout, total, **options):
        urls = link_check.waiting()[:limit]
        done = link_check.check(urls, at=timezone.now(), total_seconds=total, seconds=timeout)
        for url, look in done.looks.items():
            self.stdout.write(f"{look.outcome}\t{look.status or '-'}\t{url}")
        counted = Counter(look.outcome.value for look in done.looks.values())
        summary = ", ".join(f"{n} {outcome}" for outcome, n in counted.most_common()) or "none"
        self.stdout.write(f"{len(done.looks)} looked at: {summary}; {len(done.left)} left")
