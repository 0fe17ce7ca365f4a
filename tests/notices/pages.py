"""A letter made without a case, for the tests of its layout."""

from datetime import date

from django.template import engines
from django.utils.safestring import SafeString

from notices.letter import Letter, dated, page

WORDS = (
    "经审查，您申请公开的会议记录是学校研究职称评审过程中形成的讨论记录。根据《中华人民共和国政府信息"
    "公开条例》第十六条第二款、第三十六条第（三）项的规定，您申请公开的信息属于在履行行政管理职能过程"
    "中形成的讨论记录、过程稿、磋商信函、请示报告等过程性信息，2025年至2026年的12份均不予公开。"
)


def body(*paragraphs: str) -> SafeString:
    """The paragraphs as a letter's template sets them: escaped."""
    source = "{% for text in paragraphs %}<p>{{ text }}</p>{% endfor %}"
    return engines["django"].from_string(source).render({"paragraphs": paragraphs})


def a_letter(*paragraphs: str, name: str = "张示例", **changes) -> Letter:
    facts = {
        "kind": "refused", "law": "cn-regulation", "institution_version": 1,
        "letterhead": "示例大学", "title": "政府信息不予公开答复书", "salutation": name,
        "body": body(*(paragraphs or (WORDS,))), "attachments": (), "reply_slip": False,
        "closing": "特此告知。",
    }  # fmt: skip
    return Letter(**facts | changes)


def issued(*paragraphs: str, **changes) -> str:
    """The page of a letter that has gone out."""
    letter = a_letter(*paragraphs, **changes)
    return page(dated(letter, number="示例大学信公不〔2026〕22号", on=date(2026, 3, 27)))
