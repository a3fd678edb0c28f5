"""What marketplaces ask about her goods, one question a screen."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from haat.channels.asks import commonest, open_asks
from haat.web.maker.base.request import Request
from haat.web.maker.base.rooms import Card, Room


def card(request: Request) -> Card | None:
    """How many questions wait, and what most of them ask; nothing where none waits."""
    asks = open_asks(request.acting.maker)
    if not asks:
        return None
    what, number = commonest(asks)
    said = ngettext("%(n)s question about your goods", "%(n)s questions about your goods", len(asks))
    todo = _("Mostly: %(what)s") % {"what": what} if number > 1 else what
    return Card("maker:asks", said % {"n": len(asks)}, todo, icon="question")


ROOM = Room(order=15, card=card)
