"""Messages: what people were told, by whom it went, and what did not arrive."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from haat.messages.notices import every
from haat.messages.queries import failed_lately
from haat.places.models import Mart, Place
from haat.web.office.desk.rooms import Field, Owned, Room, Shape
from haat.web.office.messages.shown import Shown
from haat.web.office.messages.words import STATES, STEPS


def waits(mart: Mart, place: Place) -> Iterable[QuerySet[Any]]:
    """What did not arrive yesterday or today."""
    return (failed_lately(mart),)


def titles() -> dict[str, str]:
    """What each message is called."""
    return {name: Shown.title_of(name) for name in every()}


def worded(data: Mapping[str, Any]) -> Shape:
    """Which message, and what it says now."""
    return data["before"], {"notice": data["page"]} | data["after"]


ROOM = Room(
    title=_("Messages"),
    order=55,
    kept=True,
    first="office:messages:list",
    deed="see_messages",
    whole_mart=True,
    waits=waits,
    words={"message": STATES, "attempt": STEPS, "notice": Owned(titles)},
    events={"messages.sent_again": _("Sent again"), "places.notice_worded": _("A message worded")},
    fields={
        "places.notice": Field(_("Message"), "word:notice"),
        "places.template": Field(_("Number at the operators (DLT)"), "names"),
        "places.gateway": Field(_("The gateway’s own number"), "names"),
    },
    reads={"places.notice_worded": worded},
)
