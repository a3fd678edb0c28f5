"""Orders from elsewhere at the desk: written in, taken, dropped, compared."""

import pytest
from django.urls import reverse

from haat.core.dates import today
from haat.orders.models import Arrival, Order
from haat.shelf import build
from tests.make import make_arrival, make_hub, make_moved, make_stocked
from tests.web.office.signed import district, officer

pytestmark = pytest.mark.django_db


def good(**more):
    return make_stocked(district().maker, **more)


def get(name, /, *args, **query):
    return officer("desk").get(reverse(f"office:orders:{name}", args=args), query)


def post(name, /, *args, **said):
    return officer("desk").post(reverse(f"office:orders:{name}", args=args), said)


def typed(**said):
    told = {
        "channel": "phone",
        "name": "Asha Devi",
        "placed_on": today().isoformat(),
        "bills": "here",
        "country": "IN",
        "currency": "INR",
        "nonce": "one-form",
    }
    return {name: value for name, value in {**told, **said}.items() if value is not None}


def line(number, good, quantity="1", price="120.50"):
    return {f"good_{number}": good, f"quantity_{number}": quantity, f"price_{number}": price}


class TestList:
    def test_shows_what_waits_first(self):
        here = good()
        done, waits = make_arrival({here: 1}, key="B-DONE"), make_arrival({here: 1, "X": 1}, key="B-WAITS")
        page = get("arrivals").content.decode()
        assert (waits.external_id in page, done.external_id in page) == (True, False)
        page = get("arrivals", state="all").content.decode()
        assert (waits.external_id in page, done.external_id in page) == (True, True)
        assert done.external_id in get("arrivals", state="done", q="DONE").content.decode()

    def test_costs_the_same_for_one_and_for_five(self, django_assert_max_num_queries):
        here = good()
        make_arrival({here: 1, "X": 1})
        desk, url = officer("desk"), reverse("office:orders:arrivals")
        with django_assert_max_num_queries(16) as one:
            desk.get(url)
        for _more in range(4):
            make_arrival({here: 1, "X": 1})
        with django_assert_max_num_queries(len(one)):
            desk.get(url)

    def test_stands_on_the_rail_and_on_today(self):
        make_arrival({good(): 1, "X": 2}, key="B-1")
        make_arrival({"Y": 1}, key="B-1")
        page = officer("desk").get("/office/").content.decode()
        assert ("bazaar B-1: a line waits for you" in page, "bazaar B-1 was told otherwise" in page) == (True, True)

    def test_coordinator_sees_those_of_her_block(self):
        mine = make_arrival({good(): 1}, key="B-MINE")
        make_arrival({make_stocked(district().other): 1}, key="B-OTHER")
        page = (
            officer("coordinator", place=district().here)
            .get(reverse("office:orders:arrivals"), {"state": "all"})
            .content.decode()
        )
        assert (mine.external_id in page, "B-OTHER" in page) == (True, False)


class TestOne:
    def test_shows_it_as_it_came_with_goods_to_choose(self):
        here = good()
        arrival = make_arrival({here: 1, "X": 1}, more={"gift_wrap": "red"})
        page = get("arrival", arrival.pk).content.decode()
        assert ("gift_wrap" in page, "No good here has this SKU" in page) == (True, True)
        row = arrival.lines.get(state="open")
        page = get("arrival", arrival.pk, line=row.pk, q=here.sku).content.decode()
        assert f'name="variant" value="{here.pk}"' in page

    def test_goods_it_may_be_are_found_by_name_or_how_the_sku_begins(self):
        here = good()
        arrival = make_arrival({"X": 1})
        build.rebuild()
        row, wanted = arrival.lines.get(), f'name="variant" value="{here.pk}"'
        name = here.good.texts.first().name
        for words in (name, name.upper(), f"lovely {name} for home", here.sku[:-1].lower()):
            assert wanted in get("arrival", arrival.pk, line=row.pk, q=words).content.decode(), words
        assert wanted not in get("arrival", arrival.pk, line=row.pk, q="zzqqx").content.decode()

    def test_line_is_taken(self):
        here = good()
        arrival = make_arrival({here: 1, "X": 1})
        row = arrival.lines.get(state="open")
        assert post("take_line", arrival.pk, row.pk, variant=here.pk).status_code == 302
        assert Order.objects.get().parts.count() == 2
        assert post("take_line", arrival.pk, row.pk, variant="junk").status_code == 404
        assert post("take_line", arrival.pk, 10**9, variant=here.pk).status_code == 404
        assert "In the order" in get("arrival", arrival.pk).content.decode()

    def test_short_line_says_how_many_are_free(self):
        short = good(pieces=1)
        arrival = make_arrival({short: 2})
        row = arrival.lines.get()
        answer = officer("desk").post(
            reverse("office:orders:take_line", args=[arrival.pk, row.pk]), {"variant": short.pk}, follow=True
        )
        assert "only 1 are free now" in answer.content.decode()

    def test_line_is_dropped_with_a_reason(self):
        arrival = make_arrival({good(): 1, "X": 1})
        row = arrival.lines.get(state="open")
        assert post("drop_line", arrival.pk, row.pk).status_code == 422
        assert post("drop_line", arrival.pk, row.pk, **{f"drop{row.pk}-reason": "told them"}).status_code == 302
        assert "told them" in get("arrival", arrival.pk).content.decode()

    def test_changed_telling_is_compared_and_answered(self):
        here = good()
        make_arrival({here: 1}, key="B-1")
        other = make_arrival({here: 1}, key="B-1", name="Usha")
        page = get("arrival", other.pk).content.decode()
        assert ("What is different" in page, "Usha" in page, "Ranjana Kumari" in page) == (True, True, True)
        assert post("see_change", other.pk).status_code == 422
        assert post("see_change", other.pk, **{"answer-reason": "Called her"}).status_code == 302
        other.refresh_from_db()
        assert (other.state, other.answer) == ("seen", "Called her")


