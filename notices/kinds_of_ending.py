"""The notices that end a case without a reply, and the form that goes with whatever is served."""

from notices import chains
from notices.kind import Addressee, Field, Kind, Widget
from requests_app.states import State
from statute.text import Text


def _why_abandoned(answer: str) -> tuple[Field, ...]:
    return (
        Field("reason", Text("认定理由", "Why it is deemed abandoned"), widget=Widget.TEXTAREA,
              help=Text("写明期限何时届满、是否联系过申请人、有无正当理由。",
                        "When the time ended, whether the applicant was contacted, any good "
                        "cause."), why=f"answers.{answer}"),
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
    fields=_why_abandoned("other_not_corrected"),
    answers=frozenset({"other_not_corrected"}),
    rests_on=("answers.other_not_corrected",),
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
    fields=_why_abandoned("other_fee_unpaid"),
    answers=frozenset({"other_fee_unpaid"}),
    rests_on=("answers.other_fee_unpaid",),
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

# A form and no act of the office: nobody approves it, nothing is decided by it, and it is never
# itself served. It is a notice all the same, so that it has a number, bytes and a hash of its own.
SERVICE_CERTIFICATE = Kind(
    code="service_certificate",
    label=Text("送达回证", "Certificate of service"),
    title="{info}公开文书送达回证",
    series="达",
    guidance=Text(
        "随当面、邮寄或者委托送达的文书打印，由受送达人签收，带回存档。送达登记之后再出具的，"
        "写明登记的送达情况。",
        "Printed with a letter that is served by hand, by post or through others, signed by the "
        "recipient and brought back to the file. Issued after service was recorded, it states "
        "what is recorded.",
    ),
    addressee=Addressee.FILE,
    fields=(
        Field("notice", Text("所送文书", "The letter served"), widget=Widget.NUMBER, why="service"),
    ),
    rests_on=("service",),
    approval=chains.AUTOMATIC,
    closing="特此记录。",
)

KINDS_OF_ENDING = (NOT_CORRECTED, FEE_UNPAID, WITHDRAWAL, SERVICE_CERTIFICATE)
