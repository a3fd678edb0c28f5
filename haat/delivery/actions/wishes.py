"""What a buyer would have and no parcel brings her: wished once, answered by the desk."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from haat.core.actor import Actor
from haat.core.errors import Answered
from haat.core.events import record
from haat.core.identifiers import mask_phone
from haat.core.locks import hold
from haat.core.rows import update
from haat.core.texts import clean_line
from haat.delivery.carriers import Limits
from haat.delivery.charges import grams
from haat.delivery.errors import NoAnswer, NothingWished
from haat.delivery.models import Wish
from haat.orders.promises import Wanted
from haat.orders.rules import checked_caller
from haat.places.models import Mart

MOST_ANSWER = 300


@transaction.atomic
def wish(
    mart: Mart,
    *,
    lines: Sequence[Wanted],
    phone: str,
    name: str,
    pin: str,
    words: str = "",
    language: str,
    key: str,
    by: Actor,
) -> Wish:
    """Ask the desk for another way to bring these goods; the same `key` again answers the first wish.

    Raises BadBuyer (phone, name, pin, words), NothingWished.
    """
    if not lines:
        raise NothingWished
    phone, name, pin, words = checked_caller(phone=phone, name=name, pin=pin, words=words)
    found, made = Wish.objects.get_or_create(
        mart=mart,
        key=key,
        defaults={
            "phone": phone,
            "name": name,
            "pin": pin,
            "words": words,
            "language": language,
            "pieces": [[line.variant.pk, line.quantity] for line in lines],
            "weight_g": sum(grams(line.variant, Limits()) * line.quantity for line in lines),
            "goods_paise": sum(line.variant.price_paise * line.quantity for line in lines),
        },
    )
    if made:
        facts = {"pin": pin, "pieces": found.pieces, "weight_g": found.weight_g, "goods_paise": found.goods_paise}
        record("delivery.wished", found, by=by, phone=mask_phone(phone), **facts)
    return found


@transaction.atomic
def answer_wish(asked: Wish, *, answer: str, by: Actor) -> Wish:
    """The buyer was called and told `answer`. Told twice it counts once.

    Raises NoAnswer, and Answered when she was told something else before.
    """
    answer = clean_line(answer)[:MOST_ANSWER]
    if not answer:
        raise NoAnswer
    held = hold(asked)
    if held.state == Wish.State.ANSWERED:
        if held.answer != answer:
            raise Answered(held.answer)
        return held
    held.state, held.answer, held.answered_at = Wish.State.ANSWERED, answer, timezone.now()
    update(held, "state", "answer", "answered_at")
    record("delivery.wish_answered", held, by=by, answer=answer)
    return held
