"""The institution, its units and its staff, as people.toml has them."""

from datetime import date

from django.contrib.auth.hashers import make_password

from casework import founding
from office.models import Unit, User
from web.demonstration.script import instant, read

PASSWORD = "gongkai-demo-2026"  # noqa: S105 -- printed for everybody to use
SINCE = date(2024, 9, 1)


def settle() -> None:
    """Enter them all, as of the first day of the school year 2024–2025."""
    said = read("people.toml")
    at = instant(SINCE, 8 * 60)
    founding.found(said["institution"], at=at)
    units = {code: founding.add_unit(code, *names) for code, names in said["units"].items()}
    password_hash = make_password(PASSWORD)
    for username, (name, name_en, role, unit) in said["people"].items():
        founding.add_person(
            username, name, role, unit=units.get(unit), at=at, password_hash=password_hash,
            full_name_en=name_en, email=f"{username}@example.com",
        )  # fmt: skip


class Staff:
    """Who of them does what: by part, and by unit for what units do."""

    def __init__(self) -> None:
        self.units = {unit.code: unit for unit in Unit.objects.all()}
        self._users = {user.username: user for user in User.objects.all()}
        self._played = {
            (role, unit): username
            for username, (_name, _name_en, role, unit) in read("people.toml")["people"].items()
        }

    def of(self, role: str, unit: Unit | None = None) -> User:
        return self._users[self._played[role, unit.code if unit else ""]]
