"""Two makers that may be one: found, compared, made one, kept apart, and made two again."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from haat.catalogue.models import Good
from haat.core.actor import Actor
from haat.core.models import Event
from haat.core.scans import Scan
from haat.doubles import actions
from haat.doubles.models import Apart, Merge
from haat.doubles.queries import likely_pairs
from haat.ledger import actions as ledger
from haat.makers import actions as makers
from haat.makers.models import BankAccount, Document, Maker
from haat.people.models import User
from haat.stock.models import StockItem
from haat.web.shop.base.addresses import address
from tests.ledger.books import payable
from tests.make import (
    make_block,
    make_hub,
    make_maker,
    make_mart,
    make_member,
    make_moved,
    make_order,
    make_part,
    make_pin,
    make_seller,
    make_stocked,
    make_village,
)
from tests.refusals import refused
from tests.sound import faults
from tests.web.office.signed import officer, sign_in

pytestmark = pytest.mark.django_db
BY = Actor(user_id=7)


def url(name: str, *args: int) -> str:
    return reverse(f"office:makers:{name}", args=args)


def enrolled(name: str, **more: object) -> Maker:
    """Through the door, so that the sound of its name is kept."""
    make_pin("814149")
    led = {"hi": f"{name} देवी"}
    wanted = {"kind": "group", "names": {"hi": name}, "block": make_block(), "pin": "814149", "leader_names": led}
    return makers.enrol_maker(make_mart(), **(wanted | more), by=BY)


def bank(maker: Maker, number: str = "30011223344") -> BankAccount:
    return makers.set_bank(maker, holder="Sita Devi", number=number, ifsc="SBIN0000064", sure=("account",), by=BY)


def pairs() -> list[tuple[set[int], tuple[str, ...]]]:
    return [({pair.one.pk, pair.two.pk}, pair.why) for pair in likely_pairs(Maker.objects.own())]


def test_spellings_of_one_name_in_one_village_find_each_other():
    village, other = make_village("Burhai"), make_village("Chitra")
    one = enrolled("चाँदनी समूह", place=village)
    two = enrolled("Chandni SHG", place=village)
    enrolled("Chandani mahila samuh", place=other)
    enrolled("Gulab group", place=village)
    assert pairs() == [({one.pk, two.pk}, ("name",))]
    unplaced = enrolled("Chaandni")
    assert ({one.pk, unplaced.pk}, ("name",)) in pairs()


def test_same_phone_and_same_account_are_named_and_stand_first():
    one, two = enrolled("Alpha", phone="9876543210"), enrolled("Beta", phone="9876543210")
    three, four = enrolled("Gamma"), enrolled("Delta")
    for maker in (one, two, three, four):
        bank(maker, "30011223344" if maker in (one, two) else "30011223399")
    assert pairs() == [({one.pk, two.pk}, ("phone", "account")), ({three.pk, four.pk}, ("account",))]


def statements(desk: Client) -> int:
    desk.get(url("alike"))
    with CaptureQueriesContext(connection) as seen:
        desk.get(url("alike"))
    return len(seen)


def test_more_pairs_than_are_drawn_are_not_counted_as_all(monkeypatch):
    for number, names in enumerate((("Alpha", "Kamal"), ("Beta", "Sundar"), ("Gamma", "Ujala"))):
        for name in names:
            enrolled(name, phone=f"987654321{number}")
    desk = officer("desk")
    assert '<span class="num soft">3</span>' in desk.get(url("alike")).content.decode()
    monkeypatch.setattr("haat.web.office.makers.alike.MOST_PAIRS", 2)
    answer = desk.get(url("alike"))
    assert (answer.context["counted"], len(answer.context["pairs"])) == ("2+", 2)


def test_page_costs_as_much_for_many_as_for_two():
    desk = officer("desk")
    enrolled("Alpha", phone="9876543210")
    enrolled("Alpha SHG", phone="9876543210")
    few = statements(desk)
    for n in range(12):
        enrolled(f"Group {'k' * (n + 1)}", phone="9876543211")
    assert (len(desk.get(url("alike")).context["pairs"]), statements(desk)) == (50, few)


def test_not_the_same_is_remembered_once_and_told_at_both():
    village = make_village("Burhai")
    one, two = enrolled("Chandni", place=village), enrolled("चाँदनी", place=village)
    desk = officer("desk")
    assert [row["pair"].one.pk for row in desk.get(url("alike")).context["pairs"]] == [one.pk]
    assert "Perhaps the same:" in desk.get(url("maker", one.pk)).content.decode()
    for _turn in range(2):
        assert desk.post(url("apart", two.pk, one.pk)).status_code == 302
    assert (Apart.objects.count(), Event.objects.filter(kind="doubles.kept_apart").count()) == (1, 2)
    assert desk.get(url("alike")).context["pairs"] == []
    assert "Perhaps the same:" not in desk.get(url("maker", one.pk)).content.decode()


def test_two_are_made_one_with_members_goods_pieces_papers_and_account():
    mart, village = make_mart(), make_village("Burhai")
    kept = enrolled("Chandni")
    gone = enrolled("चाँदनी", place=village, phone="9876543210", lokos_id="LK1", names={"mr": "चांदणी"}, since=2016)
    makers.enrol_member(gone, names={"hi": "रीना"}, by=BY)
    bank(gone)
    makers.give_document(gone, kind="pan", number="AAATC1234D", by=BY)
    lying = make_stocked(gone, pieces=7)
    desk = officer("desk")
    answer = desk.get(url("pair", kept.pk, gone.pk))
    assert [choice["closed"] for choice in answer.context["choices"]] == [False, False]
    answer = desk.post(url("merge", kept.pk, gone.pk), {"stays": kept.pk})
    assert answer["Location"] == url("maker", kept.pk)
    again = desk.post(url("merge", kept.pk, gone.pk), {"stays": kept.pk})  # a key pressed twice
    assert (again["Location"], Merge.objects.count()) == (url("maker", kept.pk), 1)
    kept.refresh_from_db()
    gone.refresh_from_db()
    assert (kept.names, kept.phone, kept.lokos_id, kept.since, kept.place) == (
        {"hi": "Chandni", "mr": "चांदणी"},
        "+919876543210",
        "LK1",
        2016,
        village,
    )
    assert (gone.state, gone.merged_into, gone.lokos_id) == ("merged", kept, "")
    assert sorted(member.names["hi"] for member in kept.members.all()) == ["Chandni देवी", "रीना"]
    assert kept.members.get(leads=True).user == User.objects.get(phone="+919876543210")
    assert (kept.member_count, kept.documents.get().state, BankAccount.objects.get(maker=kept).confirmed) == (
        2,
        Document.State.GIVEN,
        False,
    )
    good = Good.objects.get()
    item = StockItem.objects.get(variant=lying)
    assert (good.maker, item.place.maker, item.on_hand) == (kept, kept, 7)
    told = Event.objects.get(kind="makers.took_in")
    assert (
        told.subject_id,
        told.data["maker"],
        told.data["before"].get("phone", ""),
        told.data["after"]["lokos_id"],
    ) == (kept.pk, gone.pk, "", "LK1")
    assert "9876543210" not in str(told.data)
    assert desk.get(url("maker", gone.pk))["Location"] == url("maker", kept.pk)
    assert desk.get(url("list")).context["listing"].total == 1
    assert mart.makers.own().count() == 1
    assert faults() == {}


def test_the_old_address_in_the_shop_leads_to_who_stayed():
    kept, gone = make_maker(), make_maker(state="paused")
    actions.merge_makers(kept, gone, by=BY)
    answer = Client().get(address("maker", gone.slug))
    assert (answer.status_code, answer["Location"].endswith(f"/{kept.slug}/")) == (302, True)


def test_the_phone_of_a_merged_maker_opens_who_stayed():
    kept, gone = make_maker(), make_maker(state="paused")
    user = gone.members.get().user
    actions.merge_makers(kept, gone, by=BY)
    answer = sign_in(user, factor=False).get(reverse("maker:home"), {"for": gone.pk})
    assert (answer.status_code, answer.context["maker"]) == (200, kept)


def test_way_back_brings_members_goods_and_numbers_home():
    village = make_village("Burhai")
    kept = enrolled("Chandni", place=village)
    gone = enrolled("चाँदनी", place=village, phone="9876543210", lokos_id="LK1")
    bank(gone)
    makers.give_document(gone, kind="pan", number="AAATC1234D", by=BY)
    lying = make_stocked(gone, pieces=7)
    led = gone.members.get()
    facts = Maker.objects.filter(pk=kept.pk).values("names", "phone", "lokos_id", "place", "member_count")
    before = facts.get()
    merge = actions.merge_makers(kept, gone, by=BY)
    desk = officer("desk")
    assert [row["merge"] for row in desk.get(url("alike")).context["merges"]] == [merge]
    answer = desk.post(url("undo_merge", merge.pk))
    assert answer["Location"] == url("maker", gone.pk)
    assert (
        Maker.objects.filter(pk=kept.pk).values("names", "phone", "lokos_id", "place", "member_count").get() == before
    )
    gone.refresh_from_db()
    led.refresh_from_db()
    assert (gone.state, gone.lokos_id, gone.phone, led.maker, led.leads) == (
        "enrolled",
        "LK1",
        "+919876543210",
        gone,
        True,
    )
    assert (Good.objects.get().maker, StockItem.objects.get(variant=lying).place.maker) == (gone, gone)
    assert kept.members.get().user is None
    assert (kept.documents.get().state, gone.documents.get().state) == ("refused", "given")
    assert faults() == {}
    assert desk.post(url("undo_merge", merge.pk)).status_code == 404
    with refused("doubles.too_late"):
        actions.part_again(merge, by=BY)


def test_after_ninety_days_there_is_no_way_back():
    merge = actions.merge_makers(make_maker(), make_maker(state="paused"), by=BY)
    Merge.objects.update(at=timezone.now() - timedelta(days=91))
    assert list(officer("desk").get(url("alike")).context["merges"]) == []
    with refused("doubles.too_late"):
        actions.part_again(merge, by=BY)


def test_goods_ordered_since_keep_the_two_one():
    kept, gone = make_maker(), make_maker(state="paused")
    lying = make_stocked(gone, pieces=7)
    merge = actions.merge_makers(kept, gone, by=BY)
    lying.refresh_from_db()
    make_order({lying: 1})
    with refused("doubles.ordered_since"):
        actions.part_again(merge, by=BY)
    assert faults() == {}


def test_whose_money_is_at_the_bank_pieces_moved_or_sells_cannot_go():
    paid = make_maker()
    payable(paid)
    ledger.propose_payouts(make_mart(), by=Actor(user_id=8))
    makers.pause_maker(paid, by=BY)
    selling, moved = make_maker(), make_maker()
    make_moved(make_stocked(moved), make_hub(), 1)
    makers.pause_maker(moved, by=BY)
    kept = make_maker()
    desk = officer("desk")
    for gone, words in ((paid, "on the way to the bank"), (selling, "It sells now"), (moved, "were sent")):
        answer = desk.post(url("merge", kept.pk, gone.pk), {"stays": kept.pk}, follow=True)
        assert words in answer.content.decode()
        with refused("doubles.in_the_way"):
            actions.merge_makers(kept, gone, by=BY)
        closed = {choice["value"]: choice["closed"] for choice in answer.context["choices"]}
        assert closed[str(kept.pk)] is True
    assert (Merge.objects.count(), Maker.objects.own().count()) == (0, 4)
    assert faults() == {}


def test_money_and_open_orders_take_two_people_and_say_so():
    kept, gone = make_maker(), make_maker()
    part = make_part({make_stocked(gone): 1})
    makers.pause_maker(gone, by=BY)
    first, second = officer("desk"), officer("desk")
    answer = first.get(url("pair", kept.pk, gone.pk))
    assert "take two people" in answer.content.decode()
    answer = first.post(url("merge", kept.pk, gone.pk), {"stays": kept.pk}, follow=True)
    shown = answer.content.decode()
    assert "another person of the office has to agree" in shown
    assert "You proposed it on" in shown
    assert (Merge.objects.count(), answer.context["chosen"]) == (0, str(kept.pk))
    again = first.post(url("merge", kept.pk, gone.pk), {"stays": kept.pk}, follow=True)
    assert "Another person of the office has to agree." in again.content.decode()
    listed = second.get(url("alike"))
    assert [each.gone for each in listed.context["proposals"]] == [gone]
    assert "Waits for a second person" in listed.content.decode()
    answer = second.post(url("merge", kept.pk, gone.pk), {"stays": kept.pk})
    assert answer["Location"] == url("maker", kept.pk)
    part.refresh_from_db()
    assert part.maker == kept
    merge = Merge.objects.get()
    for desk, waits in ((second, True), (first, False)):
        desk.post(url("undo_merge", merge.pk))
        merge.refresh_from_db()
        assert (merge.undone_at is None) is waits
    part.refresh_from_db()
    assert part.maker == gone
    assert faults() == {}


def test_nobody_is_made_one_without_choosing_or_with_herself():
    one, two = make_maker(), make_maker(state="paused")
    desk = officer("desk")
    answer = desk.post(url("merge", one.pk, two.pk), {"stays": "7" * 30})
    assert (answer.status_code, answer.context["error"]) == (422, "Choose which of the two stays.")
    assert desk.get(url("pair", one.pk, one.pk)).status_code == 404
    with refused("doubles.same_maker"):
        actions.merge_makers(one, one, by=BY)


def test_merged_gstin_may_be_accepted_for_who_stayed():
    gone = make_maker(state="paused", seller=make_seller(gstin="20AAATC1234D1ZA"))
    kept = make_maker()
    merge = actions.merge_makers(kept, gone, by=BY)
    gone.seller.refresh_from_db()
    assert gone.seller.gstin == ""
    actions.part_again(merge, by=BY)
    gone.seller.refresh_from_db()
    assert gone.seller.gstin == "20AAATC1234D1ZA"


def test_coordinator_sees_only_pairs_of_her_block():
    here, there = make_block("Sarath"), make_block("Palojori")
    one = enrolled("Alpha", phone="9876543210", block=here)
    two = enrolled("Beta", phone="9876543210", block=there)
    coordinator = officer("coordinator", place=here)
    assert coordinator.get(url("alike")).context["pairs"] == []
    assert coordinator.get(url("pair", one.pk, two.pk)).status_code == 404
    assert coordinator.post(url("apart", one.pk, two.pk)).status_code == 404


def test_member_known_by_phone_or_name_is_not_counted_twice():
    kept = enrolled("Chandni", phone="9876543210")
    gone = enrolled("Gulab", phone="9876543210", leader_names={"hi": "सीता"})
    makers.enrol_member(kept, names={"hi": "रीना"}, by=BY)
    makers.enrol_member(gone, names={"en": "Reena"}, by=BY)
    make_member(gone, "Phulmani")
    actions.merge_makers(kept, gone, by=BY)
    kept.refresh_from_db()
    assert kept.member_count == 3


def test_gstin_that_others_sell_under_stays_on_its_seller():
    seller = make_seller(gstin="20AAATC1234D1ZA")
    gone, kept = make_maker(state="paused", seller=seller), make_maker(seller=seller)
    actions.merge_makers(kept, gone, by=BY)
    seller.refresh_from_db()
    assert seller.gstin == "20AAATC1234D1ZA"


def test_paper_comes_over_with_its_file_sealed_for_who_stayed():
    kept, gone = make_maker(), make_maker(state="paused")
    scan = Scan("pdf", b"%PDF-1.4 a paper")
    makers.give_document(gone, kind="pan", number="AAATC1234D", scan=scan, by=BY)
    actions.merge_makers(kept, gone, by=BY)
    assert makers.look_at(kept.paper_files.get(), by=BY) == scan.content
    assert gone.paper_files.count() == 1


def test_papers_that_cannot_be_opened_are_left_behind():
    kept, gone = make_maker(), make_maker(state="paused")
    makers.give_document(gone, kind="pan", number="AAATC1234D", scan=Scan("pdf", b"x"), by=BY)
    gone.paper_files.update(sealed=b"spoilt")
    actions.merge_makers(kept, gone, by=BY)
    assert (kept.documents.count(), kept.paper_files.count()) == (1, 0)


def test_who_sells_keeps_the_phone_and_papers_that_came_over():
    kept, gone = enrolled("Chandni"), enrolled("चाँदनी", phone="9876543210")
    bank(kept)
    makers.give_document(gone, kind="pan", number="AAATC1234D", by=BY)
    merge = actions.merge_makers(kept, gone, by=BY)
    makers.open_maker(kept, by=BY)
    actions.part_again(merge, by=BY)
    kept.refresh_from_db()
    assert (kept.state, kept.phone, kept.documents.get().state) == ("live", "+919876543210", "given")
    assert faults() == {}


def test_number_that_somebody_took_since_keeps_the_two_one():
    kept, gone = enrolled("Alpha"), enrolled("Beta", lokos_id="B1")
    merge = actions.merge_makers(kept, gone, by=BY)
    makers.change_maker(kept, lokos_id="A1", by=BY)
    enrolled("Gamma", lokos_id="B1")
    with refused("makers.same_lokos"):
        actions.part_again(merge, by=BY)
    answer = officer("desk").post(url("undo_merge", merge.pk), follow=True)
    assert "already has it" in answer.content.decode()
