"""People signed in to the desk, and a district with two blocks that has a little of everything."""

from dataclasses import dataclass

from django.test import Client
from django.utils import timezone

from haat.catalogue.models import Good
from haat.core import worker
from haat.makers.models import Maker
from haat.orders.models import Part
from haat.people.models import User
from haat.places.models import Mart, Place
from haat.pricing.models import TaxRule
from haat.web.ui.session import FACTOR_KEY
from tests.make import (
    make_block,
    make_good,
    make_maker,
    make_mart,
    make_officer,
    make_part,
    make_pin,
    make_stocked,
    make_tax_rule,
    make_variant,
)

BACKEND = "django.contrib.auth.backends.ModelBackend"


def sign_in(user: User, *, factor: bool = True, language: str = "en") -> Client:
    """A client signed in as `user`, with the second factor given."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    if factor:
        session = client.session
        session[FACTOR_KEY] = True
        session.save()
    client.cookies["language"] = language
    return client


def officer(kind: str, *, mart: Mart | None = None, place: Place | None = None, language: str = "en") -> Client:
    """A new officer of that kind, signed in."""
    return sign_in(make_officer(kind, mart=mart or make_mart(), place=place), language=language)


@dataclass
class District:
    """Two blocks, a maker in each."""

    mart: Mart
    here: Place
    there: Place
    maker: Maker
    other: Maker


def district() -> District:
    mart = make_mart()
    here, there = make_block("Sarath"), make_block("Palojori")
    make_pin("814149")
    maker = make_maker("Chandni group", mart=mart, block=here)
    other = make_maker("Gulab group", mart=mart, block=there)
    return District(mart, here, there, maker, other)


def waiting_good(maker: Maker, name: str = "Bamboo basket", **variant: object) -> Good:
    """A good that waits for a check and passes it but for price and stock, which ask."""
    good = make_good(name, maker=maker, state=Good.State.WAITING, sent_at=timezone.now())
    if not TaxRule.objects.filter(slug=good.tax_slug).exists():
        make_tax_rule(good.tax_slug)
    make_variant(good, **variant)
    return good


def part_of(maker: Maker, *, state: str = "placed", **more: object) -> Part:
    """A part of this maker, walked to `state`, with the worker's work done."""
    part = make_part({make_stocked(maker): 1}, state=state, **more)
    work_off()
    return part


def work_off() -> None:
    """Let the worker react to everything that happened."""
    worker.run_due()
