"""Orders on the phone: say yes, pack, hand over, or say why not; money order by order; help."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from haat.core.dates import today
from haat.core.models import Event
from haat.delivery.models import Parcel
from haat.ledger.models import Due, Payout, PayoutRun, Share
from haat.makers.models import Maker
from haat.messages.models import Message
from haat.orders.actions import ask_return
from haat.people.models import User
from tests.make import BY, make_block, make_maker, make_officer, make_part, make_round, make_stocked, make_user
from tests.web.maker.conftest import sign_in


def test_order_is_accepted_packed_and_waits_for_the_rider(phone: Client, maker: Maker):
    part = make_part({make_stocked(maker): 2}, name="Ranjana Kumari")
    url = f"/maker/orders/{part.number}/"
    assert phone.get(url).context["first_name"] == "Ranjana"
    assert phone.post(f"{url}accept/")["Location"] == url
    page = phone.get(url)
    assert (page.context["part"].state, page.context["weight"]) == ("accepted", 950)
    assert phone.post(f"{url}pack/", {"weight": "९८०"}).status_code == 302
    parcel = Parcel.objects.get()
    assert (parcel.weight_g, parcel.part.state) == (980, "packed")
    make_round(parcel, started=False)
    page = phone.get("/maker/orders/")
    assert [(one.number, one.round.rider.name) for one in page.context["parcels"]] == [(parcel.number, "The rider")]


def test_who_opens_an_order_has_seen_it(phone: Client, maker: Maker):
    part = make_part({make_stocked(maker): 1})
    url = f"/maker/orders/{part.number}/"
    another = make_user()
    for number, kind in enumerate(("order_new", "order_waits", "order_held")):
        told = {"mart": maker.mart, "phone": another.phone, "template": kind, "language": "hi", "body": "words"}
        Message.objects.create(user=another, cause=f"{kind}:{part.pk + number // 2}", **told)
    helper = sign_in(make_officer("coordinator", mart=maker.mart, place=maker.block))
    assert helper.get(f"{url}?for={maker.pk}").status_code == 200
    assert phone.get(url, headers={"X-Keep": "1"}).status_code == 200
    assert phone.get("/maker/help/").status_code == 200
    assert not Message.objects.exclude(read_at=None).exists()
    assert phone.get(url).status_code == 200
    assert [message.template for message in Message.objects.filter(read_at=None)] == ["order_held"]


def test_what_has_left_her_is_not_to_be_given_to_the_rider(phone: Client, maker: Maker):
    part = make_part({make_stocked(maker): 2}, state="packed")
    url = f"/maker/orders/{part.number}/"
    assert "Give this to the rider" in phone.get(url).content.decode()
    Parcel.objects.update(state="back")
    page = phone.get(url).content.decode()
    assert ("Give this to the rider" in page, "It has left you" in page) == (False, True)


def test_address_and_phone_of_the_buyer_stay_hidden(phone: Client, maker: Maker):
    part = make_part({make_stocked(maker): 1}, name="Ranjana Kumari")
    for url in ("/maker/orders/", f"/maker/orders/{part.number}/"):
        page = phone.get(url).content.decode()
        assert [secret for secret in ("Kumari", "Circular Road", "98765", part.order.pin) if secret in page] == []


def test_code_of_the_parcel_stays_hidden(phone: Client, maker: Maker):
    part = make_part({make_stocked(maker): 1}, state="packed")
    Parcel.objects.update(code="7391")
    html = phone.get(f"/maker/orders/{part.number}/").content.decode()
    # The names of files and pictures are digests, which hold any four digits now and then.
    assert "7391" not in re.sub(r"/[a-z0-9/._-]+\.[0-9a-f]{12}\.\w+|[0-9a-f]{32,}", "", html)


def test_weight_must_be_a_number(phone: Client, maker: Maker):
    part = make_part({make_stocked(maker): 1}, state="accepted")
    answer = phone.post(f"/maker/orders/{part.number}/pack/", {"weight": "heavy"})
    assert (answer.status_code, list(answer.context["wrong"]), answer.context["weight"]) == (422, ["weight"], "heavy")


def test_packing_twice_makes_one_parcel(phone: Client, maker: Maker):
    part = make_part({make_stocked(maker): 1}, state="accepted")
    for _turn in range(2):
        assert phone.post(f"/maker/orders/{part.number}/pack/", {"weight": "500"}).status_code == 302
    assert Parcel.objects.count() == 1


def test_new_order_is_not_packed_before_it_is_accepted(phone: Client, maker: Maker):
    part = make_part({make_stocked(maker): 1})
    assert phone.post(f"/maker/orders/{part.number}/pack/", {"weight": "500"}).status_code == 422


def test_order_that_cannot_be_made_is_cancelled_in_the_buyers_words(phone: Client, maker: Maker):
    part = make_part({make_stocked(maker): 1}, language="hi")
    answer = phone.post(f"/maker/orders/{part.number}/cannot/", {"reason": "material"})
    part.refresh_from_db()
    assert (answer.status_code, part.state, part.cancel_reason) == (302, "cancelled", "कच्चा माल ख़त्म हो गया")


def test_reason_is_needed(phone: Client, maker: Maker):
    part = make_part({make_stocked(maker): 1})
    answer = phone.post(f"/maker/orders/{part.number}/cannot/", {"reason": "whim"})
    assert (answer.status_code, list(answer.context["wrong"])) == (422, ["reason"])


def test_packed_order_is_stopped_by_the_desk_only(phone: Client, maker: Maker):
    part = make_part({make_stocked(maker): 1}, state="packed")
    assert phone.post(f"/maker/orders/{part.number}/cannot/", {"reason": "ill"}).status_code == 422
    part.refresh_from_db()
    assert part.state == "packed"


def test_another_makers_order_is_not_there(phone: Client):
    part = make_part({make_stocked(make_maker("Gulab group")): 1})
    url = f"/maker/orders/{part.number}/"
    answers = [phone.get(url), *(phone.post(f"{url}{deed}/") for deed in ("accept", "pack", "cannot"))]
    assert [answer.status_code for answer in answers] == [404] * 4


def test_order_that_waits_for_payment_is_not_there(phone: Client, maker: Maker):
    part = make_part({make_stocked(maker): 1}, method="upi")
    assert phone.get(f"/maker/orders/{part.number}/").status_code == 404
    assert phone.get("/maker/orders/").context["groups"] == []


def test_acting_for_a_maker_is_recorded_with_the_order(maker: Maker):
    helper = make_officer("coordinator", mart=maker.mart, place=maker.block)
    client = sign_in(helper)
    client.get(f"/maker/?for={maker.pk}")
    part = make_part({make_stocked(maker): 1})
    client.post(f"/maker/orders/{part.number}/accept/")
    event = Event.objects.get(kind="orders.accepted")
    assert (event.by_id, event.for_maker_id) == (helper.pk, maker.pk)


def test_orders_cost_the_same_for_one_and_many(phone: Client, maker: Maker, django_assert_num_queries):
    stocked = make_stocked(maker, pieces=40)
    make_part({stocked: 1}, state="packed")
    make_part({stocked: 1}, state="delivered")
    make_part({stocked: 1})
    phone.get("/maker/orders/")
    with django_assert_num_queries(18):
        phone.get("/maker/orders/")
    for _turn in range(2):
        make_part({stocked: 1}, state="packed")
        make_part({stocked: 1}, state="delivered")
        make_part({stocked: 1})
    with django_assert_num_queries(18):
        phone.get("/maker/orders/")


def test_every_order_has_a_picture(phone: Client, maker: Maker):
    stocked = make_stocked(maker, pieces=40)
    for state in ("placed", "packed", "delivered"):
        make_part({stocked: 1}, state=state)
    page = phone.get("/maker/orders/").content.decode()
    assert page.count('class="card"') == len(re.findall(r'class="card[^>]*>\s*<span class="plate', page)) == 3


@pytest.mark.parametrize(("weight", "asked"), [("90", True), ("9500", True), ("320", False), ("2850", False)])
def test_a_weight_out_of_proportion_is_asked_about_once(phone: Client, maker: Maker, weight: str, asked: bool):
    part = make_part({make_stocked(maker): 2}, state="accepted")  # two goods of 450 g and what packs them
    url = f"/maker/orders/{part.number}/pack/"
    answer = phone.post(url, {"weight": weight})
    assert answer.status_code == (422 if asked else 302)
    if asked:
        html = answer.content.decode()
        assert f'name="sure" value="{weight}"' in html
        assert f'value="{weight}"' in html
        assert "The goods in it weigh about 950 g" in html
        assert phone.post(url, {"weight": "9", "sure": weight}).status_code == 422  # another number is asked about anew
        assert phone.post(url, {"weight": weight, "sure": weight}).status_code == 302
    assert Parcel.objects.get().weight_g == int(weight)


# ---- money


def due(maker: Maker, paise: int = 47_340, **fields: object) -> Due:
    part = make_part({make_stocked(maker): 1}, state="delivered")
    wanted = {"mart": maker.mart, "maker": maker, "part": part, "amount_paise": paise, "pay_from": today()}
    return Due.objects.create(**{**wanted, **fields})


def paid(maker: Maker, paise: int) -> Payout:
    run = PayoutRun.objects.create(mart=maker.mart, number=f"R{paise}", proposed_by_id=1, released_by_id=2)
    return Payout.objects.create(
        mart=maker.mart, run=run, maker=maker, amount_paise=paise, state="paid", holder="Sita", account_number="1",
        ifsc="SBIN0000064", utr=f"UTR{paise}", paid_at=timezone.now(),
    )  # fmt: skip


def test_money_says_what_is_owed_and_why(phone: Client, maker: Maker):
    due(maker)
    due(maker, state=Due.State.TAKEN_BACK)
    page = phone.get("/maker/money/")
    assert page.context["owed"].total_paise == 47_340
    assert page.context["why"] == "The days for sending goods back are over. The desk pays it next."
    assert [line.when for line in page.context["lines"]] == [
        "The goods came back, nothing is owed",
        "Comes with the next payment",
    ]


def test_money_says_until_which_day_the_buyer_may_send_it_back(phone: Client, maker: Maker):
    with time_machine.travel("2026-10-01 09:30+00:00", tick=False):
        due(maker, pay_from=date(2026, 10, 9))
        page = phone.get("/maker/money/")
        home = phone.get("/maker/")
    assert page.context["why"].startswith("Until Thursday, 8 October the buyer may still")
    assert [line.when for line in page.context["lines"]] == ["Comes after 8 October"]
    assert "Comes after Thursday" in home.content.decode()


def test_money_a_buyer_asked_to_send_back_says_what_it_waits_for(phone: Client, maker: Maker):
    ask_return(due(maker).part, reason="too small", by=BY)
    page = phone.get("/maker/money/")
    assert page.context["why"] == "A buyer asked to send goods back. The desk settles it first, then pays."
    assert [line.when for line in page.context["lines"]] == ["The buyer asked to send it back"]
    assert "The buyer asked to send it back" in phone.get("/maker/").content.decode()


def test_paid_money_shows_its_utr_and_her_own_share(phone: Client, maker: Maker, leader: User):
    payout = paid(maker, 90_000)
    Share.objects.create(payout=payout, member=maker.members.get(), amount_paise=45_000)
    due(maker, state=Due.State.PAID, payout=payout)
    page = phone.get("/maker/money/")
    assert ("UTR90000" in page.content.decode(), page.context["lines"][0].done) == (True, True)
    assert [(share.amount_paise, share.given_at) for share in page.context["shares"]] == [(45_000, None)]


def test_coordinator_sees_no_members_share(maker: Maker):
    Share.objects.create(payout=paid(maker, 90_000), member=maker.members.get(), amount_paise=45_000)
    client = sign_in(make_officer("coordinator", mart=maker.mart, place=maker.block))
    assert client.get(f"/maker/money/?for={maker.pk}").context["shares"] == []


def test_money_costs_the_same_for_one_and_many(phone: Client, maker: Maker, django_assert_num_queries):
    due(maker)
    phone.get("/maker/money/")
    with django_assert_num_queries(14):
        phone.get("/maker/money/")
    due(maker)
    due(maker)
    with django_assert_num_queries(14):
        phone.get("/maker/money/")


# ---- help


def test_help_names_the_coordinator_of_her_block(phone: Client, maker: Maker):
    make_officer("coordinator", mart=maker.mart, place=make_block("Karon"))
    near = make_officer("coordinator", mart=maker.mart, place=maker.block)
    assert phone.get("/maker/help/").context["coordinator"] == near


def test_help_without_a_coordinator_leaves_the_desk(phone: Client, maker: Maker):
    page = phone.get("/maker/help/")
    assert (page.context["coordinator"], f"tel:{maker.mart.phone}" in page.content.decode()) == (None, True)


def test_messages_are_new_once_and_codes_never_shown(phone: Client, maker: Maker, leader: User):
    for number, template in enumerate(("order_new", "sign_in_code")):
        Message.objects.create(
            mart=maker.mart, user=leader, phone=leader.phone, template=template, language="hi", body=f"words {number}",
            cause=f"c{number}",
        )  # fmt: skip
    first, second = phone.get("/maker/help/"), phone.get("/maker/help/")
    assert [message.body for message in first.context["told"]] == ["words 0"]
    assert (first.context["told"][0].read_at, second.context["told"][0].read_at is None) == (None, False)


def test_some_are_made_now_and_the_rest_on_another_day(phone: Client, maker: Maker):
    part = make_part({make_stocked(maker, price_paise=20_000): 10})
    url, line, day = f"/maker/orders/{part.number}/", part.lines.get(), today() + timedelta(days=4)
    assert f'href="{url}some/"' in phone.get(url).content.decode()
    page = phone.get(f"{url}some/")
    assert [(row["now"], row["line"].quantity, bool(row["line"].shot)) for row in page.context["rows"]] == [
        (5, 10, True)
    ]
    assert page.context["day"] == day.isoformat()
    said = {f"pieces-{line.pk}": "६", "rest_on": day.isoformat(), "reason": "material"}
    assert phone.post(f"{url}some/", said)["Location"] == url
    now, rest = part.order.parts.order_by("pk")
    assert [(one.state, one.lines.get().quantity, one.held_until) for one in (now, rest)] == [
        ("accepted", 6, None),
        ("accepted", 4, day),
    ]
    held = f"/maker/orders/{rest.number}/"
    assert f"{held}ready/" in phone.get(held).content.decode()
    assert phone.post(f"{held}ready/")["Location"] == held
    rest.refresh_from_db()
    assert rest.held_until is None


def hidden(answer, *names: str) -> dict[str, str]:
    """What the page sends along unseen."""
    fields = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', answer.content.decode())
    return {name: value for name, value in fields if name.startswith(names)}


def test_some_said_by_two_is_a_conflict_for_the_second(phone: Client, maker: Maker):
    part = make_part({make_stocked(maker, price_paise=20_000): 10})
    url, field = f"/maker/orders/{part.number}/some/", f"pieces-{part.lines.get().pk}"
    said = {field: "6", "rest_on": (today() + timedelta(days=4)).isoformat(), "reason": "material"}
    first, second = ({**said, **hidden(phone.get(url), "seen", "held", "nonce")} for _turn in range(2))
    assert phone.post(url, first).status_code == 302
    assert phone.post(url, first).status_code == 302  # pressed twice
    late = phone.post(url, second)
    assert (late.status_code, late.context["wrong"]["reason"][:16]) == (422, "This was changed")
    kept = phone.post(url, second, headers={"X-Deed": "a" * 32})
    assert (kept.status_code, kept.json()["conflict"]) == (409, True)
    assert sorted(part.order.parts.values_list("lines__quantity", flat=True)) == [4, 6]
    again = {**said, **hidden(phone.get(url), "seen", "held", "nonce"), field: "5"}
    assert phone.post(url, again).status_code == 302  # she has looked
    assert sorted(part.order.parts.values_list("lines__quantity", flat=True)) == [1, 4, 5]


def test_some_that_cannot_be_made_count_once(phone: Client, maker: Maker):
    part = make_part({make_stocked(maker, price_paise=20_000): 10})
    url, line = f"/maker/orders/{part.number}/", part.lines.get().pk
    said = {f"pieces-{line}": "4", "reason": "broken", **hidden(phone.get(url), "seen")}
    assert said[f"seen-{line}"] == "10"
    assert [phone.post(f"{url}cannot/", said).status_code for _turn in range(2)] == [302, 422]
    assert sorted(part.order.parts.values_list("lines__quantity", flat=True)) == [4, 6]


def test_some_are_refused_without_a_reason_or_on_no_day(phone: Client, maker: Maker):
    part = make_part({make_stocked(maker, price_paise=20_000): 10})
    url, field = f"/maker/orders/{part.number}/some/", f"pieces-{part.lines.get().pk}"
    late = (today() + timedelta(days=9)).isoformat()
    for said, at in (
        ({"reason": ""}, "reason"),
        ({"reason": "ill", "rest_on": "soon"}, "rest_on"),
        ({"reason": "ill", field: "11"}, "pieces"),
    ):
        answer = phone.post(url, {field: "6", "rest_on": late, **said})
        assert (answer.status_code, list(answer.context["wrong"])) == (422, [at])
        assert answer.context["rows"][0]["now"] == said.get(field, "6")  # nothing typed is lost
    assert part.order.parts.count() == 1


def test_all_of_it_may_come_on_a_later_day(phone: Client, maker: Maker):
    part, day = make_part({make_stocked(maker): 1}), today() + timedelta(days=3)
    url = f"/maker/orders/{part.number}/some/"
    page = phone.get(f"{url}?none=1")
    assert (page.context["rows"], page.context["days"][2]["value"]) == ([], day.isoformat())
    assert phone.post(url, {"rest_on": day.isoformat(), "reason": "ill"}).status_code == 302
    part.refresh_from_db()
    assert (part.state, part.held_until) == ("accepted", day)


def test_what_is_packed_has_no_later_day(phone: Client, maker: Maker):
    part = make_part({make_stocked(maker): 1}, state="packed")
    url = f"/maker/orders/{part.number}/"
    assert phone.get(f"{url}some/")["Location"] == url


def test_some_pieces_cannot_be_made(phone: Client, maker: Maker):
    part = make_part({make_stocked(maker, price_paise=20_000): 10})
    said = {f"pieces-{part.lines.get().pk}": "4", "reason": "broken"}
    assert phone.post(f"/maker/orders/{part.number}/cannot/", said).status_code == 302
    assert sorted(part.order.parts.values_list("state", "lines__quantity")) == [("cancelled", 4), ("placed", 6)]
