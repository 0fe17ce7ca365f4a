"""A list of matters as a file: read, and everything that is wrong with it said at once."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from records.refusals import Refusal

LIST = Path(__file__).parent / "data" / "items-50.toml"
CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,49}")
AT_MOST = 9999
HEADER = re.compile(r"\[\[\s*categories(\s*\.\s*items)?\s*\]\]")
OF_THE_LIST = {"code", "title", "document", "publish_within_days", "article", "categories"}


@dataclass(frozen=True)
class Heading:
    number: int
    title: str
    title_en: str


@dataclass(frozen=True)
class Matter:
    number: int
    heading: Heading
    title: str
    title_en: str
    verified: bool
    code: str


@dataclass(frozen=True)
class ListOfMatters:
    """A whole list; `content` is the file as data, `sha256` tells two of them apart."""

    code: str
    title: str
    title_en: str
    document: str
    matters: tuple[Matter, ...]
    content: dict[str, Any]
    sha256: str


@cache
def shipped() -> ListOfMatters:
    """The national list that comes with the system (教办函〔2014〕23号)."""
    return read_list(LIST)


def read_list(path: Path) -> ListOfMatters:
    """The list in a file. Raises Refusal with every fault, each with its line and key."""
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8-sig")
        data = tomllib.loads(text)
    except OSError as error:
        raise Refusal(_("文件打不开：%s") % error) from error
    except UnicodeDecodeError as error:
        raise Refusal(_("文件不是UTF-8编码。")) from error
    except tomllib.TOMLDecodeError as error:  # it names the line itself
        raise Refusal(_("文件不是TOML：%s") % error) from error
    checking = _Checking(_lines(text))
    checking.whole(data)
    if checking.faults:
        raise Refusal(*checking.faults)
    return _built(data, sha256(raw).hexdigest())


def _built(data: dict[str, Any], digest: str) -> ListOfMatters:
    matters = []
    for category in data["categories"]:
        heading = Heading(category["number"], *_both(category["title"]))
        for item in category["items"]:
            code = item.get("code") or f"{data['code']}-{item['number']:02}"
            title, english = _both(item["title"])
            verified = item.get("verified", True)
            matters.append(Matter(item["number"], heading, title, english, verified, code))
    title, english = _both(data["title"])
    return ListOfMatters(
        data["code"], title, english, data["document"], tuple(matters), data, digest
    )


def _both(title: list[str]) -> tuple[str, str]:
    return title[0].strip(), title[1].strip() if len(title) > 1 else ""


def _lines(text: str) -> dict[str, int]:
    """categories[2].items[3] -> the line its table begins on; other ways of writing give none."""
    found: dict[str, int] = {}
    categories = items = -1
    for number, line in enumerate(text.splitlines(), start=1):
        header = HEADER.match(line.strip())
        if header and header[1]:
            items += 1
            found[f"categories[{categories}].items[{items}]"] = number
        elif header:
            categories, items = categories + 1, -1
            found[f"categories[{categories}]"] = number
    return found


class _Checking:
    """Collects what is wrong, in the order of the file."""

    def __init__(self, lines: dict[str, int]) -> None:
        self.lines, self.faults = lines, []

    def fault(self, table: str, key: str, reason: str) -> None:
        line = self.lines.get(table)
        where = ".".join(part for part in (table, key) if part)
        words = {"line": line, "key": where, "reason": reason}
        said = _("第%(line)s行 %(key)s：%(reason)s") if line else _("%(key)s：%(reason)s")
        self.faults.append(said % words)

    def whole(self, data: dict[str, Any]) -> None:
        for key in sorted(set(data) - OF_THE_LIST):
            self.fault("", key, _("不认识的键。"))
        if not isinstance(data.get("code"), str) or not CODE.fullmatch(data["code"]):
            self.fault("", "code", _("须是小写字母、数字、连字符组成的代码。"))
        self._title("", data.get("title"), longest=150)
        if not isinstance(data.get("document"), str) or not 0 < len(data["document"]) <= 100:
            self.fault("", "document", _("须写明清单的文号，不超过100字。"))
        found = list(self._matters(data.get("categories")))
        if not found:
            self.fault("", "categories", _("清单里没有事项。"))
        self._repeated(found, "number")
        self._repeated(found, "code")

    def _matters(self, categories: Any) -> Iterator[tuple[str, dict[str, Any]]]:
        for n, category in enumerate(self._tables("", "categories", categories)):
            place = f"categories[{n}]"
            self._known(place, category, {"number", "title", "items"})
            self._number(place, category.get("number"))
            self._title(place, category.get("title"), longest=100)
            for m, item in enumerate(self._tables(place, "items", category.get("items"))):
                yield from self._matter(f"{place}.items[{m}]", item)

    def _matter(self, place: str, item: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
        self._known(place, item, {"number", "code", "title", "verified"})
        self._number(place, item.get("number"))
        self._title(place, item.get("title"), longest=1000)
        code = item.get("code", "x")
        if not isinstance(code, str) or not CODE.fullmatch(code):
            self.fault(place, "code", _("须是小写字母、数字、连字符组成的代码。"))
        if not isinstance(item.get("verified", True), bool):
            self.fault(place, "verified", _("只能是true或者false。"))
        yield place, item

    def _tables(self, place: str, key: str, found: Any) -> list[dict[str, Any]]:
        if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
            self.fault(place, key, _("这里须是一列表格，每项一个。"))
            return []
        return found

    def _known(self, place: str, table: dict[str, Any], keys: set[str]) -> None:
        for key in sorted(set(table) - keys):
            self.fault(place, key, _("不认识的键。"))

    def _number(self, place: str, value: Any) -> None:
        if type(value) is not int or not 1 <= value <= AT_MOST:
            self.fault(place, "number", _("须是从1起的整数。"))

    def _title(self, place: str, value: Any, *, longest: int) -> None:
        """A title is the Chinese words, and the English ones after them if there are any."""
        parts = value if isinstance(value, list) and len(value) in (1, 2) else [None]
        if not all(isinstance(part, str) and len(part) <= longest for part in parts):
            self.fault(place, "title", _("须是[中文名称, 英文名称]，每个不超过%s字。") % longest)
        elif not parts[0].strip():
            self.fault(place, "title", _("名称是空的。"))

    def _repeated(self, found: list[tuple[str, dict[str, Any]]], key: str) -> None:
        given = [(place, row[key]) for place, row in found if isinstance(row.get(key), str | int)]
        counted = Counter(value for _place, value in given)
        for place, value in given:
            if counted[value] > 1:
                self.fault(place, key, _("“%s”在清单里不止一处。") % value)
