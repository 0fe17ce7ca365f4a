from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    name = "web"
    verbose_name = _("网页")

    def ready(self) -> None:
        from web import checks, housekeeping

        checks.register_all()
        housekeeping.register_all()
