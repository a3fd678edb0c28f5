"""A rider without net: pages kept for him, deeds sent days later that count once, and the refused stay in sight."""

from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from haat.core.actor import Actor
from haat.core.dates import today
from haat.core.doctor import examine
from haat.core.models import Event
from haat.delivery import actions
from haat.delivery.models import Clash, Fetch, Parcel, Pickup, Round
from haat.orders.models import Part
from haat.people.actions import take_role
from tests.make import BY, make_hub, make_part, make_pickup, make_rider, make_round
from tests.web.office.signed import officer, sign_in

pytestmark = pytest.mark.django_db
TWO_DAYS = 2 * 86_400
numbers = count(1)


def page(name, *args):
    return reverse(f"office:delivery:{name}", args=args)


def send(client: Client, path: str, fields: dict[str, Any] | None = None, *, key: str = "", age: int = 0):
    """As queue.js does it."""
    deed = key or f"{next(numbers):032x}"
    headers = {"X-Deed": deed, "X-Deed-Age": str(age), "Accept": "application/json"}
    return client.post(path, {**(fields or {}), "nonce": deed}, headers=headers)


def going() -> tuple[Parcel, Client]:
    """A parcel on a round that left three days ago, and its rider's phone."""
    parcel = make_part(state="on_the_way").parcel
    then = timezone.now() - timedelta(days=3)
    Round.objects.filter(pk=parcel.round_id).update(made_at=then)
    Parcel.objects.filter(pk=parcel.pk).update(packed_at=then)
    moments = ("placed_at", "accepted_at", "packed_at", "sent_at")
    Part.objects.filter(pk=parcel.part_id).update(**dict.fromkeys(moments, then))
    return parcel, sign_in(parcel.round.rider, factor=False)


def code(parcel: Parcel, text: str = "") -> dict[str, str]:
    return {f"p{parcel.pk}-code": text or parcel.code, f"p{parcel.pk}-taken": "on"}


def wrong(parcel: Parcel) -> str:
    return f"{(int(parcel.code) + 1) % 10_000:04d}"


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def test_pages_say_whose_they_are_and_the_worker_keeps_them():
    parcel, phone = going()
    for name in ("ride", "fetch", "ride_kept"):
        answer = phone.get(page(name))
        assert answer["X-Phone"] == f"{parcel.round.rider_id}-ride"
        assert 'id="deeds"' in answer.content.decode()
    script = phone.get(page("ride_worker"))
    assert script["Content-Type"].startswith("text/javascript")
    assert page("fetch") in script.content.decode()
    assert "No net" in phone.get(page("ride_offline")).content.decode()
    assert not phone.get(page("ride_offline")).context["request"].user.is_authenticated


def test_phone_that_was_off_for_two_days_hands_over_when_it_was_done():
    parcel, phone = going()
    key = "a" * 32
    path = page("hand_over", parcel.pk)
    first, second = (send(phone, path, code(parcel), key=key, age=TWO_DAYS) for _turn in range(2))
    assert (first.status_code, first.json()["again"], second.json()["again"]) == (200, False, True)
    now = fresh(parcel)
    ago = timezone.now() - now.delivered_at
    assert timedelta(days=2) <= ago < timedelta(days=2, minutes=1)
    assert now.part.delivered_at == now.delivered_at
    assert now.round.cash_paise == parcel.collect_paise
    assert Event.objects.filter(kind="delivery.handed_over").count() == 1
    assert [finding for finding in examine() if finding.broken] == []


