"""What should stand at an account, made of the catalogue: only for what changed, some hundred offers at a time.

Whoever changes something marks its offers (`touched`); a turn looks at those marked more often than they were looked at
(`made`). So a change while one is looked at is looked at next, and nothing is lost with a process that dies.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import structlog
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from haat.catalogue.models import Variant
from haat.channels.actions.left import sold_out
from haat.channels.actions.refusing import Source, stand_by
from haat.channels.actions.restating import BODIES, held_offers, write
from haat.channels.channel import LISTING, PRICE, STOCK, Good, Issue, Shaped, Shut, Trouble
from haat.channels.goods import KIND_MISSING, MOST_ABOUT, Fact, Seat, facts_of, whose
from haat.channels.models import Account, Offer
from haat.channels.states import ALL, LISTED, digest_of, hold_of, seen_as
from haat.core.actor import MACHINE, Actor
from haat.core.locks import hold_keys
from haat.core.rows import KEYS, batches
from haat.studio.loading import read_sizes
from haat.studio.where import DESK, MAKER

log = structlog.get_logger("haat.channels")
PARTS = (LISTING, PRICE, STOCK)
# Offers of which something is to stand there, or does.
STANDS = Q(open=True) | Q(there=True)
AT_ONCE = 500
# What we cannot reckon is not sent: the price there stays.
UNKNOWN_PRICE = "fees_unknown"
ASKED, UNSHAPED = "attribute_missing", "unshaped"
# What the studio says in words of its own when it is missing (`studio.reasons`): its code, and what it is about.
OF_ITS_OWN = {
    "package_weight": ("weight_missing", ""),
    "package_size": ("measures_missing", "package_size"),
    "shelf_life": ("life_missing", "shelf_life"),
    "gtin": ("gtin_missing", "gtin_exempt"),
    "gtin_exempt": ("gtin_missing", "gtin_exempt"),
}
FIELDS = ("product_type", "reasons", "pieces", "wanted", "wanted_at", "seen", "made", "look_at")


def touch(goods: Iterable[int]) -> set[int]:
    """Offers of these goods may have to be otherwise; answers the accounts that have some."""
    accounts: set[int] = set()
    for some in batches(sorted(set(goods))):
        rows = Offer.objects.filter(STANDS, variant__good__in=some).values_list("pk", "account_id")
        found = dict(rows)
        mark(found)
        accounts |= set(found.values())
    return accounts


def touch_all(account: Account, *, before: datetime | None = None) -> int:
    """Every offer of the account may have to be otherwise; how many those are. Some thousand are marked at a time.

    `before`: only what was looked at last before that moment, and is not marked already.
    """
    last = number = 0
    rows = Offer.objects.filter(STANDS, account=account).order_by("pk")
    if before is not None:
        rows = rows.filter(Q(wanted_at=None) | Q(wanted_at__lt=before), touched=F("made"))
    while keys := list(rows.filter(pk__gt=last).values_list("pk", flat=True)[:KEYS]):
        mark(keys)
        last, number = keys[-1], number + len(keys)
    return number


@transaction.atomic
def mark(keys: Iterable[int]) -> None:
    """These offers may have to be otherwise."""
    held = hold_keys(Offer, keys)
    for some in batches(held):
        Offer.objects.filter(pk__in=some).update(touched=F("touched") + 1)


def next_touched(account: Account, *, after: int = 0) -> list[Offer]:
    """Offers that are to be looked at, by their keys, from `after` on, with their sizes and goods; two statements."""
    return _with_sizes(Offer.objects.filter(account=account, touched__gt=F("made"), pk__gt=after))


def next_sold_out(account: Account) -> list[Offer]:
    """Those of them that stand there with pieces of which none is left to offer: they go before all others."""
    rows = Offer.objects.filter(account=account, touched__gt=F("made"), there=True, pieces__gt=0)
    keys = sold_out(account, rows)
    return _with_sizes(Offer.objects.filter(pk__in=keys[:AT_ONCE])) if keys else []


def _with_sizes(rows: "QuerySet[Offer]") -> list[Offer]:
    offers = list(rows.defer(*BODIES).order_by("pk")[:AT_ONCE])
    wanted = Variant.objects.filter(pk__in=[offer.variant_id for offer in offers])
    sizes = {size.pk: size for size in read_sizes(wanted)} if offers else {}
    for offer in offers:
        offer.variant = sizes[offer.variant_id]
    return offers


def want(seat: Seat, offers: Sequence[Offer], *, by: Actor = MACHINE) -> None:
    """Say anew what should stand there for these offers of the account, as they were read.

    What its channel could not shape now is left for the next time; its Trouble is raised when the rest is written.
    """
    facts = facts_of(seat, [offer for offer in offers if offer.open])
    shaped, trouble = _shaped(seat, [fact for fact in facts.values() if fact.good])
    left = trouble is not None
    done = [offer for offer in offers if not (left and offer.open and facts[offer.pk].good and offer.sku not in shaped)]
    _keep(seat, done, facts, shaped, by)
    if trouble is not None:
        raise trouble


def _shaped(seat: Seat, facts: Sequence[Fact]) -> tuple[dict[str, Shaped], Trouble | None]:
    """By SKU, how the channel shapes goods, and what kept it from shaping them all."""
    goods = [fact.good for fact in facts if fact.good is not None]
    found: dict[str, Shaped] = {}
    if not goods:
        return found, None
    try:
        for shaped in seat.channel.shape(goods, seat.keys, seat.line):
            found[shaped.sku] = shaped
    except Trouble as trouble:
        return found, trouble
    except Shut:
        raise
    except Exception:  # a good that its channel cannot shape keeps no other back
        log.warning("not shaped together", account=seat.account.pk, exc_info=True)
        return _one_by_one(seat, goods)
    return found, None


def _one_by_one(seat: Seat, goods: Sequence[Good]) -> tuple[dict[str, Shaped], Trouble | None]:
    """The same, each by itself; one that cannot be shaped is looked at again with the next turn."""
    found: dict[str, Shaped] = {}
    met: Trouble | None = None
    for good in goods:
        try:
            found |= {shaped.sku: shaped for shaped in seat.channel.shape([good], seat.keys, seat.line)}
        except Trouble as trouble:
            return found, trouble
        except Shut:
            raise
        except Exception as fault:
            met = Trouble("unreadable", f"{type(fault).__name__} {good.sku}")
    return found, met


@transaction.atomic
def _keep(
    seat: Seat, offers: Sequence[Offer], facts: Mapping[int, Fact], shaped: Mapping[str, Shaped], by: Actor
) -> None:
    """Write what is wanted of offers; of one that was looked at again meanwhile the later look stands."""
    read = {offer.pk: offer.touched for offer in offers}
    now = timezone.now()
    rows = [row for row in held_offers(read, bodies=True) if row.made < read[row.pk]]
    same: list[Offer] = []
    other: list[Offer] = []
    issues: dict[int, list[Issue]] = {}
    for row in rows:
        fact, made = facts.get(row.pk), shaped.get(row.sku)
        issues[row.pk] = list(fact.issues) if fact and row.open else []
        row.reasons = list(fact.reasons) if fact and row.open else []
        if fact and row.open:
            _ask(row, fact, made, issues[row.pk])
        before = row.wanted
        _set(row, fact, made)
        (same if row.wanted == before else other).append(row)
        if _is_to_be_read(row):
            row.look_at = now
        row.made, row.wanted_at = read[row.pk], now
    stand_by(seat.account, issues, source=Source.OURS, by=by)
    for row in other:
        row.send_at = None  # what was to rest was something else
    write(same, *FIELDS, now=now, by=by)
    write(other, *FIELDS, "wanted_body", "send_at", now=now, by=by)


def _is_to_be_read(row: Offer) -> bool:
    """Whether its stock changed while nobody knows yet that it is there: it is read now, and then the change goes."""
    return not row.there and LISTING in row.sent and row.sent.get(STOCK) != row.wanted.get(STOCK)


def _ask(row: Offer, fact: Fact, made: Shaped | None, issues: list[Issue]) -> None:
    """What the channel asks for and nothing answers holds its listing back, as any other question does."""
    if made is None or not made.product_type:
        if _is_unshaped(row, fact, made):
            row.reasons.append({"code": UNSHAPED, "about": "", "who": DESK, "hold": LISTED if fact.good else ALL})
            issues.append(Issue(UNSHAPED, "error", "The channel has no form for such a good.", who=DESK))
        return
    asked = {(reason["code"], reason["about"]) for reason in row.reasons}
    for gap in made.gaps:
        code, about = (gap.code or ASKED, (gap.slug or gap.name)[:MOST_ABOUT])
        if not gap.code:
            code, about = OF_ITS_OWN.get(gap.slug, (code, about))
        if (code, about) not in asked:
            asked.add((code, about))
            who = fact.hers if whose(gap.slug) == MAKER and not gap.code else DESK
            row.reasons.append({"code": code, "about": about, "who": who, "hold": LISTED})
            issues.append(Issue(code, "error", gap.said, about, who=who))


def _is_unshaped(row: Offer, fact: Fact, made: Shaped | None) -> bool:
    """Whether it is to be said that the channel has no form for it: not where its kind is what is missing."""
    if fact.good is not None and made is None:
        return True
    known = all(reason["code"] != KIND_MISSING for reason in row.reasons)
    return known and (fact.good is not None or hold_of(row.reasons) != ALL)


def _set(row: Offer, fact: Fact | None, made: Shaped | None) -> None:
    """What of the shaped parts is wanted; and what was seen, beside it."""
    row.pieces = fact.good.stock if fact and fact.good and row.open else 0
    if not row.open:
        row.wanted, row.wanted_body = {}, {}
    elif made is not None:
        unsure = any(reason["code"] == UNKNOWN_PRICE for reason in row.reasons)
        bodies = {part: made.bodies[part] for part in PARTS if part in made.bodies and not (unsure and part == PRICE)}
        row.product_type = made.product_type
        row.wanted_body, row.wanted = bodies, {part: digest_of(body) for part, body in bodies.items()}
    row.seen = seen_as(row.wanted, row.wanted_body, row.seen_body)
