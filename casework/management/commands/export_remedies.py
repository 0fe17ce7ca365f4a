from django.utils import timezone

from casework import register_export
from casework.management.commands._exporting import ExportCommand, between
from records.log import SYSTEM
from remedies.models import Remedy
from requests_app.models import Application


class Command(ExportCommand):
    help = "Write complaints, appeals, reviews and lawsuits as import_remedies takes them in."
    narrowed = "filed on this day or (--from) later, (--to) earlier"

    def handle(self, *, file, format, first, last, law, **options):
        remedies = between(Remedy.objects.all(), "filed_on", first, last)
        if law:
            cases = register_export.under(law, Application.objects.all())
            remedies = remedies.filter(application__in=cases.order_by().values("pk"))
        at = timezone.now()
        self.write(file, lambda: register_export.remedies_as(format, remedies, by=SYSTEM, at=at))
