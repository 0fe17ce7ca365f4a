"""The replies (答复书、告知书): one kind per result that is told in its own way."""

from typing import Any

from notices import chains, items
from notices.kind import Facts, Field, Kind, Widget
from statute.answers import family
from statute.text import Text

ITEMS = Field(
    "items", Text("答复事项", "Answers"), widget=Widget.ITEMS,
    help=Text("逐项写明申请人要什么、如何答复、事实与理由、获取方式。",
              "For each item: what was asked, the answer, facts and reasons, how to get it."),
)  # fmt: skip
ON_THE_SPOT = Field(
    "on_the_spot", Text("是否当场答复", "Answered on the spot"), required=False,
    widget=Widget.CHOICE,
    choices=(("no", Text("否", "No")), ("yes", Text("是", "Yes"))),
    help=Text("收到申请当日即可答复的，只需信息公开办公室负责人审核。",
              "Answered on the day of receipt: the office head's approval is enough."),
)  # fmt: skip


def _items(facts: Facts) -> dict[str, Any]:
    return {"items": facts["items"]}


def _reply(
    code: str,
    label: Text,
    title: str,
    series: str,
    guidance: Text,
    *,
    answers: tuple[str, ...],
    grounds: tuple[str, ...] = (),
    fields: tuple[Field, ...] = (),
    approval=chains.REPLY,
) -> Kind:
    declined = family(answers[0]) == "not_processed"
    return Kind(
        code=code,
        label=label,
        title=title,
        series=series,
        guidance=guidance,
        step="decline" if declined else "answer",
        step_facts=_items,
        fields=(ITEMS, *fields, ON_THE_SPOT),
        approval=approval,
        answers=frozenset(answers),
        grounds=frozenset(grounds),
        has_remedies=True,
    )


