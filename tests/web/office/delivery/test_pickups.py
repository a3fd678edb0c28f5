"""The first mile by its pages: planned at the desk, ridden on a phone, counted at the hub, asked about by a person."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from haat.core.actor import Actor
from haat.core.dates import today
from haat.core.doctor import examine
from haat.core.models import Event
from haat.core.worker import run_due
from haat.delivery import actions
from haat.delivery.errors import WrongParcelState
from haat.delivery.models import Clash, Fetch, Pickup
from haat.orders import actions as orders
from haat.stock import actions as stock
from haat.stock.models import StockPlace
from tests.make import (
    BY,
    make_block,
    make_hub,
    make_maker,
    make_mart,
    make_part,
    make_pickup,
    make_rider,
    make_stocked,
    make_village,
)
from tests.web.office.signed import officer, sign_in

pytestmark = pytest.mark.django_db


def page(name, *args):
    return reverse(f"office:delivery:{name}", args=args)


def read(client, *address):
    return re.sub(r"\s+", " ", client.get(page(*address)).content.decode())


def packed(village="Rikhia"):
    block = make_block("Mohanpur")
    maker = make_maker(f"Group of {village}", block=block, place=make_village(village, block=block))
    return make_part({make_stocked(maker): 2}, state="packed").parcel


def test_first_mile_from_the_plan_to_the_answer():
    one, two, three = packed("Rikhia"), packed("Kumaitha"), packed("Kumaitha")
    mart = make_mart()
    rider, hub, desk = make_rider(mart), make_hub(mart, name="Mohanpur hub"), officer("desk")
    waits = read(desk, "pickups")
    assert waits.index("Rikhia") < waits.index(one.number)
    plan = {"parcel": [one.pk, two.pk, three.pk], "rider": rider.pk, "day": today().isoformat(), "hub": hub.pk}
    assert desk.post(page("plan_pickup"), plan).status_code == 302
    pickup = Pickup.objects.get()

    phone = sign_in(rider, factor=False)
    way = read(phone, "fetch")
    assert "2 villages, 3 parcels → Mohanpur hub" in way
    assert "You are here" in way
    assert f"tel:{one.part.maker.phone}" in way
    assert "geo:0,0?q=Rikhia%2C%20Mohanpur" in way
    assert phone.post(page("take_one", pickup.pk, one.number)).status_code == 302
    assert phone.post(page("take", pickup.pk), {"number": two.number.lower()}).status_code == 302
    unknown = phone.post(page("take", pickup.pk), {"number": "DG-1"})
    assert unknown.status_code == 422
    assert "no parcel of ours bears it" in unknown.content.decode()
    assert 'value="DG-1"' in unknown.content.decode()
    assert phone.post(page("not_there", pickup.pk, three.number), {"reason": "sleeping"}).status_code == 422
    assert phone.post(page("not_there", pickup.pk, three.number), {"reason": "nobody"}).status_code == 302
    assert "You have 2 parcels. Bring them to Mohanpur hub" in read(phone, "fetch")

    assert phone.get(page("pickup", pickup.pk)).status_code in (302, 403)
    shown = read(desk, "pickup", pickup.pk)
    assert "Nobody was there" in shown
    wrong = desk.post(page("receive_pickup", pickup.pk), {"came": [one.pk], "counted": "2", "others": ""})
    assert wrong.status_code == 422
    assert "Counted: 2 parcels, but 1 are ticked" in wrong.content.decode()
    stranger = {"came": [one.pk], "counted": "2", "others": "DG-1"}
    assert "no parcel of ours" in desk.post(page("receive_pickup", pickup.pk), stranger).content.decode()
    came = {"came": [one.pk], "counted": "2", "others": three.number}
    assert desk.post(page("receive_pickup", pickup.pk), came).status_code == 302
    assert dict(Fetch.objects.values_list("parcel", "state")) == {
        one.pk: "received",
        two.pk: "missing",
        three.pk: "received",
    }
    missing, untold = Clash.objects.order_by("kind")
    assert (missing.parcel, untold.parcel) == (two, three)

    today_page = desk.get(reverse("office:today:list")).content.decode()
    assert f"Parcel {two.number}: told differently by two people" in today_page
    assert "The rider took it, and it did not come" in read(desk, "clashes")
    assert "The desk will call you about it" in read(phone, "fetch")
    answer = page("answer_clash", missing.pk)
    bare = desk.post(answer, {"answer": "He looks"})
    assert bare.status_code == 422
    assert desk.post(answer, {"answer": "It stood in his yard", "outcome": "hub"}).status_code == 302
    assert "It stood in his yard" in read(desk, "clash", missing.pk)
    second = desk.post(answer, {"answer": "It fell off", "outcome": "lost"})
    shown = second.content.decode()
    assert (second.status_code, "that answer stands: “It stood in his yard”" in shown) == (422, True)
    assert "You wrote: It is lost. It fell off" in " ".join(shown.split())
    assert "Mohanpur hub" in read(desk, "list")
    assert [finding for finding in examine() if finding.broken] == []


def test_rider_sees_his_own_pickup_only():
    pickup = make_pickup(packed())
    stranger = sign_in(make_rider(make_mart()), factor=False)
    assert "Nothing to fetch" in read(stranger, "fetch")
    number = pickup.fetches.get().parcel.number
    assert stranger.post(page("take_one", pickup.pk, number)).status_code == 404


def test_pickup_is_dropped_until_something_was_taken():
    one = packed()
    pickup, desk = make_pickup(one), officer("desk")
    actions.take(pickup, parcel=one, by=Actor(pickup.rider_id))
    assert "Drop the pick-up" not in read(desk, "pickup", pickup.pk)
    desk.post(page("drop_pickup", pickup.pk))
    assert "The rider has taken parcels already" in read(desk, "pickup", pickup.pk)
    other = make_pickup(packed())
    assert desk.post(page("drop_pickup", other.pk))["Location"] == page("pickups")


def test_failed_parcels_are_received_on_the_page_of_their_round():
    parcel = make_part(state="on_the_way").parcel
    actions.not_delivered(parcel, reason="Nobody home", by=BY)
    round = actions.end_round(parcel.round, by=Actor(parcel.round.rider_id))
    desk, phone = officer("desk"), sign_in(round.rider, factor=False)
    assert f"Bring parcel {parcel.number} back to the desk" in read(phone, "ride")
    assert f"Parcel {parcel.number} was not delivered" in desk.get(reverse("office:today:list")).content.decode()
    assert "To be received back" in read(desk, "round", round.pk)
    closed = make_hub(make_mart(), name="Sarath hub")
    StockPlace.objects.filter(pk=closed.pk).update(closed_at=timezone.now())
    answer = desk.post(page("receive_back", round.pk), {"came": [parcel.pk], "hub": closed.pk})
    shown = answer.content.decode()
    assert (answer.status_code, list(answer.context["back_form"].errors)) == (422, ["hub"])
    assert f'value="{parcel.pk}" checked' in shown
    assert desk.post(page("receive_back", round.pk), {"came": [parcel.pk], "hub": ""}).status_code == 302
    parcel.refresh_from_db()
    assert parcel.state == "back"
    shown = read(desk, "round", round.pk)
    assert "To be received back" not in shown
    assert re.search(r'<span class="small">\s*The desk', shown)


def test_refused_receiving_keeps_its_ticks():
    parcel = make_part(state="on_the_way").parcel
    actions.not_delivered(parcel, reason="Nobody home", by=BY)
    round = actions.end_round(parcel.round, by=Actor(parcel.round.rider_id))
    hub, desk = make_hub(make_mart(), name="Mohanpur hub"), officer("desk")
    stock.close_place(hub, by=BY)
    answer = desk.post(page("receive_back", round.pk), {"came": [parcel.pk], "hub": hub.pk})
    assert answer.status_code == 422
    assert f'value="{parcel.pk}" checked' in answer.content.decode()
    assert "field-error" in answer.content.decode()


def test_who_answers_second_reads_the_first_answer_and_her_own_words():
    one = packed()
    pickup = make_pickup(one)
    actions.take(pickup, parcel=one, by=Actor(pickup.rider_id))
    actions.receive_pickup(pickup, came=[], counted=0, by=BY)
    answer = page("answer_clash", Clash.objects.get().pk)
    first = {"answer": "In his yard", "outcome": "hub"}
    assert [officer("desk").post(answer, first).status_code for _turn in range(2)] == [302, 302]
    late = officer("desk").post(answer, {"answer": "Gone", "outcome": "lost"})
    html = re.sub(r"\s+", " ", late.content.decode())
    assert late.status_code == 422
    assert "that answer stands: “In his yard”" in html
    assert "You wrote: It is lost. Gone" in html, html[html.find("You wrote") :][:200]


def test_what_was_cancelled_under_way_is_listed_until_it_is_where_it_was_packed():
    hubbed, with_her = packed(), packed()
    pickup, desk = make_pickup(hubbed), officer("desk")
    actions.take(pickup, parcel=hubbed, by=Actor(pickup.rider_id))
    for parcel in (hubbed, with_her):
        orders.cancel(parcel.part, reason="late", by=BY)
    run_due()
    assert hubbed.number not in read(desk, "list")  # the rider still has it
    actions.receive_pickup(pickup, came=[hubbed], counted=1, by=BY)
    shown, today_page = read(desk, "list"), reverse("office:today:list")
    assert (hubbed.number in shown, with_her.number in shown) == (True, False)
    assert f"Parcel {hubbed.number} was cancelled under way" in desk.get(today_page).content.decode()
    assert [desk.post(page("bring_home", hubbed.pk)).status_code for _turn in range(2)] == [302, 302]
    assert Event.objects.filter(kind="delivery.brought_home").count() == 1
    hubbed.refresh_from_db()
    assert (hubbed.state, hubbed.hub) == ("home", None)
    assert hubbed.number not in read(desk, "list")
    assert hubbed.number not in desk.get(today_page).content.decode()
    going = make_part(state="packed").parcel
    with pytest.raises(WrongParcelState):
        actions.bring_home(going, by=BY)
    assert [finding for finding in examine() if finding.broken] == []


def test_lost_parcel_is_no_trouble_and_may_be_received_when_it_turns_up():
    parcel = make_part(state="on_the_way").parcel
    actions.not_delivered(parcel, reason="Nobody home", by=BY)
    round = actions.end_round(parcel.round, by=Actor(parcel.round.rider_id))
    desk, phone, back = officer("desk"), sign_in(round.rider, factor=False), page("receive_back", round.pk)
    assert "What is missing stands under questions" in desk.post(back, follow=True).content.decode()
    actions.answer_clash(Clash.objects.get(), answer="Nobody knows", outcome="lost", by=BY)
    assert parcel.number not in read(phone, "ride")
    assert f"Parcel {parcel.number} was not delivered" not in desk.get(reverse("office:today:list")).content.decode()
    assert "Said to be lost" in read(desk, "round", round.pk)
    assert "What is missing" not in desk.post(back, follow=True).content.decode()
    desk.post(back, {"came": [parcel.pk]})
    parcel.refresh_from_db()
    assert parcel.state == "back"


def test_what_he_brought_hides_no_later_pick_up():
    """The desk counts in the morning what he brought in the evening; by then he is on his way again."""
    brought, waits = packed(), packed("Kumaitha")
    first = make_pickup(brought)
    actions.take(first, parcel=brought, by=Actor(first.rider_id))
    plan = {"rider": first.rider, "hub": first.hub, "day": first.day}
    later = actions.plan_pickup(first.mart, parcels=[waits], **plan, by=BY)
    phone = sign_in(first.rider, factor=False)
    trips = phone.get(page("fetch")).context["trips"]
    assert [(trip.pickup.pk, trip.due, trip.taken) for trip in trips] == [(later.pk, 1, 0), (first.pk, 0, 1)]
    shown = read(phone, "fetch")
    assert shown.count("You are here") == 1
    assert f'action="{page("take_one", later.pk, waits.number)}"' in shown
    assert "You have 1 parcel" in shown


def test_mart_without_a_hub_is_told_to_open_one():
    packed()
    assert "Open a hub first" in read(officer("desk"), "pickups")


def test_camera_is_open_to_the_riders_pages_alone():
    pickup = make_pickup(packed())
    phone = sign_in(pickup.rider, factor=False)
    assert "camera=(self)" in phone.get(page("fetch"))["Permissions-Policy"]
    assert "camera=()" in officer("desk").get(page("pickups"))["Permissions-Policy"]


def test_pages_cost_the_same_for_many(django_assert_max_num_queries):
    pickup, desk = make_pickup(*(packed(f"Village {number % 5}") for number in range(15))), officer("desk")
    for number in range(10):
        packed(f"Village {number % 4}")
    phone = sign_in(pickup.rider, factor=False)
    phone.get(page("fetch"))
    with django_assert_max_num_queries(12):
        assert len(phone.get(page("fetch")).context["trips"][0].ways) == 5
    with django_assert_max_num_queries(26):
        assert desk.get(page("pickups")).context["listing"].total == 10
    with django_assert_max_num_queries(22):
        assert len(desk.get(page("pickup", pickup.pk)).context["fetches"]) == 15


def test_pages_are_read_in_hindi_and_marathi():
    pickup = make_pickup(packed())
    for language, word in (("hi", "आप यहाँ हैं"), ("mr", "तुम्ही इथे आहात")):
        phone = sign_in(pickup.rider, factor=False, language=language)
        assert word in read(phone, "fetch")


@pytest.mark.parametrize(("name", "plan", "module"), [("pickups", "plan_pickup", "pickups"), ("list", "plan", "pages")])
def test_refused_plan_keeps_its_ticks_on_the_second_page_and_under_a_block(monkeypatch, name, plan, module):
    monkeypatch.setattr(f"haat.web.office.delivery.{module}.READY", 1)
    parcels, desk = [packed(), packed("Kumaitha")], officer("desk")
    make_hub(make_mart())
    block = parcels[0].part.maker.block
    first = desk.get(page(name), {"block": block.slug, "page": 2})
    (there,) = first.context["listing"].rows
    action = re.search(rf'action="({page(plan)}[^"]*)"', first.content.decode()).group(1).replace("&amp;", "&")
    answer = desk.post(action, {"parcel": [there.pk], "day": ""})
    assert (answer.status_code, answer.context["listing"].rows, answer.context["blocks"].chosen) == (
        422,
        [there],
        block,
    )
    assert re.search(rf'value="{there.pk}"[^>]*checked', answer.content.decode())
