"""The notices to and about others: third parties, bodies that made it too, units asked to help."""

from typing import Any

from notices.kind import Addressee, Facts, Field, Kind, Widget
from statute.text import Text

PARTY_KIND = (
    ("organisation", Text("单位", "An organisation")),
    ("person", Text("个人", "A person")),
)
PARTY_NAME = Field("party_name", Text("名称或姓名", "Name"), why="third_party.days")
PARTY_IS = Field("party_kind", Text("征求对象是", "The party is"), widget=Widget.CHOICE,
                 choices=PARTY_KIND)  # fmt: skip
CONCERNING = Field(
    "concerning", Text("征求意见的信息", "Information concerned"), widget=Widget.TEXTAREA,
    help=Text("写明涉及对方的是哪些信息；不得写申请人的姓名、联系方式。",
              "Say which information concerns the party; never who the applicant is."),
    why="third_party.days",
)  # fmt: skip
PARTY_ADDRESS = Field(
    "party_address", Text("联系地址", "Address"), sealed=True, required=False,
    help=Text("只用于寄送，加密保存。", "Used for posting only; kept encrypted."),
)  # fmt: skip


def _consulting(kind: str):
    def step_facts(facts: Facts) -> dict[str, Any]:
        return {
            "kind": kind,
            "party_name": facts["party_name"],
            "concerning": facts["concerning"],
            "party_address": facts.get("party_address", ""),
        }

    return step_facts


def _overriding(facts: Facts) -> dict[str, Any]:
    return {"consultation": facts["consultation"], "reason": facts["reason"]}


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
    fields=(PARTY_NAME, PARTY_IS, PARTY_ADDRESS, CONCERNING),
    rests_on=("third_party.days",),
    closing="特此征询。",
)

CO_MAKING = Kind(
    code="co_making_consultation",
    label=Text("征求共同制作机关意见函", "Letter to a co-making body"),
    title="关于征求信息公开意见的函",
    series="协",
    guidance=Text(
        "所需信息由本机关牵头与其他机关共同制作时使用。15个工作日内答复；逾期视为同意公开。适用《办法》而"
        "机构信息中没有校内规定的，没有视为同意的依据，逾期由本校决定。",
        "When another body made the information too. 15 working days; silence is consent. Under "
        "the Measures, where no rules of the school are on record, nothing makes silence consent: "
        "the school decides.",
    ),
    step="consult",
    step_facts=_consulting("co_making_body"),
    addressee=Addressee.THIRD_PARTY,
    fields=(
        Field("party_name", Text("机关名称", "Name of the body"), why="co_making_body.days"),
        PARTY_ADDRESS,
        Field("concerning", CONCERNING.label, help=CONCERNING.help, widget=Widget.TEXTAREA,
              why="co_making_body.days"),
    ),
    rests_on=("co_making_body.days",),
    closing="特此函询。",
)  # fmt: skip

CONSULTATION_NOTE = Kind(
    code="consultation_note",
    label=Text("征求意见告知书", "Consultation note to the applicant"),
    title="{info}公开申请征求意见告知书",
    series="告",
    guidance=Text(
        "征求第三方或共同制作机关意见后告知申请人，说明所需时间是否计入答复期限。",
        "Tells the applicant that others are being asked, and whether the limit runs meanwhile.",
    ),
    rests_on=("third_party.suspends",),
)

OVERRIDE = Kind(
    code="third_party_override",
    label=Text("权利人告知书", "Notice to a third party: released all the same"),
    title="{info}公开权利人告知书",
    series="权",
    guidance=Text(
        "第三方不同意公开，而不公开可能对公共利益造成重大影响、决定予以公开时使用。把决定公开的内容和理由"
        "书面告知第三方，并告知救济途径；发出之后才能发公开该信息的答复。不得透露申请人身份。",
        "When a third party objects and the public interest requires release all the same: it is "
        "told in writing what is released and why, and its remedies. The reply that gives the "
        "information can go out only after it. Never names the applicant.",
    ),
    step="override_objection",
    step_facts=_overriding,
    addressee=Addressee.THIRD_PARTY,
    fields=(
        Field("consultation", Text("哪一方的意见", "Whose objection"), widget=Widget.CONSULTATION,
              why="override"),
        Field("party_kind", Text("对方是", "The party is"), widget=Widget.CHOICE,
              choices=PARTY_KIND),
        Field("content", Text("决定公开的内容", "What is released"), widget=Widget.TEXTAREA,
              why="override"),
        Field("reason", Text("决定公开的理由", "Why it is released"), widget=Widget.TEXTAREA,
              help=Text("写明不公开会对公共利益造成怎样的重大影响，对方的理由为什么不能采纳。",
                        "What the public interest would suffer, and why the objection cannot "
                        "stand."), why="override"),
    ),
    rests_on=("override",),
    has_remedies=True,
    remedies_as="granted",
)  # fmt: skip

ASSISTANCE = Kind(
    code="assistance",
    label=Text("协办函", "Assistance letter"),
    title="关于协助办理{info}公开申请的函",
    series="函",
    guidance=Text(
        "请其他单位、机关协助查找、核对信息或者提出处理建议时使用。不是征求共同制作机关意见，"
        "答复期限照常计算。不得透露申请人身份。",
        "Asks another unit or body to help to find or check information. Not a consultation: the "
        "limit runs on. Never names the applicant.",
    ),
    addressee=Addressee.BODY,
    fields=(
        Field("party_name", Text("协办单位", "Unit or body asked"), why="reply_limit"),
        Field("request", Text("请协助的事项", "What is asked"), widget=Widget.TEXTAREA,
              help=Text("每行一项；不得写申请人的姓名、联系方式。",
                        "One to a line; never who the applicant is."), why="reply_limit"),
        Field("reply_by", Text("请于何日前回复", "Please reply by"), widget=Widget.DATE,
              help=Text("在答复期限之内，留出起草和审批的时间。",
                        "Within the limit, with time left for drafting and approval."),
              why="reply_limit"),
    ),
    rests_on=("reply_limit",),
    closing="请予协助。",
)  # fmt: skip

KINDS_OF_CONSULTATION = (THIRD_PARTY, CO_MAKING, CONSULTATION_NOTE, OVERRIDE, ASSISTANCE)
