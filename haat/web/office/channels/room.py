"""Channels: feeds that others fetch, and sheets for portals."""

from django.utils.translation import gettext_lazy as _

from haat.web.office.channels.published import EVENTS, FIELDS, WORDS
from haat.web.office.desk.rooms import Room

ROOM = Room(
    title=_("Channels"),
    order=60,
    first="office:channels:feeds",
    deed="see_channels",
    whole_mart=True,
    words=WORDS,
    events=EVENTS,
    fields=FIELDS,
)
