"""What is already public, or must be."""

from catalogue.models.items import Category, Item, ItemQuerySet, ItemUpdate
from catalogue.models.links import ItemLink, LinkCheck, Outcome
from catalogue.models.lists import ItemList
from catalogue.models.proposals import Proposal

__all__ = [
    "Category",
    "Item",
    "ItemLink",
    "ItemList",
    "ItemQuerySet",
    "ItemUpdate",
    "LinkCheck",
    "Outcome",
    "Proposal",
]
