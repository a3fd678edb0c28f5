"""What her real app says of a lesson: events that are a case of it, whose case it is, and whether it was done right.

Pure reading: `verdicts` is given events and answers; `actions.judging` writes it down.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haat.catalogue.models import Good, Variant
from haat.core.models import Event
from haat.ledger.models import Payout
from haat.orders.models import Part, Rating

SAME_DAY = timedelta(hours=24)
PICTURE = {"picture_blurred", "picture_cut", "picture_ground"}
NAME_PRICE = {"name_unclear", "price_low", "price_high"}
Judge = Callable[[Event, "Facts"], bool | None]


@dataclass(frozen=True)
class Verdict:
    """A case of a check: whose, about what, when, and whether it was done right.

    `hers`: she does such things herself, and `by` did this one (None: somebody helped). `takes_back`: it only turns a
    case that was right into a wrong one.
    """

    check: str
    maker_id: int
    case: str
    by: int | None
    at: datetime
    right: bool
    hers: bool
    takes_back: bool


@dataclass(frozen=True)
class Check:
    """How a lesson is judged: the kinds of events that may be a case, and of each whether it is right (None: no case).

    `week`: it can be done within a week; else the first case counts, whenever it comes. `takes_back`: kinds that turn a
    case that was right into a wrong one: a parcel arrived, and then comes back.
    """

    says: "str | Promise"
    judge: Mapping[str, Judge]
    week: bool = False
    takes_back: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Facts:
    """What is read of some events at once: whose goods, sizes, payouts and ratings these are, and when parts came."""

    makers: Mapping[tuple[str, int], int]
    placed: Mapping[int, datetime]
    food: frozenset[int]


def _always(event: Event, facts: Facts) -> bool | None:
    return True


def _never(event: Event, facts: Facts) -> bool | None:
    return False


def _unless(reasons: set[str]) -> Judge:
    def judge(event: Event, facts: Facts) -> bool | None:
        return False if reasons & set(event.data.get("reasons", ())) else None

    return judge


def _cost(event: Event, facts: Facts) -> bool | None:
    """Material and hours are both counted."""
    return bool(event.data.get("materials_paise")) and bool(event.data.get("minutes"))


def _of_food(event: Event, facts: Facts) -> bool | None:
    return True if event.subject_id in facts.food else None


def _same_day(event: Event, facts: Facts) -> bool | None:
    """Yes or no within a day of the order."""
    placed = facts.placed.get(event.subject_id)
    return None if placed is None else event.at - placed <= SAME_DAY


def _right_label(event: Event, facts: Facts) -> bool | None:
    return bool(event.data["right"])


def _accepted_paper(event: Event, facts: Facts) -> bool | None:
    return bool(event.data.get("accepted"))


def _said_no(event: Event, facts: Facts) -> bool | None:
    """A maker's own refusal counts as her word; what others cancel says nothing of her."""
    return _same_day(event, facts) if event.by_id is not None else None


def _all_right(event: Event, facts: Facts) -> bool | None:
    """What is asked days later; the lesson's own questions are no case."""
    return None if not event.data["round"] else event.data["right"] == event.data["asked"]


