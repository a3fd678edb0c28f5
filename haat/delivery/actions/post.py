"""Parcels given to a carrier that rides no round: the post."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from haat.core.actor import Actor
from haat.core.events import record
from haat.delivery import carriers
from haat.delivery.actions.parcels import facts_of, fetched, hold_parcel
from haat.delivery.errors import ArticleUsed, NoCashByPost, WrongParcelState
from haat.delivery.models import Parcel, Round
from haat.delivery.rules import WAITING
from haat.orders import actions as orders


@transaction.atomic
def send_by_post(parcel: Parcel, *, article: str, by: Actor) -> Parcel:
    """Posted, under the article number of the receipt. Told twice, it counts once.

    Who takes it says `carriers.taking`. Raises LookupError (nobody does), BadArticle, ArticleUsed, NoCashByPost,
    WrongParcelState.
    """
    carrier = carriers.taking(parcel.carrier)
    clean = carrier.clean_article(article)
    held = hold_parcel(parcel)
    if held.article == clean and held.state == Parcel.State.OUT:
        return held
    planned = held.round is not None and held.round.state == Round.State.PLANNED
    if held.state not in WAITING or planned or fetched([held.pk]):
        raise WrongParcelState(held.number, held.state)
    if held.collect_paise:
        raise NoCashByPost
    if Parcel.objects.filter(mart=held.mart_id, article=clean).exclude(pk=held.pk).exists():
        raise ArticleUsed(clean)
    held.carrier, held.article, held.state, held.round = carrier.slug, clean, Parcel.State.OUT, None
    try:
        with transaction.atomic():
            held.save(update_fields=["carrier", "article", "state", "round"])
    except IntegrityError:  # another parcel took the article number this very moment
        raise ArticleUsed(clean) from None
    orders.mark_on_the_way(held.part, by=by)
    record("delivery.posted", held, by=by, **facts_of(held), article=clean)
    return held


@transaction.atomic
def post_delivered(parcel: Parcel, *, by: Actor) -> Parcel:
    """The post says it was delivered. Told twice, it counts once. Raises WrongParcelState."""
    held = hold_parcel(parcel)
    if held.state == Parcel.State.DELIVERED:
        return held
    if held.state != Parcel.State.OUT or carriers.get(held.carrier).by_round:
        raise WrongParcelState(held.number, held.state)
    held.state, held.delivered_at = Parcel.State.DELIVERED, timezone.now()
    held.save(update_fields=["state", "delivered_at"])
    orders.mark_delivered(held.part, by=by)
    record("delivery.post_delivered", held, by=by, **facts_of(held), article=held.article)
    return held
