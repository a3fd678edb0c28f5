"""What the catalogue says of goods at an account: all that a channel needs to shape them, and what holds them back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import F, Q
from django.utils.translation import override

from haat.catalogue.models import Attribute, GoodKind, Variant
from haat.channels.channel import Channel, Good, Issue, Keys, Line, parent_sku, parent_skus
from haat.channels.models import Account, Asked, Found, Offer, Schema
from haat.channels.states import ALL, LISTED, NEW, SOLD_OUT
from haat.core.files import square_url
from haat.places.models import MartHost
from haat.pricing.channel_prices import ChannelRules, prices_for
from haat.stock.queries import offerable
from haat.studio.following import handling_days
from haat.studio.knowing import Known, known
from haat.studio.readiness import Judge
from haat.studio.reasons import OF_THE_DESK
from haat.studio.where import COORDINATOR, DESK, MAKER, Reason, Where

# While nobody has chosen its kind nothing is begun; what stands there already (it was adopted) is kept true.
KIND_MISSING = "kind_missing"
# Reasons that begin so leave what is there on sale: only its listing is not changed while they hold.
OF_THE_LISTING = ("attribute_", "picture_", "measures_", "weight_", "fees_", KIND_MISSING)
# What of a reason concerns one good alone: such reasons are one cause, whatever they are about.
OF_ONE_GOOD = ("picture_",)
FOUND, NOT_OURS, MART_CLOSED = "found_there", "not_ours_there", "mart_closed"
_SAID = {
    FOUND: "The account sold something under this code before. Say whether it is this size.",
    NOT_OURS: "Under this code the account sells something that is none of ours.",
    MART_CLOSED: "The mart is closed to buyers: while it is, nothing of it is sold anywhere.",
}
MOST_CODE, MOST_ABOUT = 40, 80


@dataclass(frozen=True)
class Fact:
    """What the catalogue says of an offer now. `good` is None where nobody knows what kind of good it is, and nothing
    of it stands there.

    `hers`: who takes a step of its maker's.
    """

    good: Good | None
    hers: str = MAKER
    reasons: Sequence[Mapping[str, Any]] = ()
    issues: Sequence[Issue] = ()
    slugs: Mapping[str, str] = field(default_factory=dict)  # the channel's names → our attributes


@dataclass
class Seat:
    """An account while a turn or a page works on it, with what is the same for all of its goods and read once."""

    account: Account
    channel: Channel
    keys: Keys
    line: Line
    _units: dict[int | None, Mapping[str, str]] = field(default_factory=dict)

    @cached_property
    def judge(self) -> Judge:
        """Who says whether a good may be sold there."""
        return Judge(where_of(self.account, self.channel), rules=ChannelRules())

    def units(self, kind: GoodKind | None) -> Mapping[str, str]:
        """Slug → the unit in which a kind's measures are answered; one statement for each kind, once."""
        key = kind.pk if kind else None
        if key not in self._units:
            asked = Attribute.objects.filter(Q(kind=kind) | Q(kind=None)).exclude(unit="")
            asked = asked.order_by(F("kind").asc(nulls_first=True), "pk")  # its own answers before what is asked of all
            self._units[key] = dict(asked.values_list("slug", "unit"))
        return self._units[key]

    @cached_property
    def found(self) -> Mapping[str, str]:
        """SKU of what stood there before us → FOUND while nobody has said whose it is, NOT_OURS of what is not."""
        rows = Found.objects.filter(account=self.account).exclude(state=Found.State.ADOPTED)
        return {
            sku: NOT_OURS if state == Found.State.LEFT else FOUND for sku, state in rows.values_list("sku", "state")
        }

    @cached_property
    def host(self) -> str:
        """The address of the mart, before which the addresses of its pictures are written."""
        return host_of(self.account.mart_id)


def host_of(mart_id: int) -> str:
    """The address of a mart, before which the addresses of its pictures are written."""
    host = MartHost.objects.filter(mart=mart_id).order_by("host").values_list("host", flat=True).first()
    return f"{'https' if settings.SESSION_COOKIE_SECURE else 'http'}://{host or 'localhost'}"


