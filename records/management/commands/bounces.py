"""Take in reports of mail that came back, from a pipe or from mailbox files."""

import mailbox
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from records import bounces


class Command(BaseCommand):
    help = (
        "Read delivery reports (RFC 3464) and mark the mail they are about. Without FILE, one "
        "message is read from standard input, as a mail server's pipe delivers it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="*", type=Path, help="a message or an mbox")

    def handle(self, *, file: list[Path], **options) -> None:
        missing = [str(path) for path in file if not path.is_file()]
        if missing:
            raise CommandError(f"No such file: {', '.join(missing)}")
        marked = other = 0
        for raw in _messages(file):
            found = bounces.read(raw)
            if found is not None and bounces.note(found, at=timezone.now()):
                marked += 1
            else:
                other += 1
        self.stdout.write(f"{marked} mail marked as returned, {other} other messages")


def _messages(files: list[Path]) -> Iterator[bytes]:
    if not files:
        yield sys.stdin.buffer.read()
    for path in files:
        with path.open("rb") as file:
            is_box = file.read(5) == b"From "
        if is_box:
            with closing(mailbox.mbox(path, create=False)) as box:
                yield from (bytes(message) for message in box)
        else:
            yield path.read_bytes()
