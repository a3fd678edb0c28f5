"""`{% load settings %}`: a place as one says where a parcel goes, and a share to the last hundredth of a percent."""

from django import template

from haat.web.office.settings.figures import place_words

register = template.Library()
register.filter("place_words", place_words)


@register.filter
def exact_percent(basis_points: int) -> str:
    """725 as `7.25%`."""
    return f"{basis_points / 100:g}%"
