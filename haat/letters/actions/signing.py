"""Who signs, from a day on."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from haat.core.actor import Actor
from haat.core.dates import today
from haat.core.events import changes, record
from haat.core.locks import hold
from haat.core.texts import clean_line
from haat.letters.errors import BadSigningDay, NoSigner
from haat.letters.models import Signing
from haat.letters.queries import signing_on
from haat.places.models import Mart

MOST_LETTERS, MOST_SIGNERS = 80, 2
Told = Mapping[str, Mapping[str, str]]


@transaction.atomic
def set_signing(mart: Mart, *, people: Sequence[Told], from_on: date, by: Actor) -> Signing:
    """From this day on these sign, in this order: [{names, offices}], each by language; the same day is written over.

    One who is told with neither name nor office is left out. Raises NoSigner, BadSigningDay.
    """
    if from_on < today():
        raise BadSigningDay
    kept = [one for place, each in enumerate(people[:MOST_SIGNERS], 1) if (one := _checked(each, place))]
    if not kept:
        raise NoSigner("name_1")
    hold(mart)
    before = signing_on(mart, from_on)
    row, made = Signing.objects.get_or_create(
        mart=mart, from_on=from_on, defaults={"people": kept, "by_id": by.user_id}
    )
    if not made and row.people == kept:
        return row
    if not made:
        row.people, row.by_id = kept, by.user_id
        row.save(update_fields=["people", "by_id"])
    was = {"people": said(before.people)} if before else {}
    record("letters.signing_set", mart, by=by, mart_id=mart.pk, from_on=from_on.isoformat(),
           **changes(was, {"people": said(kept)}))  # fmt: skip
    return row


def said(people: Sequence[Told]) -> list[str]:
    """Each in a line, as histories show them."""
    return [", ".join(_one(each[part]) for part in ("names", "offices")) for each in people]


def _one(texts: Mapping[str, str]) -> str:
    return texts.get("en") or next(iter(texts.values()))


def _checked(told: Told, place: int) -> dict[str, Any]:
    """A signer, cleaned; {} for nobody. Raises NoSigner."""
    kept = {part: _cleaned(told.get(part, {})) for part in ("names", "offices")}
    if not kept["names"] and not kept["offices"]:
        return {}
    for part, field in (("names", "name"), ("offices", "office")):
        if not kept[part]:
            raise NoSigner(f"{field}_{place}")
    return dict(kept)


def _cleaned(texts: Mapping[str, str]) -> dict[str, str]:
    return {code: line for code, text in texts.items() if (line := clean_line(text)[:MOST_LETTERS])}
