"""One answer for all goods that one cause keeps back, and the rate of an order that nobody knew."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from haat.catalogue import actions as catalogue
from haat.catalogue.models import Good
from haat.channels.actions.importing import act_on
from haat.channels.actions.restating import BATCH, send_anew
from haat.channels.channel import find
from haat.channels.errors import CauseClosed, NoRateNeeded, NotAnsweredHere, StillUnreadable
from haat.channels.models import Cause, Offer, Sale
from haat.channels.wording import slug_of
from haat.core.actor import Actor
from haat.core.events import record
from haat.core.locks import hold
from haat.core.rows import batches, update


@transaction.atomic
def answer_cause(cause: Cause, *, answer: Any = None, by: Actor) -> int:
    """Say this of all goods that the cause keeps back, and send them again; without an answer it was mended elsewhere.

    How many goods those are. Raises CauseClosed, NotAnsweredHere, and what the answer itself is refused for
    (`catalogue.say_answers`).
    """
    slug = slug_of(cause)
    if answer is not None and not slug:
        raise NotAnsweredHere
    offers = Offer.objects.filter(refusals__cause=cause, refusals__ended_at=None)
    keys = list(offers.order_by("pk").values_list("pk", flat=True).distinct())
    goods = list(Good.objects.filter(variants__pk__in=offers.values("variant")).order_by("pk").distinct())
    if answer is not None:
        for good in goods:
            catalogue.say_answers(good, {slug: answer}, by=by)
    for some in batches(keys, BATCH):
        send_anew(some, by=by)
    row = hold(cause)  # after its offers: a turn that says something against them holds them first
    if row.closed_at is not None:
        raise CauseClosed
    row.answer = {"slug": slug, "value": answer} if answer is not None else {"mended": True}
    update(row, "answer")
    told = {"code": row.code, "about": row.about, "answer": row.answer, "offers": len(keys)}
    record("channels.cause_answered", row, by=by, **told)
    return len(goods)


@transaction.atomic
def send_again(offer: Offer, *, by: Actor) -> Offer:
    """Its listing goes once more, whatever was sent before."""
    row = hold(offer)
    send_anew([row.pk], by=by)
    return Offer.objects.get(pk=row.pk)


@transaction.atomic
def tell_rate(sale: Sale, *, rate: str, rate_on: date, by: Actor) -> Sale:
    """So many rupees one unit of its money was worth that day: the order is received. Told twice it counts once.

    `rate` is a text ("83.4150"). Raises NoRateNeeded, StillUnreadable.
    """
    row = hold(sale, "account")
    if row.arrival_id is not None or row.facts is None:
        raise NoRateNeeded
    facts: Mapping[str, Any] = row.facts
    row.facts = {**facts, "rate": rate, "rate_on": rate_on.isoformat()}
    update(row, "facts")
    channel = find(row.account.channel)
    if channel is None:
        raise StillUnreadable(["channel"])
    done = act_on(row, channel, by=by)
    if done.arrival_id is None:
        raise StillUnreadable([done.said])
    said: dict[str, Any] = {"currency": str(facts.get("currency", "")), "rate": rate, "rate_on": rate_on.isoformat()}
    record("channels.rate_told", row, by=by, external_id=row.external_id, **said)
    return done
