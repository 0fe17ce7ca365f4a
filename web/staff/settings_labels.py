"""What an institution may settle, and the values it may choose, in the words of a form."""

from django.utils.translation import gettext_lazy as _

SETTINGS = {
    "fees": _("收费"),
    "agreed_delay": _("可以与申请人约定延迟答复"),
    "correction.notice_within": _("告知补正的期限（工作日）"),
    "correction.restarts": _("补正后重新计算答复期限"),
    "correction.applicant_period": _("申请人补正的期限（工作日）"),
    "extension.allowed": _("可以延期"),
    "extension.max_days": _("最多延长（工作日）"),
    "extension.approver": _("批准延期的人"),
    "third_party.days": _("第三方答复的期限（工作日）"),
    "third_party.suspends": _("征求第三方意见的时间不计入期限"),
    "third_party.posting_days": _("没有第三方收到凭证时另加（工作日）"),
    "co_making_body.days": _("共同制作机关答复的期限（工作日）"),
    "co_making_body.suspends": _("征求共同制作机关意见的时间不计入期限"),
    "co_making_body.posting_days": _("没有共同制作机关收到凭证时另加（工作日）"),
    "payment.days": _("缴费期限（工作日）"),
    "payment.restarts": _("缴费后重新计算答复期限"),
    "receipt.online": _("网上提交的收到之日"),
    "receipt.post_signed": _("签收邮件的收到之日"),
    "receipt.post": _("平常信函的收到之日"),
    "receipt.fax": _("传真的收到之日"),
    "receipt.email": _("电子邮件的收到之日"),
    "asks.purpose": _("询问用途"),
    "asks.identity": _("询问身份"),
    "reporting.period": _("年度报告的期间"),
    "remedy_limits.silence": _("逾期不答复时的救济"),
    "duties.review_reply_days": _("复议答复的期限（工作日）"),
    "duties.review_reply_simplified_days": _("简易程序复议答复的期限（工作日）"),
    "duties.defence_days": _("行政诉讼答辩的期限（日）"),
}

VALUES = {
    "none": _("不收费"),
    "cost": _("收取检索、复制、邮寄成本费用"),
    "tariff_2020": _("按国办函〔2020〕109号收取信息处理费"),
    "submission": _("提交成功之日"),
    "confirmation": _("与申请人确认之日"),
    "signature": _("签收之日"),
    "school_year": _("学年（9月1日至次年8月31日）"),
    "calendar_year": _("公历年度"),
    "review_or_suit": _("复议或者诉讼"),
    "review_first": _("先复议"),
    "学校信息公开工作机构负责人": _("学校信息公开工作机构负责人"),
}
