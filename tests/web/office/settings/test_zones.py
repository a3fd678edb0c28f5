"""Where the mart delivers: added, changed, taken away; what becomes of all other PINs is said."""

import pytest
from django.urls import reverse

from haat.core.doctor import examine
from haat.core.models import Event
from haat.delivery import actions
from haat.delivery.models import Zone
from tests.make import BY, make_part, make_zone
from tests.refusals import refused
from tests.web.office.signed import district, officer

pytestmark = pytest.mark.django_db

ADD, LIST = "office:settings:add_zone", "office:settings:zones"


def sent(where, **more):
    return {
        "where": str(where),
        "carrier": "own",
        "days": "2",
        "charge_paise": "20",
        "free_from_paise": "300",
        "cod": "on",
        "cod_limit_paise": "5000",
        "fresh_food": "on",
        **more,
    }


def test_zone_is_added_and_what_becomes_of_other_pins_is_said():
    here = district()
    desk = officer("desk")
    assert "delivers nowhere yet" in desk.get(reverse(LIST)).content.decode()
    assert desk.post(reverse(ADD), sent(here.mart.place_id)).status_code == 302
    zone = Zone.objects.get()
    assert (zone.place_id, zone.carrier, zone.days, zone.charge_paise, zone.free_from_paise) == (
        *(here.mart.place_id, "own", 2, 2000),
        30_000,
    )
    page = desk.get(reverse(LIST)).content.decode()
    assert "We do not deliver to this PIN yet" in page
    away = {"carrier": "post", "cod": "", "cod_limit_paise": "", "fresh_food": "", "free_from_paise": ""}
    assert desk.post(reverse(ADD), sent("india", **away)).status_code == 302
    assert "Every PIN of India is reached." in desk.get(reverse(LIST)).content.decode()
    india = Zone.objects.get(place=None)
    assert (india.cod, india.cod_limit_paise, india.fresh_food, india.free_from_paise) == (False, 500_000, False, None)
    assert desk.post(reverse(ADD), sent("india")).context["form"].errors["where"]
    twice = sent(here.here.pk, nonce="n")
    assert [desk.post(reverse(ADD), twice).status_code for _turn in range(2)] == [302, 302]
    assert Event.objects.filter(kind="delivery.zone_set").count() == 3
    assert [found.name for found in examine() if found.broken] == []


def test_zone_is_changed_and_told():
    here = district()
    zone = actions.set_zone(here.mart, place=here.here, carrier="own", days=3, charge_paise=3000, by=BY)
    collector = officer("collector")
    where = reverse("office:settings:zone", args=[zone.pk])
    assert 'value="30"' in collector.get(where).content.decode()
    assert collector.post(where, sent(here.here.pk, charge_paise="25.50", days="१")).status_code == 302
    zone.refresh_from_db()
    assert (zone.charge_paise, zone.days) == (2550, 1)
    assert "<del>₹30</del>" in officer("auditor").get(reverse(LIST)).content.decode().replace("&nbsp;", " ")


def test_zone_is_taken_away_but_not_the_last_of_a_mart_that_sells():
    here = district()
    zone = actions.set_zone(here.mart, place=None, carrier="post", days=8, charge_paise=8000, by=BY)
    only = reverse("office:settings:remove_zone", args=[zone.pk])
    desk = officer("desk")
    desk.post(only)
    assert Zone.objects.count() == 1
    actions.set_zone(here.mart, place=here.mart.place, carrier="own", days=2, charge_paise=2000, by=BY)
    desk.post(only)
    desk.post(only)
    assert [zone.place_id for zone in Zone.objects.all()] == [here.mart.place_id]
    assert Event.objects.filter(kind="delivery.zone_removed").count() == 1
    assert "A place of delivery taken away" in desk.get(reverse(LIST)).content.decode()
    assert [found.name for found in examine() if found.broken] == []


def test_last_zone_goes_before_the_mart_opens_and_stays_when_it_has_orders():
    here = district()
    zone = make_zone(here.mart)
    here.mart.opened_at = None
    here.mart.save()
    actions.remove_zone(zone, by=BY)
    assert not Zone.objects.exists()
    make_part()
    with refused("delivery.last_zone"):
        actions.remove_zone(Zone.objects.get(), by=BY)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"days": "61"}, "days"),
        ({"days": "1.5"}, "days"),
        ({"charge_paise": ""}, "charge_paise"),
        ({"charge_paise": "-5"}, "charge_paise"),
        ({"charge_paise": "30000000"}, "charge_paise"),
        ({"charge_paise": "10000.01"}, "charge_paise"),
        ({"carrier": "drone"}, "carrier"),
        ({"carrier": "post"}, "cod"),
        ({"cod_limit_paise": ""}, "cod_limit_paise"),
        ({"where": "moon"}, "where"),
    ],
)
def test_bad_zone_is_refused_at_its_field(more, field):
    here = district()
    answer = officer("desk").post(reverse(ADD), sent(here.mart.place_id) | more)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert not Zone.objects.exists()


