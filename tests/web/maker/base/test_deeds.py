"""Deeds the phone kept: counted once however often they are sent, refused with words, and conflicts told as such."""

import random
from itertools import count
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from haat.catalogue.models import Good
from haat.core.models import Event, Sending
from haat.delivery.models import Parcel
from haat.makers.models import Maker
from haat.orders.actions import cancel
from haat.orders.models import Part
from haat.people.models import User
from haat.stock.models import StockItem
from tests.make import BY, make_block, make_maker, make_officer, make_part, make_stocked
from tests.web.maker.conftest import sign_in

numbers = count(1)


def key() -> str:
    return f"{next(numbers):032x}"


def send(client: Client, path: str, fields: dict[str, Any] | None = None, **more: str):
    """As queue.js does it."""
    headers = {"X-Deed": more.get("deed") or key(), "X-Deed-For": more.get("to", ""), "Accept": "application/json"}
    return client.post(path, {**(fields or {}), "nonce": headers["X-Deed"]}, headers=headers)


def on_hand(variant: Any) -> int:
    return StockItem.objects.get(variant=variant).on_hand


def state(part: Part) -> str:
    part.refresh_from_db()
    return part.state


def test_deed_is_done_once_and_told_again_says_so(phone: Client, maker: Maker):
    variant, name = make_stocked(maker, pieces=5), key()
    path, one_more = reverse("maker:stock", args=[variant.good_id]), {"variant": variant.pk, "step": "1"}
    first, second = (send(phone, path, one_more, deed=name) for _turn in range(2))
    assert (first.status_code, first.json()["again"], first.json()["said"]) == (200, False, ["Saved."])
    assert second.json() == {"done": True, "again": True, "to": "", "said": []}
    send(phone, path, one_more)
    assert on_hand(variant) == 7


def test_accept_and_pack_kept_without_net_are_sent_one_after_the_other(phone: Client, maker: Maker):
    part = make_part({make_stocked(maker): 2})
    answers = [
        send(phone, reverse("maker:accept", args=[part.number])),
        send(phone, reverse("maker:pack", args=[part.number]), {"weight": "950"}),
    ]
    assert [(one.status_code, one.json()["to"]) for one in answers] == [(200, f"/maker/orders/{part.number}/")] * 2
    assert (state(part), Parcel.objects.get().weight_g) == ("packed", 950)


def test_sentence_of_a_deed_is_not_said_once_more_on_the_next_page(phone: Client, maker: Maker):
    part = make_part({make_stocked(maker): 1})
    assert send(phone, reverse("maker:accept", args=[part.number])).json()["said"] == ["Good. Now pack it."]
    assert list(phone.get(reverse("maker:orders")).context["messages"]) == []


def test_order_cancelled_meanwhile_is_a_conflict_and_nothing_is_done(phone: Client, maker: Maker):
    part, name = make_part({make_stocked(maker): 1}), key()
    cancel(part, reason="The buyer changed her mind", by=BY)
    path = reverse("maker:accept", args=[part.number])
    for _turn in range(2):  # a refused deed is free to be sent again
        answer = send(phone, path, deed=name)
        assert (answer.status_code, answer.json()["conflict"]) == (409, True)
        assert part.number in answer.json()["said"][0]
    assert (state(part), Sending.objects.count()) == ("cancelled", 0)


def test_what_the_desk_packed_meanwhile_makes_no_second_parcel(phone: Client, maker: Maker):
    part = make_part({make_stocked(maker): 1}, state="packed")
    assert send(phone, reverse("maker:pack", args=[part.number]), {"weight": "500"}).json()["done"] is True
    assert Parcel.objects.count() == 1
    assert (
        send(phone, reverse("maker:accept", args=[part.number])).json()["done"] is True
    )  # a yes is a yes, however late
    assert state(part) == "packed"


def test_question_about_a_weight_comes_back_at_its_field(phone: Client, maker: Maker):
    part = make_part({make_stocked(maker): 2}, state="accepted")
    path = reverse("maker:pack", args=[part.number])
    told = send(phone, path, {"weight": "90"})
    assert (told.status_code, told.json()["field"], told.json()["sure"]) == (422, "weight", "90")
    assert told.json()["conflict"] is False
    assert send(phone, path, {"weight": "90", "sure": "90"}).json()["done"] is True


def test_some_now_and_the_rest_later_without_a_reason_is_refused_with_words(phone: Client, maker: Maker):
    part = make_part({make_stocked(maker): 4})
    told = send(phone, reverse("maker:some", args=[part.number])).json()
    assert (told["field"], told["said"]) == ("reason", ["Reason: tap one, so that the buyer understands."])