def test_code_that_is_checked_later_is_refused_and_asked_about():
    parcel, phone = going()
    path, typed = page("hand_over", parcel.pk), code(parcel, wrong(parcel))
    answers = [send(phone, path, typed, key="b" * 32, age=TWO_DAYS) for _turn in range(3)]
    assert {answer.status_code for answer in answers} == {422}
    assert "it is not the right one" in answers[0].json()["said"][0]
    assert fresh(parcel).wrong_codes == 1  # its answer was lost twice; the code counts once
    asked = Clash.objects.get()
    assert (asked.kind, asked.deed, asked.who, asked.state) == ("refused", "hand_over", parcel.round.rider, "open")
    assert "it is not the right one" in phone.get(page("ride")).content.decode()
    shown = officer("desk").get(page("clash", asked.pk)).content.decode()
    assert "Handed over to the buyer" in shown
    assert "Done without net, and refused" in shown
    # He calls the buyer, and sends it with the right code.
    assert send(phone, page("hand_over", parcel.pk), code(parcel), age=TWO_DAYS).status_code == 200
    assert fresh(asked).state == "answered"
    assert [finding for finding in examine() if finding.broken] == []


def test_code_wrong_at_the_door_is_nobodys_clash():
    parcel, phone = going()
    answer = send(phone, page("hand_over", parcel.pk), code(parcel, wrong(parcel)))
    assert (answer.status_code, answer.json()["field"]) == (422, "code")
    assert Clash.objects.count() == 0


def test_cash_that_is_not_ticked_is_said_at_its_field():
    parcel, phone = going()
    answer = send(phone, page("hand_over", parcel.pk), {f"p{parcel.pk}-code": parcel.code})
    assert (answer.status_code, answer.json()["field"]) == (422, "taken")
    assert "Take the money first" in answer.json()["said"][0]


def test_conflict_is_told_to_the_rider_and_to_the_desk():
    parcel, phone = going()
    actions.hand_over(parcel, code=parcel.code, collected_paise=parcel.collect_paise, by=BY)
    answer = send(phone, page("not_delivered", parcel.pk), {"reason": "nobody_home"}, age=3600)
    assert (answer.status_code, answer.json()["conflict"]) == (409, True)
    asked = Clash.objects.get()
    assert (asked.kind, asked.deed) == ("refused", "not_delivered")
    assert parcel.number in officer("desk").get(page("clashes")).content.decode()


def test_not_delivered_counts_once():
    parcel, phone = going()
    for _turn in range(2):
        send(phone, page("not_delivered", parcel.pk), {"reason": "nobody_home"}, key="c" * 32, age=TWO_DAYS)
    assert (fresh(parcel).state, fresh(parcel).tries) == ("not_delivered", 1)


def test_taken_at_the_maker_two_days_ago_counts_once():
    one, two = (make_part(state="packed").parcel for _turn in range(2))
    pickup = make_pickup(one, two)
    Pickup.objects.filter(pk=pickup.pk).update(made_at=timezone.now() - timedelta(days=3))
    phone = sign_in(pickup.rider, factor=False)
    for _turn in range(2):
        assert send(phone, page("take_one", pickup.pk, one.number), key="d" * 32, age=TWO_DAYS).status_code == 200
    assert timezone.now() - Fetch.objects.get(parcel=one).taken_at >= timedelta(days=2)
    missed = {"reason": "nobody"}
    assert send(phone, page("not_there", pickup.pk, two.number), missed, age=TWO_DAYS).status_code == 200
    assert Event.objects.filter(kind="delivery.taken").count() == 1
    other = make_pickup(make_part(state="packed").parcel)
    late = send(sign_in(other.rider, factor=False), page("take_one", other.pk, one.number), age=TWO_DAYS)
    assert (late.status_code, late.json()["conflict"]) == (409, True)
    assert f"{pickup.rider.name} has taken it already" in late.json()["said"][0]
    assert Clash.objects.get().who == other.rider


