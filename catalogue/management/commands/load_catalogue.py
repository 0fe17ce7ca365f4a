from django.core.management.base import BaseCommand

from catalogue.items import load
from catalogue.models import Category, Item


class Command(BaseCommand):
    help = "Bring the wording of the list of matters up to date; links and units stay."

    def handle(self, *args, **options) -> None:
        new = load(Category, Item)
        self.stdout.write(f"{Item.objects.count()} matters, {new} new")
