from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    name = "catalogue"
    verbose_name = _("公开目录")

    def ready(self) -> None:
        from catalogue import link_check
        from catalogue.items import load_if_empty

        post_migrate.connect(load_if_empty, sender=self, dispatch_uid="catalogue.items")
        link_check.register()
