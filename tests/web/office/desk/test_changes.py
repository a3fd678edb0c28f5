"""Histories say what changed: each field with what it was and what it is, whatever version told it."""

import re
from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import override

from haat.catalogue import actions as catalogue
from haat.core.actor import Actor
from haat.core.models import Event
from haat.delivery import actions as delivery
from haat.makers import actions as makers
from haat.people import actions as people
from haat.places import actions as places
from haat.pricing import actions as pricing
from haat.review.queries import settings_told
from haat.stock import actions as stock
from haat.web.office.desk.changes import Change, changes_of
from haat.web.office.desk.history import lines_of
from tests.make import BY, make_block, make_craft, make_officer, make_seller, make_tax_rule, make_user
from tests.web.office.signed import district, officer, waiting_good

pytestmark = pytest.mark.django_db


def told(kind: str, **data: Any) -> list[tuple[str, str, str]]:
    """The changes of one event as a line shows them."""
    event = Event.objects.create(kind=kind, subject_type="any.thing", subject_id=1, data=data)
    return [(line.label, line.before, line.after) for line in changes_of([event])[event.pk]]


@pytest.mark.parametrize(
    ("kind", "data", "lines"),
    [
        ("catalogue.price_changed", {"before": 10_000, "after": 12_050, "good": 1}, [("Price", "₹100", "₹120.50")]),
        ("stock.counted", {"on_hand": 4, "change": -3}, [("In hand", "7", "4")]),
        ("pricing.cost_set", {"materials_paise": 4_000, "minutes": 90},
         [("Materials", "", "₹40"), ("Work", "", "90 min")]),
        ("makers.bank_set", {"before": "", "number": "••5678", "ifsc": "SBIN0000001"},
         [("Bank account", "", "••5678"), ("IFSC", "", "SBIN0000001")]),
        ("makers.member_added", {"maker": 1, "leads": False}, []),
        ("makers.share_rule_set", {"before": "equal", "rule": "by_work", "weights": {}},
         [("Sharing", "Equal parts", "By work done")]),
        ("catalogue.good_saved", {"key": "one"}, []),
        ("delivery.zone_set", {"days": 2, "charge_paise": 3_000, "carrier": "own"},
         [("Days", "", "2"), ("Delivery charge", "", "₹30"), ("Carried by", "", "Our rider")]),
        ("stock.capacity_set", {"good_id": 1, "week": "2026-11-30", "capacity": 5},
         [("Pieces a week", "", "5"), ("Week from", "", "30 November 2026")]),
    ],
)  # fmt: skip
def test_what_0_1_0_told_is_read(kind, data, lines):
    assert told(kind, **data) == lines


@pytest.mark.parametrize(
    ("before", "after", "lines"),
    [
        ({"names": {"en": "Tray"}}, {"names": {"en": "Tray", "hi": "थाली"}}, [("Name (हिन्दी)", "", "थाली")]),
        ({"size_mm": [None, None, None]}, {"size_mm": [120, 80, 35]}, [("Size", "", "12 × 8 × 3.5 cm")]),
        ({"fragile": True}, {"fragile": False}, [("Breaks easily", "yes", "no")]),
        ({"weight_g": 300}, {"weight_g": None}, [("Weight", "300 g", "–")]),
        ({"attributes": {}}, {"attributes": {"material": "bamboo"}}, [("About it", "", "material: bamboo")]),
        ({"ground": "night"}, {"ground": "day"}, []),
    ],
)
def test_fields_are_read_as_people_say_them(before, after, lines):
    assert told("catalogue.good_saved", before=before, after=after) == lines


