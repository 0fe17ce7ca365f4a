"""The questions of an application in their order; which are asked depends on the law."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from office import institution
from statute.law import Law
from web.public import questions

FILES = "files"


class AskedStep(NamedTuple):
    """One page. `form` is None for the page that takes files."""

    slug: str
    title: Any
    form: type[questions.Question] | None
    legend: Any  # the heading above its answers on the page that checks them


_ALL = (
    AskedStep("what", _("您要哪一份信息？"), questions.What, _("您要的信息")),
    AskedStep("how", _("怎样给您？"), questions.How, _("形式和获取方式")),
    AskedStep("why", _("您要这份信息做什么用？"), questions.Why, _("用途")),
    AskedStep("kind", _("您以什么身份申请？"), questions.Kind, _("申请人类别")),
    AskedStep("identity", _("您是谁？"), questions.Identity, _("身份")),
    AskedStep("contact", _("怎样联系您？"), questions.Contact, _("联系方式")),
    AskedStep("agent", _("是代别人申请吗？"), questions.Agent, _("代理人")),
    AskedStep(FILES, _("要附上什么材料吗？"), None, _("附上的材料")),
)


def default_law() -> Law:
    row = institution.current()
    return institution.law(row.default_law, row)


def asked_under(law: Law) -> tuple[AskedStep, ...]:
    """The steps asked: the purpose only where the law asks it (29号令 art. 9)."""
    return tuple(step for step in _ALL if step.slug != "why" or law.purpose_asked)


def first_open(steps: tuple[AskedStep, ...], answers: Mapping[str, Any]) -> AskedStep | None:
    """The first step not answered yet; files are optional and never stand in the way."""
    return next((s for s in steps if s.form is not None and s.slug not in answers), None)
