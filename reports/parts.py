"""The forms a yearly report may have: parts, order, period and due date, each form a file.

`reports/forms/*.toml` are shipped; a province's or a school's own goes into the folder
`settings.REPORT_FORMS` and is offered beside them.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings

from notices.chains import STAGES
from records.approval import Chain
from statute.periods import PERIODS, Period
from statute.text import Text

NOTHING = Text("", "")
SHIPPED = Path(__file__).parent / "forms"
UNIVERSITY = "university-8"
PREFACE = "preface"
PREFACE_TITLE = Text("前言", "Preface")
GENERATED = frozenset(
    {"requests", "remedies", "catalogue", "table_two", "table_three", "table_four",
     "processing_fees"}
)  # fmt: skip
NAMES = re.compile(r"[a-z_]{1,15}")
NEEDED = {"code", "label", "label_en", "basis", "period", "due", "title", "approval", "preface",
          "part"}  # fmt: skip
OF_A_PART = {"code", "number", "title", "title_en"}
ALLOWED_IN_A_PART = OF_A_PART | {"guidance", "guidance_en", "generated", "default", "example"}


@dataclass(frozen=True)
class Part:
    """`generated` names what the system states before whatever people add.

    A part with neither that nor a `default` must be written. `example` is a text with names in
    braces that an author may begin with.
    """

    code: str
    number: str
    title: str
    title_en: str = ""
    guidance: Text = NOTHING
    generated: tuple[str, ...] = ()
    default: str = ""
    example: str = ""

    @property
    def heading(self) -> str:
        return f"{self.number}、{self.title}" if self.number else self.title

    @property
    def label(self) -> Text:
        return Text(self.heading, self.title_en)

    @property
    def must_be_written(self) -> bool:
        return not self.generated and not self.default and self.code != PREFACE


@dataclass(frozen=True)
class Form:
    """What a report of this form consists of, when it is due and who approves it.

    `version` is the hash of the file: an approval holds for the form it was given under.
    """

    code: str
    label: Text
    basis: str
    period: str
    due: tuple[int, int]  # month and day
    title: str
    approval: Chain
    preface: str
    parts: tuple[Part, ...]
    version: str

    @property
    def preface_part(self) -> Part:
        guidance = Text("不填则按机构信息生成。", "If left empty it is made from the institution.")
        return Part(PREFACE, "", PREFACE_TITLE.zh, PREFACE_TITLE.en, guidance, default=self.preface)

    @property
    def written(self) -> tuple[Part, ...]:
        """Everything somebody may write: the preface, then the parts."""
        return (self.preface_part, *self.parts)

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(part.code for part in self.written)

    def part(self, code: str) -> Part:
        """Raises KeyError if the form has no such part."""
        for part in self.written:
            if part.code == code:
                return part
        raise KeyError(code)

    def period_of(self, year: int) -> Period:
        """The period that begins in that year."""
        return PERIODS[self.period](year)

    def due_on(self, period: Period) -> date:
        """The last day to publish: the first such day after the period has ended."""
        month, day = self.due
        same_year = date(period.last.year, month, day)
        return same_year if same_year > period.last else date(period.last.year + 1, month, day)


def form(code: str) -> Form:
    """Raises KeyError if there is no such form."""
    return forms()[code]


def forms() -> dict[str, Form]:
    """Every form, the shipped ones first. Raises ValueError with all that is wrong in a file."""
    return _read(Path(settings.REPORT_FORMS))


@lru_cache
def _read(own: Path) -> dict[str, Form]:
    """Once per process: a form that changed takes effect when the process begins anew."""
    found: dict[str, Form] = {}
    for path in (*sorted(SHIPPED.glob("*.toml"), reverse=True), *sorted(own.glob("*.toml"))):
        read = read_form(path)
        if read.code in found:
            raise ValueError(f"{path.name}: {read.code} is there already")
        found[read.code] = read
    return found


def read_form(path: Path) -> Form:
    """One form from its file. Raises ValueError with everything that is wrong in it."""
    content = path.read_bytes()
    try:
        data = tomllib.loads(content.decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ValueError(f"{path.name}: {error}") from error
    if faults := list(_faults(data)):
        raise ValueError(f"{path.name}: {'; '.join(faults)}")
    return Form(
        code=data["code"],
        label=Text(data["label"], data["label_en"]),
        basis=data["basis"],
        period=data["period"],
        due=(data["due"]["month"], data["due"]["day"]),
        title=data["title"],
        approval=Chain(tuple(STAGES[code] for code in data["approval"])),
        preface=data["preface"],
        parts=tuple(_part(given) for given in data["part"]),
        version=sha256(content).hexdigest(),
    )


def _faults(data: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"{name} is missing" for name in sorted(NEEDED - set(data)))
    yield from (f"{name} means nothing" for name in sorted(set(data) - NEEDED))
    if data.get("period") not in PERIODS:
        yield f"period is one of {', '.join(PERIODS)}"
    try:
        data.get("title", "").format(institution="", years="", first_year=0, last_year=0)
    except (KeyError, ValueError, IndexError):
        yield "title may name institution, years, first_year, last_year"
    due = data.get("due", {})
    try:
        date(2001, due.get("month", 0), due.get("day", 0))
    except (TypeError, ValueError):
        yield "due is a month and a day"
    approval = data.get("approval", [])
    if not approval or set(approval) - {"office", "leader"} or len(set(approval)) < len(approval):
        yield "approval is office, leader or both"
    parts = data.get("part", [])
    codes = [part.get("code", "") for part in parts]
    if len(set(codes)) < len(codes) or PREFACE in codes:
        yield "each part has a code of its own, none of them preface"
    for part in parts:
        yield from _faults_of_part(part)


def _faults_of_part(part: Mapping[str, Any]) -> Iterator[str]:
    code = part.get("code", "")
    yield from (f"part {code}: {name} is missing" for name in sorted(OF_A_PART - set(part)))
    odd = sorted(set(part) - ALLOWED_IN_A_PART)
    yield from (f"part {code}: {name} means nothing" for name in odd)
    if not NAMES.fullmatch(code):
        yield f"part {code}: a code is at most 15 small letters"
    unknown = sorted(set(part.get("generated", [])) - GENERATED)
    yield from (f"part {code}: {name} cannot be generated" for name in unknown)


def _part(given: Mapping[str, Any]) -> Part:
    return Part(
        code=given["code"],
        number=given["number"],
        title=given["title"],
        title_en=given["title_en"],
        guidance=Text(given.get("guidance", ""), given.get("guidance_en", "")),
        generated=tuple(given.get("generated", ())),
        default=given.get("default", ""),
        example=given.get("example", ""),
    )
