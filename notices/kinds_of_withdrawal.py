"""The notices that revoke others (撤销告知书), and the mark by which one replaces another.

No article known to us governs how an office revokes its own notice: the letters cite none. To
revoke a reply ends a decision, so the letter tells of remedies, a setting with its doubt. A revoked
reply is decided anew, a revoked letter of consultation ends the consultation, a revoked
override lets the objection stand; a revoked notice of another kind leaves the facts of the case as
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
    has_remedies=True,
    remedies_as="granted",
    remedies_if="revoking_remedies",
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
    label=Text("撤销协办函告知书", "Notice revoking a letter of assistance"),
    title="文书撤销告知书",
    guidance=Text(
        "协办函发错了时使用，发给原收件人。不得透露申请人身份；不改变办件的状态、日期和期限。",
        "When a letter of assistance was wrong; it goes to the same addressee and never names the "
        "applicant. State, dates and limits of the case stay.",
    ),
    addressee=Addressee.BODY,
)

CONSULTATION_WITHDRAWN = Kind(
    code="consultation_withdrawn",
    label=Text("撤销征求意见告知书", "Notice revoking a consultation"),
    title="征求意见撤销告知书",
    series=SERIES,
    guidance=Text(
        "征求第三方或共同制作机关意见的文书发错了时使用，发给原收件人。没有收到意见的，征求意见自发出"
        "之日终止，答复期限继续计算；已经收到的意见不再作为依据。另发征求意见书的，是一次新的征求意见。"
        "不得透露申请人身份。",
        "When a letter that asked a third party or a co-making body was wrong; it goes to the same "
        "addressee and never names the applicant. If no opinion has come, the consultation ends "
        "that day and the limit runs on; one that has come counts no more. A new letter begins a "
        "new consultation.",
    ),
    step="withdraw_consultation",
    step_facts=_reason,
    addressee=Addressee.THIRD_PARTY,
    fields=(TAKEN_BACK, REASON, CONSEQUENCE),
)

OVERRIDE_WITHDRAWN = Kind(
    code="override_withdrawn",
    label=Text("撤销公开决定告知书", "Notice revoking an override"),
    title="{info}公开决定撤销告知书",
    series=SERIES,
    guidance=Text(
        "决定公开第三方不同意公开的信息、已发出权利人告知书而决定有错时使用，发给原收件人。发出后该方的"
        "不同意仍然有效，不能公开有关信息；已经答复的，先撤销答复。不得透露申请人身份。",
        "When the decision to release what a third party objects to was wrong; it goes to the same "
        "addressee and never names the applicant. The objection stands again and bars the release. "
        "Where the reply has gone out, that is revoked first.",
    ),
    step="withdraw_override",
    step_facts=_reason,
    addressee=Addressee.THIRD_PARTY,
    fields=(TAKEN_BACK, REASON, CONSEQUENCE),
)

REVOKING = (
    REPLY_WITHDRAWN, NOTICE_WITHDRAWN, PARTY_NOTICE_WITHDRAWN, CONSULTATION_WITHDRAWN,
    OVERRIDE_WITHDRAWN,
)  # fmt: skip
REVOKING_CODES = frozenset(kind.code for kind in REVOKING)


def replacing(kind: Kind) -> Kind:
    """The kind as it may also replace a notice that was revoked."""
    if kind.is_automatic or kind.code in REVOKING_CODES:
        return kind
    return replace(kind, fields=(*kind.fields, REPLACES))
