"""The log's events in words: the steps' own labels, those of what is no step, what they moved."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from requests_app.steps import STEPS
from web import dates

EVENTS = {
    "categorised": _("选择公开类别"),
    "file": _("提交申请"),
    "imported": _("登记簿导入"),
    "revealed": _("查看个人信息"),
    "code_reissued": _("补发查询码"),
    "due_date_moved": _("答复期限改变"),
    "told_date_shortened": _("已告知的期限提前"),
    "no_secrets_acknowledged": _("确认内容不涉密"),
    "released_file_added": _("加入提供的附件"),
    "released_file_removed": _("移除提供的附件"),
    "released_file_let_through": _("放行附件"),
    "file_stopped": _("疑似涉密，停止使用文件"),
    "file_released_again": _("解除疑似涉密"),
    "redaction_begun": _("开始遮盖文件"),
    "redaction_made": _("生成遮盖件"),
    "redaction_discarded": _("放弃遮盖"),
    "notice_drafted": _("起草文书"),
    "notice_redrafted": _("修改文书"),
    "notice_submitted": _("送审"),
    "notice_approved": _("批准"),
    "notice_sent_back": _("退回修改"),
    "notice_signed_on_paper": _("登记纸面签署"),
    "notice_returned_on_paper": _("登记纸面退回"),
    "notice_issued": _("发出文书"),
    "notice_served": _("登记送达"),
    "notice_returned": _("登记退回"),
    "return_settled": _("处置退回的文书"),
    "notice_discarded": _("作废草稿"),
    "bundle_made": _("制作卷宗"),
    "book_exported": _("导出发文登记簿"),
    "remedy_logged": _("登记监督救济"),
    "remedy_replied": _("向受理机关答复"),
    "remedy_decided": _("登记救济结果"),
    "remedy_imported": _("导入监督救济"),
    "remedy_stage": _("登记救济进程"),
    "remedy_instance": _("登记二审或者再审"),
    "remedy_party_added": _("登记救济当事人"),
    "remedy_document_added": _("加入救济材料"),
    "remedy_cost_added": _("登记救济费用"),
    "remedy_entry_struck": _("划去救济登记中的一条"),
    "remedy_ordered": _("登记责令重新作出"),
    "remedy_handled_anew": _("依责令重新办理"),
    "remedy_set_right": _("更正救济登记"),
    "remedy_annulled": _("作废救济登记"),
}


LIMITS = {
    "received_on": _("收到日期"),
    "reply": _("答复期限"),
    "correction_notice": _("告知补正"),
    "correction": _("补正期限"),
    "third_party": _("第三方意见"),
    "co_making_body": _("共同制作机关意见"),
    "payment": _("缴费期限"),
    "review": _("申请行政复议"),
    "suit": _("直接提起行政诉讼"),
    "suit_after_review": _("复议后提起行政诉讼"),
    "review_reply": _("提交行政复议答复书和证据"),
    "defence": _("提交答辩状和证据"),
    "alarm": _("预警日期"),
}


def moves_in_words(payload: dict[str, Any]) -> Iterator[str]:
    """What an entry says its act moved, and which letters it made untrue."""
    for move in payload.get("moved", ()):
        label = LIMITS.get(move["limit"], move["limit"])
        words = {"label": label, "was": _day(move["was"]), "becomes": _day(move["becomes"])}
        said = gettext("%(label)s：%(was)s → %(becomes)s") % words
        yield said + (gettext("（暂定）") if move["provisional"] else "")
    numbers = dict.fromkeys(letter["number"] for letter in payload.get("letters", ()))
    if numbers:
        listed = gettext("、").join(numbers)
        yield gettext("与事实不符的文书：%(letters)s") % {"letters": listed}


def _day(iso: str | None) -> str:
    return dates.short(date.fromisoformat(iso)) if iso else gettext("未定")


def event_label(event: str) -> str | Promise:
    """What an entry of the log is called on a page; a step by its label."""
    if event in STEPS:
        return STEPS[event].label
    return EVENTS.get(event, event)