@pytest.mark.parametrize(
    ("kind", "field", "value", "said"),
    [
        ("payments.cash_rule_set", "asks", "above", "एक रक़म से ऊपर का"),
        ("delivery.zone_set", "slabs", [[500, 4000], [1000, 6000]], "500 ग्राम तक ₹40, 1000 ग्राम तक ₹60"),
        ("catalogue.craft_changed", "papers", ["enrolment"], ""),
        ("catalogue.craft_changed", "drawing", "agarbatti-lac.svg", "अगरबत्ती"),
        ("catalogue.good_saved", "net_unit", "piece", "नग"),
        ("catalogue.good_saved", "tax_slug", "mats", "4601 · चटाई"),
        ("catalogue.good_saved", "size_mm", [120, 80, None], "12 × 8 सेमी"),
        ("catalogue.good_saved", "weight_g", 300, "300 ग्राम"),
        ("places.mart_changed", "crafts", ["bamboo"], "बाँस"),
        ("places.mart_changed", "languages", ["hi", "mr"], "हिन्दी, मराठी"),
    ],
)
def test_no_code_stands_in_a_hindi_history(kind, field, value, said):
    make_tax_rule("mats", hsn="4601", names={"en": "Mats", "hi": "चटाई"})
    make_craft("bamboo")
    with override("hi"):
        ((_label, _before, after),) = told(kind, before={}, after={field: value}, days=1, charge_paise=1, carrier="own")
    assert re.search("[a-z]", after) is None
    assert after == said or not said


def test_places_members_and_sellers_stand_by_name(django_assert_num_queries):
    here = district()
    block, seller = make_block("Karon"), make_seller()
    makers.change_maker(here.maker, seller=seller, by=BY)
    member = makers.add_member(here.maker, names={"en": "Sita", "hi": "सीता"}, by=BY)
    first = here.maker.members.order_by("pk")[0]
    makers.make_leader(member, by=BY)
    makers.set_share_rule(here.maker, rule="by_work", weights={first.pk: 2, member.pk: 3}, by=BY)
    wanted = ("makers.changed", "makers.leader_set", "makers.share_rule_set")
    events = list(Event.objects.filter(kind__in=wanted).order_by("pk"))
    with override("hi"), django_assert_num_queries(2):
        lines = [line for found in changes_of(events).values() for line in found]
    assert [line.after for line in lines][:2] == [str(seller), "सीता"]
    assert lines[-1].after.endswith("2, सीता 3")
    people.give_role(make_user(), mart=here.maker.mart, kind="coordinator", place=block, by=BY)
    found = changes_of(list(Event.objects.filter(kind="people.role_given", data__role="coordinator")))
    assert [*found.values()][-1] == [Change("Role", "", "Block coordinator"), Change("Place", "", "Karon")]


def test_settings_are_told_with_who_and_what_was():
    here = district()
    mart, desk = here.maker.mart, make_officer("desk")
    Event.objects.all().delete()
    by = Actor(desk.pk)
    places.change_mart(mart, phone="+916432222223", by=by)
    pricing.set_fee(mart, fee_bp=950, packing_paise=0, from_date=date(2030, 1, 1), source="order 7", by=by)
    delivery.set_zone(mart, place=mart.place, carrier="own", days=9, charge_paise=4_000, by=by)
    lines = lines_of(list(settings_told(mart)), {})
    assert [(line.kind, line.who) for line in lines] == [
        ("delivery.zone_set", str(desk)),
        ("pricing.fee_set", str(desk)),
        ("places.mart_changed", str(desk)),
    ]
    assert (lines[2].changes[0].label, lines[2].changes[0].after) == ("Phone", "+916432222223")
    assert ("The mart’s fee", "9.5%") in [(line.label, line.after) for line in lines[1].changes]


@pytest.mark.parametrize(("language", "words"), [("en", ("Price changed", "Price")), ("hi", ("दाम बदला", "दाम"))])
def test_history_of_a_good_shows_before_and_after(language, words):
    good = waiting_good(district().maker)
    variant = good.variants.get()
    catalogue.change_price(variant, price_paise=23_400, by=BY)
    stock.count(variant, on_hand=6, cause="counted", by=BY)
    page = officer("desk", language=language).get(reverse("office:goods:good", args=[good.pk])).content.decode()
    assert [word for word in words if word not in page] == []
    assert "<ins>₹234</ins>" in page.replace("&nbsp;", " ")


def test_history_of_a_maker_names_the_member_and_masks_the_bank():
    here = district()
    makers.add_member(here.maker, names={"en": "Sita"}, by=BY)
    makers.set_bank(here.maker, holder="Group", number="30112233445566", ifsc="SBIN0001234", by=BY)
    page = officer("desk").get(reverse("office:makers:maker", args=[here.maker.pk])).content.decode()
    assert "Member added: Sita" in page
    history = page.partition("What happened")[2]
    assert "30112233445566" not in history
    assert "5566" in history
