"""Offers as people handle them: published and taken off, held back, sent once more."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone

from haat.catalogue.models import Good, Variant
from haat.catalogue.rules import check_sku
from haat.channels.actions.accounts import shut_offers
from haat.channels.actions.restating import BATCH, held_offers, write
from haat.channels.channel import good_of
from haat.channels.errors import (
    AccountClosed,
    CodeStands,
    CodeTaken,
    NothingChosen,
    OfAnotherMart,
    TooManyChosen,
    WhyMissing,
)
from haat.channels.models import Account, Found, Offer
from haat.core.actor import Actor
from haat.core.events import record
from haat.core.locks import hold, hold_key
from haat.core.rows import batches, insert_many_new, update
from haat.core.texts import clean_line

# What one deed publishes can be undone by one.
MOST = 5_000
MOST_WHY = 200


@transaction.atomic
def publish(account: Account, *, variants: Iterable[int], by: Actor) -> list[int]:
    """These sizes (their keys) shall stand at the account; those new there, by the keys of their offers, for the undo.

    What is not ready yet is held back here, and goes by itself when it is. Raises AccountClosed, NothingChosen,
    TooManyChosen, OfAnotherMart.
    """
    keys = sorted(set(variants))
    if not keys:
        raise NothingChosen
    if len(keys) > MOST:
        raise TooManyChosen(MOST)
    row = hold(account)
    if row.state == Account.State.CLOSED:
        raise AccountClosed
    sizes = dict(Variant.objects.filter(mart=row.mart_id, pk__in=keys).values_list("pk", "sku"))
    if len(sizes) < len(keys):
        raise OfAnotherMart("goods")
    open_now = set(Offer.objects.filter(account=row, variant__in=keys, open=True).values_list("variant_id", flat=True))
    insert_many_new(
        [
            Offer(mart_id=row.mart_id, account=row, variant_id=pk, sku=sku)
            for pk, sku in sizes.items()
            if pk not in open_now
        ]
    )
    new = [pk for pk in keys if pk not in open_now]
    offers = list(Offer.objects.filter(account=row, variant__in=new).order_by("pk").values_list("pk", flat=True))
    for some in batches(offers, BATCH):
        _open_again(some, by)
    if offers:
        record("channels.published", row, by=by, number=len(offers), offer_ids=offers)
    return offers


def _open_again(keys: Sequence[int], by: Actor) -> None:
    offers = held_offers(keys)
    for offer in offers:
        offer.open, offer.touched = True, offer.touched + 1
        if not offer.there:
            offer.sent = {}
    write(offers, "open", "touched", "sent", now=timezone.now(), by=by)


@transaction.atomic
def close_offers(account: Account, *, offers: Iterable[int], by: Actor) -> int:
    """These offers (their keys) of the account are taken off: the undo of `publish`. How many stood open.

    Raises NothingChosen, TooManyChosen.
    """
    keys = sorted(set(offers))
    if not keys:
        raise NothingChosen
    if len(keys) > MOST:
        raise TooManyChosen(MOST)
    row = hold(account)
    mine = list(Offer.objects.filter(account=row, pk__in=keys, open=True).order_by("pk").values_list("pk", flat=True))
    for some in batches(mine, BATCH):
        shut_offers(some, now=timezone.now(), by=by)
    if mine:
        record("channels.taken_off", row, by=by, number=len(mine), offer_ids=mine)
    return len(mine)


@transaction.atomic
def pause_offer(offer: Offer, *, why: str, by: Actor) -> Offer:
    """It is not changed there any more; its stock is kept true. Told twice, it counts once. Raises WhyMissing."""
    return _pause([offer.pk], _reason(why), by)[0]


@transaction.atomic
def resume_offer(offer: Offer, *, by: Actor) -> Offer:
    """What waited goes with the next turn. Told twice, it counts once."""
    return _resume([offer.pk], by)[0]


@transaction.atomic
def pause_offers(good: Good, *, why: str, by: Actor) -> list[Offer]:
    """The same of all sizes of a good, wherever they stand. Raises WhyMissing."""
    return _pause(_of(good), _reason(why), by)


@transaction.atomic
def resume_offers(good: Good, *, by: Actor) -> list[Offer]:
    """The way back of `pause_offers`."""
    return _resume(_of(good), by)


def _of(good: Good) -> list[int]:
    return list(Offer.objects.filter(variant__good=good).order_by("pk").values_list("pk", flat=True))


def _reason(why: str) -> str:
    said = clean_line(why)[:MOST_WHY]
    if not said:
        raise WhyMissing
    return said


def _pause(keys: Sequence[int], why: str, by: Actor) -> list[Offer]:
    offers = held_offers(keys)
    now = [offer for offer in offers if not offer.paused]
    for offer in now:
        offer.paused = True
    write(now, "paused", now=timezone.now(), by=by)
    for offer in now:
        record("channels.offer_paused", offer, by=by, why=why)
    return offers


def _resume(keys: Sequence[int], by: Actor) -> list[Offer]:
    offers = held_offers(keys)
    now = [offer for offer in offers if offer.paused]
    for offer in now:
        offer.paused = False
    write(now, "paused", now=timezone.now(), by=by)
    for offer in now:
        record("channels.offer_resumed", offer, by=by)
    return offers


@transaction.atomic
def rename_offer(offer: Offer, *, sku: str, by: Actor) -> Offer:
    """There it goes by another code, for under its own the account sells something that is none of ours (`leave`).

    Told twice it counts once. Raises AccountClosed, BadSku, CodeTaken, CodeStands.
    """
    hold_key(Account, offer.account_id)
    row, code = hold(offer, "account"), clean_line(sku)
    if code == row.sku:
        return row
    if row.account.state == Account.State.CLOSED:
        raise AccountClosed
    check_sku(code)
    theirs = Found.objects.filter(account=row.account, sku=row.sku, state=Found.State.LEFT)
    if row.there or row.sent or row.sending or not theirs.exists():
        raise CodeStands(row.sku)
    if _is_taken(row, code):
        raise CodeTaken(code)
    before, row.sku, row.touched = row.sku, code, row.touched + 1
    update(row, "sku", "touched")
    record("channels.offer_renamed", row, by=by, sku=code, before=before)
    return row


def _is_taken(row: Offer, code: str) -> bool:
    """Whether the account sells something else so called, or another size of the mart is; or a good above its sizes."""
    at_account = (model.objects.filter(account=row.account, sku=code) for model in (Offer, Found))
    others = Variant.objects.filter(mart=row.mart_id, sku=code).exclude(pk=row.variant_id)
    return good_of(code) is not None or others.exists() or any(rows.exists() for rows in at_account)


@transaction.atomic
def read_again(offer: Offer, *, by: Actor) -> Offer:
    """Read it back with the next turn, whenever it was to be read."""
    row = hold(offer)
    row.look_at = timezone.now()
    update(row, "look_at")
    return row
