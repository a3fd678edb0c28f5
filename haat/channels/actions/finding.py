"""What an account sold before us: read once before anything is sent, so that nothing is written over unseen."""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from haat.catalogue.models import Variant
from haat.channels.actions.wanting import mark
from haat.channels.channel import Channel, Keys, Line, Seen, good_of
from haat.channels.errors import FoundSettled, OfAnotherMart, SizeTaken
from haat.channels.models import Account, Found, Offer
from haat.channels.plain import legible, plain
from haat.core.actor import Actor
from haat.core.events import record
from haat.core.locks import hold, hold_key
from haat.core.rows import insert_new, put_many, update

AT_ONCE = 200
MOST_SKU = 60


def read_all(
    account: Account, channel: Channel, keys: Keys, line: Line, *, goes_on: Callable[[], None] = lambda: None
) -> int:
    """Read all that the account sells, and keep what we did not send; how much that was.

    What a reading that broke off has kept is read again. `goes_on` is called now and then: many thousand listings take
    longer than a turn's lease. Raises what the channel raises, and what `goes_on` does.
    """
    seen = channel.look((), keys, line)
    assert isinstance(seen, Iterable)
    each, kept = iter(seen), 0
    while some := list(islice(each, AT_ONCE)):
        kept += _keep(account, [one for one in some if one.there and one.sku])
        goes_on()
    account.listed_at = timezone.now()
    update(account, "listed_at")
    return kept


@transaction.atomic
def _keep(account: Account, seen: Sequence[Seen]) -> int:
    told = {legible(one.sku)[:MOST_SKU]: one for one in seen}
    skus = set(told)
    sent = set(Offer.objects.filter(account=account, sku__in=skus, sent_at__isnull=False).values_list("sku", flat=True))
    sizes = dict(Variant.objects.filter(mart=account.mart_id, sku__in=skus).values_list("sku", "pk"))
    settled = Found.objects.filter(account=account, sku__in=skus).exclude(state=Found.State.OPEN)
    known = sent | set(settled.values_list("sku", flat=True)) | _our_parents(account, skus)
    rows = {
        sku: Found(
            account=account,
            sku=sku,
            external_id=legible(one.external_id)[:60],
            body=plain(one.parts),
            buyable=one.buyable,
            shown=one.shown,
            variant_id=sizes.get(sku),
        )
        for sku, one in sorted(told.items())
        if sku not in known
    }
    put_many(list(rows.values()), "account", "sku")
    mark(Offer.objects.filter(account=account, sku__in=rows).values_list("pk", flat=True))
    return len(rows)


def _our_parents(account: Account, skus: Iterable[str]) -> set[str]:
    """Those of the codes that the goods above our sizes have there: none where the account had it before us."""
    goods = {sku: good for sku in skus if (good := good_of(sku)) is not None}
    if not goods:
        return set()
    sent = Offer.objects.filter(account=account, variant__good__in=goods.values(), sent_at__isnull=False)
    ours = set(sent.values_list("variant__good", flat=True))
    theirs = set(Found.objects.filter(account=account, sku__in=goods).values_list("sku", flat=True))
    return {sku for sku, good in goods.items() if good in ours} - theirs


@transaction.atomic
def adopt(found: Found, *, variant: Variant, by: Actor) -> Offer:
    """What the account sold already is this size of ours: from now on ours is wanted there. Told twice it counts once.

    Raises FoundSettled, OfAnotherMart, SizeTaken.
    """
    hold_key(Account, found.account_id)
    row = hold(found, "account")
    size = Variant.objects.get(pk=variant.pk)
    if size.mart_id != row.account.mart_id:
        raise OfAnotherMart("variant")
    offer = Offer.objects.filter(account=row.account, variant=size).first()
    if row.state == Found.State.ADOPTED and row.variant_id == size.pk and offer is not None:
        return offer
    if row.state != Found.State.OPEN:
        raise FoundSettled
    offer = _offer_for(row, size, offer)
    row.state, row.variant = Found.State.ADOPTED, size
    update(row, "state", "variant")
    record("channels.adopted", offer, by=by, sku=row.sku, found_id=row.pk)
    return offer


def _offer_for(row: Found, size: Variant, before: Offer | None) -> Offer:
    """The offer of a size, as it was found there; it goes by the code it has there."""
    if before is not None and (before.there or before.sending or before.sent) and before.sku != row.sku:
        raise SizeTaken(before.sku)
    other = Offer.objects.filter(account=row.account, sku=row.sku).exclude(variant=size).first()
    if other is not None:
        raise SizeTaken(other.sku)
    if before is None:
        before = Offer(mart_id=size.mart_id, account=row.account, variant=size, sku=row.sku)
        insert_new([before])
    offer = hold_key(Offer, Offer.objects.get(account=row.account, variant=size).pk)
    offer.sku, offer.open, offer.there = row.sku, True, True
    offer.buyable, offer.shown, offer.external_id = row.buyable, row.shown, row.external_id
    offer.seen_body, offer.seen, offer.seen_at = row.body, {}, row.seen_at
    offer.touched = offer.touched + 1
    names = ("sku", "open", "there", "buyable", "shown", "external_id", "seen_body", "seen", "seen_at", "touched")
    update(offer, *names)
    return offer


@transaction.atomic
def leave(found: Found, *, by: Actor) -> Found:
    """It is none of ours, and stays there as it is; under its code nothing of ours is sent. Told twice it counts once.

    Raises FoundSettled.
    """
    row = hold(found, "account")
    if row.state == Found.State.LEFT:
        return row
    if row.state != Found.State.OPEN:
        raise FoundSettled
    row.state = Found.State.LEFT
    update(row, "state")
    Offer.objects.filter(account=row.account, sku=row.sku).update(touched=F("touched") + 1)
    record("channels.left_alone", row, by=by, mart_id=row.account.mart_id, sku=row.sku)
    return row
