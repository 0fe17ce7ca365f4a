"""What is already public, or must be: the list of matters a university publishes of itself."""

from django.core.validators import RegexValidator, URLValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from office.models import Unit

DAY_OF_YEAR = r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
DATES = RegexValidator(
    rf"^{DAY_OF_YEAR}( {DAY_OF_YEAR})*$",
    _("固定日期写成月-日，例如03-31；几个日期用空格分开。"),
)


class Category(models.Model):
    """One of a list's headings."""

    number = models.PositiveSmallIntegerField(_("序号"))
    title = models.CharField(_("类别"), max_length=100)
    title_en = models.CharField(_("英文名称"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("公开类别")
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["number", "title"], name="a_heading_stands_once")
        ]

    def __str__(self) -> str:
        return self.title


class ItemQuerySet(models.QuerySet):
    def matching(self, text: str) -> "ItemQuerySet":
        """Items whose title or category, in either language, holds every word asked for."""
        found = self
        for word in text.split():
            found = found.filter(
                Q(title__icontains=word) | Q(category__title__icontains=word)
                | Q(title_en__icontains=word) | Q(category__title_en__icontains=word)
                | Q(unit__name__icontains=word) | Q(unit_name__icontains=word)
            )  # fmt: skip
        return found

    def filled(self) -> "ItemQuerySet":
        return self.exclude(link="")

    def for_list(self) -> "ItemQuerySet":
        """With all that a line of the directory shows, in three queries for any number."""
        return self.select_related("category", "unit").prefetch_related("more_links")


class CurrentItems(models.Manager.from_queryset(ItemQuerySet)):
    def get_queryset(self) -> ItemQuerySet:
        return super().get_queryset().filter(retired_at=None)


class Cycle(models.TextChoices):
    """How often a matter is to be looked through. The office settles it; the law has only the
    twenty working days from a change."""

    ON_CHANGE = "on_change", _("有变动时")
    MONTHLY = "monthly", _("每月")
    QUARTERLY = "quarterly", _("每季度")
    TERMLY = "termly", _("每学期")
    YEARLY = "yearly", _("每年")
    DATED = "dated", _("每年的固定日期")


class Item(models.Model):
    """One matter of the list. A link that is not there is never invented.

    `objects` are the matters of the list in use, `every` also those that a later list left out:
    these keep what they held. `code` is the same through all lists, `number` is the list's own.
    """

    code = models.SlugField(_("代码"), max_length=50, unique=True)
    number = models.PositiveSmallIntegerField(_("序号"))
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, related_name="items", verbose_name=_("类别")
    )
    title = models.TextField(_("公开事项"))
    title_en = models.TextField(_("英文名称"), blank=True)
    wording_verified = models.BooleanField(_("文字已核对"), default=True)
    retired_at = models.DateTimeField(_("不再列入清单"), null=True, blank=True)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("责任单位"),
    )  # fmt: skip
    unit_name = models.CharField(_("系统以外的责任单位"), max_length=100, blank=True)
    link = models.URLField(
        _("网址链接"), blank=True, max_length=500, validators=[URLValidator(["http", "https"])]
    )
    cycle = models.CharField(_("更新周期"), max_length=10, choices=Cycle.choices, blank=True)
    cycle_dates = models.CharField(
        _("每年的固定日期"), max_length=60, blank=True, validators=[DATES]
    )
    cycle_note = models.CharField(_("更新周期说明"), max_length=60, blank=True)
    changed_on = models.DateField(_("内容形成或者变更日期"), null=True, blank=True)
    updated_on = models.DateField(_("更新日期"), null=True, blank=True)
    edits = models.PositiveIntegerField(default=0)

    objects = CurrentItems()
    every = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("公开事项")
        ordering = ["number", "pk"]
        base_manager_name = default_manager_name = "every"
        constraints = [
            models.CheckConstraint(
                condition=Q(link="")
                | Q(link__startswith="https://")
                | Q(link__startswith="http://"),
                name="a_link_is_a_web_address",
            ),
            models.UniqueConstraint(
                fields=["number"], condition=Q(retired_at=None), name="a_number_of_the_list_once"
            ),
            models.CheckConstraint(
                condition=Q(unit=None) | Q(unit_name=""), name="one_unit_answers_for_an_item"
            ),
            models.CheckConstraint(
                condition=(Q(cycle="dated") & ~Q(cycle_dates=""))
                | (~Q(cycle="dated") & Q(cycle_dates="")),
                name="a_dated_cycle_has_its_dates",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    @property
    def answerable(self) -> str:
        """The unit that answers for it, of the system or from outside; empty if none is named."""
        return str(self.unit) if self.unit else self.unit_name

    @property
    def links(self) -> list[tuple[str, str]]:
        """(title, address) of all its links, the main one first, whose title is the item's own."""
        first = [("", self.link)] if self.link else []
        return first + [(more.title, more.url) for more in self.more_links.all()]


class ItemUpdate(models.Model):
    """That what is published under an item was brought up to date on a day."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="updates")
    updated_on = models.DateField(_("更新日期"))
    recorded_at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("公开事项更新")
        ordering = ["-updated_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "updated_on"], name="an_update_is_noted_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.updated_on}"
