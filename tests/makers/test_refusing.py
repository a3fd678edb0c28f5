"""What enrolling, papers and bank accounts refuse: twins, nonsense names, far PIN codes, one pair of eyes."""

from datetime import timedelta

import pytest

from haat.core.actor import MACHINE, Actor
from haat.core.dates import today
from haat.core.models import Event
from haat.makers import actions, naming, queries
from haat.makers.models import BankAccount, Document, Maker
from haat.messages.models import Message
from tests.make_rooms import make_block, make_district, make_maker, make_mart, make_pin, make_place, make_state
from tests.makers.test_changing import enrolled
from tests.refusals import refused

pytestmark = pytest.mark.django_db
BY, OTHER = Actor(user_id=7), Actor(user_id=8)
ACCOUNT = {"holder": "Sita Devi", "number": "30011223344", "ifsc": "SBIN0000064"}


# ---- enrolled once ----


def test_the_same_lokos_number_is_refused_with_the_makers_name():
    enrolled(lokos_id="LK 1")
    with refused("makers.same_lokos", field="lokos_id") as caught:
        enrolled(lokos_id="lk1", phone="9876500000", names={"en": "Another"})
    assert "Chandni group" in caught.value.message
    assert Maker.objects.count() == 1


def test_the_same_phone_and_name_is_refused_in_any_language():
    maker = enrolled()
    with refused("makers.same_phone_and_name", field="phone") as caught:
        enrolled(names={"en": "CHANDNI  group"})
    assert caught.value.facts == {"maker": "Chandni group", "maker_id": maker.pk}
    with refused("makers.same_phone_and_name"):
        enrolled(names={"hi": "चाँदनी समूह"}, kind="artisan")
    assert Maker.objects.count() == 1


def test_an_artisan_and_her_group_share_a_phone():
    group, artisan = enrolled(), enrolled(kind="artisan", names={"hi": "सीता देवी"})
    assert group.phone == artisan.phone
    assert queries.leader_of(group).user == queries.leader_of(artisan).user


def test_another_mart_may_have_the_same_maker():
    enrolled(lokos_id="LK1")
    state = make_state("Maharashtra", lgd=27, gst="27")
    far = make_mart("chandrapur", place=make_place("district", "Chandrapur", parent=state, lgd=473))
    assert queries.holder_of(far, "LK1") is None


# ---- names ----


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  सीता \t देवी ", "सीता देवी"),
        ("\u202eevil", "evil"),
        ("a\0b\x07", "ab"),
        ("ऱ्\u200dय", "ऱ्\u200dय"),
        ("Sita\ufeff Devi", "Sita Devi"),
        ("\u200b\u200b", ""),
        ("\u200d", ""),
        ("\u3164", ""),
    ],
)
def test_line_keeps_what_can_be_seen(typed, kept):
    assert naming.line(typed) == kept


@pytest.mark.parametrize(
    ("names", "code"),
    [
        ({"hi": "\u200b\u200b"}, "makers.no_name"),
        ({"hi": "..."}, "makers.no_letter"),
        ({"en": "12345"}, "makers.no_letter"),
        ({"en": "x" * 121}, "makers.name_too_long"),
        ({"en": "Fine", "hi": "क" * 121}, "makers.name_too_long"),
    ],
)
def test_nonsense_names_are_refused(names, code):
    with refused(code, field="names"):
        enrolled(names=names)
    maker = make_maker()
    with refused(code, field="names"):
        actions.add_member(maker, names=names, by=BY)


def test_names_in_every_script_are_names():
    for name in ("x" * 120, "ᱥᱤᱛᱟ", "سیتا", "সীতা", "5 बहनें"):
        assert naming.given({"en": name}) == {"en": name}


def test_stories_keep_their_lines_and_have_an_end():
    assert naming.told({"hi": " एक\nदो\u202e ", "en": "\u200b"}) == {"hi": "एक\nदो"}
    assert len(naming.told({"hi": "क" * 2000})["hi"]) == 2000
    with refused("makers.story_too_long", field="stories"):
        enrolled(stories={"hi": "क" * 2001})


# ---- PIN code and year ----


def test_a_pin_nobody_has_is_refused():
    with refused("makers.unknown_pin", field="pin"):
        enrolled(pin="999999")


def test_a_pin_of_another_state_is_refused_and_one_of_a_district_nearby_is_not():
    delhi = make_place("district", "New Delhi", parent=make_state("Delhi", lgd=7, gst="07"), lgd=77)
    make_pin("110001", district=delhi)
    with refused("makers.far_pin", field="pin") as caught:
        enrolled(pin="110001")
    assert "New Delhi" in caught.value.message
    make_pin("814110", district=make_district("Dumka", lgd=325))
    assert enrolled(pin="814110").pin == "814110"


def test_a_pin_far_off_in_the_same_state_is_refused_where_both_places_are_known():
    block, far = make_block(), make_pin("834001", district=make_district("Ranchi", lgd=326))
    near = make_pin("814110", district=make_district("Dumka", lgd=325))
    block.latitude, block.longitude = 24.23, 86.84
    far.latitude, far.longitude = 23.36, 85.33
    near.latitude, near.longitude = 24.27, 87.25
    for place in (block, far, near):
        place.save()
    with refused("makers.far_pin", field="pin"):
        enrolled(pin="834001")
    assert enrolled(pin="814110").pin == "814110"


