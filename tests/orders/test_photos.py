"""Photos that stay with a part, what a mart asks of who packs food, and what a maker says of what comes back."""

import pytest

from haat.core.models import Event
from haat.core.scans import Scan
from haat.delivery import actions as delivery
from haat.orders import actions
from haat.orders.models import PackingRule, PartPhoto, Return
from haat.orders.showing import lacks_label_photo, returns_of, wants_label_photo
from tests.ledger.books import delivered
from tests.make import BY, make_craft, make_maker, make_part, make_stocked
from tests.refusals import refused

pytestmark = pytest.mark.django_db
PHOTO = Scan("jpeg", b"a label")


def told(kind: str) -> int:
    return Event.objects.filter(kind=kind).count()


def asked() -> Return:
    part = delivered(make_maker(), method="upi")
    return actions.ask_return(part, reason="too small", photo=PHOTO, by=BY)


def test_a_label_is_kept_sealed_with_its_parcel_and_once():
    part = make_part({make_stocked(make_maker()): 1}, state="accepted")
    for _turn in range(2):
        delivery.pack(part, weight_g=600, photo=PHOTO, by=BY)
    photo = PartPhoto.objects.get()
    assert (photo.kind, photo.ret_id, PHOTO.content in bytes(photo.sealed)) == ("label", None, False)
    assert actions.open_photo(photo) == PHOTO.content
    assert told("orders.photo_kept") == 1


def test_another_row_does_not_open_it():
    photo = actions.keep_photo(make_part(), kind="label", photo=PHOTO, by=BY)
    photo.part_id += 1
    with refused("orders.photo_unreadable"):
        actions.open_photo(photo)


def test_a_pdf_and_a_fifth_photo_are_refused():
    part = make_part()
    with refused("orders.not_a_photo", field="photo"):
        actions.keep_photo(part, kind="label", photo=Scan("pdf", b"x"), by=BY)
    for number in range(4):
        actions.keep_photo(part, kind="label", photo=Scan("jpeg", b"%d" % number), by=BY)
    with refused("orders.too_many_photos", field="photo"):
        actions.keep_photo(part, kind="label", photo=PHOTO, by=BY)


def test_food_is_packed_without_a_photo_unless_the_mart_asks_for_one():
    maker = make_maker()
    food = make_stocked(maker, good={"craft": make_craft("laddu", food=True)})
    part, pot = make_part({food: 1}, state="accepted"), make_part({make_stocked(maker): 1}, state="accepted")
    assert not wants_label_photo(part)
    for _turn in range(2):
        actions.set_packing_rule(maker.mart, food_photo=True, by=BY)
    assert (told("orders.packing_rule_set"), PackingRule.objects.get().food_photo) == (1, True)
    assert (lacks_label_photo(part), lacks_label_photo(pot)) == (True, False)
    with refused("orders.label_photo_missing", field="photo"):
        delivery.pack(part, weight_g=600, by=BY)
    delivery.pack(part, weight_g=600, photo=PHOTO, by=BY)
    delivery.pack(pot, weight_g=600, by=BY)
    part.refresh_from_db()
    assert part.state == "packed"


def test_a_label_is_judged_once():
    photo = actions.keep_photo(make_part(), kind="label", photo=PHOTO, by=BY)
    for right in (True, True, False):
        actions.judge_label(photo, right=right, by=BY)
    photo.refresh_from_db()
    assert (photo.verdict, told("orders.label_judged")) == ("wrong", 2)


def test_a_maker_sees_a_return_once_and_says_what_the_desk_reads():
    ret = asked()
    maker = ret.part.maker
    assert [one.pk for one in returns_of(maker)] == [ret.pk]
    for _turn in range(2):
        actions.see_return(ret, by=BY)
        actions.tell_of_return(ret, words=" It was  whole ", photo=Scan("jpeg", b"hers"), by=BY)
    ret.refresh_from_db()
    assert (ret.maker_saw_at is not None, ret.maker_words) == (True, "It was whole")
    assert (told("orders.return_seen"), told("orders.return_told"), told("orders.photo_kept")) == (1, 1, 2)
    assert sorted(ret.photos.values_list("kind", flat=True)) == ["buyer", "maker"]
    with refused("orders.words_missing", field="words"):
        actions.tell_of_return(ret, words="  ", by=BY)
    actions.receive_return(ret, by=BY)
    assert list(returns_of(maker)) == []
