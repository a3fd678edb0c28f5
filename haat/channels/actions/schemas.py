"""What accounts' channels ask for, as their own schemas, previews and refusals say."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from haat.channels.models import Account, Asked, Offer, Schema
from haat.channels.plain import legible, plain
from haat.core.actor import MACHINE
from haat.core.events import record
from haat.core.rows import insert_many_new, put_many

MOST_TYPE, MOST_NAME, MOST_VERSION, MOST_TOLD = 80, 120, 80, 40


@transaction.atomic
def keep_schema(account: Account, product_type: str, *, version: str, body: Mapping[str, Any]) -> None:
    """Keep a schema as it was read now; where it is another than before, goods of its type are looked at anew.

    What it asks besides, and asks no more, stands in the account's history.
    """
    known = Schema.objects.filter(account=account, product_type=product_type)
    before = known.values_list("version", "body__asks").first()
    version, body = legible(version)[:MOST_VERSION], plain(body)
    row = Schema(account=account, product_type=product_type, version=version, body=body, read_at=timezone.now())
    put_many([row], "account", "product_type")
    if before is None or before[0] == version:
        return
    Offer.objects.filter(account=account, product_type=product_type).update(touched=F("touched") + 1)
    was, now = set(before[1] or ()), set(body.get("asks") or ())
    added, gone = sorted(now - was)[:MOST_TOLD], sorted(was - now)[:MOST_TOLD]
    record("channels.schema_changed", account, by=MACHINE, product_type=product_type, added=added, gone=gone)


def keep_asked(account: Account, told: Iterable[tuple[str, str, str]]) -> None:
    """Keep what was asked for, (product type, the channel's name of it, in its words): all goods of the type are asked.

    What is known is kept once.
    """
    rows = {(kind[:MOST_TYPE], legible(name)[:MOST_NAME]): legible(said) for kind, name, said in told if name}
    insert_many_new(
        [
            Asked(account=account, product_type=product_type, name=name, said=said)
            for (product_type, name), said in sorted(rows.items())
        ]
    )
