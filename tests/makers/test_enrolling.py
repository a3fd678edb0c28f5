"""Makers come in, with sellers, members, papers and bank accounts."""

import pytest

from haat.core.actor import Actor
from haat.core.models import Event
from haat.makers import actions, queries
from haat.makers.models import BankAccount, Document, Maker, Seller
from haat.people.models import User
from tests.make_rooms import (
    make_block,
    make_district,
    make_maker,
    make_mart,
    make_member,
    make_picture,
    make_pin,
    make_place,
    make_seller,
    make_state,
    make_user,
    make_village,
)
from tests.refusals import refused

pytestmark = pytest.mark.django_db
BY, OTHER = Actor(user_id=7), Actor(user_id=8)
PHONE = "+919876543210"


def enrol(**more) -> Maker:
    make_pin("814149")
    wanted = {
        "kind": "group",
        "names": {"hi": "चाँदनी समूह", "en": "Chandni group"},
        "block": make_block(),
        "pin": "८१४१४९",
        "phone": "98765 43210",
        "leader_names": {"hi": "सीता देवी"},
        "by": BY,
    }
    return actions.enrol_maker(make_mart(), **(wanted | more))


def other_mart():
    state = make_state("Maharashtra", lgd=27, gst="27")
    return make_mart("chandrapur", place=make_place("district", "Chandrapur", parent=state, lgd=473))


def test_enrol_maker_signs_its_leader_up_and_sells_in_its_own_name():
    village = make_village("Burhai")
    maker = enrol(place=village, since=2016, stories={"hi": "हम दस दीदियाँ"}, portrait=make_picture())
    assert (maker.slug, maker.state, maker.pin, maker.phone, maker.place) == (
        "chandni-group",
        "enrolled",
        "814149",
        PHONE,
        village,
    )
    maker.refresh_from_db()
    assert maker.member_count == 1
    leader = queries.leader_of(maker)
    assert (leader.user.phone, leader.user.name, leader.user.language) == (PHONE, "सीता देवी", "hi")
    seller = maker.seller
    assert (seller.legal_name, seller.address, seller.pin, seller.registered) == (
        "Chandni group",
        "Burhai, Sarath",
        "814149",
        False,
    )
    assert str(seller) == "Chandni group"
    event = Event.objects.get(kind="makers.enrolled")
    assert event.data == {"kind": "group", "slug": "chandni-group", "phone": "98xxxxxx10"}


def test_enrol_maker_may_sell_through_an_organisations_seller():
    seller = make_seller(gstin="20AAATD4127M1Z1")
    assert enrol(seller=seller, leader_language="mr").seller == seller
    assert (Seller.objects.count(), User.objects.get().language) == (1, "mr")


def test_enrol_maker_again_under_the_same_name_gets_another_address():
    phones = (f"98765432{number}" for number in range(10, 20))
    slugs = [enrol(phone=next(phones)).slug, enrol(names={"hi": "चाँदनी समूह"}, phone=next(phones)).slug]
    slugs += [enrol(phone=next(phones)).slug for _again in range(6)]
    assert slugs == ["chandni-group", "chandani-samuh", *(f"chandni-group-{number}" for number in range(2, 8))]


@pytest.mark.parametrize(
    ("wrong", "code", "field"),
    [
        ({"kind": "company"}, "makers.unknown_kind", "kind"),
        ({"names": {"hi": " "}}, "makers.no_name", "names"),
        ({"leader_names": {}}, "makers.no_name", "leader_names"),
        ({"phone": "12345"}, "mobile.length", "phone"),
        ({"pin": "81414"}, "pin.length", "pin"),
    ],
)
def test_enrol_maker_names_the_wrong_field(wrong, code, field):
    with refused(code, field=field):
        enrol(**wrong)
    assert Maker.objects.count() == 0


