"""An order behind its link: where it stands, and what its buyer may do."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from haat.core.money import format_rupees as rupees
from haat.core.worker import run_due
from haat.orders import actions as orders
from haat.orders.models import Part, Rating, Return
from haat.payments import actions as payments
from haat.payments.models import Refund
from tests.make import BY, make_mart, make_order, make_part, make_stocked, make_user, walk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _host(client):
    client.defaults["HTTP_HOST"] = "deoghar.localhost"


def link(order, language="en"):
    return f"/{language}/o/{order.token}/"


def deed(client, order, **said):
    return client.post(link(order), {"at": "main", **said})


def two_parts(method="upi"):
    """An order of two makers, ₹520 each, its payment asked for."""
    order = make_order({make_stocked(): 1, make_stocked(): 1}, method=method)
    payment = payments.ask(order, by=BY)
    return order, payment, list(order.parts.order_by("pk"))


def shown(client, order, language="en"):
    """The words of the page, without markup."""
    html = client.get(link(order, language)).content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", html[html.index("<main") : html.index("</main>")]).split())


def cancel(client, part, why="Ordered twice"):
    answer = deed(client, part.order, deed="cancel", part=part.pk, reason=why, at=f"part-{part.pk}")
    assert (answer.status_code, answer.headers["Location"]) == (303, link(part.order) + "#told")


@pytest.mark.parametrize("state", ["placed", "accepted", "packed", "on_the_way", "delivered"])
@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("hi", "ltr")])
def test_every_state_has_its_page(client, state, language, direction):
    part = make_part(state=state)
    answer = client.get(link(part.order, language))
    assert answer.status_code == 200
    assert f'dir="{direction}"' in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_the_code_is_shown_once_the_rider_is_out_and_not_before(client):
    part = make_part(state="packed")
    code = part.parcel.code
    assert code not in client.get(link(part.order)).content.decode()
    from tests.make import make_round

    make_round(part.parcel)
    assert f'num">{code}</p>' in client.get(link(part.order)).content.decode()


def test_the_code_is_gone_once_it_is_delivered(client):
    part = make_part(state="delivered")
    assert "Say this code" not in client.get(link(part.order)).content.decode()


def test_a_guessed_link_finds_nothing_and_is_slowed(client, still):
    make_mart()
    for number in range(40):
        assert client.get(f"/en/o/guess{number}/").status_code == 404
    assert client.get("/en/o/guess/").status_code == 429


def test_another_marts_order_is_not_shown_here(client):
    order = make_order()
    make_mart("chandrapur", order_prefix="CH")
    assert client.get(link(order), headers={"Host": "chandrapur.localhost"}).status_code == 404


def test_the_browser_may_say_where_a_form_comes_from(client):
    """`no-referrer` would make browsers send `Origin: null`, which the token check rightly refuses."""
    answer = client.get(link(make_order()))
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert 'name="referrer"' not in answer.content.decode()


def test_the_phone_is_not_shown_in_full(client):
    order = make_order(phone="9876543210")
    html = client.get(link(order)).content.decode()
    assert "98xxxxxx10" in html
    assert "9876543210" not in html
    assert "98765 43210" not in html


def test_the_buyer_writes_the_utr_and_the_desk_confirms(client):
    order = make_order(method="upi")
    payment = payments.ask(order, by=BY)
    answer = deed(client, order, deed="paid", reference="4123 4567 8901", at="pay")
    assert (answer.status_code, answer.headers["Location"]) == (303, link(order) + "#pay")
    payment.refresh_from_db()
    assert (payment.state, payment.reference) == ("claimed", "412345678901")
    html = client.get(link(order)).content.decode()
    assert "You wrote the number 412345678901" in html
    assert "Thank you." in html
    assert ("I have paid" in html, "upi://" in html, '<svg class="qr"' in html) == (False, False, False)
    assert '<details class="deed no-print"><summary class="link">Is the number wrong?' in html
    assert "The mart is looking for your payment" in html
    payments.confirm(payment, reference="412345678901", amount_paise=order.total_paise, by=BY)
    assert "Your order is placed." in client.get(link(order)).content.decode()


@pytest.mark.parametrize("reference", ["", "12", "x" * 500, "११११११११११११"])
def test_a_wrong_utr_is_said_at_the_field(client, reference):
    order = make_order(method="upi")
    payments.ask(order, by=BY)
    answer = deed(client, order, deed="paid", reference=reference, at="pay")
    assert answer.status_code == 422
    assert 'id="reference-error"' in answer.content.decode()


def test_a_part_is_cancelled_with_a_reason_until_it_has_left(client):
    part = make_part(state="accepted")
    wrong = deed(client, part.order, deed="cancel", part=part.pk, reason=" ", at=f"part-{part.pk}")
    assert wrong.status_code == 422
    assert "Reason: say in a few words why" in wrong.content.decode()
    deed(client, part.order, deed="cancel", part=part.pk, reason="Ordered twice")
    part.refresh_from_db()
    assert (part.state, part.cancel_reason) == ("cancelled", "Ordered twice")


def test_a_cancelled_part_is_neither_asked_for_nor_counted(client):
    order, _payment, (one, two) = two_parts()
    said = shown(client, order)
    assert "Pay ₹1,040 by UPI" in said
    assert re.search(r"Total, by UPI ₹ ?1,040", said)
    assert "reaches 2 makers" in said
    cancel(client, one)
    html, said = client.get(link(order)).content.decode(), shown(client, order)
    assert f"Pay {rupees(two.total_paise)} by UPI" in said
    assert f"am={two.total_paise // 100}.00" in html
    assert re.search(rf"Total, by UPI ₹ ?{two.total_paise // 100}\b", said)
    assert f"₹{two.maker_paise // 100} of it reaches the maker" in said
    assert f"Cancelled, not in the total {rupees(one.total_paise)}" in said
    assert f"Cancelled: {one.maker.names['en']}, {rupees(one.total_paise)}. You pay nothing for it." in said


def test_an_order_wholly_cancelled_asks_for_nothing(client):
    order, _payment, parts = two_parts()
    for part in parts:
        cancel(client, part)
    html, said = client.get(link(order)).content.decode(), shown(client, order)
    assert "Your order is cancelled." in said
    assert ("upi://" in html, "Total" in said.replace("not in the total", ""), "of it reaches" in said) == (False,) * 3
    assert "If you have paid already, call the mart" in said


def test_a_cash_order_is_less_by_what_was_cancelled(client):
    order, _payment, (one, two) = two_parts("cod")
    cancel(client, one)
    said = shown(client, order)
    assert re.search(rf"Total, in cash when it comes ₹ ?{two.total_paise // 100}\b", said)
    assert "The rest of your order stays." in said
    assert "Your order is placed." not in said


def test_the_key_says_what_it_cancels(client):
    order, _payment, (one, two) = two_parts("cod")
    said = shown(client, order)
    for part in (one, two):
        assert f"Cancel only the part of {part.maker.names['en']}" in said
    assert "Cancel the order" not in said
    assert "Cancel the whole order" in said
    alone = make_part()
    said = shown(client, alone.order)
    assert "Cancel the order" in said
    assert ("Cancel only" in said, "Cancel the whole order" in said) == (False, False)


def test_all_parts_are_cancelled_at_once(client):
    order, _payment, _parts = two_parts("cod")
    wrong = deed(client, order, deed="cancel_all", reason=" ", at="whole")
    assert wrong.status_code == 422
    assert "Reason: say in a few words why" in wrong.content.decode()
    answer = deed(client, order, deed="cancel_all", reason="Moved away", at="whole")
    assert (answer.status_code, answer.headers["Location"]) == (303, link(order) + "#told")
    order.refresh_from_db()
    assert order.state == "cancelled"
    assert set(order.parts.values_list("cancel_reason", flat=True)) == {"Moved away"}


def test_once_a_parcel_has_left_not_all_can_be_cancelled(client):
    order, _payment, (one, two) = two_parts("cod")
    walk(one, "on_the_way")
    assert "Cancel the whole order" not in shown(client, order)
    answer = deed(client, order, deed="cancel_all", reason="Moved away", at="whole")
    assert answer.status_code == 422
    assert "a parcel has left already" in answer.content.decode()
    two.refresh_from_db()
    assert two.state == "placed"


def test_steps_to_come_are_not_told_as_done(client):
    part = make_part(method="cod")
    roads = re.findall(r"<li( class=\"done\")?><span>([^<]+)</span>", client.get(link(part.order)).content.decode())
    assert roads == [
        (' class="done"', "Ordered"),
        ("", "The maker will take it"),
        ("", "It will be packed"),
        ("", "It will set out"),
        ("", "It will reach you"),
    ]
    assert "बनाने वाले लेंगे" in shown(client, part.order, "hi")
    walk(part, "accepted")
    assert "Taken by the maker" in shown(client, part.order)


def test_what_has_left_cannot_be_cancelled(client):
    part = make_part(state="on_the_way")
    answer = deed(client, part.order, deed="cancel", part=part.pk, reason="Too late")
    assert answer.status_code == 422
    assert "the parcel has left already" in answer.content.decode()


def test_a_delivered_part_may_be_sent_back_in_its_days(client):
    part = make_part(state="delivered")
    deed(client, part.order, deed="return", part=part.pk, reason="The rim is broken")
    assert Return.objects.get().reason == "The rim is broken"
    assert "You asked to send it back" in client.get(link(part.order)).content.decode()


def test_after_its_days_it_may_not(client):
    part = make_part(state="delivered")
    Part.objects.update(delivered_at=timezone.now() - timedelta(days=8))
    assert "Send it back" not in client.get(link(part.order)).content.decode()
    assert deed(client, part.order, deed="return", part=part.pk, reason="Late").status_code == 422


def test_a_line_is_rated_and_rated_again(client):
    part = make_part(state="delivered")
    line = part.lines.get()
    for stars, words in (("4", "Good"), ("५", "Very <b>good</b>")):
        assert deed(client, part.order, deed="rate", line=line.pk, stars=stars, words=words).status_code == 303
    rating = Rating.objects.get()
    assert (rating.stars, rating.words) == (5, "Very <b>good</b>")
    assert "<b>good</b>" not in client.get(link(part.order)).content.decode()


@pytest.mark.parametrize("stars", ["", "0", "6", "x", "99999999"])
def test_stars_out_of_range_are_refused(client, stars):
    part = make_part(state="delivered")
    assert deed(client, part.order, deed="rate", line=part.lines.get().pk, stars=stars).status_code == 422


def test_a_rating_without_a_number_keeps_the_words_at_their_place(client):
    part = make_part(state="delivered")
    line = part.lines.get()
    answer = deed(client, part.order, deed="rate", line=line.pk, words="Small <but> good", at=f"line-{line.pk}")
    html = answer.content.decode()
    assert answer.status_code == 422
    assert ">Small &lt;but&gt; good</textarea>" in html
    assert f'id="line-{line.pk}" open>' in html
    assert f'action="#line-{line.pk}"' in html
    assert html.count("Stars: choose from 1 to 5.") == 1
    assert f'aria-describedby="line-{line.pk}-error"' in html


def test_the_five_choices_say_which_end_is_good(client):
    html = client.get(link(make_part(state="delivered").order, "hi")).content.decode()
    heard = re.findall(r'<span class="num">(\d)<span class="sr">, ([^<]+)</span>', html)
    assert heard == [("1", "ख़राब"), ("2", "कुछ कम"), ("3", "ठीक"), ("4", "अच्छा"), ("5", "बहुत अच्छा")]


def test_food_says_when_it_comes_back(client):
    food = make_part({make_stocked(good={"shelf_life_days": 30}): 1}, state="delivered")
    assert "Food comes back only when it is spoilt" in shown(client, food.order)
    bowl = make_part({make_stocked(good={"shelf_life_days": None}): 1}, state="delivered")
    said = shown(client, bowl.order)
    assert "You may ask until " in said
    assert "Food comes back" not in said


def test_what_acts_is_not_printed(client):
    html = client.get(link(make_part(state="delivered").order)).content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    assert len(re.findall(r"<details", main)) == len(re.findall(r'<details class="deed no-print"', main)) == 2


def test_another_orders_part_and_line_cannot_be_reached(client):
    mine, other = make_part(state="delivered"), make_part(state="delivered")
    for said in (
        {"deed": "return", "part": other.pk, "reason": "x y z"},
        {"deed": "rate", "line": other.lines.get().pk, "stars": "1"},
        {"deed": "own"},
    ):
        assert deed(client, mine.order, **said).status_code == 404
    assert (Return.objects.count(), Rating.objects.count()) == (0, 0)


def test_where_to_go_after_cannot_leave_the_page(client):
    part = make_part(state="accepted")
    answer = deed(client, part.order, deed="cancel", part=part.pk, reason="No need", at="//evil.example/")
    assert answer.headers["Location"].startswith(link(part.order) + "#")


def test_orders_of_a_phone_want_its_code_first(client):
    make_mart()
    answer = client.get("/en/orders/")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/sign-in/?next=")


def test_orders_of_a_phone_that_has_shown_its_code(client):
    mine = make_order(phone="9876543210")
    other = walk(make_part(phone="9876543211"), "accepted").order
    client.force_login(
        make_user(phone="+919876543210", phone_verified=True), backend="django.contrib.auth.backends.ModelBackend"
    )
    html = client.get("/en/orders/").content.decode()
    assert mine.number in html
    assert other.number not in html


def test_the_list_says_each_state_once_and_the_living_total(client):
    order, _payment, (one, two) = two_parts("cod")
    user = make_user(phone="+919876543210", phone_verified=True)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    html = client.get("/en/orders/").content.decode()
    assert html.count("The maker has your order") == 1
    orders.cancel(one, reason="late", by=BY)
    html = client.get("/en/orders/").content.decode()
    assert '<span class="good-news">Cancelled · The maker has your order</span>' in html
    assert f'<b class="num">{rupees(two.total_paise)}</b>' in html
    orders.cancel(two, reason="late", by=BY)
    html = client.get("/en/orders/").content.decode()
    assert '<span class="soft">Cancelled</span>' in html
    assert rupees(order.total_paise) not in html


def test_the_list_knows_that_the_buyer_has_paid(client):
    _order, payment, _parts = two_parts()
    user = make_user(phone="+919876543210", phone_verified=True)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert "Waiting for your payment" in client.get("/en/orders/").content.decode()
    payments.claim(payment, reference="412345678901", by=BY)
    html = client.get("/en/orders/").content.decode()
    assert (html.count("The mart is looking for your payment"), html.count("Waiting for your payment")) == (1, 0)


def test_a_phone_that_was_never_checked_sees_no_orders(client):
    mine = make_order(phone="9876543210")
    client.force_login(make_user(phone="+919876543210"), backend="django.contrib.auth.backends.ModelBackend")
    assert mine.number not in client.get("/en/orders/").content.decode()


def test_paise_left_off_in_cash_stand_in_a_line_of_their_own(client):
    part = make_part({make_stocked(price_paise=120_060): 1})
    page = shown(client, part.order)
    assert "Goods ₹1,200.60 Delivery free Paise left off, in cash −₹0.60" in page
    assert "left off" not in shown(client, make_part({make_stocked(price_paise=120_060): 1}, method="upi").order)


def test_all_back_in_cash_leaves_nothing_to_pay(client):
    part = make_part({make_stocked(price_paise=120_060): 1}, state="delivered")
    orders.receive_return(orders.ask_return(part, reason="small", by=BY), by=BY)
    run_due()
    page = shown(client, part.order)
    assert Refund.objects.get().amount_paise == 120_000
    assert "−₹1,200 " in page
    assert "−₹1,200.60" not in page
