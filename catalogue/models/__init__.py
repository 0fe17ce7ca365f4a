"""What is already public, or must be."""

from catalogue.models.items import Category, Item, ItemQuerySet

__all__ = ["Category", "Item", "ItemQuerySet"]