def test_enrol_maker_keeps_to_its_mart():
    other = other_mart()
    with refused("makers.block_outside_mart"):
        enrol(block=make_block("Mul", district=other.place))
    with refused("makers.block_outside_mart"):
        enrol(block=make_district())
    with refused("makers.place_outside_block"):
        enrol(place=make_village("Ghormara", block=make_block("Mohanpur")))
    with refused("makers.other_mart", field="seller"):
        enrol(seller=make_seller(other))
    with refused("makers.other_mart", field="organisation"):
        enrol(
            organisation=actions.make_organisation(
                other, kind="federation", names={"en": "Sangh"}, place=other.place, by=BY
            )
        )


def test_change_maker_changes_only_what_is_given():
    maker, seller, portrait = make_maker(), make_seller(), make_picture()
    actions.change_maker(
        maker,
        names={"hi": "नया"},
        stories={"hi": "कहानी"},
        phone="9876543210",
        portrait=portrait,
        seller=seller,
        by=BY,
    )
    actions.change_maker(maker, names={"hi": "नया"}, by=BY)
    maker.refresh_from_db()
    assert (maker.names, maker.stories, maker.phone) == ({"hi": "नया"}, {"hi": "कहानी"}, PHONE)
    assert (maker.portrait, maker.seller) == (portrait, seller)
    (event,) = Event.objects.filter(kind="makers.changed")
    assert event.data["fields"] == ["names", "phone", "portrait", "seller", "stories"]
    with refused("makers.other_mart"):
        actions.change_maker(maker, seller=make_seller(other_mart()), by=BY)


def test_make_organisation_below_a_federation():
    mart = make_mart()
    federation = actions.make_organisation(
        mart, kind="federation", names={"en": "Trikut Sangh"}, place=mart.place, by=BY
    )
    village = actions.make_organisation(
        mart, kind="village", names={"hi": "घोरमारा"}, place=make_block(), parent=federation, by=BY
    )
    assert (str(federation), str(village), village.parent) == ("trikut-sangh", "ghoramara", federation)
    with refused("makers.other_mart", field="parent"):
        actions.make_organisation(
            other_mart(), kind="village", names={"en": "X"}, place=mart.place, parent=federation, by=BY
        )


def test_make_seller_cleans_its_numbers_and_takes_the_pan_from_the_gstin():
    seller = actions.make_seller(
        make_mart(),
        legal_name=" Deoghar Sangh ",
        address="Deoghar",
        pin="814112",
        gstin="20aaatd4127m1z1",
        fssai="2001 2345 6789 01",
        by=BY,
    )
    assert (seller.legal_name, seller.gstin, seller.pan, seller.fssai, seller.registered) == (
        "Deoghar Sangh",
        "20AAATD4127M1Z1",
        "AAATD4127M",
        "20012345678901",
        True,
    )
    given = actions.make_seller(
        make_mart(),
        legal_name="B",
        address="Sarath",
        pin="814112",
        gstin="20AABTB6093K1ZT",
        pan="AABTB6093K",
        by=BY,
    )
    assert given.pan == "AABTB6093K"


@pytest.mark.parametrize(
    ("wrong", "code", "field"),
    [
        ({"legal_name": " "}, "makers.no_name", "legal_name"),
        ({"gstin": "20AAATD4127M1Z2"}, "gstin.check_digit", "gstin"),
        ({"gstin": "27AAATD4127M1ZN"}, "makers.gstin_of_other_state", "gstin"),
        ({"gstin": "20AAATD4127M1Z1"}, "makers.gstin_taken", "gstin"),
        ({"pan": "X"}, "pan.length", "pan"),
        ({"enrolment": " "}, "makers.no_number", "number"),
    ],
)
def test_make_seller_names_the_wrong_field(wrong, code, field):
    from haat.core.identifiers import gstin_check_digit

    if code == "makers.gstin_of_other_state":
        wrong = {"gstin": "27AAATD4127M1Z" + gstin_check_digit("27AAATD4127M1Z")}
    make_seller(gstin="20AAATD4127M1Z1")
    wanted = {"legal_name": "A", "address": "B", "pin": "814112", "by": BY}
    with refused(code, field=field):
        actions.make_seller(make_mart(), **(wanted | wrong))


