"""Letters are made once a maker and place of sale, alone or for a ceremony, and printed as often as needed."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from haat.core.actor import Actor
from haat.core.dates import today
from haat.core.events import Happened, record, record_all
from haat.core.languages import best
from haat.core.locks import hold, hold_all
from haat.core.rows import insert_many, update_each
from haat.core.sequences import next_number
from haat.core.texts import clean_line
from haat.letters.errors import BadCeremony, NobodyChosen, NobodySigns, NotOnSale, TooManyChosen
from haat.letters.frozen import frozen
from haat.letters.models import Begun, Ceremony, Letter
from haat.letters.queries import signing_on
from haat.letters.rules import MOST, on_sale
from haat.makers.models import Maker
from haat.places.models import Mart

# Neither a sign that looks like another nor a vowel, so that no word comes of it.
SIGNS, LENGTH = "23456789bcdfghjkmnpqrstvwxz", 14
FAR, LONG_AGO = timedelta(days=730), timedelta(days=366)


def new_code() -> str:
    """A code nobody guesses: 66 bits."""
    return get_random_string(LENGTH, SIGNS)


@transaction.atomic
def make_letter(begun: Begun, *, by: Actor) -> Letter:
    """The certificate of a maker at a place of sale; there is one. Raises NotOnSale, NobodySigns."""
    (letter,) = _made(_mart_of(begun), [begun], by)
    return letter


def _mart_of(begun: Begun) -> Mart:
    return Mart.objects.select_related("place").get(pk=begun.mart_id)


@transaction.atomic
def hold_ceremony(
    mart: Mart, *, chosen: Collection[int], title: str, place: str, held_on: date, key: str, by: Actor
) -> Ceremony:
    """Letters for these (keys of `Begun`), in the order of block and name, for one day; the same key again answers the
    first. One that was handed over already stays where it is.

    Raises BadCeremony, NobodyChosen, TooManyChosen, NotOnSale, NobodySigns.
    """
    told = _checked(title, place, held_on)
    hold(mart)
    before = Ceremony.objects.filter(mart=mart, key=key).first()
    if before is not None:
        return before
    rows = list(Begun.objects.filter(mart=mart, pk__in=chosen).select_related("maker__block"))
    if not rows:
        raise NobodyChosen
    if len(rows) > MOST:
        raise TooManyChosen(MOST)
    rows.sort(key=lambda row: (str(row.maker.block), row.maker.slug, row.where))
    letters = [letter for letter in _made(mart, rows, by) if letter.handed_on is None]
    if not letters:
        raise NobodyChosen
    ceremony = Ceremony.objects.create(mart=mart, key=key, by_id=by.user_id, **told)
    for position, letter in enumerate(letters, 1):
        letter.ceremony, letter.position = ceremony, position
    update_each(letters, "ceremony", "position")
    record("letters.ceremony_set", ceremony, by=by, title=ceremony.title, held_on=held_on.isoformat(),
           letters=len(letters))  # fmt: skip
    return ceremony


def _checked(title: str, place: str, held_on: date) -> dict[str, Any]:
    told = {"title": clean_line(title)[:120], "place": clean_line(place)[:120]}
    for field, words in told.items():
        if not words:
            raise BadCeremony(field)
    if not today() - LONG_AGO <= held_on <= today() + FAR:
        raise BadCeremony("held_on")
    return {**told, "held_on": held_on}


def _made(mart: Mart, chosen: Sequence[Begun], by: Actor) -> list[Letter]:
    """The letters of these rows in their order, those there are not yet made; their makers are held first."""
    makers = {maker.pk for maker in hold_all(Maker.objects.filter(pk__in={row.maker_id for row in chosen}))}
    rows = {row.pk: row for row in Begun.objects.filter(on_sale(), pk__in=[row.pk for row in chosen], maker__in=makers)
            .select_related("maker__block", "maker__place", "maker__seller")}  # fmt: skip
    if lacking := [row for row in chosen if row.pk not in rows]:
        raise NotOnSale(", ".join(best(row.maker.names).text for row in lacking[:5]))
    signing = signing_on(mart, today())
    if signing is None:
        raise NobodySigns
    there = {(letter.maker_id, letter.where): letter for letter in Letter.objects.filter(maker__in=makers)}
    new = [rows[row.pk] for row in chosen if (row.maker_id, row.where) not in there]
    facts = frozen(mart, new, signing.people) if new else {}
    made = [_letter(mart, row, facts[row.pk], by) for row in new]
    if made:
        insert_many(made)
        record_all([_told(letter) for letter in made], by=by)
    there |= {(letter.maker_id, letter.where): letter for letter in made}
    return [there[row.maker_id, row.where] for row in chosen]


def _letter(mart: Mart, row: Begun, facts: dict[str, Any], by: Actor) -> Letter:
    year = today().year
    number = next_number(f"letter:{mart.pk}:{year}")
    return Letter(
        mart=mart,
        maker_id=row.maker_id,
        where=row.where,
        day=row.day,
        number=f"{mart.order_prefix}-{year}-{number:04d}",
        code=new_code(),
        facts=facts,
        by_id=by.user_id,
    )


def _told(letter: Letter) -> Happened:
    return Happened("letters.made", letter, {"number": letter.number, "maker": letter.maker_id, "where": letter.where})


@transaction.atomic
def print_letters(letters: Collection[int], *, key: str, by: Actor) -> list[Letter]:
    """These letters (their keys) are printed once more, in the order of their ceremony; under the same key it is the
    same printing. Raises NobodyChosen, TooManyChosen, NotOnSale."""
    if len(letters) > MOST:
        raise TooManyChosen(MOST)
    held = hold_all(Letter.objects.filter(pk__in=letters))
    if not held:
        raise NobodyChosen
    live = set(Letter.objects.filter(on_sale(), pk__in=letters).values_list("pk", flat=True))
    if lacking := [letter for letter in held if letter.pk not in live]:
        raise NotOnSale(", ".join(best(letter.facts["maker"]).text for letter in lacking[:5]))
    now = timezone.now()
    fresh = [letter for letter in held if letter.print_key != key]
    for letter in fresh:
        letter.prints, letter.print_key, letter.printed_at = letter.prints + 1, key, now
    if fresh:
        update_each(fresh, "prints", "print_key", "printed_at")
        record_all([Happened("letters.printed", letter, {"prints": letter.prints}) for letter in fresh], by=by)
    return sorted(held, key=lambda letter: (letter.position, letter.pk))
