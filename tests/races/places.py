"""Marts and places; fees, costs and targets."""

from collections.abc import Callable
from datetime import timedelta

from django.db import transaction

from haat.core.actor import Actor
from haat.core.dates import today
from haat.places import actions, data
from haat.places.models import Mart, MartHost, Place
from haat.places.queries import festivals_of
from haat.places.words import page_standing
from haat.pricing import actions as pricing
from haat.pricing.models import ChannelFee, CostSheet, FeeRule
from haat.review import actions as review
from haat.review.models import Target
from tests.make import BY, make_block, make_district, make_fee, make_mart, make_place, number
from tests.races.catalogue import good
from tests.races.race import Pair, given, race, told, twice


@race(actions.add_places)
def a_place_is_added_twice() -> Pair:
    block, name = make_block(), f"Village {number()}"

    def add(row: Place) -> int:
        with transaction.atomic():
            return actions.add_places(row, Place.Kind.LOCALITY, [Place(names={"en": name})])

    return twice(add, block, counted=lambda: Place.objects.filter(parent=block, names__en=name).count())


@race(actions.import_blocks)
def blocks_are_loaded_twice() -> Pair:
    district, code = make_district(), 900_000 + number()
    row = data.Block(code=code, district=324, names={"en": f"Block {code}"}, position=None)
    return twice(
        lambda place: actions.import_blocks(place, [row], by=BY),
        district,
        counted=lambda: Place.objects.filter(lgd_code=code).count(),
    )


@race(actions.import_localities)
def villages_are_loaded_twice() -> Pair:
    district, code = make_district(), 900_000 + number()
    block = make_place("block", f"Block {code}", parent=district, lgd=code)
    row = data.Locality(code, {"en": "Burhai"}, "", False, (24.0, 86.0), "seat", "")
    return twice(
        lambda place: actions.import_localities(place, [row], by=BY),
        district,
        counted=lambda: Place.objects.filter(parent=block).count(),
    )


@race(actions.import_villages)
def a_table_of_villages_is_read_twice() -> Pair:
    block, name = make_block(), f"Village {number()}"

    def load(district: Place) -> object:
        with transaction.atomic():
            rows = [{"block": "Sarath", "name_en": name}]
            return actions.import_villages(rows, district=district, by=BY)

    return twice(load, make_district(), counted=lambda: Place.objects.filter(parent=block, names__en=name).count())


@race(actions.change_mart)
def two_fields_of_a_mart_are_changed() -> Pair:
    mart, name = make_mart("changed"), f"Society {number()}"
    return Pair(
        given(lambda row: actions.change_mart(row, legal_name=name, by=BY), mart),
        given(lambda row: actions.change_mart(row, address=name, by=BY), mart),
        lambda: Mart.objects.filter(pk=mart.pk, legal_name=name, address=name).count(),
    )


@race(actions.change_mart, "core.changed")
def a_mart_is_changed_by_two_who_read_the_same() -> Pair:
    mart = mart_of_its_own()
    seen = {"address": mart.address, "hosts": sorted(mart.hosts.values_list("host", flat=True))}
    return Pair(
        given(lambda row: actions.change_mart(row, address=f"One {number()}", seen=seen, by=BY), mart),
        given(lambda row: actions.change_mart(row, address=f"Two {number()}", seen=seen, by=BY), mart),
        told("places.mart_changed", mart),
    )


@race(actions.write_page, "core.changed")
def a_page_is_written_by_two_who_read_the_same() -> Pair:
    mart = mart_of_its_own()
    seen = page_standing(mart, "terms")

    def write(row: Mart) -> Mart:
        words = {"hi": f"Words {number()}"}
        return actions.write_page(row, slug="terms", title=words, text=words, seen=seen, by=BY)

    return Pair(given(write, mart), given(write, mart), told("places.words_written", mart))


@race(actions.write_home, "core.changed")
def the_front_page_is_written_by_two_who_read_the_same() -> Pair:
    mart = mart_of_its_own()
    seen = page_standing(mart, "home")

    def write(row: Mart) -> Mart:
        return actions.write_home(row, lines={"intro": {"hi": f"Line {number()}"}}, seen=seen, by=BY)

    return Pair(given(write, mart), given(write, mart), told("places.words_written", mart))


@race(actions.set_festival, "core.changed")
def a_festival_is_dated_by_two_who_read_the_same() -> Pair:
    days = {"starts": today(), "ends": today()}
    mart = actions.set_festival(mart_of_its_own(), **days, names={"hi": "एक", "en": "One"}, by=BY)
    seen = next(kept for kept in festivals_of(mart) if kept.festival.key == "one")
    known = {"slug": "one", "year": seen.year, "seen": seen}

    def date(row: Mart) -> Mart:
        later = {"starts": today(), "ends": today() + timedelta(days=1 + number() % 40)}
        return actions.set_festival(row, **known, **later, names={"hi": f"एक {number()}"}, by=BY)

    return Pair(given(date, mart), given(date, mart), told("places.festival_set", mart), once=2)


