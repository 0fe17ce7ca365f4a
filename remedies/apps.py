from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RemediesConfig(AppConfig):
    name = "remedies"
    verbose_name = _("监督救济")

    def ready(self):
        from office import append_only

        append_only.keep("remedies_stage")