def test_make_seller_for_another_marts_organisation_is_refused():
    other = other_mart()
    federation = actions.make_organisation(other, kind="federation", names={"en": "S"}, place=other.place, by=BY)
    with refused("makers.other_mart"):
        actions.make_seller(make_mart(), legal_name="A", address="Sarath", pin="814112", organisation=federation, by=BY)


def test_enrol_member_signs_her_up_when_she_has_a_phone():
    maker = make_maker()
    rina = actions.enrol_member(maker, names={"hi": "रीना"}, phone="98765 43211", by=BY)
    mina = actions.enrol_member(maker, names={"hi": "मीना"}, by=BY)
    assert rina.user is not None
    assert (rina.user.phone, rina.user.name, rina.user.language) == ("+919876543211", "रीना", "hi")
    assert (mina.user, mina.leads, mina.active) == (None, False, True)


def test_enrol_member_that_is_refused_signs_nobody_up():
    maker = make_maker()
    before = User.objects.count()
    with refused("mobile.length", field="phone"):
        actions.enrol_member(maker, names={"hi": "रीना"}, phone="123", by=BY)
    with refused("makers.no_name", field="names"):
        actions.enrol_member(maker, names={"hi": " "}, phone="98765 43211", by=BY)
    assert User.objects.count() == before


def test_members_come_and_go_and_are_counted():
    maker = make_maker()
    rina = actions.add_member(maker, names={"hi": "रीना"}, user=make_user(), work_units=3, by=BY)
    maker.refresh_from_db()
    assert maker.member_count == 2
    with refused("makers.already_member"):
        actions.add_member(maker, names={"hi": "रीना"}, user=rina.user, by=BY)
    with refused("makers.bad_weights"):
        actions.add_member(maker, names={"hi": "मीना"}, work_units=-1, by=BY)
    actions.remove_member(rina, by=BY)
    maker.refresh_from_db()
    assert maker.member_count == 1
    assert str(rina) == f"member {rina.pk} of {maker.pk}"


def test_set_share_rule_weighs_every_active_member():
    maker = make_maker()
    leader, rina = maker.members.get(), make_member(maker)
    actions.set_share_rule(maker, rule="by_work", weights={leader.pk: 2, rina.pk: 0}, by=BY)
    actions.set_share_rule(maker, rule="by_amounts", weights={leader.pk: 100, rina.pk: 50}, by=BY)
    rina.refresh_from_db()
    assert (rina.work_units, rina.amount_share) == (0, 50)
    maker = actions.set_share_rule(maker, rule="equal", by=BY)
    assert maker.share_rule == "equal"
    with refused("makers.bad_share_rule"):
        actions.set_share_rule(maker, rule="by_age", by=BY)
    for weights in ({leader.pk: 1}, None, {leader.pk: 0, rina.pk: 0}, {leader.pk: -1, rina.pk: 2}):
        with refused("makers.bad_weights"):
            actions.set_share_rule(maker, rule="by_work", weights=weights, by=BY)


def test_set_bank_masks_the_number_and_a_new_one_waits_for_confirmation():
    maker = make_maker()
    BankAccount.objects.all().delete()
    Event.objects.all().delete()
    account = actions.set_bank(maker, holder=" Sita  Devi ", number="3001 1223 344", ifsc="sbinO000064", by=BY)
    assert (account.holder, account.number, account.ifsc, account.confirmed) == (
        "Sita Devi",
        "30011223344",
        "SBIN0000064",
        False,
    )
    assert account.bank_name == "State Bank of India"
    assert actions.confirm_bank(account, by=OTHER).confirmed is True
    assert actions.set_bank(maker, holder="S Devi", number="30011223344", ifsc="SBIN0000064", by=BY).confirmed
    changed = actions.set_bank(maker, holder="S Devi", number="99887766554", ifsc="SBIN0000064", by=BY)
    assert changed.confirmed is False
    events = Event.objects.filter(kind="makers.bank_set").order_by("pk")
    assert [(e.data["before"], e.data["number"]) for e in events] == [
        ("", "xxxxxxx3344"),
        ("xxxxxxx3344", "xxxxxxx3344"),
        ("xxxxxxx3344", "xxxxxxx6554"),
    ]
    assert str(changed) == f"account of {maker.pk}"


