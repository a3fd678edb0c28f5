"""A portal is written down as a whole: every field is checked, and a wrong one is named."""

import pytest

from haat.channels import actions
from haat.channels.models import Portal
from haat.channels.portals.errors import BadPortal, PortalChanged, PortalTaken
from haat.channels.portals.facts import FACTS, sources
from haat.channels.portals.finding import portal_of, portals_of
from haat.channels.portals.told import Column, checked
from haat.core.models import Event
from haat.stock.rules import COUNTER
from tests.channels.portals.portals import COLUMNS, ORDERS, make_portal, portal_told
from tests.make import BY, make_mart
from tests.studio.goods import make_attribute

KNOWN = {"sku", "title", "price", "pieces_free", "material", "picture_1"}


def refused(**told):
    with pytest.raises(BadPortal) as wrong:
        checked(portal_told(**told), languages=["hi", "en"], sources=KNOWN)
    return wrong.value.code.removeprefix("channels.portal_"), wrong.value.field


@pytest.mark.parametrize(
    ("told", "why", "field"),
    [
        ({"title": " "}, "no_title", "title"),
        ({"title": "x" * 81}, "no_title", "title"),
        ({"slug": "eSaras"}, "bad_slug", "slug"),
        ({"slug": "-saras"}, "bad_slug", "slug"),
        ({"slug": "s" * 21}, "bad_slug", "slug"),
        ({"language": "ur"}, "no_language", "language"),
        ({"bills": "nobody"}, "bad_bills", "bills"),
        ({"pictures": 6}, "bad_pictures", "pictures"),
        ({"pictures": -1}, "bad_pictures", "pictures"),
        ({"columns": []}, "no_columns", "heading_1"),
        ({"columns": [Column(f"H{n}", "sku") for n in range(121)]}, "too_many", "columns"),
        ({"columns": [Column("", "sku")]}, "no_heading", "heading_1"),
        ({"columns": [Column("--", "sku")]}, "no_heading", "heading_1"),
        ({"columns": [*COLUMNS, Column("x" * 121, "sku")]}, "no_heading", "heading_8"),
        ({"columns": [Column("A", "sku"), Column("B", "nothing")]}, "unknown", "from_2"),
        ({"columns": [Column("A", "sku"), Column("B")]}, "no_source", "from_2"),
        ({"columns": [Column("A", "sku", "always")]}, "both", "from_1"),
        ({"columns": [Column("A", "", "x" * 201)]}, "too_long", "text_1"),
        ({"columns": [Column("Item code", "sku"), Column("item_CODE", "title")]}, "twice", "heading_2"),
        ({"orders": {"order": "No."}}, "order_heading", "order_placed_on"),
        ({"orders": {name: head for name, head in ORDERS.items() if name != "price"}}, "one_of_two", "order_price"),
        ({"orders": {name: head for name, head in ORDERS.items() if name != "sku"}}, "one_of_two", "order_sku"),
        ({"orders": ORDERS | {"quantity": "Unit-Price"}}, "twice", "order_price"),
        ({"orders": ORDERS | {"pin": "x" * 121}}, "no_heading", "order_pin"),
    ],
)
def test_what_cannot_be_is_named_at_its_field(told, why, field):
    assert refused(**told) == (why, field)


def test_what_is_right_is_kept_clean():
    told = portal_told(title="  eSARAS\u200b ", columns=[Column(" Item  code ", "sku")], orders={"order": " "})
    found = checked(told, languages=["en"], sources=KNOWN)
    assert (found.title, found.columns, found.orders) == ("eSARAS", [Column("Item code", "sku")], {})


@pytest.mark.django_db
def test_a_portal_is_written_changed_and_closed():
    portal = make_portal()
    assert portal.columns[5] == {"heading": "Seller", "from": "", "text": "Deoghar Mart Society"}
    changed = actions.set_portal(portal.mart, portal_told(title="eSARAS 2"), portal=portal, by=BY)
    assert (changed.title, changed.slug) == ("eSARAS 2", "esaras")
    actions.set_portal(portal.mart, portal_told(title="eSARAS 2"), portal=portal, by=BY)
    for _turn in range(2):
        actions.close_portal(portal, by=BY)
    assert [event.kind for event in Event.objects.filter(kind__startswith="channels.portal").order_by("pk")] == [
        "channels.portal_set",
        "channels.portal_set",
        "channels.portal_closed",
    ]
    assert actions.set_portal(portal.mart, portal_told(title="eSARAS 2"), portal=portal, by=BY).closed_at is None


@pytest.mark.django_db
def test_who_saw_something_else_is_told_so():
    portal = make_portal()
    seen = portal.changed_at
    actions.set_portal(portal.mart, portal_told(title="One"), portal=portal, seen=seen, by=BY)
    with pytest.raises(PortalChanged):
        actions.set_portal(portal.mart, portal_told(title="Two"), portal=portal, seen=seen, by=BY)
    assert Portal.objects.get().title == "One"


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["mart", COUNTER, "google", "esaras"])
def test_a_name_that_sells_already_is_taken(slug):
    make_portal()
    with pytest.raises(PortalTaken):
        make_portal(slug=slug)
    assert Portal.objects.count() == 1


@pytest.mark.django_db
def test_columns_can_be_filled_from_facts_and_from_every_question():
    make_attribute("weave", labels={"en": "Weave", "hi": "बुनाई"})
    make_attribute("price", labels={"en": "Another price"})
    found = sources()
    assert found["weave"] == "Weave"
    assert str(found["price"]) == "Price, rupees"
    assert set(FACTS) <= set(found)


@pytest.mark.django_db
def test_portals_are_found_by_their_mart_those_that_are_closed_last():
    first, second = make_portal(title="Zila Haat"), make_portal(slug="odop", title="ODOP")
    actions.close_portal(second, by=BY)
    assert list(portals_of(first.mart)) == [first, second]
    assert portal_of(first.mart, first.pk) == first
    assert portal_of(make_mart("chandrapur"), first.pk) is None
