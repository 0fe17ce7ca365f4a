"""The replies (答复书): one kind per result that is told in its own way."""

from typing import Any

from notices import chains, items
from notices.kind import Facts, Field, Kind, Widget
from statute.answers import NOT_PROCESSED, family
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


def reply_kind(
    code: str,
    label: Text,
    title: str,
    series: str,
    guidance: Text,
    *,
    answers: tuple[str, ...],
    grounds: tuple[str, ...] = (),
    fields: tuple[Field, ...] = (),
    rests_on: tuple[str, ...] = (),
    remedies_as: str = "",
    approval=chains.REPLY,
) -> Kind:
    """A kind that decides: the items, what it asks besides, and whether it was on the spot."""
    declined = family(answers[0]) == NOT_PROCESSED
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
        rests_on=rests_on,
        answers=frozenset(answers),
        grounds=frozenset(grounds),
        has_remedies=True,
        remedies_as=remedies_as,
    )


GRANTED = reply_kind(
    "granted", Text("予以公开答复书", "Reply: granted"), "{info}公开答复书", "答",
    Text("所需信息可以公开，随答复提供，或者告知何时何处取得。发出前须经保密审查。",
         "The information may be released and is supplied. Needs a secrecy review."),
    answers=("granted",), grounds=(items.SUPPLIED,), approval=chains.RELEASE,
)  # fmt: skip
ALREADY_PUBLIC = reply_kind(
    "already_public", Text("已主动公开答复书", "Reply: published already"),
    "{info}公开答复书", "公",
    Text("所需信息已经主动公开，告知获取的方式、途径，写到具体网页。",
         "Already published: say exactly where."),
    answers=("granted",), grounds=(items.ALREADY_PUBLIC,),
)  # fmt: skip
PARTLY_GRANTED = reply_kind(
    "partly_granted", Text("部分公开答复书", "Reply: granted in part"),
    "{info}部分公开答复书", "部",
    Text("含有不应当公开的内容但能够区分处理；或者几个事项中有的公开、有的不公开。",
         "Part can be separated and released, or some of several items are given and some not."),
    answers=("partly_granted",), approval=chains.RELEASE,
)  # fmt: skip
REFUSED = reply_kind(
    "refused", Text("不予公开答复书", "Reply: refused"), "{info}不予公开答复书", "不",
    Text("属于国家秘密、第三方权益、内部事务、过程性信息等，须写明事实与理由。",
         "Exempt from disclosure: the facts and the reasons must be given."),
    answers=tuple(c for c in items.REFUSALS if c != "refused_administrative_query"),
)  # fmt: skip
ADMINISTRATIVE_QUERY = reply_kind(
    "administrative_query", Text("行政查询事项答复书", "Reply: query under other rules"),
    "{info}公开答复书", "查",
    Text("获取方式另有法律、行政法规规定的（如不动产登记资料、学籍档案），告知依规定办理。",
         "Other rules govern access (registers, archives): say which and where."),
    answers=("refused_administrative_query",),
)  # fmt: skip
NOT_HELD = reply_kind(
    "not_held", Text("信息不存在答复书", "Reply: not held"), "{info}不存在答复书", "无",
    Text("经检索没有所需信息。须先记录检索：查了哪里、用什么词、结果如何。",
         "A search found nothing. Record the search first: where, by which words, what was found."),
    answers=("unavailable_not_held",), grounds=(items.NOT_EXISTING,),
)  # fmt: skip
NOT_THIS_BODY = reply_kind(
    "not_this_body", Text("非本机关信息答复书", "Reply: not this body"), "非{us}{info}答复书", "非",
    Text("不属于本机关负责公开；知道由谁负责的，告知名称和联系方式。",
         "Not ours to disclose; name the right body and how to reach it, if known."),
    answers=("unavailable_not_held",), grounds=(items.NOT_THIS_BODY,),
    fields=(
        Field("body_name", Text("负责公开的机关", "The right body"), required=False),
        Field("body_contact", Text("其联系方式", "How to reach it"), required=False),
    ),
)  # fmt: skip
NEEDS_CREATION = reply_kind(
    "needs_creation", Text("需要加工、分析答复书", "Reply: would have to be created"),
    "{info}公开申请答复书", "制",
    Text("没有现成信息，需要加工、分析。", "None exists ready-made; it would need processing."),
    answers=("unavailable_needs_creation",),
)  # fmt: skip
STILL_UNCLEAR = reply_kind(
    "still_unclear", Text("补正后仍不明确答复书", "Reply: still unclear"),
    "{info}公开申请答复书", "明",
    Text("申请人已补正，内容仍不明确。", "Corrected, and still unclear."),
    answers=("unavailable_still_unclear",),
)  # fmt: skip
NOT_INFORMATION = reply_kind(
    "not_information", Text("不属于信息公开范围答复书", "Reply: not information"),
    "不属于{info}公开范围答复书", "息",
    Text("申请的内容不是法规所说的信息，例如要求解释、咨询、办理业务。计入“其他处理”。属于信访、投诉、举报的，"
         "用信访举报投诉类申请告知书。",
         "What is asked is not information as the law defines it: an explanation, advice, a "
         "service. Counts under “other”. A petition or complaint has a notice of its own."),
    answers=("other",), rests_on=("scope",), remedies_as="granted",
    fields=(Field("where_to_turn", Text("可以向何处提出", "Where to turn"), required=False),),
)  # fmt: skip
CORRECTED, NOT_CORRECTED, PASSED_ON = "corrected", "not_corrected", "passed_on"
RECORD_CORRECTION = reply_kind(
    "record_correction", Text("更正本人信息答复书", "Reply: correcting one's own record"),
    "更正本人信息答复书", "正",
    Text("申请人有证据证明本机构提供的与其自身相关的信息记录不准确、要求更正时使用：已更正、不予更正，"
         "或者转有权更正的机关。计入“其他处理”。",
         "When an applicant shows that information recorded about themselves is wrong: corrected, "
         "not corrected and why, or passed to the body that may. Counts under “other”."),
    answers=("other",), rests_on=("own_record",), remedies_as="granted",
    fields=(
        Field("outcome", Text("处理结果", "Outcome"), widget=Widget.CHOICE, why="own_record",
              choices=(
                  (CORRECTED, Text("已经更正", "Corrected")),
                  (NOT_CORRECTED, Text("不予更正", "Not corrected")),
                  (PASSED_ON, Text("转有权更正的机关处理", "Passed to the body that may")),
              )),
        Field("body_name", Text("有权更正的机关", "The body that may correct it"), required=False,
              help=Text("转其他机关处理的须写。", "Needed where it is passed on.")),
        Field("body_contact", Text("其联系方式", "How to reach it"), required=False),
    ),
)  # fmt: skip
OTHER = reply_kind(
    "other_reply", Text("其他答复书", "Other reply"), "{info}公开申请答复书", "复",
    Text("以上都不适用时使用，写明事实、理由和依据。",
         "When none of the others fits; say why, and by what rule."),
    answers=("other",), remedies_as="granted",
    fields=(
        Field("legal_basis", Text("法律依据", "Legal basis"), why="reply_limit",
              help=Text("写全称和条款，例如：《中华人民共和国档案法》第二十八条",
                        "Full title and article.")),
    ),
)  # fmt: skip

REPLIES = (
    GRANTED, ALREADY_PUBLIC, PARTLY_GRANTED, REFUSED, ADMINISTRATIVE_QUERY, NOT_HELD,
    NOT_THIS_BODY, NEEDS_CREATION, STILL_UNCLEAR, NOT_INFORMATION, RECORD_CORRECTION, OTHER,
)  # fmt: skip
