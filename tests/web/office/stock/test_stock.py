"""The desk opens a place, sends goods there, counts what came, and says what became of what did not."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from haat.core.doctor import examine
from haat.stock.errors import NotHers
from haat.stock.holdings import last_moves, with_missing
from haat.stock.models import Move, MoveLine, SellsFrom, StockItem, StockPlace
from haat.web.office.stock import moves
from tests.make import make_arrival, make_hub, make_moved, make_stocked
from tests.web.office.signed import district, officer, work_off

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return district()


def page(name, *args):
    return reverse(f"office:stock:{name}", args=args)


def text(answer):
    return answer.content.decode()


def home(variant):
    return StockPlace.objects.get(maker=variant.good.maker)


def levels(variant):
    rows = StockItem.objects.filter(variant=variant).order_by("pk")
    return [tuple(row) for row in rows.values_list("place__kind", "on_hand")]


def sound():
    work_off()
    return [finding.name for finding in examine() if finding.broken] == []


def test_a_place_is_opened_once_and_changed(here):
    desk = officer("desk")
    sent = {
        "kind": "hub",
        "name": "Sarath hub",
        "where": here.here.pk,
        "address": "Near the bus stand",
        "pin": "814149",
        "keeper": "Savita Devi",
        "phone": "9431100022",
        "nonce": "n",
    }
    for _turn in range(2):
        assert desk.post(page("open"), sent).status_code == 302
    hub = StockPlace.objects.get(kind="hub")
    assert desk.post(page("change", hub.pk), sent | {"name": "Big hub"}).status_code == 302
    shown = text(desk.get(page("place", hub.pk)))
    assert [word in shown for word in ("Big hub", "Savita Devi", "Nothing lies here", "Opened")] == [True] * 4
    assert "Big hub" in text(desk.get(page("list")))


def test_what_a_place_lacks_stands_at_its_field_and_nothing_typed_is_lost(here):
    answer = officer("desk").post(page("open"), {"kind": "warehouse", "name": "FC", "channel": "Amazon!"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["channel"])
    answer = officer("desk").post(page("open"), {"kind": "hub", "name": "Hub", "where": "", "address": "By the pond"})
    assert list(answer.context["form"].errors) == ["where", "pin", "phone"]
    assert "By the pond" in text(answer)


def test_goods_are_sent_printed_counted_and_what_is_missing_accounted_for(here):
    variant, hub, desk = make_stocked(here.maker, pieces=9), make_hub(), officer("desk")
    assert "Chandni group" in text(desk.get(page("senders"), {"q": "chandni"}))
    assert "Chandni group" not in text(desk.get(page("senders"), {"q": "gulab"}))
    sent = {"target": hub.pk, f"pieces_{variant.pk}": "6", "nonce": "n"}
    for _turn in range(2):
        answer = desk.post(page("send", home(variant).pk), sent)
    move = Move.objects.get()
    assert (answer["Location"], levels(variant)) == (page("move", move.pk), [("maker", 3)])
    assert desk.get(page("challan", move.pk)).content[:5] == b"%PDF-"
    came = {f"came_{variant.pk}": "4", f"spoilt_{variant.pk}": "1"}
    for _turn in range(2):
        assert desk.post(page("receive", move.pk), came).status_code == 302
    assert levels(variant) == [("maker", 3), ("hub", 4)]
    line = MoveLine.objects.get()
    today = text(desk.get(reverse("office:today:list")))
    assert (f"Pieces of {move.number} are missing" in today, page("move", move.pk) in today) == (True, True)
    prefix = f"m{line.pk}"
    refused = desk.post(page("settle", move.pk, line.pk), {f"{prefix}-found": "0"})
    assert (refused.status_code, "Reason: write what became" in text(refused)) == (422, True)
    assert desk.post(page("settle", move.pk, line.pk), {f"{prefix}-found": "1"}).status_code == 302
    assert levels(variant) == [("maker", 3), ("hub", 5)]
    assert "1 found, 0 written off" in text(desk.get(page("move", move.pk)))
    assert sound()


def test_what_is_counted_and_settled_otherwise_meanwhile_is_not_called_done(here):
    variant, hub, desk = make_stocked(here.maker, pieces=9), make_hub(), officer("desk")
    desk.post(page("send", home(variant).pk), {"target": hub.pk, f"pieces_{variant.pk}": "6", "nonce": "n"})
    move = Move.objects.get()
    came = {f"came_{variant.pk}": "4", f"spoilt_{variant.pk}": "0"}
    desk.post(page("receive", move.pk), came)
    shown = text(officer("desk").post(page("receive", move.pk), came | {f"came_{variant.pk}": "5"}))
    assert ("Nothing was changed" in shown, "Counted. What came" in shown) == (True, False)
    line = move.lines.get()
    desk.post(page("settle", move.pk, line.pk), {f"m{line.pk}-found": "2"})
    told = {f"m{line.pk}-found": "0", f"m{line.pk}-reason": "Stolen"}
    shown = text(officer("desk").post(page("settle", move.pk, line.pk), told))
    assert ("Nothing was changed" in shown, "Written down." in shown) == (True, False)
    assert levels(variant) == [("maker", 3), ("hub", 6)]


def test_goods_go_to_places_or_back_to_whoever_made_those_on_the_page(here, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(moves, "GOODS", 1)
    hub, desk = make_hub(), officer("desk")
    made = [make_stocked(maker, pieces=9) for maker in (here.maker, here.other)]
    places = [home(variant) for variant in made]
    for variant in made:
        desk.post(page("send", home(variant).pk), {"target": hub.pk, f"pieces_{variant.pk}": "6"})
        desk.post(
            page("receive", Move.objects.latest("pk").pk), {f"came_{variant.pk}": "6", f"spoilt_{variant.pk}": "0"}
        )
    shown = [
        {
            value
            for value, _words in desk.get(page("send", hub.pk), {"page": number})
            .context["form"]
            .fields["target"]
            .choices
        }
        for number in (1, 2)
    ]
    assert sorted(len(values & {place.pk for place in places}) for values in shown) == [1, 1]
    assert shown[0] != shown[1]
    with django_assert_num_queries(10):
        desk.get(page("send", hub.pk))
    sent = {"target": places[0].pk, f"pieces_{made[0].pk}": "1", "nonce": "a"}
    assert desk.post(page("send", hub.pk) + "?page=2", sent).status_code == 302
    wrong = {"target": places[0].pk, f"pieces_{made[1].pk}": "1", "nonce": "b"}
    assert str(NotHers().message) in text(desk.post(page("send", hub.pk), wrong))


def test_more_than_is_free_stands_at_its_good(here):
    variant, hub = make_stocked(here.maker, pieces=2), make_hub()
    answer = officer("desk").post(page("send", home(variant).pk), {"target": hub.pk, f"pieces_{variant.pk}": "3"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [f"pieces_{variant.pk}"])
    nothing = officer("desk").post(page("send", home(variant).pk), {"target": hub.pk})
    assert (nothing.status_code, "write how many pieces go" in text(nothing)) == (422, True)


def test_what_was_sold_meanwhile_is_said_and_nothing_is_sent(here):
    one, two, hub = make_stocked(here.maker, pieces=3), make_stocked(here.maker, pieces=3), make_hub()
    make_moved(one, hub, 3)
    sent = {"target": hub.pk, f"pieces_{one.pk}": "3", f"pieces_{two.pk}": "2"}
    answer = officer("desk").post(page("send", home(one).pk), sent)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [f"pieces_{one.pk}"])
    assert ("only 0 are free there" in text(answer), Move.objects.count()) == (True, 1)


def test_everything_sent_home_is_sent_once_when_the_key_is_pressed_twice(here):
    variant, hub, desk = make_stocked(here.maker, pieces=5), make_hub(), officer("desk")
    make_moved(variant, hub, 5)
    sent = {"target": home(variant).pk, f"pieces_{variant.pk}": "5", "nonce": "n"}
    answers = [desk.post(page("send", hub.pk), sent) for _turn in range(2)]
    assert [answer["Location"] for answer in answers] == [page("move", Move.objects.latest("pk").pk)] * 2
    assert Move.objects.count() == 2


def test_more_than_was_sent_stands_at_its_good(here):
    variant, hub, desk = make_stocked(here.maker, pieces=3), make_hub(), officer("desk")
    desk.post(page("send", home(variant).pk), {"target": hub.pk, f"pieces_{variant.pk}": "3"})
    came = {f"came_{variant.pk}": "4", f"spoilt_{variant.pk}": "0"}
    answer = desk.post(page("receive", Move.objects.get().pk), came)
    assert (answer.status_code, list(answer.context["receiving"].errors)) == (422, [f"came_{variant.pk}"])


def test_whose_it_is_stands_with_what_lies_there_and_it_is_counted(here):
    variant, hub, desk = make_stocked(here.maker, pieces=5), make_hub(), officer("desk")
    make_moved(variant, hub, 4)
    shown = text(desk.get(page("place", hub.pk)))
    assert ("Chandni group" in shown, "Close the place" in shown) == (True, False)
    assert desk.post(page("count", hub.pk, variant.pk), {f"c{variant.pk}-on_hand": "6"}).status_code == 302
    assert levels(variant) == [("maker", 1), ("hub", 6)]
    assert desk.post(page("count", hub.pk, variant.pk), {f"c{variant.pk}-on_hand": "-1"}).status_code == 422
    assert desk.post(page("close", hub.pk), follow=True).content.decode().count("what became of the missing ones") == 1
    assert sound()


def test_what_was_counted_empty_is_counted_again(here):
    variant, hub, desk = make_stocked(here.maker, pieces=5), make_hub(), officer("desk")
    make_moved(variant, hub, 4)
    key = f"c{variant.pk}-on_hand"
    for pieces in (0, 3):
        assert desk.post(page("count", hub.pk, variant.pk), {key: pieces, "nonce": f"n{pieces}"}).status_code == 302
        shown = text(desk.get(page("place", hub.pk)))
        assert ("none left here" in shown, page("count", hub.pk, variant.pk) in shown) == (not pieces, True)
    desk.post(page("count", hub.pk, variant.pk), {key: "0", "nonce": "again"})
    desk.post(page("close", hub.pk))
    assert page("count", hub.pk, variant.pk) not in text(desk.get(page("place", hub.pk)))
    assert sound()


def test_another_good_found_at_a_place_is_counted(here):
    variant, hub, desk = make_stocked(here.maker, pieces=5), make_hub(), officer("desk")
    other = make_stocked(here.maker, pieces=0, good={"made_to_order": True})
    said = {"found-good": variant.sku, "found-on_hand": "2", "nonce": "n"}
    for field, wrong in (("good", "qqqq"), ("on_hand", "-1")):
        answer = desk.post(page("found", hub.pk), said | {f"found-{field}": wrong})
        assert (answer.status_code, list(answer.context["found_form"].errors)) == (422, [field])
    assert desk.post(page("found", hub.pk), said | {"found-good": other.sku}).status_code == 422
    assert desk.post(page("found", hub.pk), said).status_code == 302
    assert levels(variant) == [("maker", 5), ("hub", 2)]
    assert "stands in the list already" in text(desk.post(page("found", hub.pk), said))
    second = make_stocked(here.maker, pieces=1)
    called = next(iter(variant.good.texts.all())).name
    answer = text(desk.post(page("found", hub.pk), said | {"found-good": called}))
    assert (variant.sku in answer, second.sku in answer) == (True, True)
    assert sound()


def test_who_sells_from_a_place_is_said_and_stopped(here):
    hub, desk = make_hub(), officer("desk")
    assert "Nobody yet" in text(desk.get(page("place", hub.pk)))
    assert desk.post(page("sell", hub.pk), {"seller": "mart"}).status_code == 302
    row = SellsFrom.objects.get()
    assert "The mart’s shop" in text(desk.get(page("place", hub.pk)))
    assert desk.post(page("stop", hub.pk, row.pk)).status_code == 302
    assert "stopped" in text(desk.get(page("place", hub.pk)))
    assert desk.post(page("sell", hub.pk), {"seller": "amazon"}).status_code == 422


def test_every_channel_the_mart_has_sold_in_may_sell_from_a_place_but_no_other_counter(here):
    hub, desk = make_hub(), officer("desk")
    make_arrival({make_stocked(here.maker): 1}, key="B-1")
    make_hub(kind="warehouse", channel="amazon", account="A1")
    make_hub(kind="stall")
    form = desk.get(page("place", hub.pk)).context["sell_form"]
    assert [value for value, _words in form.fields["seller"].choices] == ["mart", "amazon A1", "bazaar"]
    assert desk.post(page("sell", hub.pk), {"seller": "bazaar"}).status_code == 302
    assert SellsFrom.objects.filter(place=hub, channel="bazaar", account="").exists()


def test_without_another_place_the_key_to_open_one_is_shown(here):
    variant, desk = make_stocked(here.maker, pieces=3), officer("desk")
    shown = text(desk.get(page("send", home(variant).pk)))
    assert ("There is no other place yet" in shown, page("open") in shown) == (True, True)
    make_hub()
    assert "There is no other place yet" not in text(desk.get(page("send", home(variant).pk)))


def test_an_empty_place_is_closed(here):
    hub, desk = make_hub(), officer("desk")
    assert desk.post(page("close", hub.pk)).status_code == 302
    hub.refresh_from_db()
    assert (hub.closed_at is None, "closed" in text(desk.get(page("list")))) == (False, True)


def test_the_list_costs_the_same_for_many_places(here, django_assert_max_num_queries):
    variant, desk = make_stocked(here.maker, pieces=40), officer("desk")
    for _turn in range(6):
        make_moved(variant, make_hub(), 2)
    desk.get(page("list"))
    with django_assert_max_num_queries(16):
        desk.get(page("list"))


def test_lists_of_moves_read_sums_not_lines(here):
    one = make_stocked(here.maker, pieces=9)
    two, hub, desk = make_stocked(here.maker, pieces=9), make_hub(), officer("desk")
    sent = {f"pieces_{one.pk}": "4", f"pieces_{two.pk}": "3", "target": hub.pk, "nonce": "n"}
    desk.post(page("send", home(one).pk), sent)
    assert last_moves(hub, 5)[0].pieces == 7
    came = {f"{way}_{good.pk}": "1" for way in ("came", "spoilt") for good in (one, two)}
    desk.post(page("receive", Move.objects.get().pk), came)
    line = MoveLine.objects.get(variant=two)
    assert list(with_missing(here.mart).values_list("pieces", "lost_pieces")) == [(7, 3)]
    desk.post(page("settle", line.move_id, line.pk), {f"m{line.pk}-found": "1"})
    assert list(with_missing(here.mart).values_list("pieces", "lost_pieces")) == [(7, 2)]
    with CaptureQueriesContext(connection) as asked:
        desk.get(page("list"))
        desk.get(page("place", hub.pk))
    assert [query for query in asked if query["sql"].startswith('SELECT "stock_moveline"."id"')] == []


def test_the_room_is_read_in_hindi(here):
    make_hub()
    shown = text(officer("desk", language="hi").get(page("list")))
    assert ["भंडार" in shown, "संग्रह केंद्र" in shown] == [True, True]
