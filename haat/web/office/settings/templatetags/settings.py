"""`{% load settings %}`: a place as one says where a parcel goes."""

from django import template

from haat.web.office.settings.figures import place_words

register = template.Library()
register.filter("place_words", place_words)
