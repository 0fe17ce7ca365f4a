from functools import partial

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

WRITTEN_ONCE = ("reports_answer", "reports_questionset")  # by trigger: `office.append_only`


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("年度统计与报告")

    def ready(self) -> None:
        from casework import task_sources
        from office import append_only
        from reports import collection_tasks, due

        task_sources.register("collection", collection_tasks.waiting)
        task_sources.register("report", due.waiting)
        post_migrate.connect(
            partial(append_only.restore, tables=WRITTEN_ONCE), sender=self, weak=False,
            dispatch_uid="reports.append_only",
        )  # fmt: skip