def where_of(account: Account, channel: Channel) -> Where:
    """An account as a place of sale (its seller loaded); two statements."""
    also: dict[str, dict[str, list[str]]] = {}
    asked = Asked.objects.filter(account=account).order_by("pk")
    for product_type, kind, name in asked.values_list("product_type", "kind", "name"):
        also.setdefault(product_type, {}).setdefault(kind, []).append(name)
    schemas = Schema.objects.filter(account=account).values_list("product_type", "body__asks")
    return Where(
        channel=account.channel,
        title=channel.title,
        asks_as=channel.asks_as or account.channel,
        seller=account.seller,
        away=channel.away,
        place_id=account.place_id,
        delivery_days=channel.delivery_days,
        handling_days=account.handling_days,
        life_left_days=channel.life_left_days,
        life_left_bp=channel.life_left_bp,
        pictures=replace(channel.pictures, rendered=True) if channel.rehearsed else channel.pictures,
        prices=account.prices,
        asked={product_type: asks for product_type, asks in schemas if asks},
        also=also,
    )


def whose(slug: str) -> str:
    """Who can answer a question of ours, by its slug; the desk, when it is none."""
    return DESK if not slug or slug in OF_THE_DESK else MAKER


def offered(account: Account, free: int) -> int:
    """How many pieces of a size are offered there when so many are free: less what is kept back, up to the most."""
    left = max(0, free - account.buffer)
    return min(left, account.most) if account.most else left


def facts_of(seat: Seat, offers: Sequence[Offer]) -> dict[int, Fact]:
    """By offer (its variant loaded), what the catalogue says of it now; statements do not grow with their number."""
    account, judge = seat.account, seat.judge
    variants = [offer.variant for offer in offers]
    told = known(variants, judge.where, library=judge.library)
    reasons = judge.of(variants, told)
    prices = _prices(seat, variants)
    free = offerable([variant.pk for variant in variants], account.channel, account.key)
    sizes = sizes_of(variants)
    parents = _parents(seat, [good for good, several in sizes.items() if several.number > 1])
    found = {}
    for offer in offers:
        variant = offer.variant
        held = [*map(_as_told, filter(lambda reason: reason.stops, reasons[variant.pk])), *_of_there(seat, offer)]
        pieces = offered(account, free[variant.pk])
        if any(each["hold"] == ALL for each in held):
            pieces = 0
        elif not pieces:
            held.append({"code": SOLD_OUT, "about": "", "who": MAKER if not free[variant.pk] else DESK, "hold": NEW})
        good = _good(
            seat, offer, told[variant.pk], price_paise=prices[variant.pk], pieces=pieces, sizes=sizes, parents=parents
        )
        issues = [*map(_issue, filter(lambda reason: reason.stops, reasons[variant.pk])), *_issues_there(seat, offer)]
        hers = MAKER if variant.good.maker.phone else COORDINATOR
        found[offer.pk] = Fact(good, hers, held, issues, told[variant.pk].slugs)
    return found


def _prices(seat: Seat, variants: Sequence[Variant]) -> dict[int, int]:
    """The price of each there, in paise; of what cannot be reckoned, the shop's (a reason holds it back then)."""
    account, judge = seat.account, seat.judge
    if account.prices == Account.Prices.UNIFORM:
        return {variant.pk: variant.price_paise for variant in variants}
    found = prices_for(
        variants, channel=account.channel, policy=account.prices, seller=account.seller, rules=judge.rules
    )
    return {pk: price.price_paise for pk, price in found.items()}


def _as_told(reason: Reason) -> dict[str, Any]:
    """A reason as an offer keeps it."""
    hold = LISTED if reason.code.startswith(OF_THE_LISTING) else ALL
    return {"code": reason.code[:MOST_CODE], "about": _about(reason), "who": reason.who, "hold": hold}


def named(reason: Reason) -> tuple[str, str]:
    """What a reason is grouped by, as causes are: its code, and what it is about where that concerns several goods."""
    return reason.code[:MOST_CODE], _about(reason)


def _about(reason: Reason) -> str:
    return "" if reason.code.startswith(OF_ONE_GOOD) else reason.about[:MOST_ABOUT]