@pytest.mark.parametrize(
    ("wrong", "code", "field"),
    [
        ({"holder": " "}, "makers.no_holder", "holder"),
        ({"number": "12AB"}, "makers.bad_account_number", "number"),
        ({"number": "1234567"}, "makers.bad_account_number", "number"),
        ({"ifsc": "SBIN"}, "ifsc.length", "ifsc"),
        ({"ifsc": "ZZZZ0000064"}, "makers.unknown_bank", "ifsc"),
    ],
)
def test_set_bank_names_the_wrong_field(wrong, code, field):
    wanted = {"holder": "Sita Devi", "number": "30011223344", "ifsc": "SBIN0000064", "by": BY}
    with refused(code, field=field):
        actions.set_bank(make_maker(), **(wanted | wrong))


def test_documents_are_given_decided_and_handed_to_the_makers_own_seller():
    maker = make_maker()
    given = actions.give_document(maker, kind="gstin", number="20AAATD4127M1Z1", by=BY)
    assert (given.state, str(given)) == ("given", f"gstin of {maker.pk}")
    actions.decide_document(given, accept=True, by=BY)
    actions.decide_document(given, accept=True, by=BY)
    assert Seller.objects.get(pk=maker.seller_id).gstin == "20AAATD4127M1Z1"
    pan = actions.give_document(maker, kind="pan", number="AAATD4127M", by=BY)
    actions.decide_document(pan, accept=True, by=BY)
    assert Seller.objects.get(pk=maker.seller_id).pan == "AAATD4127M"
    card = actions.give_document(maker, kind="artisan_card", number="jh 12 ३४", by=BY)
    actions.decide_document(card, accept=True, by=BY)
    assert card.number == "JH1234"
    again = actions.give_document(maker, kind="gstin", number="20AAATD4127M1Z1", by=BY)
    assert (again.pk, again.state, Document.objects.count()) == (given.pk, "given", 3)


def test_paper_is_decided_once_and_otherwise_only_when_it_is_given_anew():
    maker = make_maker()
    told = {"kind": "gstin", "number": "20AAATD4127M1Z1", "by": BY}
    paper = actions.give_document(maker, **told)
    for _turn in range(2):
        assert actions.decide_document(paper, accept=True, by=BY).state == Document.State.ACCEPTED
    with refused("core.changed"):
        actions.decide_document(paper, accept=False, by=BY)
    assert Document.objects.get().state == Document.State.ACCEPTED
    assert Event.objects.filter(kind="makers.document_decided").count() == 1
    anew = actions.give_document(maker, **told)
    assert actions.decide_document(anew, accept=False, by=BY).state == Document.State.REFUSED


def test_documents_do_not_change_an_organisations_seller():
    mart = make_mart()
    federation = actions.make_organisation(mart, kind="federation", names={"en": "S"}, place=mart.place, by=BY)
    maker = make_maker(seller=make_seller(mart, organisation=federation))
    document = actions.give_document(maker, kind="pan", number="AAATD4127M", by=BY)
    actions.decide_document(document, accept=True, by=BY)
    assert Seller.objects.get(pk=maker.seller_id).pan == "AAATC1234D"


def test_give_document_refuses_unknown_kinds_and_bad_numbers():
    with refused("makers.unknown_document", field="kind"):
        actions.give_document(make_maker(), kind="horoscope", number="1", by=BY)
    with refused("fssai.length", field="number"):
        actions.give_document(make_maker(), kind="fssai", number="12", by=BY)
