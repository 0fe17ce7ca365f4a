from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("年度统计与报告")

    def ready(self) -> None:
        from reports import form_check  # noqa: F401
