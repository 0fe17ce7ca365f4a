"""The versions of the list: what had to be published, from when on."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from records.instants import local


class ItemListQuerySet(models.QuerySet):
    def in_force(self, on: date) -> "ItemList | None":
        """The list in use at the end of a day; the first one goes back to the beginning."""
        rows = list(self.order_by("pk").defer("content"))
        begun = [row for row in rows if row.loaded_at is None or local(row.loaded_at).date() <= on]
        return (begun or rows[:1] or [None])[-1]

    def current(self) -> "ItemList | None":
        return self.order_by("-pk").defer("content").first()


class ItemList(models.Model):
    """A list as it was loaded, whole. The newest is in use, the earlier ones stay."""

    code = models.SlugField(_("代码"), max_length=40)
    title = models.CharField(_("名称"), max_length=150)
    title_en = models.CharField(_("英文名称"), max_length=200, blank=True)
    document = models.CharField(_("文号"), max_length=100)
    sha256 = models.CharField(_("内容的SHA-256"), max_length=64)
    content = models.JSONField(_("内容"))
    loaded_at = models.DateTimeField(
        _("装入时间"), null=True, blank=True, help_text=_("空：随系统提供，从一开始使用")
    )

    objects = ItemListQuerySet.as_manager()

    class Meta:
        verbose_name = _("公开事项清单")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(loaded_at=None), name="one_list_from_the_start"
            )
        ]

    def __str__(self) -> str:
        return self.title
