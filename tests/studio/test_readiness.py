"""May it be sold there, or not, because of what, and who can do what about it."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from haat.catalogue.models import Craft, Good, Variant
from haat.makers.models import Document, Maker, Organisation, Seller
from haat.pricing.models import ChannelFee, TaxRule
from haat.studio.knowing import known
from haat.studio.models import PictureMeasure
from haat.studio.readiness import is_ready, readiness, readiness_of, where_of_mart
from haat.studio.where import PictureRule, Reason, Where
from tests.make import PUNE_PIN, make_pune_pin, make_zone
from tests.make_rooms import LONG_AGO, make_maker, make_mart, make_organisation, make_seller
from tests.studio.goods import change, make_attribute, make_kind, make_sellable, make_where, read

pytestmark = pytest.mark.django_db
GSTINS = iter(f"20AAATC{number:04d}D1ZX" for number in range(5000, 6000))


def of(variant: Variant, **where: Any) -> list[Reason]:
    return readiness(read(variant), make_where(**where))


def codes(variant: Variant, **where: Any) -> list[str]:
    return [reason.code for reason in of(variant, **where)]


def only(variant: Variant, **where: Any) -> Reason:
    (found,) = of(variant, **where)
    return found


def told(reason: Reason) -> tuple[str, str, str, str, bool]:
    return (reason.code, str(reason.sentence), str(reason.next_step), reason.who, reason.stops)


def shop() -> Where:
    return where_of_mart(make_mart())


def test_a_good_of_which_all_is_known_may_be_sold_there():
    variant = make_sellable()
    assert (of(variant), is_ready(of(variant))) == ([], True)


# ---- who makes it, and how far it is ----


@pytest.mark.parametrize(
    ("state", "code"), [("enrolled", "maker_not_open"), ("paused", "maker_paused"), ("merged", "maker_paused")]
)
def test_a_maker_who_is_not_open_sells_nowhere(state, code):
    variant = make_sellable()
    Maker.objects.update(state=state)
    assert (only(variant).code, only(variant).stops, only(variant).who) == (code, True, "desk")
    assert [reason.code for reason in readiness(read(variant), shop()) if reason.stops] == [code]


def test_what_an_open_maker_lacks_stops_nothing_and_somebody_else_calls_on_who_has_no_phone():
    variant = make_sellable()
    Maker.objects.update(phone="")
    found = only(variant)
    assert (found.code, found.who, found.stops) == ("maker_phone", "coordinator", False)
    assert is_ready([found])
    Maker.objects.update(state="enrolled")
    assert [(reason.code, reason.stops) for reason in of(variant)] == [("maker_phone", True), ("maker_not_open", True)]


@pytest.mark.parametrize(
    ("state", "who"), [("draft", "maker"), ("waiting", "desk"), ("sent_back", "maker"), ("paused", "maker")]
)
def test_what_the_shop_does_not_show_is_sold_nowhere(state, who):
    variant = make_sellable()
    Good.objects.update(state=state)
    found = only(variant)
    assert (found.code, found.who, found.stops) == (f"good_{state}", who, True)
    Maker.objects.update(phone="")
    assert of(variant)[-1].who == ("desk" if who == "desk" else "coordinator")


def test_a_size_that_is_off_is_not_sold():
    variant = make_sellable()
    Variant.objects.update(active=False)
    assert told(only(variant))[0::3] == ("size_off", "desk")


def test_its_kind_is_chosen_first_and_the_shop_needs_none():
    variant = make_sellable(good={"kind": None})
    assert (only(variant).code, only(variant).who, only(variant).stops) == ("kind_missing", "desk", True)
    make_zone()
    assert readiness(read(variant), shop()) == []


def test_without_a_rate_it_is_not_sold_but_in_the_shop_of_who_charges_no_tax():
    variant = make_sellable()
    TaxRule.objects.all().delete()
    make_zone(make_mart(), make_mart().place)
    assert (codes(variant), [reason.code for reason in readiness(read(variant), shop())]) == (
        ["tax_missing"],
        ["tax_missing"],
    )
    Seller.objects.update(gstin="")
    assert "tax_missing" in codes(variant)
    assert readiness(read(variant), shop()) == []


# ---- who sells it ----


def federation(name: str, **more: Any) -> Organisation:
    """A federation with a GST number."""
    made = make_organisation(name=name, **more)
    make_seller(gstin=next(GSTINS), legal_name=f"{name} Federation", organisation=made)
    return made


def test_without_a_gst_number_it_goes_through_her_federation():
    made = federation("Maa")
    village = make_organisation(kind="village", parent=made)
    variant = make_sellable(make_maker(seller=make_seller(), organisation=village))
    federation("Other")
    assert told(only(variant)) == (
        "inside_state",
        "Chandni Group has no GST number: it may go to buyers in Jharkhand alone.",
        "Sell it through Maa Federation, which has a GST number.",
        "federation",
        True,
    )
    seller = Seller.objects.get(organisation=made)
    assert of(variant, seller=seller) == []
    Organisation.objects.filter(pk=made.pk).update(closed_at="2026-01-01T00:00Z")
    assert str(only(variant).next_step) == "Sell it through a federation that has a GST number."


@pytest.mark.parametrize(
    ("where", "stops"),
    [
        ({"marketplace": False}, [False]),  # the mart's own till, shown elsewhere
        ({"away": False, "marketplace": False}, []),
    ],
)
def test_inside_the_state_alone_it_may_be_sold_where_buyers_are_sorted(where, stops):
    variant = make_sellable(make_maker(seller=make_seller()))
    assert [reason.stops for reason in of(variant, **where) if reason.code == "inside_state"] == stops
    assert is_ready(of(variant, **where))


def test_an_account_of_a_seller_without_gst_number_sells_nothing_away():
    variant, unregistered = make_sellable(), make_seller(legal_name="Sangh")
    found = only(variant, seller=unregistered)
    assert (found.code, str(found.next_step)) == (
        "inside_state",
        "Sell it through a federation that has a GST number.",
    )


def test_the_shop_sells_within_the_state_where_it_delivers_to_all_of_india():
    variant = make_sellable(make_maker(seller=make_seller()))
    make_zone(make_mart(), make_mart().place)
    assert (shop().away, readiness(read(variant), shop())) == (False, [])
    make_pune_pin()
    make_zone(days=6)
    (found,) = readiness(read(variant), shop())
    assert (PUNE_PIN, found.code, found.stops) == (PUNE_PIN, "inside_state", False)


# ---- papers, answers, pictures ----


def test_food_needs_its_paper_and_a_craft_says_so_without_a_kind():
    make_kind(papers=[{"paper": "fssai", "need": "must"}])
    variant = make_sellable(good={"shelf_life_days": 300})
    assert [(reason.code, reason.about, reason.who) for reason in of(variant)] == [("paper_missing", "fssai", "maker")]
    Good.objects.update(kind=None)
    Craft.objects.update(papers=["fssai"])
    assert codes(variant) == ["kind_missing", "paper_missing"]
    told = {"kind": "fssai", "number": "12345678901234", "state": "accepted"}
    Document.objects.create(maker=variant.good.maker, **told, valid_until=date(2026, 10, 1))
    assert [reason.code for reason in readiness(read(variant), make_where(), on=date(2026, 10, 1))] == ["kind_missing"]
    assert [reason.code for reason in readiness(read(variant), make_where(), on=date(2026, 10, 2))] == [
        "kind_missing",
        "paper_expired",
    ]


@pytest.mark.parametrize("words", [{"en": "Khadi bag"}, {"hi": "खादी का थैला"}])
def test_who_says_khadi_shows_the_mark(words):
    variant = make_sellable(good={"attributes": {"bullets": words}})
    assert [(reason.code, reason.about) for reason in of(variant)] == [("paper_claimed_without", "khadi_mark")]


def test_what_nobody_said_is_asked_of_who_can_say_it():
    for slug in ("colour", "brand"):
        make_attribute(slug)
    variant = make_sellable()
    assert [told(reason) for reason in of(variant)] == [
        ("attribute_missing", "Colour: nobody has said.", "Say this of it: Colour.", "maker", True),
        ("attribute_missing", "Brand: nobody has said.", "Say this of it: Brand.", "desk", True),
    ]
    assert [reason.about for reason in of(variant)] == ["colour", "brand"]
    assert [reason.stops for reason in readiness(read(variant), make_where(channel="mart"))] == [False, False]


def test_what_is_not_known_to_be_asked_is_shown_and_stops_nothing():
    make_attribute("colour", sure=False)
    assert told(only(make_sellable())) == (
        "attribute_ask",
        "Colour: not known, and Bazaar may ask for it.",
        "Say this of it: Colour.",
        "maker",
        False,
    )


def test_what_only_a_schema_asks_is_the_desks_work():
    make_kind(channels={"bazaar": {"type": "BASKET"}})
    found = only(make_sellable(), asked={"BASKET": ["warranty"]})
    assert (found.code, found.about, found.who, str(found.sentence)) == (
        "attribute_missing",
        "warranty",
        "desk",
        "warranty: nobody has said.",
    )


@pytest.mark.parametrize(
    ("answers", "required", "found"),
    [
        ({}, ["gtin_exempt"], ["gtin_missing"]),
        ({}, ["gtin_exempt", "gtin"], ["gtin_missing"]),
        ({"gtin": "8901234567894"}, ["gtin_exempt", "gtin"], []),
    ],
)
def test_a_barcode_or_the_letter_that_none_is_needed(answers, required, found):
    for slug in required:
        make_attribute(slug)
    variant = make_sellable(good={"attributes": answers})
    assert codes(variant) == found
    facts = {"brand": "Maa Tara"}
    Document.objects.create(
        maker=variant.good.maker, kind="gtin_exemption", number="L-1", state="accepted", facts=facts
    )
    Good.objects.update(attributes=answers | {"brand": "Maa Tara"})
    assert codes(variant) == []


def test_pictures_are_told_as_the_studio_judges_them():
    variant = make_sellable()
    found = only(variant, pictures=PictureRule(least_side=1500))
    assert (found.code, found.who, found.stops) == ("picture_small", "maker", True)
    Maker.objects.update(phone="")
    assert of(variant, pictures=PictureRule(least_side=1500))[-1].who == "coordinator"
    PictureMeasure.objects.update(white_bp=0, left=None, top=None, right=None, bottom=None)
    Maker.objects.update(phone="+919000000001")
    found = only(variant, pictures=PictureRule(white=True))
    assert (found.code, found.who) == ("picture_not_white", "desk")
    make_zone()
    assert readiness(read(variant), shop()) == []


# ---- its parcel, its life, its price ----


def test_what_nobody_weighed_or_measured_waits():
    make_attribute("package_size", type="size")
    make_attribute("package_weight", type="measure")
    variant = make_sellable(weight_g=None)
    assert [(reason.code, reason.stops) for reason in of(variant)] == [
        ("weight_missing", True),
        ("measures_missing", True),
    ]
    assert [reason.stops for reason in readiness(read(variant), make_where(channel="mart"))] == [False, False]
    Variant.objects.update(weight_g=450)
    Good.objects.update(length_mm=1, width_mm=1, height_mm=1)
    assert of(variant) == []


def sweets(**good: Any) -> Variant:
    """Food of a craft that is food, with its paper."""
    variant = make_sellable(good=good)
    Craft.objects.update(food=True)
    return read(variant)


@pytest.mark.parametrize(
    ("keeps", "road", "handling", "found"),
    [
        (4, 5, 0, ["not_fresh"]),  # peda is not sent by a road of five days
        (4, 2, 0, []),
        (4, 2, 1, ["not_fresh"]),
        (30, 21, 0, []),
        (30, 21, 1, ["not_fresh"]),  # nine days are 30% of its life
        (365, 300, 0, []),
        (365, 321, 0, ["not_fresh"]),  # forty-five are asked for
    ],
)
def test_food_is_offered_where_enough_of_its_life_is_left_when_it_arrives(keeps, road, handling, found):
    variant = sweets(shelf_life_days=keeps)
    assert codes(variant, delivery_days=road, handling_days=handling) == found


def test_a_place_may_ask_for_more_of_its_life():
    variant, far = sweets(shelf_life_days=100), {"delivery_days": 50, "handling_days": 0}
    assert codes(variant, **far) == []
    assert codes(variant, **far, life_left_bp=6000) == ["not_fresh"]
    assert codes(variant, **far, life_left_days=51) == ["not_fresh"]
    assert codes(variant, **far, life_left_days=50, life_left_bp=6000) == []  # whichever is less


def test_how_long_food_keeps_is_asked_and_its_kind_says_what_cannot_be():
    make_kind(shelf_life_days=4)
    variant = sweets()
    assert [(reason.code, reason.who, reason.stops) for reason in of(variant, delivery_days=2, handling_days=0)] == [
        ("life_missing", "maker", True)
    ]
    assert codes(variant) == ["life_missing", "not_fresh"]
    Craft.objects.update(food=False)
    assert codes(variant) == []
    make_attribute("shelf_life", required_for=["law"])
    assert codes(variant) == ["life_missing", "not_fresh"]


def test_the_words_of_life_and_road_are_whole_sentences():
    variant = sweets(shelf_life_days=1)
    assert str(only(variant, delivery_days=1, handling_days=0).sentence) == (
        "It keeps for 1 day, and it arrives after 1 day: too little is left."
    )
    with override("hi"):
        assert "दिन" in str(only(variant).sentence)


def test_the_shop_sends_fresh_food_to_those_who_live_near():
    variant = sweets(shelf_life_days=4)
    make_zone(make_mart(), make_mart().place, days=2)
    assert readiness(read(variant), shop()) == []
    make_zone(days=5)
    (found,) = readiness(read(variant), shop())
    assert told(found)[0] == "fresh_near"
    assert (str(found.sentence), found.stops) == ("It keeps for 4 days: it goes only where it arrives fresh.", False)
    assert (shop().delivery_days, shop().far_days) == (2, 5)


def test_a_price_above_the_mrp_is_a_reason_under_a_policy_that_asks_for_one():
    variant = make_sellable()
    assert of(variant) == []
    assert told(only(variant, prices="same_to_maker"))[0::3] == ("fees_unknown", "desk")
    fee = {"channel": "bazaar", "closing_paise": 100, "tax_bp": 0, "further_kg_paise": 0, "from_date": LONG_AGO}
    ChannelFee.objects.create(**fee, referral_bp=0, source="test")
    assert codes(variant, prices="same_to_maker") == ["fees_unknown"]  # nobody knows TCS and TDS


# ---- many, and her language ----


def test_reasons_are_in_the_language_they_are_read_in():
    make_attribute("colour", labels={"en": "Colour", "hi": "रंग"})
    variant = make_sellable()
    with override("hi"):
        assert str(only(variant).sentence).startswith("रंग")


def test_statements_do_not_grow_with_the_sizes_and_what_is_known_is_not_read_again():
    make_attribute("colour")
    for _each in range(4):
        make_sellable()
    counts = []
    for size in (1, 4):
        variants = list(Variant.objects.order_by("pk")[:size])
        with CaptureQueriesContext(connection) as captured:
            readiness_of(variants, make_where())
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 29
    where = make_where()
    known_of = known(variants, where)
    with CaptureQueriesContext(connection) as captured:
        again = readiness_of(variants, where, told=known_of)
    assert len(captured) <= 5  # taxes, and what the place takes
    assert {pk: [reason.code for reason in found] for pk, found in again.items()} == {
        variant.pk: ["attribute_missing"] for variant in variants
    }


def test_a_good_that_changed_is_judged_as_it_is():
    variant = make_sellable()
    assert of(change(variant, state="paused"))[0].code == "good_paused"