def test_what_he_did_before_his_role_ended_is_asked_about():
    """Two days without net; the code was told and the cash lies in his bag."""
    parcel, phone = going()
    rider = parcel.round.rider
    fetched = make_part(state="packed").parcel
    plan = {"rider": rider, "hub": make_hub(parcel.mart), "day": today()}
    pickup = actions.plan_pickup(parcel.mart, parcels=[fetched], **plan, by=BY)
    for role in rider.roles.all():
        take_role(role, by=BY)
    for path, fields in (
        (page("hand_over", parcel.pk), code(parcel)),
        (page("take_one", pickup.pk, fetched.number), {}),
        (page("hand_over", make_part(state="on_the_way").parcel.pk), {}),
    ):
        for _turn in range(2):
            assert send(phone, path, fields, key=f"{len(path):032x}", age=TWO_DAYS).status_code in (403, 404)
    asked = {(clash.deed, clash.parcel_id, clash.who_id) for clash in Clash.objects.all()}
    assert asked == {("hand_over", parcel.pk, rider.pk), ("take", fetched.pk, rider.pk)}
    assert Clash.objects.first().words == "वे अब पहुँचाने वाले नहीं हैं।"
    assert phone.post(page("hand_over", parcel.pk), code(parcel)).status_code == 403
    assert [finding for finding in examine() if finding.broken] == []


def test_taken_on_a_pickup_that_was_dropped_meanwhile_is_asked_about():
    one = make_part(state="packed").parcel
    pickup = make_pickup(one)
    rider = pickup.rider
    phone = sign_in(rider, factor=False)
    path, missed = (page(name, pickup.pk, one.number) for name in ("take_one", "not_there"))
    actions.drop_pickup(pickup, by=BY)
    answers = [send(phone, path, key="f" * 32, age=age) for age in (60, TWO_DAYS)]
    assert [(answer.status_code, answer.json()["conflict"]) for answer in answers] == [(409, True)] * 2
    assert "was dropped in the meantime" in answers[0].json()["said"][0]
    asked = Clash.objects.get()
    assert (asked.kind, asked.deed, asked.parcel, asked.who) == ("refused", "take", one, rider)
    assert send(phone, missed, {"reason": "nobody"}, age=TWO_DAYS).status_code == 409
    assert phone.post(path).status_code == 422  # he reads it where he stands
    again = make_pickup(one)
    actions.take(again, parcel=one, by=Actor(again.rider_id))
    assert [clash.state for clash in Clash.objects.order_by("pk")] == ["answered", "open"]
    other = sign_in(again.rider, factor=False)
    assert send(other, path, age=TWO_DAYS).status_code == 404
    assert [finding for finding in examine() if finding.broken] == []


def test_word_on_a_parcel_that_rides_with_another_by_now_is_asked_about():
    parcel, phone = going()
    first = parcel.round.rider
    actions.not_delivered(parcel, reason="Nobody home", by=BY)
    back = actions.end_round(fresh(parcel.round), by=Actor(first.pk))
    actions.receive_back(back, came=[parcel], hub=None, by=BY)
    second = make_round(fresh(parcel))
    answer = send(phone, page("hand_over", parcel.pk), code(parcel), age=TWO_DAYS)
    assert (answer.status_code, answer.json()["conflict"]) == (409, True)
    missed = {"reason": "nobody_home"}
    assert send(phone, page("not_delivered", parcel.pk), missed, age=TWO_DAYS).status_code == 409
    assert [(asked.deed, asked.who) for asked in Clash.objects.order_by("pk")] == [
        ("hand_over", first),
        ("not_delivered", first),
    ]
    assert (fresh(parcel).state, fresh(parcel).round, fresh(second).cash_paise) == ("out", second, 0)
    assert phone.post(page("hand_over", parcel.pk), code(parcel)).status_code == 404
    stranger = sign_in(make_rider(parcel.mart), factor=False)
    assert send(stranger, page("hand_over", parcel.pk), code(parcel), age=TWO_DAYS).status_code == 404


def test_age_that_is_no_number_is_now():
    parcel, phone = going()
    headers = {"X-Deed": "e" * 32, "X-Deed-Age": "9" * 30}
    assert phone.post(page("hand_over", parcel.pk), code(parcel), headers=headers).status_code == 200
    assert timezone.now() - fresh(parcel).delivered_at < timedelta(minutes=1)
