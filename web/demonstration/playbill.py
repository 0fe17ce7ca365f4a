"""What a visitor is told: who may sign in, and which cases may be looked into as applicant."""

from collections.abc import Iterator

from django.conf import settings

from office.models import Institution, User
from office.roles import Role
from requests_app.models import Application
from web.demonstration.people import PASSWORD
from web.demonstration.script import read


def is_shown() -> bool:
    """Whether the database is the demonstration's: its university is there under its own name."""
    name = read("people.toml")["institution"]["name"]
    return Institution.objects.filter(version=1, name=name).exists() and bool(sign_ins())


def sign_ins() -> list[User]:
    """The demonstration's own people, those who take a case through the house first."""
    return list(User.objects.filter(username__in=read("people.toml")["people"]).order_by("pk"))


def cases_to_try() -> list[tuple[str, str, str, str]]:
    """(number, query code, in Chinese, in English) of the cases whose code is known."""
    found = []
    for story in read("open_cases.toml")["case"] + read("closed_cases.toml")["case"]:
        case = Application.objects.filter(subject=story["subject"], parent=None).last()
        if "code" in story and case is not None:
            found.append((case.number, story["code"], *story["note"]))
    return found


def lines() -> Iterator[str]:
    address = settings.PUBLIC_ADDRESS.rstrip("/")
    yield f"Staff sign in at {address}/staff/ ; everybody's password is {PASSWORD}"
    for user in sign_ins():
        grant = user.grants()[0]
        unit = f", {grant.unit.name}" if grant.unit else ""
        yield f"  {user.username:<6} {user.full_name}  {Role(grant.role).label}{unit}"
    yield f"Applicants look their case up at {address}/track/ with its number and query code"
    for number, code, chinese, english in cases_to_try():
        yield f"  {number:<9} {code}  {chinese} ({english})"
