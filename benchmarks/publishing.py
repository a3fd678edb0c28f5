"""The first publication of a whole mart at Amazon's double, by feeds: how long it takes by the double's clock.

    python -m benchmarks.part publishing [OFFERS]

on an empty database that is migrated. The clock stands still while anything is worked out, and moves on while a turn
waits: for a token, a report, a listing. So what is measured is what the engine makes of the quotas it has.
"""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qsl, urlsplit

import httpx2
import time_machine
from django.conf import settings
from django.db.models import Max, QuerySet

from benchmarks import catalogue
from benchmarks.spent import spent
from haat.catalogue.actions import import_crafts
from haat.catalogue.models import Good, GoodKind, GoodText, Variant
from haat.channels import actions, http, line
from haat.channels.actions import quotas
from haat.channels.amazon import login
from haat.channels.amazon.operations import MOST_MESSAGES, OPERATIONS
from haat.channels.jobs import TURN_SECONDS
from haat.channels.models import Account, Attempt, Offer
from haat.cli.rehearsal.amazon import AmazonDouble
from haat.cli.rehearsal.double import HERE, Asked
from haat.core.actor import MACHINE
from haat.core.models import Picture
from haat.core.rows import insert_many, insert_many_new
from haat.makers.models import Seller, SellerPaper
from haat.places.models import Mart
from haat.pricing.actions import import_rules
from haat.studio.models import PictureMeasure

BEGINS = datetime(2027, 1, 5, 6, tzinfo=UTC)
# All that is asked of lac bangles beside their words, weight and pictures.
ANSWERS = {
    "brand": {"en": "Generic"},
    "bullets": [{"en": "Turned over coal by hand"}, {"en": "Set of twelve"}],
    "dangerous_goods": "not_applicable",
    "made_of": "lac",
    "work_kind": "plain",
    "colour": {"en": "lac red"},
    "colour_family": "red",
    "bangle_size": "2.6",
    "set_of": 12,
}
WARM_UP = 12  # offers that go before, from which the account's rates are learnt
MOST_TURNS = 20_000
READS = "searchListingsItems"
READ_AT: list[float] = []  # when each reading of twenty listings was asked for


class Clock:
    """The time of everybody who takes part: of this process, of the database's buckets, and of the double."""

    def __init__(self) -> None:
        self._travel = time_machine.travel(BEGINS, tick=False)

    def __enter__(self) -> "Clock":
        self._traveller = self._travel.start()
        self._set()
        return self

    def __exit__(self, *_error: object) -> None:
        self._travel.stop()

    def now(self) -> float:
        return time.time()

    def on(self, seconds: float) -> None:
        """So many seconds go by."""
        self._traveller.shift(timedelta(seconds=max(seconds, 0.001)))
        self._set()

    def _set(self) -> None:
        micro = int(time.time() * quotas.MICRO)
        quotas._NOW.update(sqlite=str(micro), postgresql=f"CAST({micro} AS bigint)")


@contextmanager
def rehearsed(clock: Clock) -> Iterator[AmazonDouble]:
    """The double answers in the process; waiting for a token moves the clock."""
    double = AmazonDouble(seed=1, clock=clock.now)
    double.control.do({"exempt": "*"})
    READ_AT.clear()
    here = f"http://{HERE}:9"
    told = settings.CHANNELS | {"amazon_login_url": here, "amazon_api_url": here}
    client = httpx2.Client(transport=httpx2.MockTransport(lambda request: _answered(double, request)))
    with (
        patch.object(settings, "CHANNELS", told),
        patch.object(http, "client", lambda: client),
        patch.object(line, "pause", clock.on),
    ):
        login.forget()
        yield double


def _answered(double: AmazonDouble, request: httpx2.Request) -> httpx2.Response:
    where, body = urlsplit(str(request.url)), request.read()
    if "identifiers=" in where.query:
        READ_AT.append(double.world.now())
    form = dict(parse_qsl(body.decode())) if "urlencoded" in request.headers.get("content-type", "") else {}
    told = dict(request.headers.items())
    asked = Asked(request.method, where.path, dict(parse_qsl(where.query)), form, body, told, where.query)
    said = double.handle(asked)
    headers = {"Content-Type": said.kind, **said.headers}
    text = said.text if isinstance(said.text, bytes) else said.text.encode()
    return httpx2.Response(said.status, headers=headers, content=text)


def _fill(goods: int) -> Mart:
    """A mart of lac bangles to which nothing is lacking at Amazon."""
    import_crafts(by=MACHINE)
    import_rules(by=MACHINE)
    mart = catalogue.fill(goods)
    kind = GoodKind.objects.get(slug="lac-bangles")
    Good.objects.filter(mart=mart).update(
        kind=kind, hsn=kind.hsn, tax_slug=kind.tax_slug, attributes=ANSWERS, length_mm=100, width_mm=100, height_mm=60
    )
    Variant.objects.filter(mart=mart).exclude(position=0).update(active=False)
    GoodText.objects.filter(good__mart=mart, description="").update(description="Bangles of lac, turned by hand.")
    Picture.objects.update(drawn=False, width=1600, height=1600)
    box = {"left": 100, "top": 100, "right": 1500, "bottom": 1500}
    pictures = Picture.objects.values_list("pk", flat=True)
    seen = {"letters": False, "letters_by_id": 1}
    insert_many_new([PictureMeasure(picture_id=pk, white_bp=10_000, **box, **seen) for pk in pictures])
    for seller in Seller.objects.filter(mart=mart):
        facts = {"brand": "Generic", "category": "", "channel": "amazon"}
        SellerPaper.objects.create(
            seller=seller, kind="gtin_exemption", number="EX-1", facts=facts, state=SellerPaper.State.ACCEPTED
        )
    catalogue.analyze()
    return mart


