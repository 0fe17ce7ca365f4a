"""The notices on the way to a reply: receipt, correction, time, reasons, fee, rectification."""

from datetime import date
from decimal import Decimal
from typing import Any

from notices import chains
from notices.kind import Facts, Field, Kind, Widget
from statute.text import Text


def _taking(*names: str):
    """The facts a step takes, as they stand."""

    def step_facts(facts: Facts) -> dict[str, Any]:
        return {name: facts[name] for name in names}

    return step_facts


def _later_date(facts: Facts) -> dict[str, Any]:
    return {"due_on": date.fromisoformat(facts["due_on"]), "reason": facts["reason"]}


def _fee(facts: Facts) -> dict[str, Any]:
    amount = Decimal(facts["amount_yuan"])
    return {"amount_yuan": amount, "basis": facts["basis"], "days": facts["days"]}


ACKNOWLEDGEMENT = Kind(
    code="acknowledgement",
    label=Text("收件回执", "Acknowledgement of receipt"),
    title="{info}公开申请收件回执",
    series="收",
    guidance=Text(
        "登记或网上提交成功后由系统自动出具，写明编号、收到申请之日和答复期限。",
        "Issued by the system on registration or online filing: number, date of receipt, due date.",
    ),
    rests_on=("reply_limit",),
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
    step_facts=_taking("missing", "days"),
    rests_on=("correction.notice_within",),
    fields=(
        Field("missing", Text("需要补正的事项", "What is to be corrected"),
              help=Text("逐项写，每行一项。", "One item to a line."), widget=Widget.TEXTAREA,
              why="correction.notice_within"),
        Field("days", Text("补正期限（工作日）", "Time to correct (working days)"),
              help=Text("通常为10至15个工作日。", "Usually 10 to 15 working days."),
              widget=Widget.NUMBER, least=1, most=30, why="correction.applicant_period"),
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
    step_facts=_taking("by_days", "reason"),
    rests_on=("extension.allowed",),
    fields=(
        Field("by_days", Text("延长的工作日数", "Working days added"), widget=Widget.NUMBER,
              least=1, most=20, why="extension.max_days"),
        Field("reason", Text("延期理由", "Reason"), widget=Widget.TEXTAREA,
              help=Text("接在“因”字之后，例如：所需信息分散在多个学院，汇集核对需要时间",
                        "Follows the word “because”."), why="extension.allowed"),
    ),
)  # fmt: skip

REASONS_REQUEST = Kind(
    code="reasons_request",
    label=Text("说明理由告知书", "Request for reasons"),
    title="{info}公开申请说明理由告知书",
    series="由",
    guidance=Text(
        "申请的数量、频次明显超过合理范围时使用，要求申请人说明理由。只要求一次，答复期限照常计算。"
        "理由不合理或者逾期不说明的，可以不予处理；理由合理而不能按期答复的，可以确定延迟答复的日期。",
        "When applications are far beyond a reasonable number or frequency: the applicant is asked "
        "why, once, and the limit runs on. Reasons that do not hold, or none, let the application "
        "be not processed; good ones let a later date be fixed.",
    ),
    step="ask_reasons",
    step_facts=_taking("grounds", "days"),
    rests_on=("reasons_asked",),
    fields=(
        Field("grounds", Text("数量、频次的事实", "Number and frequency"), widget=Widget.TEXTAREA,
              help=Text("写明何时提出多少件、内容如何，例如：2026年2月以来提出申请26件，内容相近",
                        "How many, since when, about what."), why="reasons_asked"),
        Field("days", Text("说明理由的期限（工作日）", "Time to give reasons (working days)"),
              widget=Widget.NUMBER, least=1, most=30, why="reasons_days"),
    ),
)  # fmt: skip

LATER_DATE = Kind(
    code="later_date",
    label=Text("延迟答复告知书", "Later date notice"),
    title="{info}公开申请延迟答复告知书",
    series="迟",
    guidance=Text(
        "申请人说明的理由合理，但是不能在期限内答复大量申请时使用，确定一个合理的日期。"
        "与延期不同：没有天数上限，只用于已经要求说明理由的申请。",
        "When the reasons given for very many applications are good but no reply is possible "
        "within the limit: a reasonable day is fixed. Not an extension: no cap, and only after "
        "reasons were asked.",
    ),
    step="set_later_date",
    step_facts=_later_date,
    rests_on=("agreed_delay",),
    fields=(
        Field("due_on", Text("延迟答复日期", "Later date"), widget=Widget.DATE,
              why="agreed_delay"),
        Field("reason", Text("理由", "Reason"), widget=Widget.TEXTAREA,
              help=Text("接在“因”字之后，例如：申请共26件，所需信息须逐件检索",
                        "Follows the word “because”."), why="agreed_delay"),
    ),
)  # fmt: skip

FEE = Kind(
    code="fee",
    label=Text("收费通知书", "Fee demand"),
    title="{info}公开收费通知书",
    series="费",
    guidance=Text(
        "只在本机构开启收费时使用。写明依据、标准、数额、缴纳方式、期限和逾期后果；不单独告知救济途径。",
        "Only where charging is turned on. Basis, tariff, amount, way and time to pay, and what "
        "follows if it is not paid. No remedy paragraph of its own.",
    ),
    step="demand_payment",
    step_facts=_fee,
    rests_on=("fees", "answers.other_fee_unpaid"),
    approval=chains.FEE,
    fields=(
        Field("amount_yuan", Text("金额（元）", "Amount (yuan)"), widget=Widget.NUMBER, least=0,
              decimals=2, why="payment.days"),
        Field("basis", Text("计算标准", "Tariff and calculation"), widget=Widget.TEXTAREA,
              why="payment.days"),
        Field("how_to_pay", Text("缴纳方式", "How to pay"), widget=Widget.TEXTAREA,
              why="payment.days"),
        Field("days", Text("缴费期限（工作日）", "Time to pay (working days)"),
              widget=Widget.NUMBER, least=1, most=30, why="payment.days"),
    ),
)  # fmt: skip

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
                        "For example: the postal receipt shows another day."), why="reply_limit"),
    ),
)  # fmt: skip

KINDS_OF_PROCEDURE = (
    ACKNOWLEDGEMENT, CORRECTION, REASONS_REQUEST, EXTENSION, LATER_DATE, FEE, RECTIFICATION,
)  # fmt: skip
