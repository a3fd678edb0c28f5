"""What a parcel costs by its weight, what is too heavy or too large for it, and what the buyer may ask then."""

import pytest

from haat.core.models import Event
from haat.delivery import actions, carriers, queries
from haat.delivery.carriers import Limits
from haat.delivery.charges import by_weight
from haat.delivery.models import Wish, Zone
from haat.orders.errors import BadBuyer
from haat.orders.promises import Wanted
from tests.make import BY, PUNE_PIN, make_mart, make_pin, make_pune_pin, make_registered_maker, make_stocked, make_zone
from tests.refusals import refused

pytestmark = pytest.mark.django_db
SLABS = [[500, 4000], [2000, 9000], [5000, 20000]]


def weighing(grams, maker=None, **more):
    variant = make_stocked(maker, pieces=50, **more)
    variant.weight_g = grams
    variant.save()
    return variant


def promised(*wanted, pin="814112"):
    make_pin()
    return queries.promise_for(make_mart(), pin, [Wanted(variant, quantity) for variant, quantity in wanted])


@pytest.mark.parametrize(
    ("grams", "paise"),
    [(0, 4000), (500, 4000), (501, 9000), (5000, 20000), (5001, 24500), (6000, 24500), (6001, 29000)],
)
def test_each_kilogram_begun_above_the_last_slab_costs_more(grams, paise):
    assert by_weight(Zone(slabs=SLABS, further_kg_paise=4500), grams) == paise
    assert by_weight(Zone(slabs=SLABS), grams) == (paise if grams <= 5000 else None)


def test_each_parcel_is_charged_by_its_own_weight():
    make_zone(slabs=SLABS, free_from_paise=None)
    light, heavy = weighing(400), weighing(1200)
    found = promised((light, 1), (heavy, 2))
    shares = {key[1]: part.delivery_paise for key, part in found.parts.items()}
    assert shares == {light.good.maker_id: 4000, heavy.good.maker_id: 20000}
    assert found.charge_paise == sum(shares.values()) == 24000
    assert found.total_paise == found.goods_paise + 24000


def test_free_from_a_sum_holds_up_to_the_weight_it_says():
    make_zone(slabs=SLABS, further_kg_paise=4500, free_from_paise=10_000, free_up_to_g=2000)
    variant = weighing(1000)
    assert [promised((variant, many)).charge_paise for many in (1, 2, 3)] == [0, 0, 20000]


def test_one_charge_is_not_free_either_when_a_parcel_is_heavier_than_that():
    make_zone(free_from_paise=10_000, free_up_to_g=2000)
    variant = weighing(1000)
    assert [promised((variant, many)).charge_paise for many in (2, 3)] == [0, 4000]


def test_hundred_and_twelve_kilograms_do_not_go_to_pune_by_post():
    make_pune_pin()
    make_zone(carrier="post", days=6)
    make_pin()
    moodas = weighing(8000, make_registered_maker())
    found = queries.promise_for(make_mart(), PUNE_PIN, [Wanted(moodas, 14)])
    assert str(found.blocked[moodas.pk]) == (
        "Together 112 kg: a parcel to this PIN may weigh 35 kg. Take fewer, or ask us."
    )
    assert found.large == {moodas.pk}
    assert queries.promise_for(make_mart(), PUNE_PIN, [Wanted(moodas, 4)]).blocked == {}


def test_what_is_heavier_than_the_last_slab_does_not_go():
    make_zone(slabs=SLABS)
    variant = weighing(1000)
    assert promised((variant, 5)).blocked == {}
    assert "may weigh 5 kg" in str(promised((variant, 6)).blocked[variant.pk])


def test_long_thing_does_not_go_however_light():
    make_zone()
    long = make_stocked(good={"length_mm": 1600, "width_mm": 50, "height_mm": 50})
    found = promised((long, 1))
    assert "too large" in str(found.blocked[long.pk])
    assert found.large == {long.pk}


def test_carriers_weigh_by_size_what_is_large_and_light():
    post = carriers.get("post").limits
    assert post.weighs(200, 300, 200, 100) == 1200
    assert post.weighs(2000, 300, 200, 100) == 2000
    assert post.weighs(200) == 200
    assert Limits().weighs(200, 3000, 2000, 1000) == 200
    assert post.fits(1500, 375, 375)
    assert not post.fits(1500, 376, 375)


def test_carrier_that_takes_nothing_fragile_blocks_it(monkeypatch):
    make_zone()
    pot = make_stocked(good={"fragile": True})
    assert promised((pot, 1)).blocked == {}
    monkeypatch.setattr(carriers.get("own"), "limits", Limits(fragile=False, fresh=False))
    found = promised((pot, 1))
    assert "breaks easily" in str(found.blocked[pot.pk])
    assert found.large == frozenset()
    sweet = make_stocked(good={"shelf_life_days": 10})
    assert "fresh" in str(promised((sweet, 1)).blocked[sweet.pk])


