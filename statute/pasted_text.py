"""A notice as it is pasted from a web page: markup, line breaks and widths put in order."""

import html
import re

HIDDEN = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->", re.S | re.I)
BREAKS = re.compile(r"<\s*/?\s*(?:p|div|br|li|tr|h\d|table|section|article)\b[^>]*>", re.I)
TAG = re.compile(r"</?[a-z][^>]*>", re.I)
INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad]")
BLANK = re.compile(r"[ \t\u00a0\u3000\u2000-\u200a\r\f\v]+")
WIDTHS = str.maketrans("０１２３４５６７８９():,;!<>", "0123456789（）：，；！〈〉")

ITEM = re.compile(
    r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十\d]+）|\d{1,2}[.．、](?!\d))"
)
LEAD = re.compile(
    r"^(?:经|根据|按照|为|鼓励|各地区|各地|因|节假日期间|节日期间|调休放假期间|[^，。]{2,6}期间，)"
)
TITLE = re.compile(r"^(?:\S{2,12}(?:政府|办公厅|办公室)|国务院|.{2,20}大学)?.{0,14}关于")
SIGNED = re.compile(r"^国务院(?:办公厅)?[\d年月〇零○一二三四五六七八九十]*$")
GOES_ON_SIGNED = re.compile(r"^[\d年月日〇零○一二三四五六七八九十]+$")
DASHES = re.compile(r"(?<=[日）])[—–－\-~～]+(?=\d)")
ENDS = ("。", "；", "！")


def paragraphs(text: str) -> list[str]:
    """The paragraphs as they were written, without blanks; broken lines are joined again."""
    joined: list[str] = []
    for line in _lines(text):
        if joined and _continues(joined[-1], line):
            joined[-1] += line
        else:
            joined.append(line)
    return joined


def sentences(paragraph: str) -> list[str]:
    """Its sentences, each with the mark that ends it."""
    return [found for found in re.split(r"(?<=[。；！])", paragraph) if found]


def _lines(text: str) -> list[str]:
    if TAG.search(text):
        text = TAG.sub("", BREAKS.sub("\n", HIDDEN.sub("", text)))
    plain = INVISIBLE.sub("", html.unescape(text)).translate(WIDTHS)
    lines = (BLANK.sub("", line).replace("星期天", "星期日") for line in plain.split("\n"))
    return [DASHES.sub("至", line) for line in lines if line]


def _continues(before: str, line: str) -> bool:
    """Whether a line goes on with what the line before it began."""
    if before.count("（") > before.count("）"):
        return True
    if ITEM.match(line) or (LEAD.match(line) and before.endswith((*ENDS, "：", "通知"))):
        return False
    if TITLE.match(before):
        return "通知" not in before
    if SIGNED.match(before):
        return bool(GOES_ON_SIGNED.match(line))
    if ITEM.match(before):  # a heading may stand on a line of its own
        return not before.endswith(ENDS)
    is_prose = LEAD.match(before) or "，" in before or "。" in before
    return bool(is_prose) and not before.endswith((*ENDS, "："))
