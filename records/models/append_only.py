from django.db import models
from django.utils.translation import gettext as _

from records.refusals import Refusal


class AppendOnlyModel(models.Model):
    """Rows are written once. The database's triggers refuse the rest; this says it readably."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise Refusal(_("该记录只可新增，不可修改。"))
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise Refusal(_("该记录只可新增，不可删除。"))
