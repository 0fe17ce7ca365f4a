"""What issuing a notice does to the case, in a sentence each: for the screen and for the docs."""

from notices.kind import Kind
from statute.text import Text

BY_STEP: dict[str | None, Text] = {
    None: Text("不改变办件，期限照常计算。", "Moves nothing; the limit runs on."),
    "request_correction": Text("转为等待补正，答复期限停止计算。",
                               "The case waits for the correction; the limit stands still."),
    "extend": Text("答复期限延长，以后不能再延。", "The limit is extended, once."),
    "set_later_date": Text("答复期限改为所定日期。", "The limit becomes the day fixed."),
    "ask_reasons": Text("记下已要求说明理由；答复期限照常计算。",
                        "Notes that reasons were asked; the limit runs on."),
    "consult": Text("等对方意见；是否计入答复期限依适用的法规。",
                    "The other side is waited for; whether the limit runs is for the law."),
    "override_objection": Text("记下决定公开；此后可以发出公开该信息的答复。",
                               "Notes the decision; the reply that gives it may follow."),
    "withdraw_consultation": Text("没有收到意见的，征求意见终止；已有的意见不再作为依据。",
                                  "Ends the consultation; an opinion given counts no more."),
    "withdraw_override": Text("公开决定撤销，对方的不同意仍然有效。",
                              "The decision is void; the objection stands again."),
    "withdraw_reply": Text("原决定撤销，本件重新办理。",
                           "The decision is void and the case is handled anew."),
    "demand_payment": Text("转为等待缴费，答复期限停止计算。",
                           "The case waits for payment; the limit stands still."),
    "answer": Text("转为已答复；送达登记后办结。",
                   "The case is answered; it closes when service is recorded."),
    "decline": Text("转为不予处理并办结。", "The case is not processed, and closed."),
    "deem_abandoned": Text("转为视为放弃并办结。", "The case counts as abandoned, and is closed."),
}  # fmt: skip


def effect_of(kind: Kind) -> Text:
    return BY_STEP[kind.step]
