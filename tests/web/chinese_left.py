"""What Chinese a page shows where it does not say that it is Chinese (`lang="zh-CN"`)."""

import re
from html.parser import HTMLParser

CHINESE = re.compile("[\u3001-\u303f\u4e00-\u9fff\uff01-\uffee]")
SPOKEN = ("title", "aria-label", "placeholder", "alt", "abbr", "data-l")
EMPTY = {"input", "br", "img", "meta", "link", "hr", "rect", "col", "wbr"}


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._open: list[tuple[str, bool]] = [("", False)]

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        chinese = self._open[-1][1]
        if "lang" in said and tag != "html":
            chinese = said["lang"].startswith("zh")
        if not chinese:
            self.found += [said[name] for name in SPOKEN if said.get(name)]
        if tag not in EMPTY:
            self._open.append((tag, chinese or tag == "script"))

    def handle_endtag(self, tag):
        for n in range(len(self._open) - 1, 0, -1):
            if self._open[n][0] == tag:
                del self._open[n:]
                return

    def handle_data(self, data):
        if not self._open[-1][1]:
            self.found.append(" ".join(data.split()))


def chinese_left(html: str, names: list[str]) -> list[str]:
    """Every piece of text with a Chinese character or sign in it, `names` not counted."""
    words = _Words()
    words.feed(html)
    longest_first = sorted(filter(None, names), key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")
    return [text for text in words.found if CHINESE.search(pattern.sub("", text))]
