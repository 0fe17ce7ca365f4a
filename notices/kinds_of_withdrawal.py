"""The notices that revoke others (撤销告知书), and the mark by which one replaces another.

No article known to us governs how an office revokes its own notice: the letters cite none. A
revoked reply is decided anew; a revoked notice of another kind leaves the facts of the case as
they are.
"""

from dataclasses import replace
from typing import Any

from notices import chains
from notices.kind import Addressee, Facts, Field, Kind, Widget
from statute.text import Text

SERIES = "销"

TAKEN_BACK = Field(
    "taken_back", Text("撤销哪一份文书", "Notice to be revoked"),
    help=Text("按文号选择。撤销后原文书仍可查阅，核验时显示已撤销。",
              "By its number. It stays readable; whoever verifies it is told that it is revoked."),
    why="revoking",
)  # fmt: skip
REASON = Field(
    "reason", Text("撤销理由", "Reason for revoking"), widget=Widget.TEXTAREA,
    help=Text("写进告知书，收件人会看到。例如：经核查，答复所附数据有误。",
              "The addressee reads it. For example: the figures enclosed were wrong."),
    why="revoking",
)  # fmt: skip
CONSEQUENCE = Field(
    "consequence", Text("收件人今后怎样办", "What the addressee is to do now"),
    widget=Widget.TEXTAREA,
    help=Text("例如：您不必再补正；答复期限照常计算。",
              "For example: you need not correct the application; the limit runs on."),
    why="revoking",
)  # fmt: skip
REPLACES = Field(
    "replaces", Text("替代已撤销的文书", "Replaces a revoked notice"), required=False,
    help=Text("按文号选择；正文会写明替代哪一份。", "By its number; the letter says which."),
)  # fmt: skip


def _reason(facts: Facts) -> dict[str, Any]:
    return {"reason": facts["reason"]}


REPLY_WITHDRAWN = Kind(
    code="reply_withdrawn",
    label=Text("撤销答复告知书", "Notice revoking a reply"),
    title="{info}公开答复撤销告知书",
    series=SERIES,
    guidance=Text(
        "自行发现答复有错、须重新答复时使用。发出后原决定撤销，本件重新办理；已经办结的，原办理结果"
        "仍留在当年统计中。原答复已经送出的，先登记送达，再起草本文书。",
        "When the office itself finds its reply wrong and has to decide anew. The decision is void "
        "and the case in hand again; what was closed stays in the figures of its year. If the "
        "reply has gone out, record its service first.",
    ),
    step="withdraw_reply",
    step_facts=_reason,
    approval=chains.REPLY,
    fields=(TAKEN_BACK, REASON),
)

NOTICE_WITHDRAWN = Kind(
    code="notice_withdrawn",
    label=Text("撤销文书告知书", "Notice revoking another notice"),
    title="{info}公开文书撤销告知书",
    series=SERIES,
    guidance=Text(
        "答复以外的文书发错了时使用。只撤销文书，不改变办件的状态、日期和期限；这些有错的，另用“更正”"
        "或者“更正告知书”。",
        "When a notice other than a reply was wrong. It revokes the paper alone: state, dates and "
        "limits of the case stay, and are set right by a righting or a rectification notice.",
    ),
    fields=(TAKEN_BACK, REASON, CONSEQUENCE),
)

PARTY_NOTICE_WITHDRAWN = replace(
    NOTICE_WITHDRAWN,
    code="party_notice_withdrawn",
    label=Text("撤销发给其他单位或个人的文书", "Notice revoking a letter to another party"),
    title="文书撤销告知书",
    guidance=Text(
        "发给第三方、共同制作机关等的文书发错了时使用，发给原收件人。不得透露申请人身份；不改变办件"
        "的状态、日期和期限。",
        "When a letter to a third party or another body was wrong; it goes to the same addressee "
        "and never names the applicant. State, dates and limits of the case stay.",
    ),
    addressee=Addressee.THIRD_PARTY,
)

REVOKING = (REPLY_WITHDRAWN, NOTICE_WITHDRAWN, PARTY_NOTICE_WITHDRAWN)
REVOKING_CODES = frozenset(kind.code for kind in REVOKING)


def replacing(kind: Kind) -> Kind:
    """The kind as it may also replace a notice that was revoked."""
    if kind.is_automatic or kind.code in REVOKING_CODES:
        return kind
    return replace(kind, fields=(*kind.fields, REPLACES))