def test_slabs_are_set_kept_while_the_charge_is_and_taken_away_with_another():
    mart = make_mart()
    usual = {"place": None, "days": 4, "carrier": "own", "by": BY}
    zone = actions.set_zone(mart, charge_paise=0, slabs=SLABS, further_kg_paise=4500, free_up_to_g=2000, **usual)
    assert (zone.charge_paise, zone.slabs, zone.further_kg_paise) == (4000, SLABS, 4500)
    assert Event.objects.filter(kind="delivery.zone_set").latest("pk").data["after"]["slabs"] == SLABS
    kept = actions.set_zone(mart, charge_paise=4000, **(usual | {"days": 5}))
    assert (kept.slabs, kept.further_kg_paise, kept.free_up_to_g, kept.days) == (SLABS, 4500, 2000, 5)
    flat = actions.set_zone(mart, charge_paise=5000, **usual)
    assert (flat.slabs, flat.further_kg_paise, flat.charge_paise) == ([], None, 5000)


@pytest.mark.parametrize(
    ("slabs", "further"),
    [
        ([[500, 4000], [500, 5000]], None),
        ([[500, 4000], [400, 5000]], None),
        ([[500, 4000], [900, 3000]], None),
        ([[0, 4000]], None),
        ([[500, -1]], None),
        ([[100_001, 4000]], None),
        ([], 4500),
        ([[500, 4000]], -1),
        ([[number, 4000] for number in range(1, 22)], None),
    ],
)
def test_slabs_that_cannot_be_are_refused(slabs, further):
    with refused("delivery.bad_slabs", field="slabs"):
        actions.set_zone(
            make_mart(), place=None, days=4, charge_paise=0, carrier="own", slabs=slabs, further_kg_paise=further, by=BY
        )
    assert not Zone.objects.exists()


def test_charge_for_an_order_has_the_same_limit():
    told = {"place": None, "days": 4, "carrier": "own", "by": BY}
    with refused("delivery.charge_too_high", field="charge_paise"):
        actions.set_zone(make_mart(), charge_paise=1_000_001, **told)
    assert actions.set_zone(make_mart(), charge_paise=1_000_000, **told).charge_paise == 1_000_000


@pytest.mark.parametrize("slab", [[1, 0], [100_000, 1_000_000]])
def test_slabs_may_be_as_light_as_a_gram_free_and_as_dear_as_the_limit(slab):
    zone = actions.set_zone(make_mart(), place=None, days=4, charge_paise=0, carrier="own", slabs=[slab], by=BY)
    assert zone.slabs == [slab]


def wished(variant, key="k", **other):
    given = {"phone": "9876543210", "name": "Asha Rao", "pin": "411038", "language": "hi"} | other
    return actions.wish(make_mart(), lines=[Wanted(variant, 14)], key=key, by=BY, **given)


def test_answer_to_a_wish_is_kept_up_to_its_length():
    asked = wished(weighing(8000))
    assert actions.answer_wish(asked, answer="x" * 400, by=BY).answer == "x" * 300


def test_wish_is_kept_once_and_answered_once():
    moodas = weighing(8000, price_paise=100_000)
    asked = wished(moodas)
    assert wished(moodas, name="Other").pk == asked.pk
    assert (asked.weight_g, asked.goods_paise, asked.pieces) == (112_000, 1_400_000, [[moodas.pk, 14]])
    assert asked.words == ""
    assert Event.objects.get(kind="delivery.wished").data["phone"] == "98xxxxxx10"
    with refused("delivery.no_answer", field="answer"):
        actions.answer_wish(asked, answer="  ", by=BY)
    actions.answer_wish(asked, answer="By truck, ₹2,000", by=BY)
    assert actions.answer_wish(asked, answer="By truck, ₹2,000", by=BY).answer == "By truck, ₹2,000"
    with refused("core.answered"):
        actions.answer_wish(asked, answer="Something else", by=BY)
    asked.refresh_from_db()
    assert asked.answer == "By truck, ₹2,000"
    assert list(queries.open_wishes(make_mart())) == []


@pytest.mark.parametrize(("field", "value"), [("phone", "12345"), ("pin", "12"), ("name", "x")])
def test_wish_of_nobody_is_refused_at_its_field(field, value):
    with pytest.raises(BadBuyer) as problem:
        wished(make_stocked(), **{field: value})
    assert list(problem.value.fields) == [field]
    assert not Wish.objects.exists()


def test_what_nobody_has_weighed_is_asked_about_where_the_way_is_paid_by_weight():
    variant, light = weighing(None), weighing(400)
    make_zone()
    assert promised((variant, 1)).blocked == {}
    Zone.objects.update(slabs=SLABS)
    found = promised((variant, 1), (light, 1))
    assert "Its weight is not known yet" in str(found.blocked[variant.pk])
    assert (found.large, list(found.pieces), found.charge_paise) == (frozenset({variant.pk}), [light.pk], 4000)