def test_hosts_are_shown_with_how_to_change_them(settings):
    district()
    settings.ALLOWED_HOSTS = ["testserver"]
    page = officer("accountant").get(reverse("office:settings:hosts")).content.decode()
    assert "deoghar.localhost" in page
    assert "missing in HAAT_HOSTS" in page
    settings.ALLOWED_HOSTS = ["testserver", ".localhost"]
    assert "answers here" in officer("accountant").get(reverse("office:settings:hosts")).content.decode()


def by_weight(where, **more):
    rows = {"up_to_1": "500", "slab_1": "80", "up_to_2": "2000", "slab_2": "130", "further_kg_paise": "45"}
    return sent(where, **rows | {"charge_paise": "", "free_up_to_g": "2000"} | more)


def test_charge_by_weight_is_written_and_stays_when_something_else_is_changed():
    here = district()
    desk, mine = officer("desk"), here.mart.place_id
    assert desk.post(reverse(ADD), by_weight(mine)).status_code == 302
    zone = Zone.objects.get()
    stands = ([[500, 8000], [2000, 13_000]], 4500, 2000, 8000)
    assert (zone.slabs, zone.further_kg_paise, zone.free_up_to_g, zone.charge_paise) == stands
    page = desk.get(reverse("office:settings:zone", args=[zone.pk]))
    assert 'value="2000"' in page.content.decode()
    assert "by weight" in desk.get(reverse(LIST)).content.decode()
    shown = page.context["form"].initial
    kept = {name: str(shown[name]) for name in ("up_to_1", "slab_1", "up_to_2", "slab_2", "further_kg_paise")}
    changed = sent(mine, **kept, charge_paise=str(shown["charge_paise"]), free_up_to_g="2000", days="4")
    assert desk.post(reverse("office:settings:zone", args=[zone.pk]), changed).status_code == 302
    zone.refresh_from_db()
    assert (zone.days, (zone.slabs, zone.further_kg_paise, zone.free_up_to_g, zone.charge_paise)) == (4, stands)
    assert desk.post(reverse("office:settings:zone", args=[zone.pk]), sent(mine)).status_code == 302
    zone.refresh_from_db()
    assert (zone.slabs, zone.further_kg_paise, zone.charge_paise) == ([], None, 2000)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"up_to_1": "half"}, "up_to_1"),
        ({"slab_2": ""}, "slab_2"),
        ({"up_to_2": ""}, "up_to_2"),
        ({"up_to_2": "400"}, "up_to_2"),
        ({"slab_2": "70"}, "up_to_2"),
        ({"slab_2": "30000000"}, "slab_2"),
        ({"further_kg_paise": "30000000"}, "further_kg_paise"),
        ({"free_up_to_g": "-1"}, "free_up_to_g"),
        ({"up_to_1": "", "slab_1": "", "up_to_2": "", "slab_2": "", "charge_paise": "20"}, "further_kg_paise"),
        ({"up_to_1": "", "slab_1": "", "up_to_2": "", "slab_2": "", "further_kg_paise": ""}, "charge_paise"),
    ],
)
def test_row_by_weight_that_is_none_is_refused_at_its_field_and_nothing_typed_is_lost(more, field):
    here = district()
    answer = officer("desk").post(reverse(ADD), by_weight(here.mart.place_id, **more))
    assert (answer.status_code, list(answer.context["form"].errors), Zone.objects.count()) == (422, [field], 0)
    assert [answer.context["form"][name].value() for name in more] == list(more.values())
    assert '<details class="more section" open>' in answer.content.decode()


def test_page_of_before_wipes_no_rows_by_weight_that_somebody_else_has_written():
    here = district()
    mine = here.mart.place_id
    zone = actions.set_zone(here.mart, place=here.mart.place, carrier="own", days=2, charge_paise=2000, by=BY)
    where, desk = reverse("office:settings:zone", args=[zone.pk]), officer("desk")
    seen = desk.get(where).context["form"].standing
    slabs = [(500, 8000)]
    actions.set_zone(here.mart, place=here.mart.place, carrier="own", days=2, charge_paise=0, slabs=slabs, by=BY)
    old = sent(mine, days="4", seen=seen, nonce="one")
    answer = desk.post(where, old)
    page = answer.content.decode()
    assert (answer.status_code, "Somebody has changed this" in page, "There now: 500" in page) == (422, True, True)
    assert '<details class="more section" open>' in page
    zone.refresh_from_db()
    assert (zone.days, zone.slabs) == (2, [[500, 8000]])
    again = old | {"seen": answer.context["form"].standing}
    assert [desk.post(where, again).status_code for _turn in range(2)] == [302, 302]
    zone.refresh_from_db()
    assert (zone.days, zone.slabs) == (4, [])


def test_zone_is_set_over_no_other_than_was_read():
    mart = district().mart
    usual = {"place": mart.place, "carrier": "own", "charge_paise": 2000, "by": BY}
    read = actions.set_zone(mart, days=2, seen="", **usual).standing
    actions.set_zone(mart, days=3, seen=read, **usual)
    for seen in (read, ""):
        with refused("core.changed"):
            actions.set_zone(mart, days=4, seen=seen, **usual)
    assert Zone.objects.get().days == 3
