from django.utils import timezone

from casework import register_export
from casework.management.commands._exporting import ExportCommand, between
from records.log import SYSTEM
from requests_app.models import Application


class Command(ExportCommand):
    help = (
        "Write the register as import_register takes it in, applicants' names in full. "
        "Cases never legally received are in no table, and not in this one."
    )
    narrowed = "received on this day or (--from) later, (--to) earlier"

    def handle(self, *, file, format, first, last, law, **options):
        cases = between(Application.objects.all(), "received_on", first, last)
        if law:
            cases = register_export.under(law, cases)
        at = timezone.now()
        self.write(
            file,
            lambda: register_export.cases_as(format, cases, masks_names=False, by=SYSTEM, at=at),
        )
