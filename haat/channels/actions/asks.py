"""What makers say to what is asked of their goods: an answer, or that somebody else finds out; and telling them."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import ngettext, override

from haat.catalogue import actions as catalogue
from haat.catalogue.answers import NOTHING
from haat.catalogue.models import Change, Good, Variant
from haat.channels import notices
from haat.channels.asked_papers import Given, given_before, kinds_of, seen_of
from haat.channels.asks import Ask, asks_of, known_of
from haat.channels.errors import NotOfThisGood, OtherAnswer
from haat.channels.models import FeedAsk, MakerTask, Refusal
from haat.channels.queries import TASKS
from haat.core.actor import Actor
from haat.core.dates import INDIA, day_of
from haat.core.events import record
from haat.core.locks import hold, hold_key
from haat.core.models import Picture
from haat.core.rows import batches, insert_many_new
from haat.makers.actions import give_document
from haat.makers.models import Document, Maker
from haat.makers.paper_book import kind_known
from haat.makers.papers import paper_number
from haat.makers.queries import each_spoken_to
from haat.messages.actions import tell_many
from haat.messages.models import Message

K, Why = MakerTask.Kind, MakerTask.Why
# When a phone may ring, by the clock in India; and how far back what nobody was told of yet is looked for.
FROM_HOUR, UNTIL_HOUR = 9, 19
FRESH = timedelta(days=3)
AT_ONCE = 200


@transaction.atomic
def answer_ask(
    good: Good, *, kind: str, about: str, variant: Variant | None = None, answer: Any, seen: Any = None, by: Actor
) -> Good:
    """What a maker says to an ask about her good; told twice it counts once.

    `answer`: as the catalogue keeps it; grams of a size; [length, width, height] in millimetres; a Picture. `seen`:
    what stood there when she was asked. The very same as that means that it is right, and goes to the desk. Raises
    OtherAnswer when somebody has answered otherwise meanwhile, NotOfThisGood, and what the answer is refused for.
    """
    held = hold(good)
    of = _size_of(held, variant)
    now = known_of(held, of, kind, about)
    if answer == now and seen != now:
        return held  # somebody has said the same, or she has said it before
    if now not in NOTHING and now != seen:
        raise OtherAnswer()
    if answer == now and answer not in NOTHING:
        return _hand_on(held, of, kind, about, Why.RIGHT, by)
    _write_answer(held, of, kind, about, answer, by)
    task = _task(held, of, kind, about)
    task.answered_at, task.answered_by_id = timezone.now(), by.user_id
    task.save()
    return held


def _write_answer(good: Good, variant: Variant | None, kind: str, about: str, answer: Any, by: Actor) -> None:
    if kind == K.ANSWER:
        catalogue.say_answers(good, {about: answer}, variant=variant, by=by)
    elif kind == K.WEIGHT and variant is not None:
        catalogue.weigh(variant, weight_g=answer, by=by)
    elif kind == K.SIZE:
        length, width, height = answer
        catalogue.set_size(good, length_mm=length, width_mm=width, height_mm=height, by=by)
    elif kind == K.PICTURE and isinstance(answer, Picture):
        if not Change.objects.filter(good=good, picture=answer, state=Change.State.WAITING).exists():
            catalogue.ask_picture(good, picture=answer, by=by)
    else:
        raise NotOfThisGood()


@transaction.atomic
def answer_paper(good: Good, *, about: str, given: Given, seen: str = "", by: Actor) -> Document:
    """The paper a maker is asked for, as she gives it: the desk looks at it. Told twice it counts once.

    `seen`: `asked_papers.seen_of` what stood here when she was asked. Raises OtherAnswer when somebody has given
    another meanwhile, NotOfThisGood for a paper that is not hers to give, and what `give_document` refuses, the number
    at `answer`.
    """
    kinds = {kind.slug: kind for kind in kinds_of(about)}
    if given.kind not in kinds:
        raise NotOfThisGood()
    maker = hold_key(Maker, good.maker_id)
    here = given_before(maker, kinds)
    before = here.get(given.kind)
    same = given.same_as(before, kinds[given.kind])
    if here and not same and seen_of(here.values()) != seen:
        raise OtherAnswer()
    document = before
    if document is None or not same or given.scan is not None:
        document = _give(maker, given, before, by)
    task = _task(hold(good), None, K.PAPER, about)
    task.answered_at, task.answered_by_id = timezone.now(), by.user_id
    task.save()
    return document


def _give(maker: Maker, given: Given, before: Document | None, by: Actor) -> Document:
    """Write it down; what else was written down of a paper of this number stays."""
    number = paper_number(given.kind, given.number, field="answer", told=kind_known(given.kind))
    return give_document(
        maker,
        kind=given.kind,
        number=given.number,
        valid_until=given.until,
        facts=before.facts if before is not None and before.number == number else None,
        field="answer",
        scan=given.scan,
        by=by,
    )


@transaction.atomic
def hand_on_ask(
    good: Good, *, kind: str, about: str, variant: Variant | None = None, why: str = Why.UNKNOWN, by: Actor
) -> Good:
    """She does not know it, or wants it done for her: her coordinator and the desk see it. Told twice it counts once.

    Nothing is written into the good. Raises NotOfThisGood.
    """
    held = hold(good)
    return _hand_on(held, _size_of(held, variant), kind, about, why, by)


def _hand_on(good: Good, variant: Variant | None, kind: str, about: str, why: str, by: Actor) -> Good:
    task = _task(good, variant, kind, about)
    if task.waits and task.why == why:
        return good
    task.handed_at, task.handed_by_id, task.why = timezone.now(), by.user_id, why
    task.save()
    of: dict[str, Any] = {"of": variant.sku} if variant is not None else {}
    record("channels.ask_handed_on", good, by=by, what=kind, about=about, why=str(why), **of)
    return good


def _size_of(good: Good, variant: Variant | None) -> Variant | None:
    """The size as it stands, held after its good. Raises NotOfThisGood."""
    if variant is None:
        return None
    held = hold(variant)
    if held.good_id != good.pk:
        raise NotOfThisGood()
    held.good = good
    return held


def _task(good: Good, variant: Variant | None, kind: str, about: str) -> MakerTask:
    """The row of an ask about a good that is held, or a new one that is not saved yet."""
    named = {"good": good, "variant": variant, "kind": kind, "about": about}
    return MakerTask.objects.filter(**named).first() or MakerTask(mart_id=good.mart_id, **named)


def tell_makers(now: datetime | None = None) -> int:
    """Tell leaders that something new is asked of their goods; how many were told.

    Of one question she is told once, of several together, on a day once at most, and only while phones may ring.
    """
    now = now or timezone.now()
    if not FROM_HOUR <= now.astimezone(INDIA).hour < UNTIL_HOUR:
        return 0
    makers = Maker.objects.filter(state=Maker.State.LIVE).exclude(phone="")
    rows = Refusal.objects.filter(ended_at=None, severity__in=TASKS, at__gte=now - FRESH, offer__open=True)
    rows = rows.filter(offer__variant__good__maker__in=makers).order_by()
    asked = set(rows.values_list("offer__variant__good__maker", flat=True).distinct())
    lists = FeedAsk.objects.filter(since__gte=now - FRESH, feed__closed_at=None, variant__good__maker__in=makers)
    asked |= set(lists.order_by().values_list("variant__good__maker", flat=True).distinct())
    return sum(_tell_some(some, now) for some in batches(sorted(asked), AT_ONCE))


@transaction.atomic
def _tell_some(keys: Collection[int], now: datetime) -> int:
    causes = {pk: f"asked:{pk}:{day_of(now).isoformat()}" for pk in keys}
    told = set(Message.objects.filter(cause__in=causes.values()).values_list("cause", flat=True))
    asks = asks_of([pk for pk in keys if causes[pk] not in told])
    new = {pk: found for pk, each in asks.items() if (found := [ask for ask in each if ask.task is None])}
    if not new:
        return 0
    insert_many_new([_told_of(ask, now) for each in new.values() for ask in each])
    makers = list(Maker.objects.filter(pk__in=new).select_related("mart").order_by("pk"))
    tell_many([*_messages(makers, {pk: len(each) for pk, each in new.items()}, causes)])
    return len(makers)


def _told_of(ask: Ask, now: datetime) -> MakerTask:
    named = {"good": ask.good, "variant": ask.variant, "kind": ask.kind, "about": ask.about}
    return MakerTask(mart_id=ask.good.mart_id, told_at=now, **named)


def _messages(makers: Collection[Maker], numbers: dict[int, int], causes: dict[int, str]) -> Iterable[Message]:
    spoken_to = each_spoken_to(makers)
    for maker in makers:
        (user, language), number = spoken_to[maker.pk], numbers[maker.pk]
        with override(language):
            body = ngettext(
                "There is %(n)s question about your goods. Answer it in the app: then they can be sold in more places.",
                "There are %(n)s questions about your goods. Answer them in the app: then they can be sold in more "
                "places.",
                number,
            ) % {"n": number}
        yield Message(
            mart=maker.mart,
            user=user,
            phone=maker.phone,
            template=notices.ASKED.name,
            language=language,
            body=body,
            values={"count": str(number)},
            cause=causes[maker.pk],
            link="/maker/asks/",
        )
