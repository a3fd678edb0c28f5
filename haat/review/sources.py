"""What links brought in a month: feeds, portals, and what makers shared themselves, by what the office calls them."""

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext as _

from haat.channels.feeds import kind
from haat.channels.models import Portal
from haat.core.dates import start_of
from haat.core.languages import best
from haat.makers.models import Maker
from haat.orders.models import Part
from haat.orders.sources import INSTAGRAM, WHATSAPP, Brought, brought, sharer, summed
from haat.places.models import Mart, Place
from haat.review.queries import month_of
from haat.review.rules import GONE

MEDIA = {WHATSAPP: "WhatsApp", INSTAGRAM: "Instagram"}


def brought_in(mart: Mart, place: Place, day: date) -> list[tuple[str, Brought]]:
    """What buyers who came by a link ordered in `day`'s month of makers at or below `place`, the most money first.

    One statement, and two more when there is anything. A link that nobody here published goes with the others.
    """
    first, then = month_of(day)
    placed = {"order__placed_at__gte": start_of(first), "order__placed_at__lt": start_of(then)}
    parts = Part.objects.filter(place.reach(mart, "maker__block"), mart=mart, order__mart=mart, **placed)
    found = brought(parts.exclude(state__in=GONE))
    return summed(found, _called(mart, [each.source for each in found]), other=_("Other links")) if found else []


def _called(mart: Mart, sources: Collection[str]) -> dict[str, str]:
    """Source → its name; those nobody here published are left out."""
    titles = dict(Portal.objects.filter(mart=mart, slug__in=sources).values_list("slug", "title"))
    titles |= {found.slug: str(found.title) for found in kind.every_kind()}
    shared = {source: sharer(source) for source in sources if source not in titles}
    makers = Maker.objects.filter(mart=mart, slug__in={slug for slug, _medium in shared.values()})
    names = {slug: best(told).text for slug, told in makers.values_list("slug", "names")}
    ours = {source: (slug, medium) for source, (slug, medium) in shared.items() if slug in names}
    return titles | {source: f"{names[slug]}, {MEDIA[medium]}" for source, (slug, medium) in ours.items()}
