from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class OfficeConfig(AppConfig):
    name = "office"
    verbose_name = _("机构与人员")

    def ready(self):
        from office import append_only

        post_migrate.connect(append_only.restore, sender=self, dispatch_uid="office.append_only")
