"""What redaction and the segregation record say on pages."""

from django import template

from notices.withheld import GROUNDS
from web.templatetags.words import said

register = template.Library()


@register.filter
def ground_label(code: str) -> str:
    """A ground on which something is withheld, in the language of the page."""
    return said(GROUNDS[code]) if code in GROUNDS else code
