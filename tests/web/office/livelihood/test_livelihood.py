"""Work and earnings in the office: a figure leads to its road, by block; a federation's accountant sees her makers."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from haat.livelihood.models import DayRule
from haat.makers.models import Organisation
from haat.pricing.actions import set_cost
from tests.ledger.books import work
from tests.make import (
    BY,
    make_accountant,
    make_good,
    make_maker,
    make_mart,
    make_order,
    make_organisation,
    make_stocked,
    make_variant,
    walk,
)
from tests.web.office.signed import district, officer, sign_in

pytestmark = pytest.mark.django_db
HOME, LIST, ONE = "office:livelihood:district", "office:livelihood:makers", "office:livelihood:maker"


def sold(maker, *, minutes=480):
    variant = make_stocked(maker)
    set_cost(variant, materials=[{"slug": "lac", "paise": 10_000}], minutes=minutes, by=BY)
    part = walk(make_order({variant: 1}).parts.get(), "delivered")
    work()
    return part


def read(client, name, *args, **query) -> str:
    return client.get(reverse(name, args=args), query).content.decode()


def test_figure_leads_to_its_makers_orders_and_sheets():
    here, desk = district(), officer("desk")
    part = sold(here.maker)
    first = read(desk, HOME)
    assert reverse(LIST) in first
    assert "eight hours are a day" in first
    assert reverse(ONE, args=[here.maker.pk]) in read(desk, LIST)
    road = read(desk, ONE, here.maker.pk)
    assert reverse("office:orders:order", args=[part.number]) in road
    assert reverse("office:goods:good", args=[part.lines.get().good_id]) in road
    assert "480" in road


def test_coordinator_sees_only_her_block():
    here = district()
    sold(here.maker)
    sold(here.other)
    mine = officer("coordinator", place=here.here)
    shown = read(mine, LIST)
    assert "Chandni group" in shown
    assert "Gulab group" not in shown
    assert mine.get(reverse(ONE, args=[here.other.pk])).status_code == 404
    assert mine.get(reverse(HOME), {"block": here.there.slug}).status_code == 404
    assert b"Gulab" not in text_of(mine)


def text_of(client, **query) -> bytes:
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(reverse("office:livelihood:register"), query).content))
    rows = [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]
    return repr(rows).encode()


def test_accountant_of_a_federation_sees_the_makers_of_hers():
    federation = make_organisation(kind=Organisation.Kind.FEDERATION)
    hers, other = make_maker("Gulab group", organisation=federation), make_maker("Chandni group")
    sold(hers)
    sold(other)
    accountant = sign_in(make_accountant(federation))
    assert accountant.get(reverse(HOME)).status_code == 200
    shown = read(accountant, LIST)
    assert "Gulab group" in shown
    assert "Chandni group" not in shown
    assert accountant.get(reverse(ONE, args=[other.pk])).status_code == 404
    assert reverse("office:orders:list") not in read(accountant, ONE, hers.pk)


def test_register_has_its_groups_with_ranges_and_says_how_it_counts():
    federation = make_organisation(kind=Organisation.Kind.FEDERATION)
    sold(make_maker("Gulab group", organisation=federation, member_count=10))
    sold(make_maker("Chandni group"))
    book = text_of(officer("desk"), organisation=str(federation.pk)).decode()
    assert "Gulab group" in book
    assert "Chandni group" not in book
    assert "up to ₹1,000" in book
    assert "an estimate" in book


def test_rule_is_chosen_by_who_may_and_days_follow():
    here, desk = district(), officer("desk")
    sold(here.maker, minutes=480)
    assert ">1<" in read(desk, HOME)
    assert desk.post(reverse("office:livelihood:rule"), {"rule": "four"}).status_code == 302
    assert DayRule.objects.get().rule == "four"
    assert ">2<" in read(desk, HOME)
    bad = desk.post(reverse("office:livelihood:rule"), {"rule": "six"}, follow=True)
    assert "A day of work: choose one of the rules in the list." in bad.content.decode()
    assert officer("auditor").post(reverse("office:livelihood:rule"), {"rule": "four"}).status_code == 403


def test_pages_ask_as_much_for_one_as_for_many():
    here, desk = district(), officer("desk")
    for name, args in ((HOME, []), (LIST, []), (ONE, [here.maker.pk])):
        counts = []
        for _size in range(2):
            sold(here.maker)
            sold(make_maker(block=here.here))
            read(desk, name, *args)
            with CaptureQueriesContext(connection) as asked:
                read(desk, name, *args)
            counts.append(len(asked))
        assert counts[0] == counts[1], name


def test_nothing_delivered_is_said():
    assert "Nothing was delivered in this half-year" in read(officer("desk"), HOME)
    make_variant(make_good())
    assert make_mart()


def test_page_is_read_in_hindi_and_marathi():
    assert "काम और कमाई" in read(officer("desk", language="hi"), HOME)
    assert "काम आणि कमाई" in read(officer("desk", language="mr"), HOME)
