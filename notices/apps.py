from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "notices"
    verbose_name = _("文书")

    def ready(self) -> None:
        from notices import numbering
        from records import work

        work.register("numbers of notices", numbering.sweep)
