"""What accounts' channels ask for, as their own schemas, previews and refusals say."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from haat.channels.actions.restating import BATCH, send_anew
from haat.channels.models import Account, Asked, Offer, Refusal, Schema
from haat.channels.plain import legible, plain
from haat.core.actor import MACHINE
from haat.core.events import record
from haat.core.rows import batches, insert_many_new, put_many

MOST_TYPE, MOST_NAME, MOST_VERSION, MOST_TOLD = 80, 120, 80, 40


class Of(NamedTuple):
    """Of what a channel asks: its product type, and our kind of good (empty: of every one)."""

    product_type: str
    kind: str = ""


@transaction.atomic
def keep_schema(account: Account, product_type: str, *, version: str, body: Mapping[str, Any]) -> None:
    """Keep a schema as it was read now; where it is another than before, goods of its type are looked at anew.

    What it asks besides, and asks no more, stands in the account's history. What previews and refusals asked for while
    the one before held is dropped: what is still asked is said anew.
    """
    known = Schema.objects.filter(account=account, product_type=product_type)
    before = known.values_list("version", "body__asks").first()
    version, body = legible(version)[:MOST_VERSION], plain(body)
    row = Schema(account=account, product_type=product_type, version=version, body=body, read_at=timezone.now())
    put_many([row], "account", "product_type")
    if before is None or before[0] == version:
        return
    _drop_asked(account, product_type)
    Offer.objects.filter(account=account, product_type=product_type).update(touched=F("touched") + 1)
    was, now = set(before[1] or ()), set(body.get("asks") or ())
    added, gone = sorted(now - was)[:MOST_TOLD], sorted(was - now)[:MOST_TOLD]
    record("channels.schema_changed", account, by=MACHINE, product_type=product_type, added=added, gone=gone)


def _drop_asked(account: Account, product_type: str) -> None:
    """What was asked besides is forgotten, and what was refused for the lack of it goes once more."""
    asked = Asked.objects.filter(account=account, product_type=product_type)
    names = set(asked.values_list("name", flat=True))
    if not names:
        return
    asked.delete()
    said = Refusal.objects.filter(ended_at=None, source=Refusal.Source.ANSWER, cause__about__in=names)
    lacking = Offer.objects.filter(
        Exists(said.filter(offer=OuterRef("pk"))), account=account, product_type=product_type
    )
    for keys in batches(list(lacking.order_by("pk").values_list("pk", flat=True)), BATCH):
        send_anew(keys, by=MACHINE)


def keep_asked(account: Account, told: Iterable[tuple[Of, str, str]]) -> None:
    """Keep what was asked for, (of what, the channel's name of it, in its words): all goods of that type and kind are
    asked, and no others, for what the channel asks can hang on what a good is. What is known is kept once.
    """
    rows = {(of.product_type[:MOST_TYPE], of.kind, legible(name)[:MOST_NAME]): legible(said) for of, name, said in told}
    insert_many_new(
        [
            Asked(account=account, product_type=product_type, kind=kind, name=name, said=said)
            for (product_type, kind, name), said in sorted(rows.items())
            if name and product_type
        ]
    )


def of_offers(offers: Collection[int]) -> dict[int, Of]:
    """By offer (its key), of what it is asked there; one statement."""
    rows = Offer.objects.filter(pk__in=offers).values_list("pk", "product_type", "variant__good__kind__slug")
    return {pk: Of(product_type, kind or "") for pk, product_type, kind in rows}
