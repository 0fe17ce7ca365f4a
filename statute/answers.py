"""Every way an application may end, and the row of the statutory table that counts it.

The rows are those of part three of 国办公开办函〔2021〕30号; the codes are what every other
package, file and figure calls them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from statute.text import Text

GRANTED = "granted"
PARTLY_GRANTED = "partly_granted"
REFUSED = "refused"
UNAVAILABLE = "unavailable"
NOT_PROCESSED = "not_processed"
OTHER = "other"

FAMILIES: dict[str, Text] = {
    GRANTED: Text("予以公开", "granted"),
    PARTLY_GRANTED: Text("部分公开", "granted in part"),
    REFUSED: Text("不予公开", "refused"),
    UNAVAILABLE: Text("无法提供", "unavailable"),
    NOT_PROCESSED: Text("不予处理", "not processed"),
    OTHER: Text("其他处理", "other"),
}


@dataclass(frozen=True)
class Answer:
    """One row of results. `number` is the row's own, as printed: （一） or 1."""

    code: str
    family: str
    number: str
    label: Text

    @property
    def row(self) -> str:
        """Where the table has it, such as 三（三）1."""
        group = GROUP_NUMBERS[self.family]
        return f"三{group}" if self.number == group else f"三{group}{self.number.rstrip('.')}"


GROUP_NUMBERS = {
    GRANTED: "（一）",
    PARTLY_GRANTED: "（二）",
    REFUSED: "（三）",
    UNAVAILABLE: "（四）",
    NOT_PROCESSED: "（五）",
    OTHER: "（六）",
}

_ALL = (
    Answer("granted", GRANTED, "（一）", Text("予以公开", "Granted")),
    Answer("partly_granted", PARTLY_GRANTED, "（二）", Text("部分公开", "Granted in part")),
    Answer("refused_state_secret", REFUSED, "1.", Text("属于国家秘密", "State secret")),
    Answer(
        "refused_prohibited_by_law",
        REFUSED,
        "2.",
        Text(
            "其他法律行政法规禁止公开",
            "Disclosure forbidden by another law or administrative regulation",
        ),
    ),
    Answer(
        "refused_security_stability",
        REFUSED,
        "3.",
        Text(
            "危及“三安全一稳定”",
            "Would endanger national, public or economic security or social stability",
        ),
    ),
    Answer(
        "refused_third_party",
        REFUSED,
        "4.",
        Text("保护第三方合法权益", "Protection of a third party's lawful rights"),
    ),
    Answer(
        "refused_internal_affairs",
        REFUSED,
        "5.",
        Text("属于三类内部事务信息", "Internal affairs information (three kinds)"),
    ),
    Answer(
        "refused_process",
        REFUSED,
        "6.",
        Text("属于四类过程性信息", "Process information (four kinds)"),
    ),
    Answer(
        "refused_enforcement_file",
        REFUSED,
        "7.",
        Text("属于行政执法案卷", "Administrative enforcement file"),
    ),
    Answer(
        "refused_administrative_query",
        REFUSED,
        "8.",
        Text("属于行政查询事项", "Matter for an administrative query under other rules"),
    ),
    Answer(
        "unavailable_not_held",
        UNAVAILABLE,
        "1.",
        Text("本机关不掌握相关政府信息", "Information not held by this body"),
    ),
    Answer(
        "unavailable_needs_creation",
        UNAVAILABLE,
        "2.",
        Text("没有现成信息需要另行制作", "Would have to be created; none exists ready-made"),
    ),
    Answer(
        "unavailable_still_unclear",
        UNAVAILABLE,
        "3.",
        Text("补正后申请内容仍不明确", "Still unclear after correction"),
    ),
    Answer(
        "not_processed_petition",
        NOT_PROCESSED,
        "1.",
        Text("信访举报投诉类申请", "Petition, report or complaint in the form of an application"),
    ),
    Answer("not_processed_repeated", NOT_PROCESSED, "2.", Text("重复申请", "Repeated application")),
    Answer(
        "not_processed_publication",
        NOT_PROCESSED,
        "3.",
        Text("要求提供公开出版物", "Asks for a publication open to the public"),
    ),
    Answer(
        "not_processed_excessive",
        NOT_PROCESSED,
        "4.",
        Text("无正当理由大量反复申请", "Many or repeated applications without good reason"),
    ),
    Answer(
        "not_processed_reissue",
        NOT_PROCESSED,
        "5.",
        Text(
            "要求行政机关确认或重新出具已获取信息",
            "Asks to confirm or reissue information already obtained",
        ),
    ),
    Answer(
        "other_not_corrected",
        OTHER,
        "1.",
        Text(
            "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
            "Not corrected in time without good reason; handled no further",
        ),
    ),
    Answer(
        "other_fee_unpaid",
        OTHER,
        "2.",
        Text(
            "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
            "Fee not paid in time as the fee notice required; handled no further",
        ),
    ),
    Answer("other", OTHER, "3.", Text("其他", "Other")),
)

ANSWERS: dict[str, Answer] = {answer.code: answer for answer in _ALL}
RESULT_CODES: tuple[str, ...] = tuple(ANSWERS)

PRECEDENCE = (GRANTED, REFUSED, UNAVAILABLE, NOT_PROCESSED, OTHER)
"""Which family names the whole when several items differ and none is withheld. A setting."""


@dataclass(frozen=True)
class Ground:
    """Why something is withheld or not processed: the row it falls in and the article for it."""

    code: str
    label: Text
    article: Text
    basis: str


def family(code: str) -> str:
    return ANSWERS[code].family


def combine(codes: Iterable[str], precedence: Sequence[str] = PRECEDENCE) -> str:
    """The one row that counts an application answered item by item (30号格式, row 三（二）).

    Any mix of given and withheld (refused) is `partly_granted`; otherwise the first family of
    `precedence` that occurs, and within it the row that comes first in the table.
    """
    present = sorted(set(codes), key=RESULT_CODES.index)
    if not present:
        raise ValueError("没有任何答复事项")
    families = {family(code) for code in present}
    if PARTLY_GRANTED in families or {GRANTED, REFUSED} <= families:
        return PARTLY_GRANTED
    ranked: Mapping[str, int] = {name: rank for rank, name in enumerate(precedence)}
    return min(present, key=lambda code: ranked.get(family(code), len(ranked)))
