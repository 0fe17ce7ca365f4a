from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    name = "records"
    verbose_name = _("档案与凭证")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from records import checks, housekeeping, keys, triggers

        checks.register_all()
        housekeeping.register_all()
        post_migrate.connect(triggers.restore, sender=self, dispatch_uid="records.triggers")
        post_migrate.connect(keys.witness_after_migrate, sender=self, dispatch_uid="records.keys")