@race(actions.write_page)
def two_pages_of_a_mart_are_written() -> Pair:
    mart, words = make_mart("written"), f"Text {number()}"

    def write(slug: str) -> Callable[[Mart], Mart]:
        return lambda row: actions.write_page(row, slug=slug, title={"hi": words}, text={"hi": words}, by=BY)

    def counted() -> int:
        now = Mart.objects.get(pk=mart.pk)
        return sum(page["title"] == {"hi": words} for page in now.words["legal"])

    return Pair(given(write("terms"), mart), given(write("returns"), mart), counted, 2)


@race(actions.write_home)
def front_page_and_a_message_are_worded() -> Pair:
    mart, words = make_mart("written"), f"Line {number()}"

    def counted() -> bool:
        now = Mart.objects.get(pk=mart.pk).words
        return now["home"]["intro"]["hi"] == words == now["notices"]["order_placed"]["hi"]["text"]

    return Pair(
        given(lambda row: actions.write_home(row, lines={"intro": {"hi": words}}, by=BY), mart),
        given(lambda row: actions.write_notice(row, name="order_placed", words={"hi": {"text": words}}, by=BY), mart),
        counted,
        True,
    )


@race(actions.write_notice)
def a_message_is_worded_twice() -> Pair:
    mart, words = mart_of_its_own(), {"hi": {"text": f"Words {number()}"}}
    return twice(
        lambda row: actions.write_notice(row, name="order_placed", words=words, by=BY),
        mart,
        counted=told("places.notice_worded", mart),
    )


@race(actions.change_mart, "mart.host_taken")
def two_marts_take_one_host() -> Pair:
    one, two, host = make_mart("changed"), make_mart("other"), f"h{number()}.example.in"
    return Pair(
        given(lambda row: actions.change_mart(row, hosts=["changed.localhost", host], by=BY), one),
        given(lambda row: actions.change_mart(row, hosts=["other.localhost", host], by=BY), two),
        lambda: MartHost.objects.filter(host=host).count(),
    )


@race(actions.open_mart, "mart.slug_taken")
def one_mart_is_opened_twice() -> Pair:
    slug, place = f"m{number()}", make_district()

    def open_mart(host: str) -> Mart:
        return actions.open_mart(
            slug,
            place=place,
            names={"hi": "मार्ट"},
            hosts=[f"{host}.{slug}.in"],
            languages=["hi"],
            order_prefix="RM",
            legal_name="Society",
            address="Deoghar",
            phone="+916432222222",
            email="a@example.in",
            grievance_officer="Anjali Toppo",
            by=BY,
        )

    return Pair(
        lambda: open_mart("one"), lambda: open_mart("two"), lambda: MartHost.objects.filter(mart__slug=slug).count()
    )


@race(pricing.set_cost)
def a_cost_is_set_twice() -> Pair:
    one = good().variants.get()
    return twice(
        lambda row: pricing.set_cost(row, materials=[], minutes=60, by=BY),
        one,
        counted=lambda: CostSheet.objects.filter(variant=one).count(),
    )


@race(pricing.set_fee)
def a_fee_is_set_twice() -> Pair:
    channel, mart = f"c{number()}", make_mart()

    def set_fee() -> FeeRule:
        day = today()
        return pricing.set_fee(mart, channel=channel, fee_bp=800, packing_paise=0, from_date=day, source="t", by=BY)

    return Pair(set_fee, set_fee, lambda: FeeRule.objects.filter(mart=mart, channel=channel).count())


@race(pricing.follow_fee)
def a_fee_follows_twice() -> Pair:
    channel, mart, day = f"c{number()}", make_mart(), today() + timedelta(days=3)

    def follow() -> FeeRule:
        figures = {"fee_bp": 800, "packing_paise": 0}
        return pricing.follow_fee(mart, channel=channel, **figures, from_date=day, source="t", by=BY)

    return Pair(follow, follow, lambda: FeeRule.objects.filter(mart=mart, channel=channel).count())


@race(pricing.take_back_fee)
def a_coming_fee_is_taken_back_twice() -> Pair:
    mart = mart_of_its_own()
    rule = make_fee(mart, from_date=today() + timedelta(days=3))
    return twice(lambda row: pricing.take_back_fee(row, by=BY), rule, counted=told("pricing.fee_taken_back", mart))


def _bazaar(mart: Mart, channel: str) -> ChannelFee:
    figures = {"referral_bp": 1000, "closing_paise": 500, "tax_bp": 1800}
    return pricing.set_channel_fee(mart, channel=channel, **figures, from_date=today(), source="t", by=BY)


@race(pricing.set_channel_fee)
def what_a_channel_takes_is_written_down_twice() -> Pair:
    channel, mart = f"c{number()}", mart_of_its_own()
    return twice(lambda row: _bazaar(row, channel), mart, counted=told("pricing.channel_fee_set", mart))