def _issue(reason: Reason) -> Issue:
    """The same as a task; its words are kept in English, for who reads it where nobody words it."""
    with override("en"):
        said = f"{reason.sentence} {reason.next_step}"
    return Issue(reason.code[:MOST_CODE], "error", said, _about(reason), who=reason.who)


def _codes_there(seat: Seat, offer: Offer) -> list[str]:
    """What holds it back there, whatever it is: the mart is closed; something else stands under its SKU."""
    closed = [MART_CLOSED] if seat.account.mart.shut else []
    return [*closed, seat.found[offer.sku]] if offer.sku in seat.found else closed


def _of_there(seat: Seat, offer: Offer) -> list[dict[str, Any]]:
    return [{"code": code, "about": "", "who": DESK, "hold": ALL} for code in _codes_there(seat, offer)]


def _issues_there(seat: Seat, offer: Offer) -> list[Issue]:
    return [Issue(code, "error", _SAID[code], who=DESK) for code in _codes_there(seat, offer)]


@dataclass(frozen=True)
class Sizes:
    """How many sizes a good is made in, and in what they differ."""

    number: int = 0
    theme: tuple[str, ...] = ()


def sizes_of(variants: Sequence[Variant]) -> dict[int, Sizes]:
    """By good, in how many sizes it is made, and in what they differ."""
    rows = Variant.objects.filter(good__in={variant.good_id for variant in variants}, active=True)
    number: dict[int, int] = {}
    differ: dict[int, set[str]] = {}
    for good_id, attributes in rows.values_list("good_id", "attributes"):
        number[good_id] = number.get(good_id, 0) + 1
        differ.setdefault(good_id, set()).update(attributes)
    return {good_id: Sizes(count, tuple(sorted(differ[good_id]))) for good_id, count in number.items()}


def _good(
    seat: Seat,
    offer: Offer,
    told: Known,
    *,
    price_paise: int,
    pieces: int,
    sizes: Mapping[int, Sizes],
    parents: Mapping[int, str],
) -> Good | None:
    """All that a channel needs; None while nobody knows what it would call such a good.

    Of one that stands there its stock and its price are told all the same: they need no name.
    """
    variant = offer.variant
    product_type = told.product_type or offer.product_type
    if not product_type and not offer.there:
        return None
    several = sizes.get(variant.good_id, Sizes())
    return Good(
        sku=offer.sku,
        variant_id=variant.pk,
        kind=variant.good.kind.slug if variant.good.kind else "",
        product_type=product_type,
        values=told.values,
        names=names_of(told),
        pictures=[address_of(seat.host, picture.digest) for picture in told.pictures],
        price_paise=price_paise,
        mrp_paise=variant.mrp_paise,
        stock=pieces,
        handling_days=handling_days(variant, seat.judge.where),
        parent=parents.get(variant.good_id, ""),
        theme=several.theme if several.number > 1 else (),
        units=seat.units(variant.good.kind),
    )


def _parents(seat: Seat, goods: Sequence[int]) -> dict[int, str]:
    """Good → what the one above its sizes is called at the account: by a code under which it sells nothing else."""
    if not goods:
        return {}
    taken = _taken(seat, [parent_sku(good) for good in goods])
    if taken:
        taken |= _taken(seat, [code for good in goods if parent_sku(good) in taken for code in parent_skus(good)])
    return {good: next((code for code in parent_skus(good) if code not in taken), "") for good in goods}


def _taken(seat: Seat, codes: Sequence[str]) -> set[str]:
    """Those of the codes under which the account sells a size of ours, or something of its own."""
    offers = Offer.objects.filter(account=seat.account, sku__in=codes).values_list("sku", flat=True)
    return {*offers, *(code for code in codes if code in seat.found)}


def names_of(told: Known) -> dict[str, str]:
    """Slug → all that the channel calls it. Of two with one name, the one that answers first stands first."""
    found: dict[str, list[str]] = {}
    for name, slug in told.slugs.items():
        found.setdefault(slug, []).append(name)
    return {**told.names, **{slug: "|".join(names) for slug, names in found.items()}}


def address_of(host: str, digest: str) -> str:
    """Where a channel fetches a picture: absolute, and it ends in `.jpg`."""
    path = square_url(digest)
    return path if "://" in path else f"{host}{path}"
