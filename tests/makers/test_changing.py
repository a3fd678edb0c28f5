"""A maker is mended: what changed is recorded, the old number told, the seller kept in step."""

import pytest

from haat.core.actor import Actor
from haat.core.models import Event
from haat.makers import actions, queries
from haat.makers.models import Maker, Seller
from haat.messages.models import Message
from tests.make_rooms import make_block, make_maker, make_mart, make_member, make_pin, make_user, make_village
from tests.refusals import refused

pytestmark = pytest.mark.django_db
BY = Actor(user_id=7)


def enrolled(**more) -> Maker:
    make_pin("814149")
    wanted = {
        "kind": "group",
        "names": {"hi": "चाँदनी समूह", "en": "Chandni group"},
        "block": make_block(),
        "pin": "814149",
        "phone": "9876543210",
        "leader_names": {"hi": "सीता देवी"},
        "by": BY,
    }
    return actions.enrol_maker(make_mart(), **(wanted | more))


def test_change_maker_records_before_and_after_without_a_whole_phone():
    maker, village = enrolled(lokos_id="JH-1", since=2010), make_village()
    make_pin("814112")
    actions.change_maker(
        maker,
        names={"hi": "नया समूह"},
        stories={"hi": "कहानी"},
        phone="9876500000",
        place=village,
        pin="814112",
        since=0,
        lokos_id="jh 2",
        by=BY,
    )
    fresh = Maker.objects.get(pk=maker.pk)
    assert (fresh.names, fresh.phone, fresh.place, fresh.pin) == ({"hi": "नया समूह"}, "+919876500000", village, "814112")
    assert (fresh.since, fresh.lokos_id, fresh.stories) == (None, "JH2", {"hi": "कहानी"})
    event = Event.objects.get(kind="makers.changed")
    assert (event.by_id, event.data) == (
        7,
        {
            "fields": ["lokos_id", "names", "phone", "pin", "place", "since", "stories"],
            "before": {
                "names": {"hi": "चाँदनी समूह", "en": "Chandni group"},
                "phone": "98xxxxxx10",
                "place": maker.block_id,
                "pin": "814149",
                "since": 2010,
                "lokos_id": "JH-1",
            },
            "after": {
                "names": {"hi": "नया समूह"},
                "phone": "98xxxxxx00",
                "place": village.pk,
                "pin": "814112",
                "since": None,
                "lokos_id": "JH2",
            },
        },
    )


def test_change_maker_keeps_its_own_seller_in_step_and_leaves_a_registered_one():
    maker = enrolled()
    actions.change_maker(maker, names={"en": "Chandni Women"}, place=make_village("Burhai"), by=BY)
    own = Seller.objects.get(pk=maker.seller_id)
    assert (own.legal_name, own.address, own.pin) == ("Chandni Women", "Burhai, Sarath", "814149")
    Seller.objects.update(gstin="20AAATD4127M1Z1")
    actions.change_maker(maker, names={"en": "Third name"}, by=BY)
    own.refresh_from_db()
    assert own.legal_name == "Chandni Women"


def test_another_phone_is_the_leaders_from_now_on_and_the_old_one_is_told():
    maker = enrolled(leader_language="en")
    before = queries.leader_of(maker).user
    actions.change_maker(maker, phone="9876500000", by=BY)
    leader = queries.leader_of(maker)
    assert (leader.user.phone, leader.user.language, leader.user.name) == ("+919876500000", "en", "सीता देवी")
    assert not maker.members.filter(user=before).exists()
    message = Message.objects.get(template="maker_phone_changed")
    assert (message.phone, message.user, message.language) == ("+919876543210", before, "en")
    assert message.body == (
        "The mobile number of Chandni group is now 98xxxxxx00. If nobody of you asked for it, call +916432222222."
    )
    make_member(maker, user=make_user(phone="+919876511111"))
    with refused("makers.already_member", field="phone"):
        actions.change_maker(maker, phone="9876511111", by=BY)


def test_change_maker_that_changes_nothing_records_nothing():
    maker = enrolled()
    actions.change_maker(maker, names=maker.names, phone=maker.phone, pin=maker.pin, place=maker.place, by=BY)
    assert not Event.objects.filter(kind="makers.changed").exists()


@pytest.mark.parametrize(
    ("wrong", "code", "field"),
    [
        ({"pin": "999999"}, "makers.unknown_pin", "pin"),
        ({"names": {"hi": "..."}}, "makers.no_letter", "names"),
        ({"stories": {"hi": "क" * 2001}}, "makers.story_too_long", "stories"),
        ({"since": 2099}, "makers.bad_year", "since"),
        ({"lokos_id": "OTHER"}, "makers.same_lokos", "lokos_id"),
        ({"phone": "9876522222", "names": {"en": "Gulab"}}, "makers.same_phone_and_name", "phone"),
    ],
)
def test_change_maker_refuses_at_the_field_and_changes_nothing(wrong, code, field):
    make_maker("Gulab", phone="+919876522222", lokos_id="OTHER")
    maker = enrolled()
    with refused(code, field=field):
        actions.change_maker(maker, **wrong, by=BY)
    with refused("makers.place_outside_block", field="place"):
        actions.change_maker(maker, place=make_village("Ghormara", block=make_block("Mohanpur")), by=BY)
    fresh = Maker.objects.get(pk=maker.pk)
    assert (fresh.names, fresh.pin, fresh.phone) == (maker.names, maker.pin, maker.phone)


def test_another_member_leads_and_her_phone_is_the_makers():
    maker = make_maker()
    first, rina = maker.members.get(), make_member(maker, user=make_user(phone="+919876511111"))
    actions.make_leader(rina, by=BY)
    assert list(maker.members.filter(leads=True)) == [rina]
    assert Maker.objects.get(pk=maker.pk).phone == "+919876511111"
    event = Event.objects.get(kind="makers.leader_set")
    assert event.data == {"member": rina.pk, "before": [first.pk]}
    with refused("makers.leader_stays"):
        actions.remove_member(rina, by=BY)
    actions.remove_member(first, by=BY)
    with refused("makers.has_left"):
        actions.make_leader(first, by=BY)


def test_a_member_who_had_left_comes_back_to_her_old_row():
    maker = make_maker()
    rina = make_member(maker, user=make_user())
    actions.remove_member(rina, by=BY)
    again = actions.add_member(maker, names={"en": "Rina Devi"}, user=rina.user, work_units=3, by=BY)
    assert (again.pk, again.active, again.names, again.work_units) == (rina.pk, True, {"en": "Rina Devi"}, 3)
    assert Maker.objects.get(pk=maker.pk).member_count == 2
    with refused("makers.bad_weights"):
        actions.add_member(maker, names={"en": "Mina"}, work_units=1_000_001, by=BY)
