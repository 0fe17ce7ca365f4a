"""What is already public, or must be: the list of matters a university publishes of itself."""

from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Category(models.Model):
    """One of the list's ten headings."""

    number = models.PositiveSmallIntegerField(_("序号"), unique=True)
    title = models.CharField(_("类别"), max_length=100)
    title_en = models.CharField(_("英文名称"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("公开类别")
        ordering = ["number"]

    def __str__(self) -> str:
        return self.title


class ItemQuerySet(models.QuerySet):
    def matching(self, text: str) -> "ItemQuerySet":
        """Items whose title or category holds every word asked for."""
        found = self
        for word in text.split():
            found = found.filter(
                models.Q(title__icontains=word) | models.Q(category__title__icontains=word)
            )
        return found

    def filled(self) -> "ItemQuerySet":
        return self.exclude(link="")


class Item(models.Model):
    """One matter of the list (教办函〔2014〕23号). A link that is not there is never invented."""

    number = models.PositiveSmallIntegerField(_("序号"), unique=True)
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, related_name="items", verbose_name=_("类别")
    )
    title = models.TextField(_("公开事项"))
    title_en = models.TextField(_("英文名称"), blank=True)
    wording_verified = models.BooleanField(_("文字已核对"), default=True)
    unit = models.CharField(_("责任单位"), max_length=100, blank=True)
    link = models.URLField(
        _("网址链接"), blank=True, max_length=500, validators=[URLValidator(["http", "https"])]
    )
    cycle = models.CharField(_("更新周期"), max_length=30, blank=True)
    updated_on = models.DateField(_("更新日期"), null=True, blank=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("公开事项")
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(link="")
                | models.Q(link__startswith="https://")
                | models.Q(link__startswith="http://"),
                name="a_link_is_a_web_address",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"
