"""What the tables count of each case and each remedy, in one narrow row: an index, never a fact.

The database itself keeps the rows (`reports.lines`); nothing in Python writes them.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from remedies.models import Remedy
from requests_app.models import Application

SPANS = (16, 64, 256, 1024, 4096, 65536)  # days; each four times the one before, the last for all


class Line(models.Model):
    """From the day it came to the day it left, and how long that was.

    `span` is the least of SPANS that its days fit in, 0 while it is open. What was open on a day
    came within `span` days before it, so that finding it needs no reading of the years before.
    """

    kind = models.CharField(max_length=30, db_default="")
    came_on = models.DateField(null=True)
    left_on = models.DateField(null=True)
    result = models.CharField(max_length=40, db_default="")
    span = models.IntegerField(db_default=0)

    class Meta:
        abstract = True


class CaseLine(Line):
    """One case: who applied, how, when it was received, how its first handling ended.

    `law` is what it counts under: the law it was closed under, or while it is open the one it has.
    Closed before it was received, by a day set right, it left the day it came.
    """

    application = models.OneToOneField(
        Application, on_delete=models.CASCADE, primary_key=True, related_name="line"
    )
    channel = models.CharField(max_length=10, db_default="")
    law = models.CharField(max_length=30, db_default="")
    case_law = models.CharField(max_length=30, db_default="")
    closed_under = models.CharField(max_length=30, db_default="")
    closed_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("统计索引")
        indexes = [
            models.Index(
                fields=["kind", "law", "span", "came_on", "left_on", "channel"], name="line_came"
            ),
            models.Index(fields=["kind", "result", "law", "left_on"], name="line_left"),
        ]


class RemedyLine(Line):
    """One complaint, appeal, review or lawsuit, from its filing to its decision."""

    remedy = models.OneToOneField(
        Remedy, on_delete=models.CASCADE, primary_key=True, related_name="line"
    )
    application_id = models.BigIntegerField(db_default=0)
    closed_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("监督救济统计索引")
        indexes = [
            models.Index(
                fields=["kind", "span", "came_on", "left_on", "application_id"],
                name="remedy_line_came",
            ),
            models.Index(
                fields=["kind", "result", "left_on", "application_id"], name="remedy_line_left"
            ),
        ]
