"""What leaves from a hub is accepted and packed by the desk, fetched there, and asks nothing of its maker."""

import pytest
from django.urls import reverse

from haat.core.dates import today
from haat.orders import actions
from haat.orders.models import Part
from haat.stock.actions import sell_from
from tests.make import BY, make_arrival, make_hub, make_moved, make_part, make_stocked
from tests.web.office.signed import district, officer, sign_in, work_off

pytestmark = pytest.mark.django_db


@pytest.fixture
def part():
    here = district()
    variant = make_stocked(here.maker, pieces=3)
    hub = make_hub(name="Sarath hub", sells=("mart",))
    make_moved(variant, hub, 3)
    return make_part({variant: 1})


def text(answer):
    return answer.content.decode()


def test_the_desk_accepts_and_packs_it(part):
    desk, number = officer("desk"), part.number
    shown = text(desk.get(reverse("office:orders:order", args=[number])))
    assert ["Sarath hub" in shown, "It is here: accept" in shown, "Act for the maker" in shown] == [True, True, False]
    assert desk.post(reverse("office:orders:accept", args=[number])).status_code == 302
    refused = desk.post(reverse("office:orders:pack", args=[number]), {"pack-weight_g": "0"})
    assert (refused.status_code, list(refused.context["pack_form"].errors)) == (422, ["weight_g"])
    assert desk.post(reverse("office:orders:pack", args=[number]), {"pack-weight_g": "420"}).status_code == 302
    part.refresh_from_db()
    assert part.state == Part.State.PACKED
    work_off()
    assert "Sarath hub" in text(desk.get(reverse("office:delivery:list")))
    label = desk.get(reverse("office:delivery:label", args=[part.parcel.pk]))
    assert label.content[:5] == b"%PDF-"


@pytest.mark.parametrize(
    ("carrier", "words"), [("own", "It waits for a rider."), ("post", "Now give it to: India Post.")]
)
def test_whom_a_packed_parcel_waits_for_is_said(part, carrier, words):
    Part.objects.update(carrier=carrier)
    actions.accept(part, by=BY)
    desk = officer("desk")
    answer = desk.post(reverse("office:orders:pack", args=[part.number]), {"pack-weight_g": "420"}, follow=True)
    assert words in text(answer)


def test_of_what_was_sold_elsewhere_it_is_said_who_makes_and_what_is_packed_where_it_lies(part):
    lies, made = part.lines.get().variant, make_stocked(district().other, pieces=5)
    sell_from(part.place, channel="bazaar", by=BY)
    desk = officer("desk")
    arrival = make_arrival({"A": 1, "B": 1, "C": 1})
    rows = list(arrival.lines.order_by("pk"))
    said = {
        variant: text(
            desk.post(
                reverse("office:orders:take_line", args=[arrival.pk, row.pk]), {"variant": variant.pk}, follow=True
            )
        )
        for row, variant in zip(rows, (lies, made), strict=False)
    }
    assert "Taken. What lies at Sarath hub is packed there." in said[lies]
    assert "Taken. The maker gets a message with what to make." in said[made]


def test_what_is_written_in_and_lies_at_a_hub_is_packed_there(part):
    sell_from(part.place, channel="phone", by=BY)
    told = {
        **{"channel": "phone", "name": "Asha Devi", "placed_on": today().isoformat(), "bills": "here"},
        **{"country": "IN", "currency": "INR", "nonce": "n"},
        **{"good_0": part.lines.get().variant.sku, "quantity_0": "1", "price_0": "520"},
    }
    answer = officer("desk").post(reverse("office:orders:write_in"), told, follow=True)
    assert "Written in. What lies at Sarath hub is packed there." in text(answer)


def test_what_its_maker_packs_the_desk_does_not():
    part = make_part({make_stocked(district().maker): 1})
    desk = officer("desk")
    for name in ("accept", "pack"):
        assert desk.post(reverse(f"office:orders:{name}", args=[part.number])).status_code == 404


def test_its_maker_reads_that_she_need_do_nothing(part):
    maker = sign_in(part.maker.members.get().user)
    shown = text(maker.get(reverse("maker:order", args=[part.number])))
    assert ["packed at Sarath hub" in shown, "Yes, I make it" in shown, "I cannot make this" in shown] == [
        True,
        False,
        False,
    ]
    assert "You need do nothing" in text(maker.get(reverse("maker:orders")))
    for name in ("accept", "pack", "some", "ready", "cannot"):
        assert maker.post(reverse(f"maker:{name}", args=[part.number])).status_code == 404


def test_her_phone_says_what_lies_elsewhere_and_is_not_sold_out(part):
    maker = sign_in(part.maker.members.get().user)
    good = part.lines.get().good_id
    listed, shown = text(maker.get(reverse("maker:goods"))), text(maker.get(reverse("maker:good", args=[good])))
    assert ("and 2 elsewhere" in listed, "Sold out" in listed, "2 more of yours" in shown) == (True, False, True)
