"""An item's further links, and what was found when the addresses were looked at."""

from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalogue.models.items import Item

IS_WEB_ADDRESS = Q(url__startswith="https://") | Q(url__startswith="http://")


class ItemLink(models.Model):
    """A link of an item besides its main one. One taken off stands in the log."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="more_links")
    title = models.CharField(_("链接名称"), max_length=100)
    url = models.URLField(_("网址"), max_length=500, validators=[URLValidator(["http", "https"])])

    class Meta:
        verbose_name = _("公开事项的其他链接")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "url"], name="an_item_links_once_to_a_page"),
            models.CheckConstraint(
                condition=IS_WEB_ADDRESS, name="a_further_link_is_a_web_address"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.url}"


class Outcome(models.TextChoices):
    """What came of looking at an address."""

    FINE = "fine", _("正常")
    MOVED = "moved", _("已永久移到别处")
    NOT_THERE = "not_there", _("网页不存在")
    SERVER_ERROR = "server_error", _("网站出错")
    LOOP = "loop", _("重定向循环")
    TIMEOUT = "timeout", _("没有在时限内应答")
    NO_ANSWER = "no_answer", _("没有应答")
    NO_HOST = "no_host", _("网站不存在或者连不上")
    CERTIFICATE = "certificate", _("安全证书或者加密连接有误")
    REFUSED = "refused", _("网站不让程序查看")
    NOT_CHECKED = "not_checked", _("未能检查（网络不通）")
    FORBIDDEN = "forbidden", _("未检查（内部地址或者不是网址）")


GOOD = (Outcome.FINE, Outcome.MOVED)
SAYS_NOTHING = (Outcome.REFUSED, Outcome.NOT_CHECKED, Outcome.FORBIDDEN)
FAILED = tuple(set(Outcome) - set(GOOD) - set(SAYS_NOTHING))


class LinkCheck(models.Model):
    """One look at one address; the last few of each address are kept."""

    url = models.CharField(_("网址"), max_length=500)
    checked_at = models.DateTimeField(_("检查时间"))
    outcome = models.CharField(_("结果"), max_length=12, choices=Outcome.choices)
    status = models.PositiveSmallIntegerField(_("状态码"), null=True, blank=True)
    final_url = models.CharField(_("最后到达的网址"), max_length=1000, blank=True)
    milliseconds = models.PositiveIntegerField(_("用时（毫秒）"), default=0)
    detail = models.CharField(_("说明"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("链接检查")
        ordering = ["-checked_at", "-pk"]
        indexes = [models.Index(fields=["url", "-checked_at"], name="checks_of_an_address")]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values), name="a_known_outcome_of_a_check"
            )
        ]

    def __str__(self) -> str:
        return f"{self.url} {self.outcome}"
