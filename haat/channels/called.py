"""What a channel's own names of attributes are called here, for goods as their kinds are asked."""

from collections.abc import Collection

from haat.catalogue.asking import attributes_for
from haat.channels.channel import find
from haat.channels.models import Account, Offer


def slugs_of(account: Account, offers: Collection[int]) -> dict[int, dict[str, str]]:
    """Offer (its key) → the channel's name → our question, a kind's own before what all goods are asked.

    Two statements, none where no offer is asked about.
    """
    if not offers:
        return {}
    folder = find(account.channel)
    asks_as = (folder.asks_as if folder else "") or account.channel
    rows = Offer.objects.filter(pk__in=offers).select_related("variant__good__kind")
    kinds = {row.pk: row.variant.good.kind for row in rows}
    asked = attributes_for(kinds.values())
    called: dict[int | None, dict[str, str]] = {}
    for kind, attributes in asked.items():
        names = called.setdefault(kind, {})
        for attribute in attributes:
            for name in attribute.maps.get(asks_as) or ():
                names.setdefault(str(name), attribute.slug)
    return {pk: called[kind.pk if kind else None] for pk, kind in kinds.items()}
