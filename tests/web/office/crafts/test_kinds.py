"""Kinds of goods at the office: which goods move is shown before other rules are saved."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from haat.catalogue import actions, data
from haat.catalogue.models import GoodKind
from haat.core.models import Event
from haat.pricing.actions import import_rules
from haat.web.office.crafts.kind_sources import sources_said
from tests.make import (
    BY,
    make_attribute,
    make_craft,
    make_district,
    make_good,
    make_kind,
    make_maker,
    make_mart,
    make_tax_rule,
)
from tests.web.office.signed import district, officer, work_off

pytestmark = pytest.mark.django_db
KINDS, NEW = reverse("office:crafts:kinds"), reverse("office:crafts:new_kind")


@pytest.fixture
def kind(media):
    district()
    make_tax_rule(names={"en": "Baskets", "hi": "डलिया"})
    make_tax_rule("badi", hsn="2106", names={"en": "Badi"}, rate_bp=1200)
    found = make_kind(
        names={"en": "Basket", "hi": "डलिया"}, channels={"ondc": {"category": "Decor", "domain": "RET16"}}
    )
    make_attribute(found)
    return found


def typed(client, kind, **more):
    """The form of a kind as a browser would send it back."""
    form = client.get(reverse("office:crafts:kind", args=[kind.slug])).context["form"]
    sent = {"seen": form.seen_now}
    for bound in form:
        value = bound.value()
        if value not in (None, "", False) and bound.name != "seen":
            sent[bound.name] = "on" if value is True else value
    return {name: value for name, value in {**sent, **more}.items() if value != ""}


def change(client, kind, **more):
    return client.post(reverse("office:crafts:kind", args=[kind.slug]), typed(client, kind, **more))


def test_list_tells_line_goods_and_questions_of_every_kind(kind):
    make_good(kind=kind)
    make_attribute(None, "brand", type="text")
    answer = officer("desk").get(KINDS)
    (row,) = answer.context["rows"]
    assert (row["kind"], row["goods"], row["asks"], answer.context["of_all"]) == (kind, 1, 1, 1)
    html = answer.content.decode()
    assert ("Baskets" in html, "5%" in html) == (True, True)


def test_list_takes_as_many_statements_for_one_kind_as_for_many(kind):
    client = officer("desk")
    client.get(KINDS)
    with CaptureQueriesContext(connection) as first:
        client.get(KINDS)
    make_attribute(make_kind("chair"))
    with CaptureQueriesContext(connection) as second:
        client.get(KINDS)
    assert len(first) == len(second)


@pytest.mark.parametrize("language", ["hi", "mr"])
def test_pages_are_read_in_hindi_and_marathi(kind, language):
    client = officer("desk", language=language)
    for path in (KINDS, NEW, reverse("office:crafts:of_all"), reverse("office:crafts:kind", args=[kind.slug])):
        html = client.get(path).content.decode()
        assert "Kinds of goods" not in html


def test_saving_any_kind_of_the_project_without_a_change_changes_nothing():
    actions.import_crafts(by=BY)
    district()
    import_rules(by=BY)
    desk = officer("desk")
    before = {kind.slug: (kind.rules, kind.channels, kind.names, kind.sure) for kind in GoodKind.objects.all()}
    events = Event.objects.filter(kind="catalogue.kind_changed").count()
    for kind in GoodKind.objects.order_by("pk"):
        assert change(desk, kind).status_code == 302
    now = {kind.slug: (kind.rules, kind.channels, kind.names, kind.sure) for kind in GoodKind.objects.all()}
    assert (now, Event.objects.filter(kind="catalogue.kind_changed").count()) == (before, events)
    assert len(now) == len(data.kinds())


def test_a_kind_is_added_to_a_craft_and_its_page_opens(kind):
    client = officer("desk")
    told = {"name_hi": "सूप", "name_en": "Sup", "hsn": "4602 11 00", "tax_slug": "bamboo-basket", "net_unit": "piece"}
    told |= {"type_amazon": "TRAY", "shelf_life_days": "", "proven": "on"}
    answer = client.post(f"{NEW}?craft=bamboo", {name: value for name, value in told.items() if value})
    assert answer["Location"] == reverse("office:crafts:kind", args=["sup"])
    made = GoodKind.objects.get(slug="sup")
    assert (made.craft.slug, made.hsn, made.sure) == ("bamboo", "46021100", {"tax_slug": True})
    assert made.channels == {"amazon": {"type": "TRAY", "sure": "yes"}}
    html = client.get(reverse("office:crafts:craft", args=["bamboo"])).content.decode()
    assert reverse("office:crafts:kind", args=["sup"]) in html


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"name_hi": ""}, "name_hi"),
        ({"hsn": "4602"}, "hsn"),
        ({"tax_slug": ""}, "tax_slug"),
        ({"shelf_life_days": "soon"}, "shelf_life_days"),
        ({"shelf_life_days": "0"}, "shelf_life_days"),
        ({"net_unit": "dozen"}, "net_unit"),
        ({"r0_when": "Made of = gold", "r0_hsn": "46021200"}, "r0_when"),
        ({"r0_when": "Made of = Cane"}, "r0_when"),
        ({"r0_hsn": "46021200"}, "r0_when"),
        ({"r0_when": "Made of = Cane", "r0_hsn": "4602"}, "r0_when"),
        ({"r0_when": "Made of = Cane", "r0_tax": "gold"}, "r0_when"),
        ({"type_amazon": "x" * 101}, "type_amazon"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_kept(kind, more, field):
    answer = change(officer("desk"), kind, **{"name_en": "<b>Basket", **more})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    html = answer.content.decode()
    assert "&lt;b&gt;Basket" in html
    kind.refresh_from_db()
    assert (kind.rules, kind.names["en"]) == ([], "Basket")


def test_which_goods_move_is_shown_first_and_then_they_move(kind):
    cane = make_good("Cane basket", kind=kind, hsn="46021100", attributes={"made_of": "cane"})
    by_hand = make_good("Other basket", kind=kind, hsn="99999999", attributes={"made_of": "cane"})
    far = make_maker(mart=make_mart("chandrapur", place=make_district("Chandrapur", lgd=500), order_prefix="CH"))
    make_good("Far basket", maker=far, kind=kind, hsn="46021100", attributes={"made_of": "cane"})
    client = officer("desk")
    rule = {"r0_when": "Made of = Cane", "r0_hsn": "21069099", "r0_tax": "badi", "r0_proven": "on"}
    sent = typed(client, kind, **rule)
    path = reverse("office:crafts:kind", args=[kind.slug])
    shown = client.post(path, sent)
    html = shown.content.decode()
    assert (shown.status_code, Event.objects.filter(kind="catalogue.kind_changed").count()) == (200, 0)
    assert "2 goods get another HSN or tax line" in html
    assert ("Cane basket" in html, "Far basket" in html, "12%" in html) == (True, False, True)
    assert "1 good keeps what somebody set by hand" in html
    assert "1 more good is not shown here" in html
    again = client.post(path, {**sent, "agreed": "other"})
    assert again.status_code == 200
    assert client.post(path, {**sent, "agreed": shown.context["moves"].agreed}).status_code == 302
    work_off()
    for good, line in ((cane, ("21069099", "badi")), (by_hand, ("99999999", "bamboo-basket"))):
        good.refresh_from_db()
        assert (good.hsn, good.tax_slug) == line
    kind.refresh_from_db()
    assert kind.rules == [{"when": {"made_of": ["cane"]}, "hsn": "21069099", "tax": "badi"}]
    history = client.get(path).content.decode()
    assert ("Kind changed" in history, "made_of = cane → 21069099 badi" in history) == (True, True)


def test_a_change_that_moves_nothing_is_saved_at_once(kind):
    make_good(kind=kind, hsn="46021100", attributes={"made_of": "bamboo"})
    answer = change(officer("desk"), kind, r0_when="Made of = Cane", r0_hsn="46021200")
    kind.refresh_from_db()
    assert answer.status_code == 302
    assert kind.rules == [{"when": {"made_of": ["cane"]}, "hsn": "46021200", "sure": False}]
    assert change(officer("desk"), kind, r0_when="", r0_hsn="", r0_proven="").status_code == 302
    kind.refresh_from_db()
    assert kind.rules == []


def test_somebody_quicker_is_told_and_nothing_typed_is_lost(kind):
    client = officer("desk")
    mine = typed(client, kind, name_en="Mine")
    change(officer("desk"), kind, name_en="Theirs")
    answer = client.post(reverse("office:crafts:kind", args=[kind.slug]), mine)
    html = answer.content.decode()
    assert (answer.status_code, 'value="Mine"' in html, "There now: Theirs" in html) == (422, True, True)


def test_a_form_sent_twice_makes_one(kind):
    client = officer("desk")
    told = {"name_hi": "सूप", "name_en": "Sup", "hsn": "46021100", "tax_slug": "bamboo-basket", "net_unit": "piece"}
    assert [client.post(NEW, {**told, "nonce": "n"}).status_code for _time in range(2)] == [302, 302]
    assert GoodKind.objects.filter(slug="sup").count() == 1
    assert GoodKind.objects.get(slug="sup").craft is None
    sent = typed(client, kind, name_en="Once", nonce="m")
    path = reverse("office:crafts:kind", args=[kind.slug])
    assert [client.post(path, sent).status_code for _time in range(2)] == [302, 302]
    assert Event.objects.filter(kind="catalogue.kind_changed").count() == 1


def test_a_kind_that_is_not_there_is_not_found(kind):
    client = officer("desk")
    for path in (
        reverse("office:crafts:kind", args=["nothing"]),
        reverse("office:crafts:new_attribute", args=["nothing"]),
        reverse("office:crafts:attribute", args=[kind.slug, "nothing"]),
    ):
        assert client.get(path).status_code == 404
    assert make_craft().kinds.get() == kind


def test_where_the_table_has_it_from_is_said_in_words(kind):
    kind.source = "S9 S10"
    kind.save()
    said = officer("desk").get(reverse("office:crafts:kind", args=[kind.slug])).context["sources"]
    assert [str(each) for each in said] == [
        "Food Safety and Standards (Labelling and Display) Regulations, 2020",
        "Legal Metrology (Packaged Commodities) Rules, 2011",
    ]
    assert sources_said("a letter of the ministry") == ["a letter of the ministry"]