class TestWritingIn:
    def test_order_is_written_in_and_counts_once(self):
        here = good()
        said = typed(**line(0, here.sku, "२", "१२०"), **line(1, "Old pot"), phone="98765 43210", delivery="40")
        for _twice in range(2):
            answer = post("write_in", **said)
            assert answer.status_code == 302
        arrival = Arrival.objects.get()
        assert answer["Location"] == reverse("office:orders:arrival", args=[arrival.pk])
        assert [(row.sku, row.title, row.quantity, row.piece_paise) for row in arrival.lines.order_by("pk")] == [
            (here.sku, "", 2, 12_000),
            ("", "Old pot", 1, 12_050),
        ]
        assert (arrival.state, arrival.order.delivery_paise, arrival.order.bills) == ("open", 4_000, "here")
        assert arrival.external_id.startswith(f"{today():%y%m%d}-")

    def test_what_our_own_stall_sold_leaves_from_there(self):
        here, stall = good(pieces=9), make_hub(kind="stall", name="Fair stall")
        make_moved(here, stall, 3)
        make_hub(name="Gathering hub")
        page = get("write_in").content.decode()
        assert ("Fair stall" in page, "Gathering hub" in page) == (True, False)
        said = typed(**line(0, here.sku), channel=None, counter=stall.pk)
        assert post("write_in", **said).status_code == 302
        order = Order.objects.get()
        assert (order.channel, order.account, order.parts.get().place) == ("counter", str(stall.pk), stall)

    @pytest.mark.parametrize("said", [{"channel": None}, {"counter": "1" * 30}, {"counter": "own"}])
    def test_it_was_ordered_at_one_place(self, said):
        here, stall = good(), make_hub(kind="stall")
        said = {name: stall.pk if value == "own" else value for name, value in said.items()}
        answer = post("write_in", **typed(**line(0, here.sku), **said))
        assert (answer.status_code, Arrival.objects.count()) == (422, 0)
        assert set(answer.context["form"].errors) <= {"channel", "counter"}

    def test_another_money_is_converted(self):
        said = typed(**line(0, good().sku, "1", "19.99"), currency="USD", rate="83.415", rate_on=today().isoformat())
        assert post("write_in", **{**said, "country": "US", "postcode": "97201"}).status_code == 302
        order = Order.objects.get()
        assert (order.told_total_minor, order.total_paise, order.country) == (1_999, 166_747, "US")
        page = get("order", order.parts.get().number).content.decode()
        assert ("USD 19.99" in page, "United States" in page, "no phone was told" in page) == (True, True, True)

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"name": ""}, "name"),
            ({"phone": "12"}, "phone"),
            ({"pin": "1"}, "pin"),
            ({"channel": "mart"}, "channel"),
            ({"channel": "Bad one"}, "channel"),
            ({"placed_on": "2999-01-01"}, "placed_on"),
            ({"quantity_0": "0"}, "quantity_0"),
            ({"quantity_0": "x"}, "quantity_0"),
            ({"price_0": "x"}, "price_0"),
            ({"price_0": "1.005"}, "price_0"),
            ({"good_0": ""}, "good_0"),
            ({"delivery": "-1"}, "delivery"),
            ({"currency": "USD"}, "rate"),
            ({"currency": "JPY", "rate": "0.56", "rate_on": "2026-11-20"}, "price_0"),
            ({"country": "XX"}, "country"),
        ],
    )
    def test_refusal_stands_at_its_field(self, wrong, field):
        answer = post("write_in", **{**typed(**line(0, "Pot")), **wrong})
        assert answer.status_code == 422
        assert field in answer.context["form"].errors
        assert not Arrival.objects.exists()

    @pytest.mark.parametrize("said", [{"quantity_3": "3"}, {"price_3": "250"}, {"quantity_3": "3", "price_3": "250"}])
    def test_line_without_a_good_is_not_lost(self, said):
        answer = post("write_in", **typed(**line(0, "Pot"), **said))
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["good_3"])
        page = answer.content.decode()
        assert '<details class="more" open>' in page
        assert [f'name="{name}" value="{value}"' in page for name, value in said.items()] == [True] * len(said)
        assert not Arrival.objects.exists()

    def test_told_otherwise_is_said(self):
        here = good()
        post("write_in", **typed(**line(0, here.sku), external_id="P-1"))
        answer = officer("desk").post(
            reverse("office:orders:write_in"), typed(**line(0, here.sku, "2"), external_id="P-1"), follow=True
        )
        assert "was told before, and otherwise" in answer.content.decode()
        assert Arrival.objects.filter(state="changed").count() == 1
