"""Festivals are added, dated otherwise and left out; crafts lead the home page in the mart's order."""

from datetime import timedelta

import pytest
from django.urls import reverse

from haat.core.dates import today
from haat.core.doctor import examine
from haat.core.models import Event
from haat.places import actions
from haat.places.models import Mart
from haat.places.queries import festivals_of, mart_now, next_festival
from haat.shelf import build
from haat.shelf.queries import home
from tests.make import BY, make_craft, make_good, make_stocked
from tests.refusals import refused
from tests.web.office.signed import district, officer

pytestmark = pytest.mark.django_db

ADD, LIST = "office:settings:add_festival", "office:settings:festivals"


def sent(**more):
    day = (today() + timedelta(days=3)).isoformat()
    return {"starts": day, "ends": day, "shown": "on", "name_hi": "मेला", "name_en": "Local fair", **more}


def test_festival_is_added_and_the_shop_knows_it():
    here = district()
    assert officer("desk").post(reverse(ADD), sent()).status_code == 302
    found = next_festival(mart_now(here.mart), today())
    assert (found.key, found.names) == ("local-fair", {"hi": "मेला", "en": "Local fair"})
    assert "Local fair" in officer("auditor").get(reverse(LIST)).content.decode()
    assert [found.name for found in examine() if found.broken] == []


def test_festival_sent_twice_is_added_once():
    here = district()
    desk = officer("desk")
    assert [desk.post(reverse(ADD), sent(nonce="n")).status_code for _turn in range(2)] == [302, 302]
    assert len(mart_now(here.mart).festivals) == 1


def test_festival_of_the_list_is_dated_otherwise_left_out_and_put_back():
    here = district()
    listed = next(kept for kept in festivals_of(here.mart) if kept.festival.starts > today())
    key, year = listed.festival.key, listed.year
    desk = officer("desk")
    where = reverse("office:settings:festival", args=[key, year])
    moved = listed.festival.starts + timedelta(days=1)
    names = {"name_hi": listed.festival.name_hi, "name_en": listed.festival.name_en}
    assert desk.post(where, sent(starts=moved.isoformat(), ends=moved.isoformat(), **names)).status_code == 302
    kept = next(k for k in festivals_of(mart_now(here.mart)) if (k.festival.key, k.year) == (key, year))
    assert (kept.festival.starts, kept.own, kept.listed is not None) == (moved, True, True)
    told = Event.objects.get(kind="places.festival_set").data
    assert told["before"]["starts"] == listed.festival.starts.isoformat()
    desk.post(where, sent(starts=moved.isoformat(), ends=moved.isoformat(), shown="", **names))
    assert all(k.festival.key != key or not k.shown for k in festivals_of(mart_now(here.mart)) if k.year == year)
    drop = reverse("office:settings:drop_festival", args=[key, year])
    assert [desk.post(drop).status_code for _turn in range(2)] == [302, 302]
    assert Mart.objects.get(pk=here.mart.pk).festivals == []
    assert Event.objects.filter(kind="places.festival_dropped").count() == 1
    assert desk.get(reverse("office:settings:festival", args=["nothing", 2027])).status_code == 404


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"name_hi": ""}, "name_hi"),
        ({"name_hi": "\u200b"}, "name_hi"),
        ({"ends": 0}, "ends"),
        ({"ends": 90}, "ends"),
        ({"starts": "1999-01-01", "ends": "1999-01-02"}, "starts"),
        ({"starts": "soon"}, "starts"),
    ],
)
def test_bad_festival_is_refused_at_its_field(more, field):
    district()
    if "ends" in more and isinstance(more["ends"], int):
        more = {"ends": (today() + timedelta(days=more["ends"])).isoformat()}
    answer = officer("desk").post(reverse(ADD), sent(**more))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


def test_no_more_festivals_than_anybody_keeps():
    mart = district().mart
    day = today().isoformat()
    entry = {"year": today().year, "starts": day, "ends": day, "names": {"hi": "x"}, "shown": True}
    Mart.objects.filter(pk=mart.pk).update(festivals=[entry | {"key": f"f{number}"} for number in range(200)])
    with refused("mart.too_many_festivals"):
        actions.set_festival(mart, starts=today(), ends=today(), names={"hi": "मेला"}, by=BY)


def crafts_of_the_shop(here):
    for name, goods in (("clay", 2), ("lac", 1), ("iron", 1)):
        craft = make_craft(name)
        for _turn in range(goods):
            make_stocked(here.maker, good={"craft": craft})
    build.rebuild()


def test_crafts_lead_in_the_order_the_mart_gives():
    here = district()
    crafts_of_the_shop(here)
    assert next(craft.slug for craft in home(here.mart, "en").crafts) == "clay"
    desk = officer("desk")
    sent_ = {"lac": "2", "iron": "1", "clay": ""}
    assert desk.post(reverse("office:settings:order_crafts"), sent_).status_code == 302
    mart = mart_now(here.mart)
    assert mart.crafts == ["iron", "lac"]
    assert [craft.slug for craft in home(mart, "en").crafts] == ["iron", "lac", "clay"]
    answer = desk.post(reverse("office:settings:order_crafts"), {"lac": "1", "iron": "1", "clay": "0"})
    assert (answer.status_code, sorted(answer.context["form"].errors)) == (422, ["clay", "lac"])


def test_order_and_festival_of_a_page_of_before_are_not_written_over_unread():
    here = district()
    crafts_of_the_shop(here)
    desk, order = officer("desk"), reverse("office:settings:order_crafts")
    seen = desk.get(reverse("office:settings:crafts")).context["form"].standing
    actions.change_mart(here.mart, crafts=["iron"], by=BY)
    old = {"lac": "1", "iron": "", "seen": seen, "nonce": "n"}
    answer = desk.post(order, old)
    assert (answer.status_code, mart_now(here.mart).crafts) == (422, ["iron"])
    assert "There now: 1" in answer.content.decode()
    again = old | {"seen": answer.context["form"].standing}
    assert [desk.post(order, again).status_code for _turn in range(2)] == [302, 302]
    assert mart_now(here.mart).crafts == ["lac"]

    listed = next(kept for kept in festivals_of(here.mart) if kept.festival.starts > today())
    where = reverse("office:settings:festival", args=[listed.festival.key, listed.year])
    seen = desk.get(where).context["form"].standing
    desk.post(where, sent(shown=""))
    answer = desk.post(where, sent(name_hi="दूसरा मेला", seen=seen))
    assert (answer.status_code, "There now: no" in answer.content.decode()) == (422, True)
    assert len(mart_now(here.mart).festivals) == 1


def test_page_of_crafts_says_what_is_not_in_the_shop():
    here = district()
    crafts_of_the_shop(here)
    make_good(craft=make_craft("dhokra"), maker=here.maker)
    page = officer("auditor").get(reverse("office:settings:crafts")).content.decode()
    assert page.count("nothing of it in the shop yet") == 1
    assert "Save" not in page
