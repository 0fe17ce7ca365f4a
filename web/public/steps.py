"""The questions of an application in their order; which are asked depends on the law."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from office import institution
from statute.law import Law
from web.public import questions

FILES = "files"
WANTED, WHO = _("您要的信息"), _("您是谁")


class AskedStep(NamedTuple):
    """One page. `form` is None for the page that takes files."""

    slug: str
    title: Any
    form: type[questions.Question] | None
    legend: Any  # the heading above its answers on the page that checks them


_ALL = (
    AskedStep("what", _("您要哪一份信息？"), questions.What, WANTED),
    AskedStep("how", _("怎样给您？"), questions.How, WANTED),
    AskedStep("why", _("您要这份信息做什么用？"), questions.Why, WANTED),
    AskedStep("kind", _("您以什么身份申请？"), questions.Kind, WHO),
    AskedStep("identity", _("您是谁？"), questions.Identity, WHO),
    AskedStep("contact", _("怎样联系您？"), questions.Contact, WHO),
    AskedStep("agent", _("是代别人申请吗？"), questions.Agent, WHO),
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
