from django.core.management.base import BaseCommand, CommandError

from web import messages_catalogue as catalogue


class Command(BaseCommand):
    help = "Keep the English translation: --check, --update the catalogue, --compile it for use."
    requires_system_checks = ()

    def add_arguments(self, parser):
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--check", action="store_true", help="list texts without their English")
        which.add_argument("--update", action="store_true", help="take new texts in, drop old ones")
        which.add_argument("--compile", action="store_true", help="write the .mo file")

    def handle(self, *, check, update, compile, **options):
        if check:
            faults = catalogue.faults()
            for fault in faults:
                self.stdout.write(fault)
            if faults:
                raise CommandError(f"{len(faults)} texts are not as they should be")
        if update:
            catalogue.write(catalogue.update())
            faults = catalogue.faults()
            self.stdout.write(f"{len(faults)} texts without English")
        if compile:
            self.stdout.write(f"compiled {catalogue.compile_catalogue().name}")
