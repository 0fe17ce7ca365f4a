from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CaseworkConfig(AppConfig):
    name = "casework"
    verbose_name = _("办件")

    def ready(self) -> None:
        from casework import reminders

        reminders.register_all()