def test_pause_means_what_stood_on_the_key(phone: Client, maker: Maker):
    good = make_stocked(maker).good
    path = reverse("maker:shelf", args=[good.pk])
    for wanted in ("rest", "rest", "shop", "shop", "rest"):  # on two phones, each with an old page
        assert send(phone, path, {"to": wanted}).json()["done"] is True
    assert Good.objects.get(pk=good.pk).state == "paused"


def test_count_of_a_phone_that_saw_another_number_is_asked_about(phone: Client, maker: Maker):
    variant = make_stocked(maker, pieces=5)
    path = reverse("maker:stock", args=[variant.good_id])
    told = send(phone, path, {"variant": variant.pk, "pieces": "9", "seen": "3"})
    assert (told.status_code, told.json()["conflict"], on_hand(variant)) == (409, True, 5)
    assert told.json()["said"] == ["You counted 9 when 3 stood here. Now 5 stand here: count once more."]
    once_more = {"variant": variant.pk, "pieces": "9", "seen": told.json()["now"]}
    assert (send(phone, path, once_more).status_code, on_hand(variant)) == (200, 9)


def test_deed_is_done_for_whom_it_was_meant(maker: Maker):
    helper, other = make_officer("coordinator", mart=maker.mart, place=maker.block), make_maker(block=maker.block)
    client, part = sign_in(helper), make_part({make_stocked(maker): 1})
    client.get(f"/maker/?for={other.pk}")
    path = reverse("maker:accept", args=[part.number])
    assert send(client, path).status_code == 404
    assert send(client, path, to=str(maker.pk)).status_code == 200
    assert Event.objects.get(kind="orders.accepted").for_maker_id == maker.pk
    assert client.get("/maker/").context["maker"] == other
    stranger = make_maker(block=make_block("Palojori"))
    assert send(client, path, to=str(stranger.pk)).status_code == 403


def test_who_is_signed_out_is_sent_to_sign_in_and_the_deed_waits(maker: Maker):
    part = make_part({make_stocked(maker): 1})
    answer = send(Client(HTTP_HOST="deoghar.localhost"), reverse("maker:accept", args=[part.number]))
    assert (answer.status_code, state(part), Sending.objects.count()) == (302, "placed", 0)


@pytest.mark.parametrize("name", ["short", "with spaces in it and more", "x" * 65])
def test_key_that_is_none_is_refused(phone: Client, maker: Maker, name: str):
    part = make_part({make_stocked(maker): 1})
    assert send(phone, reverse("maker:accept", args=[part.number]), deed=name).status_code == 400
    assert state(part) == "placed"


def test_token_says_who_is_signed_in(phone: Client, leader: User):
    told = phone.get(reverse("ui:deed_token")).json()
    assert (told["user"], len(told["token"]) > 30) == (leader.pk, True)
    answer = Client(HTTP_HOST="deoghar.localhost").get(reverse("ui:deed_token"))
    assert (answer.status_code, answer.json()["sign_in"]) == (401, "/sign-in/")


def test_deeds_of_two_phones_over_a_bad_link_count_once_each(leader: User, maker: Maker):
    """Three in ten requests are lost: some before they arrive, some with the answer that was on its way."""
    luck, parts = random.Random(9), [make_part({make_stocked(maker, pieces=3): 1}) for _turn in range(12)]
    variant = make_stocked(maker, pieces=0)
    stock = reverse("maker:stock", args=[variant.good_id])
    queues = []
    for _phone in range(2):
        deeds = [(reverse("maker:accept", args=[part.number]), {}, key()) for part in parts]
        deeds += [(reverse("maker:pack", args=[part.number]), {"weight": "500"}, key()) for part in parts]
        deeds += [(stock, {"variant": variant.pk, "step": "1"}, key()) for _turn in range(101)]
        queues.append((sign_in(leader), deeds))
    made, refused = sum(len(deeds) for _client, deeds in queues), []
    while any(deeds for _client, deeds in queues):
        client, deeds = luck.choice([one for one in queues if one[1]])
        path, fields, name = deeds[0]
        if luck.random() < 0.15:
            continue
        answer = send(client, path, fields, deed=name)
        if luck.random() < 0.15:
            continue
        if not answer.json().get("done"):
            refused.append(answer.json())
        deeds.pop(0)
    assert made == 250
    assert on_hand(variant) == 202
    assert {state(part) for part in parts} == {"packed"}
    assert (Parcel.objects.count(), Event.objects.filter(kind="orders.accepted").count()) == (12, 12)
    assert all(one["conflict"] for one in refused)  # the other phone had packed it before this one said yes
