"""An order behind its link: where it stands, and what its buyer may do."""

from datetime import timedelta

import pytest
from django.utils import timezone

from haat.orders.models import Rating, Return, SellerOrder
from haat.payments import actions as payments
from tests.make import BY, make_mart, make_order, make_part, make_user, walk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _host(client):
    client.defaults["HTTP_HOST"] = "deoghar.localhost"


def link(order, language="en"):
    return f"/{language}/o/{order.token}/"


def deed(client, order, **said):
    return client.post(link(order), {"at": "main", **said})


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
    assert "You wrote the number 412345678901" in client.get(link(order)).content.decode()
    payments.confirm(payment, reference="412345678901", amount_paise=order.total_paise, by=BY)
    assert "Your order is placed." in client.get(link(order)).content.decode()


@pytest.mark.parametrize("reference", ["", "12", "x" * 500, "\x00", "११११११११११११"])
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
    SellerOrder.objects.update(delivered_at=timezone.now() - timedelta(days=8))
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


def test_a_phone_that_was_never_checked_sees_no_orders(client):
    mine = make_order(phone="9876543210")
    client.force_login(make_user(phone="+919876543210"), backend="django.contrib.auth.backends.ModelBackend")
    assert mine.number not in client.get("/en/orders/").content.decode()