@race(pricing.take_back_channel_fee)
def what_a_channel_takes_is_taken_back_twice() -> Pair:
    mart = mart_of_its_own()
    fee = _bazaar(mart, f"c{number()}")
    gone = told("pricing.channel_fee_taken_back", mart)
    return twice(lambda row: pricing.take_back_channel_fee(row, by=BY), fee, counted=gone)


def block_of_its_own() -> Place:
    return make_place("block", f"Block {number()}", parent=make_district())


@race(review.set_target)
def a_target_is_set_twice() -> Pair:
    mart, place = make_mart(), block_of_its_own()

    def set_target(row: Mart) -> Target:
        day = today() + timedelta(days=9)
        return review.set_target(row, place=place, measure="groups", value=5, by_day=day, by=BY)

    return twice(set_target, mart, counted=lambda: Target.objects.filter(place=place).count())


@race(review.take_back_target)
def a_target_is_taken_back_twice() -> Pair:
    mart, place = make_mart(), block_of_its_own()
    day = today() + timedelta(days=9)
    target = review.set_target(mart, place=place, measure="groups", value=5, by_day=day, by=BY)
    return twice(
        lambda row: review.take_back_target(row, by=BY), target, counted=told("review.target_taken_back", target)
    )


def mart_of_its_own() -> Mart:
    return make_mart(f"m{number()}")


def asked_account(mart: Mart) -> str:
    """Another UPI address was asked for; when."""
    given = {"bank_holder": "", "bank_number": "", "bank_ifsc": ""}
    found = actions.propose_account(mart, vpa=f"mart{number()}@sbi", **given, by=BY)
    return str(found.proposed["at"])


@race(actions.propose_account)
def two_accounts_are_asked_for() -> Pair:
    mart, given_ = mart_of_its_own(), {"bank_holder": "", "bank_number": "", "bank_ifsc": ""}
    return Pair(
        given(lambda row: actions.propose_account(row, vpa="one@sbi", **given_, by=BY), mart),
        given(lambda row: actions.propose_account(row, vpa="two@sbi", **given_, by=BY), mart),
        lambda: Mart.objects.filter(pk=mart.pk).exclude(proposed={}).count(),
    )


@race(actions.agree_account, "mart.nothing_proposed")
def an_account_is_agreed_to_twice() -> Pair:
    mart = mart_of_its_own()
    at = asked_account(mart)
    return Pair(
        given(lambda row: actions.agree_account(row, at=at, by=Actor(8)), mart),
        given(lambda row: actions.agree_account(row, at=at, by=Actor(9)), mart),
        told("places.mart_changed", mart),
    )


@race(actions.refuse_account, "mart.nothing_proposed")
def an_account_is_agreed_to_and_refused() -> Pair:
    mart = mart_of_its_own()
    at = asked_account(mart)
    return Pair(
        given(lambda row: actions.refuse_account(row, at=at, by=BY), mart),
        given(lambda row: actions.agree_account(row, at=at, by=Actor(9)), mart),
        lambda: told("places.mart_changed", mart)() + told("places.account_refused", mart)(),
    )


@race(actions.close_doors)
def a_mart_is_closed_twice() -> Pair:
    mart = mart_of_its_own()
    return twice(
        lambda row: actions.close_doors(row, reason="counting", by=BY),
        mart,
        counted=told("places.doors_closed", mart),
    )


@race(actions.open_doors)
def a_mart_is_let_open_twice() -> Pair:
    mart = actions.close_doors(mart_of_its_own(), reason="counting", by=BY)
    return twice(lambda row: actions.open_doors(row, by=BY), mart, counted=told("places.doors_opened", mart))


@race(review.open_to_buyers, "review.not_ready")
def a_mart_that_is_not_ready_is_opened_while_it_is_named() -> Pair:
    mart = actions.close_doors(mart_of_its_own(), reason="counting", by=BY)
    return Pair(
        given(lambda row: review.open_to_buyers(row, by=BY), mart),
        given(lambda row: actions.change_mart(row, vpa=f"m{number()}@sbi", by=BY), mart),
        told("places.mart_changed", mart),
    )


@race(actions.set_festival)
def two_festivals_are_added() -> Pair:
    mart, days = mart_of_its_own(), {"starts": today(), "ends": today()}
    return Pair(
        given(lambda row: actions.set_festival(row, **days, names={"hi": "एक", "en": "One"}, by=BY), mart),
        given(lambda row: actions.set_festival(row, **days, names={"hi": "दो", "en": "Two"}, by=BY), mart),
        lambda: len(Mart.objects.get(pk=mart.pk).festivals),
        once=2,
    )


@race(actions.drop_festival)
def a_festival_is_dropped_twice() -> Pair:
    mart = mart_of_its_own()
    actions.set_festival(mart, starts=today(), ends=today(), names={"hi": "एक", "en": "One"}, by=BY)
    return twice(
        lambda row: actions.drop_festival(row, slug="one", year=today().year, by=BY),
        mart,
        counted=told("places.festival_dropped", mart),
    )
