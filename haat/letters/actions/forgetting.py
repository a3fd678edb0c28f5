"""Names that were frozen into letters, of somebody who asked to be forgotten."""

from collections.abc import Sequence

from django.db import transaction

from haat.core.actor import Actor
from haat.core.locks import hold_keys
from haat.letters.models import Letter

FORGOTTEN = "—"


@transaction.atomic
def forget_names(keys: Sequence[int], by: Actor) -> None:
    """A letter names its leader no more, whoever she was, nor an artisan who works alone. Told twice it counts once."""
    for letter in Letter.objects.filter(pk__in=hold_keys(Letter, keys)):
        letter.facts["leader"] = {}
        if not letter.facts["group"]:
            letter.facts["maker"] = dict.fromkeys(letter.facts["maker"], FORGOTTEN)
        letter.save(update_fields=["facts"])
