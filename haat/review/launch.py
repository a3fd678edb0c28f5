"""What a mart needs before buyers come: each thing worked out from the database, never ticked by hand."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Min, Q

from haat.catalogue.models import Good
from haat.core.dates import today
from haat.delivery.models import Zone
from haat.makers.models import Maker
from haat.messages.queries import ready
from haat.orders.models import Order, Part
from haat.payments.caps import cash_rule
from haat.people.models import Role
from haat.people.rules import BY_PHONE, TWO_HANDS, lacks_hands
from haat.places import rules, words
from haat.places.models import Mart, Place
from haat.places.queries import blocks_within
from haat.pricing.models import FeeRule
from haat.pricing.queries import MART_CHANNEL

IMPRINT = ("legal_name", "address", "phone", "email", "grievance_officer")
# What two people of the office do. A rider's cash is counted where somebody rides.
OF_OFFICERS = tuple(name for name, (first, _then) in TWO_HANDS.items() if first not in BY_PHONE)


@dataclass(frozen=True)
class Need:
    """One thing a mart needs: whether it is there, whether the mart may open without it, and by whose hand it comes.

    `by`: `here` (the office alone), `two` (two people), `others` (somebody outside must give it). `half` when it is
    begun. `number` of `of` are there, where it is counted; `missing` are its parts that lack.
    """

    name: str
    done: bool
    must: bool
    by: str
    half: bool = False
    number: int | None = None
    of: int | None = None
    missing: tuple[str, ...] = ()


def needs(mart: Mart) -> list[Need]:
    """Everything in the order in which it is best done; about a dozen statements. The mart's place must be loaded."""
    return [*_mart(mart), *_money(mart), *_people(mart), *_goods(mart), *_around(mart)]


def lacking(found: list[Need]) -> list[Need]:
    """What is not there and must be before buyers may come."""
    return [need for need in found if need.must and not need.done]


def _mart(mart: Mart) -> Iterator[Need]:
    unnamed = tuple(code for code in mart.languages if not mart.names.get(code))
    yield Need("names", not unnamed, True, "here", missing=unnamed)
    pale = min(rules.contrast(mart.accent, ground) for ground in (rules.WHITE, rules.KHADI)) < rules.LEAST_CONTRAST
    yield Need("look", not pale, True, "here")
    empty = tuple(field for field in IMPRINT if not getattr(mart, field).strip())
    yield Need("behind", not empty, True, "here", half=0 < len(empty) < len(IMPRINT), missing=empty)
    lacks = tuple(f"{page}:{code}" for page, code in words.unwritten(mart))
    yield Need("texts", not lacks, False, "here", half=bool(mart.words.get("legal")), missing=lacks)


def _money(mart: Mart) -> Iterator[Need]:
    first = FeeRule.objects.filter(mart=mart, channel=MART_CHANNEL).aggregate(day=Min("from_date"))["day"]
    yield Need("fee", first is not None and first <= today(), False, "here", half=first is not None)
    zones = Zone.objects.filter(mart=mart).aggregate(all=Count("pk"), cash=Count("pk", filter=Q(cod=True)))
    yield Need("zones", zones["all"] > 0, True, "here", number=zones["all"])
    way = bool(mart.vpa) or zones["cash"] > 0
    yield Need("payment", way and not mart.proposed, not way, "two", half=bool(mart.proposed))


def _people(mart: Mart) -> Iterator[Need]:
    held = Role.objects.filter(mart=mart, user__is_active=True)
    found = {name: kinds for name, kinds in lacks_hands(mart).items() if name in OF_OFFICERS}
    alone = tuple(f"{name}:{','.join(sorted(found[name]))}" for name in found if name != "refund" or _asks_two(mart))
    yield Need("officers", not alone, False, "here", half=len(found) < len(OF_OFFICERS), missing=alone)
    blocks = blocks_within(mart.place).count()
    reached = held.filter(kind=Role.Kind.COORDINATOR, place__kind=Place.Kind.BLOCK)
    with_one = reached.aggregate(n=Count("place", distinct=True))["n"]
    yield Need("coordinators", with_one >= blocks > 0, False, "here", half=with_one > 0, number=with_one, of=blocks)


def _asks_two(mart: Mart) -> bool:
    """Whether a refund of the mart can take two people: its rule says above which sum."""
    rule = cash_rule(mart.pk)
    return rule is not None and rule.two_above_paise is not None


def _goods(mart: Mart) -> Iterator[Need]:
    within = Place.objects.within(mart.place).filter(kind=Place.Kind.LOCALITY)
    villages = within.aggregate(n=Count("pk"))["n"]
    yield Need("villages", villages > 0, False, "here", number=villages)
    makers = Maker.objects.filter(mart=mart).aggregate(
        all=Count("pk"), open=Count("pk", filter=Q(state=Maker.State.LIVE))
    )
    some = makers["open"] > 0
    yield Need("makers", some, True, "here", half=makers["all"] > 0, number=makers["open"], of=makers["all"])
    goods = Good.objects.filter(mart=mart).aggregate(
        live=Count("pk", filter=Q(state=Good.State.LIVE)), waiting=Count("pk", filter=Q(state=Good.State.WAITING))
    )
    yield Need("goods", goods["live"] > 0, True, "here", half=goods["waiting"] > 0, number=goods["live"])
    # In the mart's own shop; what came back afterwards was delivered all the same.
    tried = Order.objects.filter(mart=mart, channel=MART_CHANNEL).exists()
    own = Part.objects.filter(mart=mart, order__channel=MART_CHANNEL)
    brought = tried and own.exclude(delivered_at=None).exists()
    yield Need("trial", brought, False, "here", half=tried)


def _around(mart: Mart) -> Iterator[Need]:
    hosts = list(mart.hosts.order_by("host").values_list("host", flat=True))
    deaf = tuple(host for host in hosts if not rules.lets_in(host, settings.ALLOWED_HOSTS))
    secure = bool(settings.SESSION_COOKIE_SECURE)
    yield Need("hosts", bool(hosts) and not deaf and secure, False, "others", half=secure or not deaf, missing=deaf)
    told = ready(mart)
    yield Need("messages", told.reaches_people and told.codes, False, "others", half=told.reaches_people)
