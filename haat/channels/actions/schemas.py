"""What accounts' channels ask for, as their own schemas, previews and refusals say."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from haat.channels.models import Account, Asked, Offer, Schema
from haat.channels.plain import legible, plain
from haat.core.rows import insert_many_new, put_many

MOST_TYPE, MOST_NAME, MOST_VERSION = 80, 120, 80


@transaction.atomic
def keep_schema(account: Account, product_type: str, *, version: str, body: Mapping[str, Any]) -> None:
    """Keep a schema as it was read now; goods of its type are looked at anew when it is another than before."""
    before = Schema.objects.filter(account=account, product_type=product_type).values_list("version", flat=True).first()
    version = legible(version)[:MOST_VERSION]
    row = Schema(account=account, product_type=product_type, version=version, body=plain(body), read_at=timezone.now())
    put_many([row], "account", "product_type")
    if before not in (None, version):
        Offer.objects.filter(account=account, product_type=product_type).update(touched=F("touched") + 1)


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
