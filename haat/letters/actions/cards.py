"""Cards: made for who sells or works here now, one each; a lost one ends when its successor is made."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from haat.core.actor import Actor
from haat.core.dates import today
from haat.core.events import Happened, record, record_all
from haat.core.languages import best
from haat.core.locks import hold, hold_all
from haat.core.rows import insert_many, update, update_each
from haat.core.sequences import next_number
from haat.letters.actions.making import new_code
from haat.letters.errors import BadCardDay, CardOver, NobodyChosen, NoCardFor, TooManyChosen
from haat.letters.models import Card
from haat.letters.rules import CARD_YEARS, MOST_CARDS, OUTSIDE, card_holds, last_card_day, leaders_of
from haat.makers.models import Maker, Member
from haat.people.models import Role
from haat.places.models import Mart


@transaction.atomic
def make_cards(
    mart: Mart, *, members: Collection[int] = (), roles: Collection[int] = (), valid_until: date, by: Actor
) -> list[Card]:
    """A card each for these members who lead a maker and these roles (their keys); who has one that holds keeps it.

    Raises NobodyChosen, TooManyChosen, BadCardDay, NoCardFor.
    """
    if not members and not roles:
        raise NobodyChosen
    if len(members) + len(roles) > MOST_CARDS:
        raise TooManyChosen(MOST_CARDS)
    if not today() < valid_until <= last_card_day():
        raise BadCardDay(CARD_YEARS)
    hold(mart)
    wanted = [*_of_sellers(mart, members), *_of_workers(mart, roles)]
    open_ = {_of(card): card for card in hold_all(Card.objects.filter(mart=mart, ended_at=None))}
    holding = set(Card.objects.filter(card_holds(), mart=mart).values_list("pk", flat=True))
    _end([card for told in wanted if (card := open_.get(_of(Card(**told)))) and card.pk not in holding], by)
    new, kept = [], []
    for told in wanted:
        card = open_.get(_of(Card(**told)))
        if card is not None and card.pk in holding:
            kept.append(card)
        else:
            new.append(_new(mart, told, valid_until, by))
    if new:
        insert_many(new)
        record_all([_made(card) for card in new], by=by)
    return [*kept, *new]


def _of(card: Card) -> tuple[Any, ...]:
    """Whose card it is."""
    if card.kind == Card.Kind.SELLER:
        return card.kind, card.member_id
    return card.kind, card.user_id, card.role, card.place_id


def _of_sellers(mart: Mart, members: Collection[int]) -> list[dict[str, Any]]:
    found = {member.pk: member for member in leaders_of(Maker.objects.filter(mart=mart)).filter(pk__in=members)
             .select_related("maker")}  # fmt: skip
    if lacking := set(members) - set(found):
        told = Member.objects.filter(pk__in=lacking, maker__mart=mart)
        raise NoCardFor(", ".join(best(member.names).text for member in told[:5]) or "?")
    return [
        {"kind": Card.Kind.SELLER, "member": found[pk], "names": found[pk].names, "place_id": found[pk].maker.place_id}
        for pk in sorted(found)
    ]


def _of_workers(mart: Mart, roles: Collection[int]) -> list[dict[str, Any]]:
    rows = Role.objects.filter(mart=mart, pk__in=roles, kind__in=OUTSIDE, user__is_active=True, user__name__gt="")
    found = {role.pk: role for role in rows.select_related("user")}
    if lacking := set(roles) - set(found):
        told = Role.objects.filter(pk__in=lacking, mart=mart).select_related("user")
        raise NoCardFor(", ".join(str(role.user) for role in told[:5]) or "?")
    return [
        {
            "kind": Card.Kind.WORKER,
            "user": role.user,
            "names": {mart.default_language: role.user.name},
            "role": role.kind,
            "place_id": role.place_id,
        }
        for _pk, role in sorted(found.items())
    ]


def _new(mart: Mart, told: dict[str, Any], valid_until: date, by: Actor) -> Card:
    number = next_number(f"card:{mart.pk}")
    return Card(
        mart=mart,
        number=f"{mart.order_prefix}-C-{number:05d}",
        code=new_code(),
        valid_until=valid_until,
        by_id=by.user_id,
        **told,
    )


def _made(card: Card) -> Happened:
    told = {"number": card.number, "kind": card.kind, "valid_until": card.valid_until.isoformat()}
    return Happened("letters.card_made", card, told)


def _end(cards: Sequence[Card], by: Actor, why: str = Card.Why.NEW) -> None:
    now = timezone.now()
    for card in cards:
        card.ended_at, card.why = now, why
    if cards:
        update_each(cards, "ended_at", "why")
        told = [Happened("letters.card_ended", card, {"number": card.number, "why": why}) for card in cards]
        record_all(told, by=by)


@transaction.atomic
def replace_card(card: Card, *, by: Actor) -> Card:
    """It was lost: it ends, and another with a new number and the same last day takes its place. Told again of the
    lost one, it answers its successor. Raises CardOver."""
    mart = hold(card.mart)
    held = hold(card)
    if held.ended_at is not None and held.why == Card.Why.LOST:
        after = Card.objects.filter(mart=mart, kind=held.kind, member=held.member_id, user=held.user_id,
                                    role=held.role, place=held.place_id, ended_at=None).first()  # fmt: skip
        if after is not None:
            return after
    if not Card.objects.filter(card_holds(), pk=held.pk).exists():
        raise CardOver(held.number)
    _end([held], by, Card.Why.LOST)
    told = {"kind": held.kind, "member_id": held.member_id, "user_id": held.user_id, "role": held.role,
            "names": held.names, "place_id": held.place_id}  # fmt: skip
    new = _new(mart, told, held.valid_until, by)
    new.save()
    record("letters.card_made", new, by=by, number=new.number, kind=new.kind, valid_until=new.valid_until.isoformat())
    return new


@transaction.atomic
def end_card(card: Card, *, by: Actor) -> Card:
    """It shall not be shown any more, for something on it is wrong; told twice it counts once."""
    held = hold(card)
    if held.ended_at is None:
        held.ended_at, held.why = timezone.now(), Card.Why.WRONG
        update(held, "ended_at", "why")
        record("letters.card_ended", held, by=by, number=held.number, why=held.why)
    return held


@transaction.atomic
def print_cards(cards: Collection[int], *, key: str, by: Actor) -> list[Card]:
    """These cards (their keys) are printed once more; under the same key it is the same printing.

    Raises NobodyChosen, TooManyChosen, CardOver.
    """
    if len(cards) > MOST_CARDS:
        raise TooManyChosen(MOST_CARDS)
    held = hold_all(Card.objects.filter(pk__in=cards))
    if not held:
        raise NobodyChosen
    holding = set(Card.objects.filter(card_holds(), pk__in=cards).values_list("pk", flat=True))
    for card in held:
        if card.pk not in holding:
            raise CardOver(card.number)
    fresh = [card for card in held if card.print_key != key]
    for card in fresh:
        card.prints, card.print_key, card.printed_at = card.prints + 1, key, timezone.now()
    if fresh:
        update_each(fresh, "prints", "print_key", "printed_at")
        record_all([Happened("letters.card_printed", card, {"prints": card.prints}) for card in fresh], by=by)
    return held
