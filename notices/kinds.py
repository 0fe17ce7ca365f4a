"""The kinds of notice, one declaration each, in the order of the procedure and of the table.

Titles and wording: the forms in use under the Regulations, with the articles of each law taken
from `statute`. Correction, extension and fee notices carry no remedy paragraph.
"""

from decimal import Decimal
from typing import Any

from notices import chains
from notices.kind import Addressee, Facts, Field, Kind, Widget
from notices.kinds_of_reply import REPLIES
from notices.kinds_of_withdrawal import REVOKING, replacing
from requests_app.states import State
from statute.text import Text

PARTY_KIND = (
    ("organisation", Text("单位", "An organisation")),
    ("person", Text("个人", "A person")),
)
PARTY_FIELDS = (
    Field("party_name", Text("名称或姓名", "Name")),
    Field("party_kind", Text("征求对象是", "The party is"), widget=Widget.CHOICE,
          choices=PARTY_KIND),
    Field("party_address", Text("联系地址", "Address"), sealed=True, required=False,
          help=Text("只用于寄送，加密保存。", "Used for posting only; kept encrypted.")),
    Field("concerning", Text("征求意见的信息", "Information concerned"), widget=Widget.TEXTAREA,
          help=Text("写明涉及对方的是哪些信息；不得写申请人的姓名、联系方式。",
                    "Say which information concerns the party; never who the applicant is.")),
)  # fmt: skip


def _correction(facts: Facts) -> dict[str, Any]:
    return {"missing": facts["missing"], "days": facts["days"]}


def _extension(facts: Facts) -> dict[str, Any]:
    return {"by_days": facts["by_days"], "reason": facts["reason"]}


def _fee(facts: Facts) -> dict[str, Any]:
    return {
        "amount_yuan": Decimal(facts["amount_yuan"]),
        "basis": facts["basis"],
        "days": facts["days"],
    }


def _consulting(kind: str):
    def step_facts(facts: Facts) -> dict[str, Any]:
        return {
            "kind": kind,
            "party_name": facts["party_name"],
            "concerning": facts["concerning"],
            "party_address": facts.get("party_address", ""),
        }

    return step_facts


ACKNOWLEDGEMENT = Kind(
    code="acknowledgement",
    label=Text("收件回执", "Acknowledgement of receipt"),
    title="{info}公开申请收件回执",
    series="收",
    guidance=Text(
        "登记或网上提交成功后由系统自动出具，写明编号、收到申请之日和答复期限。",
        "Issued by the system on registration or online filing: number, date of receipt, due date.",
    ),
    approval=chains.AUTOMATIC,
)

CORRECTION = Kind(
    code="correction",
    label=Text("补正告知书", "Correction notice"),
    title="{info}公开申请补正告知书",
    series="补",
    guidance=Text(
        "申请人身份、所需信息的名称或特征、形式要求不明确时使用。只能一次性告知；自收到申请之日起"
        "7个工作日内发出。收到补正后答复期限重新计算。",
        "When the applicant, the information or the form wanted is unclear. Once only, within 7 "
        "working days of receipt. The limit starts again when the correction is received.",
    ),
    step="request_correction",
    step_facts=_correction,
    fields=(
        Field("missing", Text("需要补正的事项", "What is to be corrected"),
              help=Text("逐项写，每行一项。", "One item to a line."), widget=Widget.TEXTAREA),
        Field("days", Text("补正期限（工作日）", "Time to correct (working days)"),
              help=Text("通常为10至15个工作日。", "Usually 10 to 15 working days."),
              widget=Widget.NUMBER, least=1, most=30),
    ),
)  # fmt: skip

EXTENSION = Kind(
    code="extension",
    label=Text("延期答复告知书", "Extension notice"),
    title="{info}公开申请延期答复告知书",
    series="延",
    guidance=Text(
        "不能在期限内答复时使用。只能延长一次，须在原期限届满前发出。",
        "When no reply is possible within the limit. Once, and before the limit ends.",
    ),
    step="extend",
    step_facts=_extension,
    fields=(
        Field("by_days", Text("延长的工作日数", "Working days added"), widget=Widget.NUMBER,
              least=1, most=20),
        Field("reason", Text("延期理由", "Reason"), widget=Widget.TEXTAREA,
              help=Text("接在“因”字之后，例如：所需信息分散在多个学院，汇集核对需要时间",
                        "Follows the word “because”.")),
    ),
)  # fmt: skip

THIRD_PARTY = Kind(
    code="third_party_consultation",
    label=Text("第三方意见征询书", "Third-party consultation letter"),
    title="第三方意见征询书",
    series="征",
    guidance=Text(
        "所需信息涉及他人商业秘密或个人隐私时使用。15个工作日内答复；逾期由本机关依法决定。"
        "不得透露申请人身份。",
        "When the information touches another's trade secrets or privacy. 15 working days; on "
        "silence the office decides. Never names the applicant.",
    ),
    step="consult",
    step_facts=_consulting("third_party"),
    addressee=Addressee.THIRD_PARTY,
    fields=PARTY_FIELDS,
    closing="特此征询。",
)

