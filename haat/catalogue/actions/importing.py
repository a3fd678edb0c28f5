"""Crafts, from the project's own list or another."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from haat.catalogue import data
from haat.catalogue.models import Craft
from haat.core.actor import Actor
from haat.core.events import record


@transaction.atomic
def import_crafts(rows: Iterable[Mapping[str, Any]] | None = None, *, by: Actor) -> int:
    """Load crafts (the project's own list if `rows` is not given); answers how many were new.

    A craft that is there is brought up to date, unless an office has changed it since; goods keep what they took.
    """
    count = 0
    ours = set(Craft.objects.exclude(changed_at=None).values_list("slug", flat=True))
    for row in data.crafts() if rows is None else rows:
        if row["slug"] in ours:
            continue
        craft, made = Craft.objects.update_or_create(
            slug=row["slug"],
            defaults={
                "names": row["names"],
                "lines": row["line"],
                "attributes": row["attributes"],
                "materials": row["materials"],
                "papers": row["papers"],
                "tax_slug": row["tax"]["slug"],
                "drawing": row["drawing"],
                "ground": row["ground"],
                "food": "fssai" in row["papers"],
                "fragile": row["fragile"],
                "position": row["order"],
            },
        )
        if made:
            record("catalogue.craft_made", craft, by=by)
        count += made
    return count