def _publish(account: Account, keys: list[tuple[int, str]]) -> None:
    insert_many([Offer(mart=account.mart, account=account, variant_id=pk, sku=sku) for pk, sku in keys])


def _turns(account: Account, clock: Clock, *, until: Any) -> int:
    """Turns one after the other, each when the one before said that there is more to do, until that is reached."""
    for number in range(MOST_TURNS):
        came = actions.turn(account.pk, seconds=TURN_SECONDS)
        if until():
            return number + 1
        if came is None or came.again is None:
            raise RuntimeError(f"nothing more to do, and not done: {came}; {_standing(account)}")
        if came.troubles or came.stopped:
            raise RuntimeError(f"{came}; {_standing(account)}")
        clock.on(came.again)
    raise RuntimeError(f"not done after {MOST_TURNS} turns: {_standing(account)}")


def _standing(account: Account) -> dict[str, int]:
    """State → how many offers, and why those stand so that are held back."""
    found: Counter[str] = Counter(Offer.objects.filter(account=account).values_list("state", flat=True))
    for reasons in Offer.objects.filter(account=account).exclude(reasons=[]).values_list("reasons", flat=True)[:200]:
        found.update(f"{each['code']} {each['about']}" for each in reasons)
    return dict(found)


def measure(offers: int = 100_000) -> dict[str, Any]:
    """Minutes of the double's clock until every feed was reported of, and until every offer was read back as it is."""
    mart = _fill(offers + WARM_UP)
    sizes = list(Variant.objects.filter(mart=mart, active=True).order_by("pk").values_list("pk", "sku"))
    found: dict[str, Any] = {"offers": len(sizes) - WARM_UP}
    with Clock() as clock, rehearsed(clock) as double:
        account = actions.connect_account(
            mart, channel="amazon", seller=Seller.objects.get(mart=mart), secrets=_secrets(double), by=MACHINE
        )
        Account.objects.filter(pk=account.pk).update(prices=Account.Prices.UNIFORM)
        _publish(account, sizes[:WARM_UP])
        _turns(account, clock, until=lambda: _live(account) + _sold_out(account) >= WARM_UP)
        clock.on(3600)  # the buckets are full again
        double.control.do({"forget": True})
        READ_AT.clear()
        _publish(account, sizes[WARM_UP:])
        found |= _first(account, clock, double)
    return found


def _secrets(double: AmazonDouble) -> dict[str, str]:
    told = double.environment()
    return {
        "client_id": told["HAAT_AMAZON_CLIENT_ID"],
        "client_secret": told["HAAT_AMAZON_CLIENT_SECRET"],
        "refresh_token": told["HAAT_AMAZON_REFRESH_TOKEN"],
        "seller_id": told["HAAT_AMAZON_SELLER_ID"],
    }


def _live(account: Account) -> int:
    return Offer.objects.filter(account=account, state=Offer.State.LIVE).count()


def _sold_out(account: Account) -> int:
    """Offers of which nothing is there to sell: they wait for pieces, and are not sent."""
    return Offer.objects.filter(account=account, state=Offer.State.BLOCKED, there=False, pieces=0).count()


def _first(account: Account, clock: Clock, double: AmazonDouble) -> dict[str, Any]:
    """Everything at once: sent and reported of, and then read back."""
    began = clock.now()
    found: dict[str, Any] = {}
    with spent() as found["publishing"]:
        found["turns"] = _turns(account, clock, until=lambda: _is_published(account))
    ended = Attempt.objects.filter(account=account).aggregate(at=Max("ended_at"))["at"]
    found["published_minutes"] = round((ended.timestamp() - began) / 60, 2)
    found["feeds"] = len(double.feeds.sent)
    with spent() as found["reading"]:
        _turns(account, clock, until=lambda: not _sent(account).filter(seen_at=None).exists())
    found["read_back_minutes"] = round((clock.now() - began) / 60, 2)
    found["states"] = _standing(account)
    found["throttled"] = sum(double.quotas.throttled.values())
    found["throttled_calls"] = dict(double.quotas.throttled)
    return found | _used(account, double, found["published_minutes"] * 60)


def _is_published(account: Account) -> bool:
    """Whether all was looked at, nothing waits to be listed, and every feed was reported of."""
    offers = Offer.objects.filter(account=account)
    waits = offers.filter(made=0).exists() or offers.filter(due=Offer.Due.LISTING).exists()
    return not waits and not Attempt.objects.filter(account=account, ended_at=None).exists()


def _sent(account: Account) -> "QuerySet[Offer]":
    return Offer.objects.filter(account=account).exclude(sent={})


def _used(account: Account, double: AmazonDouble, took: float) -> dict[str, Any]:
    """How near it came to what can be: to the time the double needs for so many feeds, and to the calls it allows."""
    sent = _sent(account).count() - WARM_UP
    switches, feeds = double.world.switches, -(-sent // MOST_MESSAGES)
    least = switches.queue_seconds + 10 * feeds + sent / switches.feed_a_second
    rate = OPERATIONS[READS].rate
    calls, seconds = len(READ_AT), READ_AT[-1] - READ_AT[0] if READ_AT else 0.0
    of_reads = min(100.0, 100 * max(0.0, calls - rate.burst) / rate.per_second / max(seconds, 0.001))
    of_feeds = 100 * least / took
    return {
        "sent": sent,
        "read_calls": calls,
        "least_minutes": round(least / 60, 2),
        "percent_of_feeds": round(of_feeds, 1),
        "percent_of_reads": round(of_reads, 1),
        "percent_of_quota": round(min(of_feeds, of_reads), 1),
    }
