"""Goods come on sale: since when is written down, once."""

from haat.catalogue.models import Good
from haat.core.events import subscribe
from haat.core.models import Event
from haat.letters import actions


@subscribe("catalogue.good_approved", many=True)
def good_passed(events: list[Event]) -> None:
    """A good passed the desk, perhaps the first of its maker."""
    goods = Good.objects.filter(pk__in={event.subject_id for event in events})
    actions.note_begun(set(goods.values_list("maker_id", flat=True)))


@subscribe("makers.opened", many=True)
def maker_opened(events: list[Event]) -> None:
    """A maker is open, perhaps with goods that had passed before."""
    actions.note_begun({event.subject_id for event in events})


@subscribe("channels.offer_live", many=True)
def offer_live(events: list[Event]) -> None:
    """Something can be bought at a marketplace, perhaps the first of its maker."""
    actions.note_begun({int(event.data["maker_id"]) for event in events})
