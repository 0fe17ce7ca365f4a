"""A year with every kind of number in it, as an edition, without a database."""

from dataclasses import replace
from decimal import Decimal

from reports.compose import Issuer, Written, compose
from reports.outputs.edition import Edition
from reports.parts import form
from reports.statements import Listed
from reports.year import Timeliness, Year, empty_remedies, empty_requests
from statute.annual import RECEIVED, REMEDY_COLUMNS, TOTAL
from statute.periods import calendar_year, school_year

TEXTS = {
    "overview": "（一）制度机制建设情况\n学校设信息公开办公室。", "proactive": "全年公开12项。",
    "evaluation": "师生评议良好。", "problems": "培训不够，将加强。",
}  # fmt: skip
RECEIVED_BY = (1203, 96, 4, 7, 12, 5)
MATTERS = (
    Listed(1, "基本信息", "办学规模", "https://xxgk.example.edu.cn/1"),
    Listed(2, "基本信息", "章程", "javascript:alert(1)"),
    Listed(3, "招生", "=HYPERLINK(\"https://example.com\")", ""),
)  # fmt: skip


def year(starting: int = 2024) -> Year:
    """1,327 received, all granted; two reviews, one of them pending."""
    requests = empty_requests()
    for row in (RECEIVED, "granted", TOTAL):
        requests[row] = [*RECEIVED_BY, sum(RECEIVED_BY)]
    remedies = empty_remedies()
    remedies["review"] = dict(zip(REMEDY_COLUMNS, (1, 0, 0, 1, 2), strict=True))
    return Year(
        period=school_year(starting), requests=requests, remedies=remedies,
        channels={"online": 1303, "post": 24}, timeliness=Timeliness(1327, 1326), extensions=4,
        fee_cases=2, fees=Decimal("120.50"),
    )  # fmt: skip


def edition(institution: str = "示例大学", starting: int = 2024, **changed) -> Edition:
    of = year(starting)
    issuer = Issuer(institution, f"{institution}信息公开办公室", "0000-1234567")
    document = compose(of, issuer=issuer, written=Written(TEXTS, {}), matters=MATTERS)
    made = Edition.from_facts(document, of.numbers(), slug="2024-2025", period=of.period)
    return replace(made, **changed)


def regulations_edition(received: int = 1, **table_two: int) -> Edition:
    """2025 in the form of the Regulations; every applicant a person, table two as given."""
    requests = empty_requests()
    requests[RECEIVED] = [received, 0, 0, 0, 0, 0, received]
    of = Year(period=calendar_year(2025), requests=requests, remedies=empty_remedies())
    written = Written({"overview": "概况。", "problems": "改进。"}, table_two,
                      form=form("regulation-6"))  # fmt: skip
    issuer = Issuer("示例大学", "信息公开办公室", "0000-1234567")
    document = compose(of, issuer=issuer, written=written, matters=())
    return Edition.from_facts(document, of.numbers(), slug="2025", period=of.period)