@pytest.mark.parametrize("year", [1799, 0, None, 10**20])
def test_since_is_a_year_that_has_begun(year):
    with refused("makers.bad_year", field="since"):
        enrolled(since=today().year + 1 if year is None else year)


def test_a_long_lokos_number_is_refused():
    with refused("makers.long_lokos", field="lokos_id"):
        enrolled(lokos_id="1" * 31)


# ---- papers ----


def test_a_paper_that_has_run_out_is_neither_given_nor_accepted():
    maker, yesterday = make_maker(), today() - timedelta(days=1)
    with refused("makers.run_out", field="valid_until"):
        actions.give_document(maker, kind="pan", number="AAATC1234D", valid_until=yesterday, by=BY)
    paper = actions.give_document(maker, kind="pan", number="AAATC1234D", valid_until=today(), by=BY)
    paper.valid_until = yesterday
    paper.save()
    with refused("makers.run_out"):
        actions.decide_document(paper, accept=True, by=BY)
    assert Document.objects.get().state == Document.State.GIVEN
    assert actions.decide_document(paper, accept=False, by=BY).state == Document.State.REFUSED


# ---- bank account ----


def test_nobody_confirms_the_account_she_wrote_down():
    maker = make_maker()
    BankAccount.objects.all().delete()
    account = actions.set_bank(maker, **ACCOUNT, by=BY)
    assert account.set_by_id == 7
    for nobody in (BY, MACHINE):
        with refused("makers.same_hand"):
            actions.confirm_bank(account, by=nobody)
    assert BankAccount.objects.get().confirmed is False
    actions.confirm_bank(account, by=OTHER)
    assert BankAccount.objects.get().confirmed is True
    imported = actions.set_bank(maker, **ACCOUNT | {"number": "30011223355"}, by=MACHINE)
    assert actions.confirm_bank(imported, by=BY).confirmed is True


def test_the_leader_is_told_when_somebody_else_changed_her_account():
    maker = make_maker()
    leader = queries.leader_of(maker).user
    actions.set_bank(maker, **ACCOUNT, by=BY)  # as it was
    actions.set_bank(maker, **ACCOUNT | {"number": "99887766554"}, by=Actor(user_id=leader.pk))
    assert Message.objects.count() == 0
    actions.set_bank(maker, **ACCOUNT | {"number": "11223344556"}, by=BY)
    message = Message.objects.get()
    assert (message.phone, message.user, message.language) == (maker.phone, leader, "hi")
    assert message.body == (
        "Chandni group का बैंक खाता अब xxxxxxx4556, State Bank of India है। "
        "अगर आपमें से किसी ने नहीं कहा था, तो +916432222222 पर फ़ोन करें।"
    )


def test_an_account_the_bank_sent_back_waits_to_be_written_down_and_confirmed_again():
    maker = make_maker()
    assert actions.doubt_bank(maker, number="1", ifsc="SBIN0000064", by=BY) is False
    assert actions.doubt_bank(maker, number="30011223344", ifsc="SBIN0000064", by=BY) is True
    account = BankAccount.objects.get()
    assert (account.confirmed, account.sent_back) == (False, True)
    with refused("makers.account_sent_back"):
        actions.confirm_bank(account, by=OTHER)
    again = actions.set_bank(maker, **ACCOUNT | {"holder": "S Devi"}, by=BY)
    assert (again.confirmed, again.sent_back) == (False, False)
    assert actions.confirm_bank(again, by=OTHER).confirmed is True
    assert Event.objects.filter(kind="makers.bank_sent_back").count() == 1


# ---- many of one name ----


def test_the_thousandth_of_a_name_reads_few_addresses(django_assert_max_num_queries):
    maker = make_maker()
    Maker.objects.filter(pk=maker.pk).update(slug="chandni-group")
    copies = [
        Maker(
            mart=maker.mart, kind="group", slug=f"chandni-group-{number}", names={"en": "X"}, block=maker.block,
            place=maker.place, pin="814149", phone=f"+91900000{number:04d}", seller=maker.seller,
        )
        for number in range(2, 1000)
    ]  # fmt: skip
    Maker.objects.bulk_create(copies)
    make_pin("814149")
    with django_assert_max_num_queries(70):
        assert enrolled().slug == "chandni-group-1000"


def test_what_was_looked_at_is_what_is_decided_on():
    maker = make_maker()
    paper = actions.give_document(maker, kind="pan", number="AAATC1234D", by=BY)
    actions.give_document(maker, kind="pan", number="AAATC1234E", by=BY)
    with refused("core.changed"):
        actions.decide_document(paper, accept=True, by=BY)
    account = actions.set_bank(maker, holder="Sita Devi", number="30011223344", ifsc="SBIN0000064", by=BY)
    actions.set_bank(maker, holder="Sita Devi", number="30011223355", ifsc="SBIN0000064", by=BY)
    with refused("core.changed"):
        actions.confirm_bank(account, by=Actor(8))
