"""Where a script is played: the staff, the cases so far, and the clock."""

import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from casework.filing import Filed
from notices import pdf
from notices.models import Notice
from office.models import User
from remedies.models import Remedy
from requests_app import querycode
from requests_app.models import Application
from web.demonstration.people import Staff
from web.demonstration.script import Act, instant


@dataclass
class Case:
    """What the following acts need to find again."""

    pk: int
    notices: dict[str, int] = field(default_factory=dict)
    remedies: dict[str, int] = field(default_factory=dict)


class Stage:
    """The clock of a stage never runs ahead of `now`."""

    def __init__(self, *, now: datetime, seed: int) -> None:
        self.now, self.seed = now, seed
        self.staff = Staff()
        self.cases: dict[str, Case] = {}

    def at(self, act: Act) -> datetime:
        return min(instant(act.day, act.minute), self.now)

    def when(self, act: Act) -> dict:
        return {"on": act.day, "at": self.at(act)}

    def filing_key(self, act: Act):
        return uuid5(NAMESPACE_URL, f"demonstration/{self.seed}/{act.case}")

    # Cases

    def opened(self, act: Act, filed: Filed) -> Application:
        """Remember a case; those that a visitor may try have a code that is known."""
        self.cases[act.case] = Case(filed.application.pk)
        if "code" in act.facts:
            Application.objects.filter(pk=filed.application.pk).update(
                query_code_hash=querycode.hashed(act.facts["code"])
            )
        return filed.application

    def application(self, act: Act) -> Application:
        return Application.objects.get(pk=self.cases[act.case].pk)

    def notice(self, act: Act, case: str = "", kind: str = "") -> Notice:
        return Notice.objects.get(
            pk=self.cases[case or act.case].notices[kind or act.facts["kind"]]
        )

    def remedy(self, act: Act, kind: str = "") -> Remedy:
        return Remedy.objects.get(pk=self.cases[act.case].remedies[kind or act.facts["kind"]])

    # People

    def registrar(self) -> User:
        return self.staff.of("registrar")

    def office_head(self) -> User:
        return self.staff.of("office_head")

    def officer(self, application: Application) -> User:
        return self.staff.of("officer", application.unit_in_charge)

    def signer(self, role: str, application: Application) -> User:
        unit = application.unit_in_charge if role == "department_head" else None
        return self.staff.of(role, unit)


def pictures(names: Iterable[str]) -> list[SimpleUploadedFile]:
    """Files to send in: a blank sheet each, as a scanner might make it."""
    return [SimpleUploadedFile(name, _sheet(), "image/png") for name in names]


def document(title: str) -> SimpleUploadedFile:
    """A page to be given to an applicant."""
    page = (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title>'
        "</head>"
        f'<body style="font-family: Notice Fang; font-size: 16pt"><h1>{title}</h1>'
        "<p>本页为演示内容，不含真实数据。</p></body></html>"
    )
    return SimpleUploadedFile(f"{title}.pdf", pdf.render(page).pdf, "application/pdf")


def _sheet() -> bytes:
    page = Image.new("L", (620, 877), 250)
    draw = ImageDraw.Draw(page)
    for line in range(120, 760, 36):
        draw.line((70, line, 550, line), fill=190, width=2)
    written = io.BytesIO()
    page.save(written, "PNG")
    return written.getvalue()
