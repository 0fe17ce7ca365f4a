from argparse import ArgumentParser
from collections.abc import Iterable

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from records import outbox
from records.models import OutgoingMail
from records.refusals import Refusal


class Command(BaseCommand):
    help = "List mail that was given up; with --again, put it back at the head of the queue."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--again", nargs="*", type=int, metavar="NUMBER",
            help="the mail of these numbers, or all that was given up; ./run work then sends it",
        )  # fmt: skip

    def handle(self, *, again: list[int] | None, **options) -> None:
        if again is None:
            self._list()
            return
        chosen = OutgoingMail.objects.given_up()
        if again:
            chosen = OutgoingMail.objects.filter(pk__in=again)
            _refuse_unknown(again, chosen)
        mails = list(chosen)
        with transaction.atomic():
            for mail in mails:
                _put_back(mail)
        self.stdout.write(f"{len(mails)} mail to be tried again")

    def _list(self) -> None:
        """Without address, subject or words: what a terminal shows may be kept by anybody."""
        rows = list(OutgoingMail.objects.given_up())
        for mail in rows:
            when = f"{timezone.localtime(mail.given_up_at):%Y-%m-%d %H:%M}"
            self.stdout.write(
                f"{mail.pk}  given up {when}, {mail.attempts} attempts, {mail.last_error}"
            )
        self.stdout.write(f"{len(rows)} mail given up")


def _put_back(mail: OutgoingMail) -> None:
    try:
        outbox.try_again(mail, at=timezone.now())
    except Refusal as refusal:
        raise CommandError(f"mail {mail.pk}: {refusal}") from refusal


def _refuse_unknown(numbers: Iterable[int], found: QuerySet[OutgoingMail]) -> None:
    missing = sorted(set(numbers) - set(found.values_list("pk", flat=True)))
    if missing:
        raise CommandError(f"No such mail: {', '.join(map(str, missing))}")
