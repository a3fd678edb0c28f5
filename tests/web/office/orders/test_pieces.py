"""The desk divides, holds, cancels and takes back single pieces of an order."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from haat.core.dates import today
from haat.core.money import format_rupees as rupees
from haat.core.worker import run_due
from haat.orders.models import Return
from haat.payments import actions as payments
from haat.payments.models import Refund
from tests.make import BY, HOME_PIN, make_arrival, make_part, make_pin, make_stocked, walk
from tests.web.office.signed import district, officer

pytestmark = pytest.mark.django_db


def ten(state="placed"):
    return make_part({make_stocked(district().maker, pieces=20, price_paise=20_000): 10}, state=state)


def post(deed, part, count, **said):
    field = f"pieces-{part.lines.get().pk}"
    return officer("desk").post(reverse(f"office:orders:{deed}", args=[part.number]), {field: str(count), **said})


def parts(part):
    return list(part.order.parts.order_by("pk").values_list("state", "lines__quantity", "held_until"))


def test_field_that_names_no_line_is_passed_over():
    part = ten()
    said = f"pieces-{'1' * 5000}=1&pieces-{part.lines.get().pk}=4"
    address = reverse("office:orders:divide", args=[part.number])
    answer = officer("desk").post(address, said, content_type="application/x-www-form-urlencoded")
    assert (answer.status_code, parts(part)) == (302, [("placed", 6, None), ("placed", 4, None)])


def test_pieces_are_divided_off():
    part = ten()
    assert post("divide", part, 4).status_code == 302
    assert parts(part) == [("placed", 6, None), ("placed", 4, None)]
    assert post("divide", part, 7).status_code == 302
    assert len(parts(part)) == 2
    page = officer("desk").get(reverse("office:orders:order", args=[f"{part.order.number}-2"])).content.decode()
    assert f"Divided off from {part.number}" in page


def test_pieces_are_held_and_no_longer_held():
    part, day = ten(), today() + timedelta(days=5)
    assert post("hold", part, 4, **{"hold-reason": "wet clay", "hold-day": "yesterday"}).status_code == 422
    assert post("hold", part, 4, **{"hold-reason": "wet clay", "hold-day": today().isoformat()}).status_code == 422
    assert post("hold", part, 4, **{"hold-reason": "wet clay", "hold-day": day.isoformat()}).status_code == 302
    assert parts(part) == [("placed", 6, None), ("placed", 4, day)]
    rest = part.order.parts.last()
    page = officer("desk").get(reverse("office:orders:order", args=[rest.number])).content.decode()
    assert "wet clay" in page
    assert officer("desk").post(reverse("office:orders:end_hold", args=[rest.number])).status_code == 302
    assert parts(part)[1] == ("placed", 4, None)


def test_pieces_are_cancelled():
    part = ten()
    assert post("cancel", part, 3, **{"cancel-reason": "broken"}).status_code == 302
    assert parts(part) == [("placed", 7, None), ("cancelled", 3, None)]


def test_the_desk_reads_what_came_back_what_was_given_back_and_what_remains():
    part = ten("delivered")
    post("take_back", part, 3, **{"back-reason": "too small"})
    url = reverse("office:orders:order", args=[part.number])
    page = " ".join(re.sub(r"<[^>]+>", " ", officer("desk").get(url).content.decode()).split())
    assert f"Returned, received −₹600 After the return {rupees(part.total_paise - 60_000)}" in page
    run_due()
    assert "Owed back to the buyer" in officer("desk").get(url).content.decode()
    payments.refund_sent(Refund.objects.get(), reference="998877665544", by=BY)
    page = " ".join(re.sub(r"<[^>]+>", " ", officer("desk").get(url).content.decode()).split())
    assert "Given back to the buyer 998877665544 ₹600 After the return" in page


def test_pieces_refused_at_the_door_are_taken_back_at_once():
    part = ten("delivered")
    page = officer("desk").get(reverse("office:orders:order", args=[part.number])).content.decode()
    assert "Pieces are back already" in page
    assert post("take_back", part, 11, **{"back-reason": "refused"}).status_code == 422
    assert post("take_back", part, 2, **{"back-reason": "refused", "resale": "yes"}).status_code == 302
    ret = Return.objects.get()
    assert (ret.state, ret.reason, ret.lines.get().pieces, ret.part.state) == ("received", "refused", 2, "delivered")
    page = officer("desk").get(reverse("office:orders:order", args=[part.number])).content.decode()
    assert ("2 × Bamboo basket" in page, 'max="8"' in page) == (True, True)


def test_what_was_sold_elsewhere_is_taken_back_after_our_return_days():
    make_pin(HOME_PIN)
    part = walk(make_arrival({make_stocked(district().maker): 2}).order.parts.get(), "delivered")
    with time_machine.travel(timezone.now() + timedelta(days=30)):
        page = officer("desk").get(reverse("office:orders:order", args=[part.number])).content.decode()
        assert "Pieces are back already" in page
        assert post("take_back", part, 1, **{"back-reason": "sent back"}).status_code == 302
        assert Return.objects.get().state == "received"


@pytest.mark.parametrize("elsewhere", [False, True])
def test_only_for_orders_of_our_own_the_mart_owes_the_money(elsewhere):
    good = make_stocked(district().maker, pieces=20)
    make_pin(HOME_PIN)
    part = make_arrival({good: 6}).order.parts.get() if elsewhere else make_part({good: 6})
    day, desk, pieces = today() + timedelta(days=5), officer("desk"), f"pieces-{part.lines.get().pk}"

    def said(deed, **form):
        address = reverse(f"office:orders:{deed}", args=[part.number])
        return desk.post(address, {pieces: "1", **form}, follow=True).content.decode()

    pages = [said("hold", **{"hold-reason": "wet", "hold-day": day.isoformat()})]
    pages.append(said("cancel", **{"cancel-reason": "broken"}))
    part.refresh_from_db()
    walk(part, "delivered")
    pages.append(said("take_back", **{"back-reason": "sent back"}))
    for page, ours in zip(pages, ["may cancel it.", "is owed back to her.", "is owed back to the buyer."], strict=True):
        assert (ours in page, "where she ordered." in page) == (not elsewhere, elsewhere)