CO_MAKING = Kind(
    code="co_making_consultation",
    label=Text("征求共同制作机关意见函", "Letter to a co-making body"),
    title="关于征求信息公开意见的函",
    series="协",
    guidance=Text(
        "所需信息由本机关牵头与其他机关共同制作时使用。15个工作日内答复；逾期视为同意公开。",
        "When another body made the information too. 15 working days; silence is consent.",
    ),
    step="consult",
    step_facts=_consulting("co_making_body"),
    addressee=Addressee.THIRD_PARTY,
    fields=tuple(field for field in PARTY_FIELDS if field.name != "party_kind"),
    closing="特此函询。",
)

CONSULTATION_NOTE = Kind(
    code="consultation_note",
    label=Text("征求意见告知书", "Consultation note to the applicant"),
    title="{info}公开申请征求意见告知书",
    series="告",
    guidance=Text(
        "征求第三方或共同制作机关意见后告知申请人，说明所需时间是否计入答复期限。",
        "Tells the applicant that others are being asked, and whether the limit runs meanwhile.",
    ),
)

FEE = Kind(
    code="fee",
    label=Text("收费通知书", "Fee demand"),
    title="{info}公开收费通知书",
    series="费",
    guidance=Text(
        "只在本机构开启收费时使用。写明依据、标准、数额、缴纳方式和期限；不单独告知救济途径。",
        "Only where charging is turned on. Basis, tariff, amount, way and time to pay.",
    ),
    step="demand_payment",
    step_facts=_fee,
    approval=chains.FEE,
    fields=(
        Field("amount_yuan", Text("金额（元）", "Amount (yuan)"), widget=Widget.NUMBER, least=0,
              decimals=2),
        Field("basis", Text("计算标准", "Tariff and calculation"), widget=Widget.TEXTAREA),
        Field("how_to_pay", Text("缴纳方式", "How to pay"), widget=Widget.TEXTAREA),
        Field("days", Text("缴费期限（工作日）", "Time to pay (working days)"),
              widget=Widget.NUMBER, least=1, most=30),
    ),
)  # fmt: skip

_ABANDONED_FIELDS = (
    Field("reason", Text("认定理由", "Why it is deemed abandoned"), widget=Widget.TEXTAREA,
          help=Text("写明期限何时届满、是否联系过申请人、有无正当理由。",
                    "When the time ended, whether the applicant was contacted, any good cause.")),
)  # fmt: skip

NOT_CORRECTED = Kind(
    code="not_corrected",
    label=Text("逾期不补正终止办理告知书", "Notice: not corrected in time"),
    title="{info}公开申请终止办理告知书",
    series="终",
    guidance=Text(
        "补正期限届满次日起使用。“无正当理由”由人判断。",
        "From the day after the time to correct ended. A person judges whether there was cause.",
    ),
    step="deem_abandoned",
    step_facts=lambda facts: {"reason": facts["reason"]},
    follows=frozenset({State.ABANDONED}),
    fields=_ABANDONED_FIELDS,
    answers=frozenset({"other_not_corrected"}),
    has_remedies=True,
)

FEE_UNPAID = Kind(
    code="fee_unpaid",
    label=Text("逾期不缴费终止办理告知书", "Notice: fee not paid in time"),
    title="{info}公开申请终止办理告知书",
    series="终",
    guidance=Text("缴费期限届满次日起使用。", "From the day after the time to pay ended."),
    step="deem_abandoned",
    step_facts=lambda facts: {"reason": facts["reason"]},
    follows=frozenset({State.ABANDONED}),
    fields=_ABANDONED_FIELDS,
    answers=frozenset({"other_fee_unpaid"}),
    has_remedies=True,
)

WITHDRAWAL = Kind(
    code="withdrawal_confirmed",
    label=Text("撤回申请确认书", "Confirmation of withdrawal"),
    title="{info}公开申请撤回确认书",
    series="撤",
    guidance=Text(
        "申请人撤回申请后用来书面确认。", "Confirms in writing that the application was withdrawn."
    ),
    follows=frozenset({State.WITHDRAWN}),
    answers=frozenset({"other"}),
)

RECTIFICATION = Kind(
    code="rectification",
    label=Text("更正告知书", "Rectification notice"),
    title="{info}公开申请文书更正告知书",
    series="更",
    guidance=Text(
        "收到日期更正、适用法规改变或者放假安排公布之后，已发给申请人的文书所写日期或依据与事实不符时"
        "使用。列出原来怎样写、更正为什么；原文书保留不改。",
        "When a date or a law stated in letters already sent is so no longer: the day of receipt "
        "was put right, another law was chosen, a holiday notice came out. The letters stay.",
    ),
    fields=(
        Field("reason", Text("更正理由", "Reason"), widget=Widget.TEXTAREA,
              help=Text("例如：经核对签收单，收到日期登记有误。",
                        "For example: the postal receipt shows another day.")),
    ),
)  # fmt: skip

_ALL = (
    ACKNOWLEDGEMENT,
    CORRECTION,
    EXTENSION,
    THIRD_PARTY,
    CO_MAKING,
    CONSULTATION_NOTE,
    FEE,
    *REPLIES,
    NOT_CORRECTED,
    FEE_UNPAID,
    WITHDRAWAL,
    RECTIFICATION,
    *REVOKING,
)

KINDS: dict[str, Kind] = {kind.code: replacing(kind) for kind in _ALL}