CHECKS: Mapping[str, Check] = {
    "photo": Check(
        _("A good passes at the desk, and is not sent back for its picture"),
        {"catalogue.good_approved": _always, "catalogue.good_sent_back": _unless(PICTURE)},
        week=True,
    ),
    "name-and-price": Check(
        _("Material and hours are counted, and the desk does not send name or price back"),
        {"pricing.cost_set": _cost, "catalogue.good_sent_back": _unless(NAME_PRICE)},
        week=True,
    ),
    "packing": Check(
        _("Her next parcel arrives, and does not come back"),
        {"orders.delivered": _always, "orders.return_asked": _never},
        takes_back=frozenset({"orders.return_asked"}),
    ),
    "label": Check(
        _("Food passes at the desk, and the label she photographs is right"),
        {
            "catalogue.good_approved": _of_food,
            "catalogue.good_sent_back": _unless({"label_missing"}),
            "orders.label_judged": _right_label,
        },
    ),
    "order-in-time": Check(
        _("She says yes or no to her next order within a day"),
        {"orders.accepted": _same_day, "orders.cancelled": _said_no},
    ),
    "returns": Check(
        _("Her next parcel arrives, and does not come back"),
        {"orders.delivered": _always, "orders.return_asked": _never},
    ),
    "money-and-shares": Check(_("The shares of the next money are given out"), {"ledger.shares_given": _always}),
    "papers": Check(_("A paper is given and accepted at the first look"), {"makers.document_decided": _accepted_paper}),
    "marketplace-rules": Check(
        _("She counts her pieces, or writes down what she made"),
        {"stock.counted": _always, "stock.made": _always},
        week=True,
    ),
    "quality-by-craft": Check(
        _("Her next parcel arrives, and does not come back"),
        {"orders.delivered": _always, "orders.return_asked": _never},
        takes_back=frozenset({"orders.return_asked"}),
    ),
    "complaints": Check(
        _("She answers a buyer’s words, or asks the desk"),
        {"orders.rating_answered": _always, "helping.asked": _always},
        week=True,
    ),
    "codes-and-upi": Check(_("She knows every cheat when she is asked again"), {"learning.played": _all_right}),
}
# What a maker does herself; the rest is what others say of what she did.
HERS = frozenset(
    {
        *(
            "pricing.cost_set",
            "orders.accepted",
            "orders.cancelled",
            "ledger.shares_given",
            "stock.counted",
            "stock.made",
        ),
        *("orders.rating_answered", "helping.asked", "learning.played"),
    }
)
WITHIN_A_WEEK = tuple(name for name, check in CHECKS.items() if check.week)
KINDS = tuple(sorted({kind for check in CHECKS.values() for kind in check.judge}))


def verdicts(events: Sequence[Event]) -> list[Verdict]:
    """What these events say, in their order; five statements at most, whatever their number."""
    facts = facts_of(events)
    found = []
    for event in events:
        maker = whose(event, facts)
        if maker is None:
            continue
        for name, check in CHECKS.items():
            judge = check.judge.get(event.kind)
            right = judge(event, facts) if judge is not None else None
            if right is not None:
                by = event.by_id if event.for_maker_id is None else None
                case = f"{event.subject_type}:{event.subject_id}"
                hers, back = event.kind in HERS, event.kind in check.takes_back
                found.append(Verdict(name, maker, case, by, event.at, right, hers, back))
    return found


def facts_of(events: Iterable[Event]) -> Facts:
    """What has to be read to know whose these events are."""
    ids: dict[str, set[int]] = defaultdict(set)
    for event in events:
        ids[event.subject_type].add(event.subject_id)
        if event.kind in ("stock.counted", "stock.made", "orders.rated", "orders.rating_answered"):
            ids["catalogue.good"].add(event.data["good_id"])
    goods = _goods(ids["catalogue.good"])
    makers = {("catalogue.good", pk): maker for pk, maker, _food in goods}
    makers |= _owned("catalogue.variant", Variant, "good__maker_id", ids)
    makers |= _owned("ledger.payout", Payout, "maker_id", ids)
    makers |= _owned("orders.rating", Rating, "good__maker_id", ids)
    parts = Part.objects.filter(pk__in=ids["orders.part"]).values_list("pk", "placed_at") if ids["orders.part"] else ()
    return Facts(makers, dict(parts), frozenset(pk for pk, _maker, food in goods if food))


def _goods(ids: set[int]) -> list[tuple[int, int, bool]]:
    return list(Good.objects.filter(pk__in=ids).values_list("pk", "maker_id", "craft__food")) if ids else []


def _owned(
    label: str, model: "type[Variant] | type[Payout] | type[Rating]", field: str, ids: Mapping[str, set[int]]
) -> dict[tuple[str, int], int]:
    wanted = ids.get(label)
    rows = model._default_manager.filter(pk__in=wanted).values_list("pk", field) if wanted else ()
    return {(label, pk): maker for pk, maker in rows}


def whose(event: Event, facts: Facts) -> int | None:
    """The maker an event is about; None for one that is no maker's (any more)."""
    if event.subject_type == "makers.maker":
        return event.subject_id
    told = event.data.get("maker_id") or (event.data.get("maker") if event.subject_type == "makers.document" else None)
    if isinstance(told, int):
        return told
    known = facts.makers.get((event.subject_type, event.subject_id))
    return known or facts.makers.get(("catalogue.good", event.data.get("good_id", 0)))
