from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("年度统计与报告")

    def ready(self):
        from reports import recount, system_checks

        checks.register(system_checks.triggers_are_there, checks.Tags.database)
        post_migrate.connect(recount.restore, sender=self, dispatch_uid="reports.lines")
