from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

WRITTEN_ONCE = ("reports_answer", "reports_questionset")  # by trigger: `office.append_only`


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("年度统计与报告")

    def ready(self) -> None:
        from casework import task_sources
        from office import append_only
        from reports import collection_tasks, due, form_check, recount, system_checks

        task_sources.register("collection", collection_tasks.waiting)
        task_sources.register("report", due.waiting)
        for table in WRITTEN_ONCE:
            append_only.keep(table)
        checks.register(form_check.the_forms_can_be_read)
        checks.register(form_check.the_forms_in_use_are_there, checks.Tags.database)
        checks.register(system_checks.triggers_are_there, checks.Tags.database)
        post_migrate.connect(recount.restore, sender=self, dispatch_uid="reports.lines")
