"""Which link brought a buyer: kept with her basket and her order, counted for who shared it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from haat.core.actor import MACHINE
from haat.orders import actions
from haat.orders.models import Basket, Order, Part
from haat.orders.sources import MOST, Brought, brought, clean, shared_by, shared_since, sharer, summed
from haat.payments.queries import terms
from tests.make import BY, make_basket, make_buyer, make_maker, make_promise, make_stocked, number


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("google", "google"),
        ("maa-tara-group-wa", "maa-tara-group-wa"),
        ("a_b-c", "a_b-c"),
        ("Google", ""),
        ("<script>", ""),
        ("लाह", ""),
        ("-wa", ""),
        ("wa-", ""),
        ("a--b", ""),
        ("a" * MOST, "a" * MOST),
        ("a" * (MOST + 1), ""),
        ("a\n", ""),
        ("", ""),
    ],
)
def test_only_names_that_ours_have_are_kept(text, source):
    assert clean(text) == source


def test_a_shared_link_says_who_shared_it_where():
    assert shared_by("maa-tara-group", "wa") == "maa-tara-group-wa"
    assert sharer("maa-tara-group-wa") == ("maa-tara-group", "wa")
    assert [sharer(source) for source in ("google", "-wa", "a-b", "")] == [("", "")] * 4


def bought(variant, source):
    basket = make_basket({variant: 1})
    Basket.objects.filter(pk=basket.pk).update(source=source)
    basket.refresh_from_db()
    return actions.place_order(
        basket, buyer=make_buyer(), promise=make_promise(basket), terms=terms("cod"), key=f"s-{number()}", by=MACHINE
    )


@pytest.mark.django_db
def test_an_order_keeps_the_link_that_filled_its_basket():
    variant = make_stocked()
    basket = actions.begin_basket(variant.mart, variant=variant, quantity=1, source="google")
    assert Basket.objects.get().source == "google"
    actions.put_in_basket(basket, variant=variant)
    assert Basket.objects.get().source == "google"
    actions.put_in_basket(basket, variant=variant, source="group-wa")
    assert Basket.objects.get().source == "group-wa"
    actions.put_in_basket(basket, variant=variant, source="<b>")
    assert Basket.objects.get().source == "group-wa"
    assert bought(variant, "group-wa").source == "group-wa"
    assert bought(variant, "").source == ""


@pytest.mark.django_db
def test_what_links_brought_is_summed_by_source(django_assert_num_queries):
    variant = make_stocked(price_paise=52_000, pieces=50)
    for source in ("google", "google", "group-wa", ""):
        bought(variant, source)
    gone = bought(variant, "meta")
    actions.cancel(gone.parts.get(), reason="no", by=BY)
    with django_assert_num_queries(1):
        found = brought(Part.objects.exclude(state="cancelled"))
    assert [(each.source, each.parts, each.goods_paise) for each in found] == [
        ("google", 2, 104_000),
        ("group-wa", 1, 52_000),
    ]
    assert all(0 < each.maker_paise < each.goods_paise for each in found)


@pytest.mark.django_db
def test_a_maker_is_told_what_her_own_links_brought(django_assert_num_queries):
    maker = make_maker()
    variant, other = make_stocked(maker, pieces=20), make_stocked(make_maker("Other"))
    source = shared_by(maker.slug, "wa")
    bought(variant, source)
    bought(variant, shared_by(maker.slug, "ig"))
    bought(variant, "google")
    bought(other, source)  # of another maker: it is not hers
    since = timezone.now() - timedelta(days=1)
    with django_assert_num_queries(1):
        found = shared_since(maker, since)
    assert (found.parts, found.goods_paise) == (2, 104_000)
    assert shared_since(maker, timezone.now() + timedelta(days=1)) == Brought("", 0, 0, 0)
    assert Order.objects.exclude(source="").count() == 4


def test_what_nobody_knows_goes_together_and_last():
    found = [Brought("google", 1, 100, 80), Brought("x", 5, 900, 700), Brought("y", 1, 50, 40)]
    assert summed(found, {"google": "Google"}, other="Other links") == [
        ("Google", Brought("Google", 1, 100, 80)),
        ("Other links", Brought("Other links", 6, 950, 740)),
    ]
