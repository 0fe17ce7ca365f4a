import secrets
import tomllib
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from casework import founding
from office.models import User
from office.roles import Role
from records.refusals import Refusal

EXAMPLE = settings.BASE_DIR / "config" / "institution.example.toml"


class Command(BaseCommand):
    help = (
        "Set up a real installation: the institution from a TOML file like "
        "config/institution.example.toml, and the first security administrator, who enters all the "
        "others. The administrator's password is printed once."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, nargs="?", default=EXAMPLE)
        parser.add_argument("--administrator", default="security", help="user name (security)")
        parser.add_argument("--name", default="安全管理员", help="full name (安全管理员)")

    def handle(self, *, file, administrator, name, **options):
        facts, at, password = self.read(file), timezone.now(), secrets.token_urlsafe(12)
        if User.objects.exists():
            raise CommandError("There are people in the database already; nothing was changed.")
        try:
            with transaction.atomic():
                institution = founding.found(facts, at=at)
                founding.add_person(
                    administrator, name, Role.SECURITY_ADMIN, at=at,
                    password_hash=make_password(password),
                )  # fmt: skip
        except Refusal as refusal:
            raise CommandError("\n".join(map(str, refusal.reasons))) from refusal
        self.stdout.write(f"{institution.name} is set up.")
        if file == EXAMPLE:
            self.stdout.write(f"It has the words of {EXAMPLE.name}: put your own in their place.")
        self.stdout.write(
            f"Sign in at {settings.PUBLIC_ADDRESS}/staff/ as {administrator} with the password "
            f"{password} and change it. It is not kept anywhere and will not be shown again."
        )

    def read(self, file: Path) -> dict:
        try:
            return tomllib.loads(file.read_text(encoding="utf-8"))
        except OSError as error:
            raise CommandError(f"there is no file {file}") from error
        except ValueError as error:
            raise CommandError(f"{file} is not TOML: {error}") from error
