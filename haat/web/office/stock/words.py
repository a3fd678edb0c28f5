"""Words for places and for who sells from them."""

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from haat.stock.rules import COUNTER, MART
from haat.web.office.desk.rooms import Words

PLACE_KINDS: Words = {
    "hub": _("Hub"),
    "centre": _("Sale centre"),
    "stall": _("Stall"),
    "warehouse": _("A marketplace’s warehouse"),
    "maker": _("With the maker"),
}


def channel_words(channel: str, account: str = "") -> str:
    """Who sells: the mart's own shop, the place's counter, or a marketplace by its name and account."""
    if channel == MART:
        return say("The mart’s shop")
    if channel == COUNTER:
        return say("Its own counter")
    return f"{channel.title()} {account}".strip()
