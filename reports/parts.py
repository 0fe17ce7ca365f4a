"""The eight parts of a university's report (教办厅函〔2018〕80号, and the form schools follow)."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PREFACE = "preface"
OVERVIEW = "overview"
PROACTIVE = "proactive"
REQUESTS = "requests"
EVALUATION = "evaluation"
REMEDIES = "remedies"
PROBLEMS = "problems"
OTHER = "other"
CATALOGUE = "catalogue"


@dataclass(frozen=True)
class Part:
    """`generated`: its statement and tables come from the figures, and people add to it."""

    code: str
    number: str
    title: str
    guidance: str | Promise
    generated: bool = False
    default: str = ""

    @property
    def heading(self) -> str:
        return f"{self.number}、{self.title}"


PARTS: tuple[Part, ...] = (
    Part(OVERVIEW, "一", "信息公开工作概述",
         _("制度机制建设、推动清单落实、宣教培训和考核评议。")),
    Part(PROACTIVE, "二", "主动公开情况",
         _("各渠道主动公开的数量；招生、财务等重点领域详细说明。")),
    Part(REQUESTS, "三", "依申请公开和不予公开情况",
         _("数量、分类、答复和收费情况由系统按办件生成；可以补充说明。"), generated=True),
    Part(EVALUATION, "四", "对信息公开的评议情况", _("师生和社会公众的评议。")),
    Part(REMEDIES, "五", "因学校信息公开工作受到举报、复议、诉讼的情况",
         _("由系统按登记的监督救济生成；可以补充说明。"), generated=True),
    Part(PROBLEMS, "六", "信息公开工作存在的主要问题与改进措施",
         _("新做法新举措、主要经验、问题和改进措施。")),
    Part(OTHER, "七", "其他需要报告的事项", _("没有的，写“无。”。"), default="无。"),
    Part(CATALOGUE, "八", "清单事项公开情况表",
         _("由系统按公开目录生成，逐项列出网址链接；可以补充说明。"), generated=True),
)  # fmt: skip

WRITTEN = (PREFACE, *(part.code for part in PARTS))

DEFAULT_PREFACE = (
    "我校对{first}至{last}学校信息公开工作开展的实际情况进行了认真总结，并编制了本年度信息公开工作"
    "报告。全文共包括{parts}等八部分内容。所列数据由学校各部门、学院和直属单位提供。如对本报告有任何"
    "疑问，请联系{office}（电话：{phone}）。"
)
