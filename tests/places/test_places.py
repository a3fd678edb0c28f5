"""Reference data, subtrees by range, marts and their hosts."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from haat.core.actor import Actor
from haat.core.models import Event
from haat.places import actions, data, doctor, queries, rules
from haat.places.models import Mart, PinCode, Place
from tests.make_rooms import (
    make_block,
    make_district,
    make_mart,
    make_pin,
    make_place,
    make_state,
    make_village,
)
from tests.refusals import refused

pytestmark = pytest.mark.django_db
BY = Actor(user_id=7)


def open_deoghar(**more) -> Mart:
    wanted = {
        "place": make_district(),
        "names": {"hi": "देवघर मार्ट", "en": "Deoghar Mart"},
        "hosts": ["Deoghar.example.in ", "www.deoghar.example.in"],
        "languages": ["hi", "en"],
        "order_prefix": "DM",
        "legal_name": "Deoghar Mart Society",
        "address": "Deoghar",
        "phone": "+916432222222",
        "email": "help@deoghar.example.in",
        "grievance_officer": "Anjali Toppo",
        "by": BY,
    }
    return actions.open_mart(more.pop("slug", "deoghar"), **(wanted | more))


def test_import_reference_loads_india_once():
    made = actions.import_reference(by=BY)
    assert made == 36 + 763 + 19586
    assert actions.import_reference(by=BY) == 0
    assert Event.objects.get().data == {"made": made}
    deoghar = Place.objects.get(kind="district", lgd_code=324)
    assert (deoghar.slug, queries.name(deoghar, "hi"), len(deoghar.path)) == ("deoghar", "देवघर", 8)
    assert queries.state_of(deoghar).gst_code == "20"
    with CaptureQueriesContext(connection) as captured:
        pin = queries.pin("८१४ ११२")
        found = (pin.district.slug, pin.state.slug, str(pin))
    assert (found, len(captured)) == (("deoghar", "jharkhand", "814112"), 1)
    assert [queries.pin(text) for text in ("81411", "999999")] == [None, None]
    # The post names no district for this one; its neighbours lie in Gurugram.
    assert PinCode.objects.get(pin="122999").state.slug == "haryana"
    assert list(doctor.paths()) == []


def test_nearest_neighbour_without_positions_is_the_nearest_number():
    def pin(number, district, position=None):
        return data.Pin(number, 20, district, frozenset(), position, "x")

    sure = {"81": [pin("814100", 1), pin("814120", 2)]}
    assert actions.nearest(pin("814113", None, (1.0, 1.0)), sure).district == 2
    near = {"814": [pin("814100", 1, (1.0, 1.0)), pin("814120", 2, (5.0, 5.0))]}
    assert actions.nearest(pin("814119", None, (1.5, 1.0)), near).district == 1
    assert actions.nearest(pin("814119", None), near).district == 2


def test_import_blocks_and_localities_fill_a_district_once():
    district = make_district()
    assert actions.import_blocks(district, by=BY) == 10
    assert actions.import_blocks(district, by=BY) == 0
    made = actions.import_localities(district, by=BY)
    assert made == len(data.localities("deoghar"))
    assert actions.import_localities(district, by=BY) == 0
    mart = make_mart(place=district)
    blocks = queries.blocks_of(mart)
    assert [str(block) for block in blocks][:3] == ["Deoghar", "Devipur", "Karon"]
    villages = queries.localities_of(blocks[0])
    assert villages
    assert all(blocks[0].contains(village) and village.pin for village in villages)
    assert list(doctor.paths()) == []


def test_import_blocks_and_localities_take_rows_of_ones_own():
    district = make_district()
    block = data.Block(9001, 324, {"en": "New block"}, None)
    actions.import_blocks(district, [block, block], by=BY)
    village = data.Locality(9001, {"en": "Tola", "hi": "टोला"}, "814112", False, (24.0, 86.0), "hand", "")
    assert actions.import_localities(district, [village, village], by=BY) == 1
    tola = Place.objects.get(slug="tola")
    assert (tola.names, tola.latitude, tola.parent.lgd_code) == ({"en": "Tola", "hi": "टोला"}, 24.0, 9001)
    assert Place.objects.filter(lgd_code=9001).count() == 1


def test_add_places_stops_when_a_step_is_full():
    state = make_state()
    make_place("district", "Last", parent=state)
    Place.objects.filter(slug="last").update(path=state.path + "9999")
    with refused("places.too_many"):
        actions.add_places(state, "district", [Place(names={"en": "One more"})])


def test_within_is_a_place_and_everything_below_it():
    village = make_village("Palojori")
    elsewhere = make_block("Karon")
    block, district = village.parent, make_district()
    assert set(Place.objects.within(block)) == {block, village}
    assert set(Place.objects.within(district)) == {district, block, village, elsewhere}
    assert (district.contains(village), block.contains(elsewhere)) == (True, False)


def test_within_does_not_take_a_sibling_with_a_longer_number():
    state = make_state()
    for number in range(12):
        make_place("district", f"D{number}", parent=state)
    first = Place.objects.get(slug="d0")
    assert list(Place.objects.within(first)) == [first]


def test_open_mart_has_its_hosts():
    mart = open_deoghar(accent="#23395D", lines={"hi": "बाबा की नगरी का बाज़ार"})
    assert (mart.accent, mart.default_language, str(mart)) == ("#23395D", "hi", "deoghar")
    assert sorted(str(host) for host in mart.hosts.all()) == ["deoghar.example.in", "www.deoghar.example.in"]
    assert Event.objects.get(kind="places.mart_opened").mart_id == mart.pk


@pytest.mark.parametrize(
    ("wrong", "code", "field"),
    [
        ({"hosts": [" "]}, "mart.no_host", "hosts"),
        ({"languages": []}, "mart.no_language", "languages"),
        ({"languages": ["xx"]}, "mart.unknown_language", "languages"),
        ({"languages": ["bn"]}, "mart.no_name", "names"),
        ({"order_prefix": "deoghar"}, "mart.bad_prefix", "order_prefix"),
        ({"accent": "red"}, "mart.bad_accent", "accent"),
        ({"accent": "#E0A526"}, "mart.pale_accent", "accent"),
    ],
)
def test_open_mart_names_the_wrong_field(wrong, code, field):
    with refused(code, field=field):
        open_deoghar(**wrong)
    assert Mart.objects.count() == 0


def test_open_mart_refuses_what_another_has_and_places_too_small():
    open_deoghar()
    with refused("mart.slug_taken", field="slug"):
        open_deoghar()
    with refused("mart.host_taken", field="hosts"):
        open_deoghar(slug="other")
    with refused("mart.wrong_place", field="place"):
        open_deoghar(slug="small", place=make_block())


def test_change_mart_records_before_and_after():
    mart = open_deoghar()
    changed = actions.change_mart(mart, accent="#3C6E47", hosts=["deoghar.example.in", "new.in"], by=BY)
    assert changed.accent == "#3C6E47"
    assert sorted(host.host for host in mart.hosts.all()) == ["deoghar.example.in", "new.in"]
    actions.change_mart(mart, vpa="deoghar@sbi", by=BY)
    events = Event.objects.filter(kind="places.mart_changed").order_by("pk")
    assert [event.data for event in events] == [
        {
            "before": {"accent": "#A3261F", "hosts": ["deoghar.example.in", "www.deoghar.example.in"]},
            "after": {"accent": "#3C6E47", "hosts": ["deoghar.example.in", "new.in"]},
        },
        {"before": {"vpa": ""}, "after": {"vpa": "deoghar@sbi"}},
    ]
    with refused("mart.no_name"):
        actions.change_mart(mart, names={"en": "Deoghar Mart"}, by=BY)


def test_next_festival_is_on_or_coming_in_the_marts_state():
    mart = make_mart()
    diwali = queries.next_festival(mart, date(2026, 11, 8))
    assert diwali.starts <= date(2026, 11, 8) <= diwali.ends
    assert 20 in diwali.states
    assert queries.next_festival(mart, date(2040, 1, 1)) is None


def test_contrast_is_that_of_wcag():
    assert round(rules.contrast("#000000", "#FFFFFF"), 1) == 21.0
    assert round(rules.contrast("#FFFFFF", "#777777"), 2) == 4.48


def test_name_falls_back_to_the_slug():
    place = make_block("Sarath")
    assert queries.name(place, "hi") == "Sarath"
    place.names = {}
    assert (queries.name(place, "hi"), str(place)) == ("sarath", "sarath")


def test_doctor_finds_lost_places_and_marts():
    mart, pin = make_mart(), make_pin()
    assert (list(doctor.paths()), list(doctor.hosts()), pin.district) == ([], [], mart.place)
    block = make_block()
    Place.objects.filter(pk=block.pk).update(path="0007")
    mart.hosts.all().delete()
    assert list(doctor.paths()) == [f"place {block.pk} (Sarath): path 0007 under {mart.place.path}"]
    assert list(doctor.hosts()) == ["mart deoghar has no host name"]
    Place.objects.filter(pk=make_state().pk).update(path="x")
    assert f"place {make_state().pk} (Jharkhand): path x under nothing" in list(doctor.paths())


@pytest.mark.django_db(transaction=True)
def test_villages_from_a_table_are_told_with_their_rows():
    district = make_district()
    make_block("Sarath", district=district)
    report = actions.import_villages([{"block": "Sarath", "name_en": "Palojori"}], district=district, by=BY)
    assert (report.made, report.refused) == (1, [])
    assert Event.objects.get(kind="places.localities_imported").data == {"made": 1}


def test_a_village_has_its_pin_in_any_digits_and_what_is_none_says_why():
    district = make_district()
    make_block("Sarath", district=district)
    make_pin("814149")
    pins = ["८१४ १४९", "814-149", 814149.0, "81414", "814149 x", "999999", ""]
    rows = [{"block": "Sarath", "name_en": f"V{number}", "pin": pin} for number, pin in enumerate(pins)]
    report = actions.import_villages(rows, district=district, by=BY)
    assert (report.made, [(each.row, each.field) for each in report.refused]) == (
        4,
        [(5, "pin"), (6, "pin"), (7, "pin")],
    )
    assert ["Write all six" in report.refused[0].sentence, "digits only" in report.refused[1].sentence] == [True, True]
    assert report.refused[2].sentence == "No post office has this PIN code."
    kept = Place.objects.filter(kind="locality").order_by("pk").values_list("pin", flat=True)
    assert list(kept) == ["814149", "814149", "814149", ""]


@pytest.mark.django_db(transaction=True)
def test_second_village_of_a_name_is_told_by_its_pin_and_never_passed_over_in_silence():
    district = make_district()
    make_block("Sarath", district=district)
    for pin in ("814149", "814150"):
        make_pin(pin, district=district)

    def bring(*pins):
        rows = [{"block": "Sarath", "name_en": "Rampur", "pin": pin} for pin in pins]
        report = actions.import_villages(rows, district=district, by=BY)
        return report.made, report.same, [(row.row, row.field) for row in report.refused]

    assert bring("814149", "814150", "", "814149") == (1, 2, [(3, "pin")])
    assert bring("814150") == (0, 0, [(2, "pin")])
    assert list(Place.objects.filter(names__en="Rampur").values_list("pin", flat=True)) == ["814149"]
    report = actions.import_villages(
        [{"block": "Sarath", "name_en": "Rampur", "pin": "814150"}], district=district, by=BY
    )
    assert "with PIN 814149" in report.refused[0].sentence
