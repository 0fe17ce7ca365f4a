"""The notices that an application is not processed (不予处理告知书), one kind per row."""

from notices.kind import Field, Widget
from notices.kinds_of_reply import reply_kind
from statute.text import Text

PETITION = reply_kind(
    "petition", Text("信访举报投诉类申请告知书", "Notice: a petition or complaint"),
    "非{info}公开申请告知书", "访",
    Text("以申请的形式进行信访、投诉、举报，可以告知相应渠道。",
         "A petition, report or complaint in the form of an application; name the channel."),
    answers=("not_processed_petition",),
    fields=(Field("petition_channel", Text("可以提出的渠道", "Where to turn"), required=False),),
)  # fmt: skip
REPEATED = reply_kind(
    "repeated", Text("重复申请告知书", "Notice: repeated application"), "重复申请告知书", "重",
    Text("同一申请人就相同信息再次申请，且已经答复；写明原答复的文号和日期。",
         "The same applicant, the same information, already answered: cite that reply."),
    answers=("not_processed_repeated",),
    fields=(
        Field("earlier_number", Text("原答复文号", "Number of the earlier reply"),
              why="answers.not_processed_repeated"),
        Field("earlier_on", Text("原答复日期", "Date of the earlier reply"), widget=Widget.DATE,
              why="answers.not_processed_repeated"),
    ),
)  # fmt: skip
PUBLICATION = reply_kind(
    "publication", Text("公开出版物告知书", "Notice: a publication"), "公开出版物告知书", "刊",
    Text("要求提供报纸、期刊、书籍等公开出版物，告知获取途径。",
         "Asks for newspapers, journals, books: say where to get them."),
    answers=("not_processed_publication",),
)  # fmt: skip
EXCESSIVE = reply_kind(
    "excessive", Text("大量反复申请不予处理告知书", "Notice: excessive applications"),
    "{info}公开申请不予处理告知书", "频",
    Text("数量、频次明显超过合理范围，已要求说明理由，理由不合理或者逾期没有说明。先发说明理由告知书。",
         "Far beyond a reasonable number or frequency; reasons were asked first, and do not hold "
         "or were not given in time."),
    answers=("not_processed_excessive",),
)  # fmt: skip
REISSUE = reply_kind(
    "reissue", Text("不予重新出具告知书", "Notice: confirmation or reissue"),
    "{info}公开申请不予处理告知书", "证",
    Text("要求确认或者重新出具已经获取的信息。", "Asks to confirm or reissue what they have."),
    answers=("not_processed_reissue",),
)  # fmt: skip
DECLINING = (PETITION, REPEATED, PUBLICATION, EXCESSIVE, REISSUE)