GRANTED = _reply(
    "granted", Text("予以公开答复书", "Reply: granted"), "{info}公开答复书", "答",
    Text("所需信息可以公开，随答复提供，或者告知何时何处取得。发出前须经保密审查。",
         "The information may be released and is supplied. Needs a secrecy review."),
    answers=("granted",), grounds=(items.SUPPLIED,), approval=chains.RELEASE,
)  # fmt: skip
ALREADY_PUBLIC = _reply(
    "already_public", Text("已主动公开答复书", "Reply: published already"),
    "{info}公开答复书", "公",
    Text("所需信息已经主动公开，告知获取的方式、途径，写到具体网页。",
         "Already published: say exactly where."),
    answers=("granted",), grounds=(items.ALREADY_PUBLIC,),
)  # fmt: skip
PARTLY_GRANTED = _reply(
    "partly_granted", Text("部分公开答复书", "Reply: granted in part"),
    "{info}部分公开答复书", "部",
    Text("含有不应当公开的内容但能够区分处理；或者几个事项中有的公开、有的不公开。",
         "Part can be separated and released, or some of several items are given and some not."),
    answers=("partly_granted",), approval=chains.RELEASE,
)  # fmt: skip
REFUSED = _reply(
    "refused", Text("不予公开答复书", "Reply: refused"), "{info}不予公开答复书", "不",
    Text("属于国家秘密、第三方权益、内部事务、过程性信息等，须写明事实与理由。",
         "Exempt from disclosure: the facts and the reasons must be given."),
    answers=tuple(c for c in items.REFUSALS if c != "refused_administrative_query"),
)  # fmt: skip
ADMINISTRATIVE_QUERY = _reply(
    "administrative_query", Text("行政查询事项答复书", "Reply: query under other rules"),
    "{info}公开答复书", "查",
    Text("获取方式另有法律、行政法规规定的（如不动产登记资料、学籍档案），告知依规定办理。",
         "Other rules govern access (registers, archives): say which and where."),
    answers=("refused_administrative_query",),
)  # fmt: skip
NOT_HELD = _reply(
    "not_held", Text("信息不存在答复书", "Reply: not held"), "{info}不存在答复书", "无",
    Text("经检索没有所需信息。须先记录检索：查了哪里、用什么词、结果如何。",
         "A search found nothing. Record the search first: where, by which words, what was found."),
    answers=("unavailable_not_held",), grounds=(items.NOT_EXISTING,),
)  # fmt: skip
NOT_THIS_BODY = _reply(
    "not_this_body", Text("非本机关信息答复书", "Reply: not this body"), "非{us}{info}答复书", "非",
    Text("不属于本机关负责公开；知道由谁负责的，告知名称和联系方式。",
         "Not ours to disclose; name the right body and how to reach it, if known."),
    answers=("unavailable_not_held",), grounds=(items.NOT_THIS_BODY,),
    fields=(
        Field("body_name", Text("负责公开的机关", "The right body"), required=False),
        Field("body_contact", Text("其联系方式", "How to reach it"), required=False),
    ),
)  # fmt: skip
NEEDS_CREATION = _reply(
    "needs_creation", Text("需要加工、分析答复书", "Reply: would have to be created"),
    "{info}公开申请答复书", "制",
    Text("没有现成信息，需要加工、分析。", "None exists ready-made; it would need processing."),
    answers=("unavailable_needs_creation",),
)  # fmt: skip
STILL_UNCLEAR = _reply(
    "still_unclear", Text("补正后仍不明确答复书", "Reply: still unclear"),
    "{info}公开申请答复书", "明",
    Text("申请人已补正，内容仍不明确。", "Corrected, and still unclear."),
    answers=("unavailable_still_unclear",),
)  # fmt: skip
PETITION = _reply(
    "petition", Text("信访举报投诉类申请告知书", "Notice: a petition or complaint"),
    "非{info}公开申请告知书", "访",
    Text("以申请的形式进行信访、投诉、举报，可以告知相应渠道。",
         "A petition, report or complaint in the form of an application; name the channel."),
    answers=("not_processed_petition",),
    fields=(Field("petition_channel", Text("可以提出的渠道", "Where to turn"), required=False),),
)  # fmt: skip
REPEATED = _reply(
    "repeated", Text("重复申请告知书", "Notice: repeated application"), "重复申请告知书", "重",
    Text("同一申请人就相同信息再次申请，且已经答复；写明原答复的文号和日期。",
         "The same applicant, the same information, already answered: cite that reply."),
    answers=("not_processed_repeated",),
    fields=(
        Field("earlier_number", Text("原答复文号", "Number of the earlier reply")),
        Field("earlier_on", Text("原答复日期", "Date of the earlier reply"), widget=Widget.DATE),
    ),
)  # fmt: skip
PUBLICATION = _reply(
    "publication", Text("公开出版物告知书", "Notice: a publication"), "公开出版物告知书", "刊",
    Text("要求提供报纸、期刊、书籍等公开出版物，告知获取途径。",
         "Asks for newspapers, journals, books: say where to get them."),
    answers=("not_processed_publication",),
)  # fmt: skip
EXCESSIVE = _reply(
    "excessive", Text("大量反复申请不予处理告知书", "Notice: excessive applications"),
    "{info}公开申请不予处理告知书", "频",
    Text("数量、频次明显超过合理范围，要求说明理由后仍认为不合理。",
         "Far beyond a reasonable number or frequency, and the reasons given do not hold."),
    answers=("not_processed_excessive",),
)  # fmt: skip
REISSUE = _reply(
    "reissue", Text("不予重新出具告知书", "Notice: confirmation or reissue"),
    "{info}公开申请不予处理告知书", "证",
    Text("要求确认或者重新出具已经获取的信息。", "Asks to confirm or reissue what they have."),
    answers=("not_processed_reissue",),
)  # fmt: skip
OTHER = _reply(
    "other_reply", Text("其他答复书", "Other reply"), "{info}公开申请答复书", "复",
    Text("以上都不适用时使用，写明事实与理由。", "When none of the others fits; say why."),
    answers=("other",),
)  # fmt: skip

REPLIES = (
    GRANTED, ALREADY_PUBLIC, PARTLY_GRANTED, REFUSED, ADMINISTRATIVE_QUERY, NOT_HELD,
    NOT_THIS_BODY, NEEDS_CREATION, STILL_UNCLEAR, PETITION, REPEATED, PUBLICATION, EXCESSIVE,
    REISSUE, OTHER,
)  # fmt: skip
