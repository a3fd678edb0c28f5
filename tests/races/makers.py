"""Makers, members, papers and bank accounts."""

from haat.core.actor import Actor
from haat.makers import actions
from haat.makers.models import BankAccount, Document, Maker, Member, Organisation, Seller, SellerPaper
from haat.messages.models import Message
from tests.make import (
    BY,
    make_block,
    make_maker,
    make_mart,
    make_phone,
    make_picture,
    make_pin,
    make_user,
    number,
)
from tests.races.race import Pair, given, race, read, told, twice

OTHER = Actor(8)


def enrol(phone: str, name: str) -> Maker:
    make_pin("814149")
    return actions.enrol_maker(
        make_mart(),
        kind="group",
        names={"hi": name},
        block=make_block(),
        pin="814149",
        phone=phone,
        leader_names={"hi": "सीता देवी"},
        by=BY,
    )


@race(actions.enrol_maker, "makers.same_phone_and_name")
def one_maker_is_enrolled_twice() -> Pair:
    phone = make_phone()
    make_pin("814149")
    return Pair(
        lambda: enrol(phone, "चाँदनी समूह"),
        lambda: enrol(phone, "चाँदनी समूह"),
        lambda: Maker.objects.filter(phone=phone).count(),
    )


@race(actions.import_makers)
def a_table_of_makers_is_read_twice() -> Pair:
    make_pin("814149")
    block = make_block()
    phone = make_phone()
    row = {
        "kind": "Group",
        "name_hi": "चाँदनी समूह",
        "block": str(block),
        "pin": "814149",
        "phone": phone,
        "leader_en": "Sita Devi",
        "account_number": "30011223344",
        "account_compared": "yes",
        "ifsc": "SBIN0000064",
    }

    def load() -> object:
        return actions.import_makers([row], mart=make_mart(), by=BY)

    return Pair(load, load, lambda: Maker.objects.filter(phone=phone).count())


@race(actions.change_maker, "makers.same_phone_and_name")
def two_makers_take_one_number() -> Pair:
    one, two, phone = make_maker(), make_maker(), make_phone()
    return Pair(
        given(lambda row: actions.change_maker(row, phone=phone, by=BY), one),
        given(lambda row: actions.change_maker(row, phone=phone, by=BY), two),
        lambda: Maker.objects.filter(phone=phone).count(),
    )


@race(actions.write_phone, "makers.number_known")
def two_people_write_its_first_number() -> Pair:
    one, first, second = make_maker(phone=""), make_phone(), make_phone()
    return Pair(
        given(lambda row: actions.write_phone(row, phone=first, by=BY), one),
        given(lambda row: actions.write_phone(row, phone=second, by=BY), one),
        lambda: Maker.objects.get(pk=one.pk).phone in (first, second),
        once=True,
    )


@race(actions.change_maker)
def its_name_is_changed_while_its_gstin_is_accepted() -> Pair:
    one = make_maker(names={"en": "Chandni Group", "hi": "चाँदनी"})
    paper = actions.give_document(one, kind="gstin", number=gstin(), by=BY)
    name = f"Group {number()}"
    return Pair(
        given(lambda row: actions.change_maker(row, names={"en": name, "hi": name}, by=BY), one),
        given(lambda row: actions.decide_document(row, accept=True, by=BY), paper),
        lambda: Seller.objects.get(pk=one.seller_id).gstin,
        once=paper.number,
    )


def gstin() -> str:
    """A number of Jharkhand with the right last sign."""
    body, alphabet = f"20AAATC{1 + number() % 9_999:04d}D1Z", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    total = 0
    for place, sign in enumerate(body):
        product = alphabet.index(sign) * (1 + place % 2)
        total += product // 36 + product % 36
    return body + alphabet[(36 - total % 36) % 36]


@race(actions.add_member, "makers.already_member")
def one_woman_is_added_twice() -> Pair:
    one, user = make_maker(), make_user()
    return twice(
        lambda row: actions.add_member(row, names={"hi": "रीना"}, user=user, by=BY),
        one,
        counted=lambda: (one.members.filter(user=user).count(), read(one).member_count),
        once=(1, 2),
    )


@race(actions.enrol_member, "makers.already_member")
def one_woman_is_enrolled_twice() -> Pair:
    one, phone = make_maker(), make_phone().removeprefix("+91")
    return twice(
        lambda row: actions.enrol_member(row, names={"hi": "रीना"}, phone=phone, by=BY),
        one,
        counted=lambda: read(one).member_count,
        once=2,
    )


@race(actions.add_members)
def two_women_are_added() -> Pair:
    one = make_maker()
    new = [actions.NewMember({"hi": "रीना"})]
    return twice(
        lambda row: actions.add_members(row, members=new, by=BY), one, counted=lambda: read(one).member_count, once=3
    )


def member(maker: Maker) -> Member:
    return actions.add_member(maker, names={"hi": "रीना"}, by=BY)


@race(actions.make_leader)
def two_women_are_made_leader() -> Pair:
    one = make_maker()
    first, second = member(one), member(one)
    return Pair(
        given(lambda row: actions.make_leader(row, by=BY), first),
        given(lambda row: actions.make_leader(row, by=BY), second),
        lambda: one.members.filter(leads=True).count(),
    )


@race(actions.change_member)
def one_name_is_changed_twice() -> Pair:
    her = member(make_maker())
    return twice(
        lambda row: actions.change_member(row, names={"hi": "रीना देवी"}, by=BY),
        her,
        counted=told("makers.member_changed", her),
    )


@race(actions.set_portrait)
def one_portrait_is_hung_twice() -> Pair:
    one, picture = make_maker(), make_picture()
    return twice(
        lambda row: actions.set_portrait(row, picture=picture, by=BY), one, counted=told("makers.changed", one)
    )


@race(actions.answer_notice)
def she_answers_twice() -> Pair:
    her = make_maker().members.get()
    return twice(
        lambda row: actions.answer_notice(row, agrees=True, language="hi", how="spoken", by=BY),
        her,
        counted=told("people.consent_given", her.user),
    )


@race(actions.take_back_consent)
def she_takes_it_back_twice() -> Pair:
    one = make_maker()
    her = one.members.get()
    actions.answer_notice(her, agrees=True, language="hi", how="spoken", by=BY)
    return twice(lambda row: actions.take_back_consent(row, by=BY), her, counted=told("makers.paused", one))


@race(actions.remove_member)
def one_woman_leaves_twice() -> Pair:
    leaving = member(make_maker())
    return twice(lambda row: actions.remove_member(row, by=BY), leaving, counted=told("makers.member_removed", leaving))


@race(actions.remove_member, "makers.leader_stays")
def both_leaders_leave() -> Pair:
    one = make_maker()
    actions.add_member(one, names={"hi": "रीना"}, leads=True, by=BY)
    first, second = one.members.order_by("pk")
    return Pair(
        given(lambda row: actions.remove_member(row, by=BY), first),
        given(lambda row: actions.remove_member(row, by=BY), second),
        lambda: one.members.filter(leads=True, active=True).count(),
    )


@race(actions.set_share_rule)
def two_share_rules_are_set() -> Pair:
    one = make_maker()
    only = one.members.get()
    return Pair(
        given(lambda row: actions.set_share_rule(row, rule="by_work", weights={only.pk: 3}, by=BY), one),
        given(lambda row: actions.set_share_rule(row, rule="by_amounts", weights={only.pk: 4}, by=BY), one),
        lambda: (read(only).work_units, read(only).amount_share),
        once=(3, 4),
    )


@race(actions.open_maker)
def opened_twice() -> Pair:
    one = make_maker(state="enrolled")
    return twice(lambda row: actions.open_maker(row, by=BY), one, counted=told("makers.opened", one))


@race(actions.open_makers)
def opened_twice_with_others() -> Pair:
    one = make_maker(state="enrolled")
    return twice(lambda row: actions.open_makers([row], by=BY), one, counted=told("makers.opened", one))


@race(actions.pause_maker, "makers.not_live")
def paused_twice() -> Pair:
    one = make_maker()
    return twice(lambda row: actions.pause_maker(row, by=BY), one, counted=told("makers.paused", one))


def account(*, confirmed: bool = False) -> BankAccount:
    one = make_maker()
    BankAccount.objects.filter(maker=one).update(confirmed=confirmed, set_by_id=BY.user_id)
    return BankAccount.objects.get(maker=one)


def set_bank(maker: Maker, number: str) -> BankAccount:
    return actions.set_bank(maker, holder="Sita Devi", number=number, ifsc="SBIN0000064", sure={"account"}, by=BY)


@race(actions.set_bank)
def two_first_accounts_are_written_down() -> Pair:
    one = make_maker(state="enrolled")
    BankAccount.objects.filter(maker=one).delete()
    return Pair(
        given(lambda row: set_bank(row, "30011223355"), one),
        given(lambda row: set_bank(row, "30011223366"), one),
        lambda: Message.objects.filter(phone=one.phone, template="maker_bank_changed").count(),
    )


@race(actions.confirm_bank)
def an_account_is_confirmed_twice() -> Pair:
    one = account()
    return twice(lambda row: actions.confirm_bank(row, by=OTHER), one, counted=lambda: read(one).confirmed, once=True)


@race(actions.confirm_bank, "core.changed", always=False)
def an_account_is_confirmed_while_it_changes() -> Pair:
    one = account()
    return Pair(
        given(lambda row: actions.confirm_bank(row, by=OTHER), one),
        given(lambda row: set_bank(row, "30011223366"), one.maker),
        lambda: read(one).confirmed,
        once=False,
    )


@race(actions.doubt_bank)
def an_account_is_doubted_and_confirmed() -> Pair:
    one = account(confirmed=True)
    return twice(
        lambda row: actions.doubt_bank(row, number=one.number, ifsc=one.ifsc, by=BY),
        one.maker,
        counted=lambda: (read(one).confirmed, read(one).sent_back),
        once=(False, True),
    )


@race(actions.give_document)
def a_paper_is_given_twice() -> Pair:
    one = make_maker()
    return twice(
        lambda row: actions.give_document(row, kind="pan", number="AAATC1234D", by=BY),
        one,
        counted=lambda: Document.objects.filter(maker=one).count(),
    )


@race(actions.give_document)
def a_card_is_given_twice() -> Pair:
    """A group has several, told apart by number: the same one is one."""
    one = make_maker()
    return twice(
        lambda row: actions.give_document(row, kind="artisan_card", number="JH 1", facts={"person": "Rina"}, by=BY),
        one,
        counted=lambda: Document.objects.filter(maker=one).count(),
    )


@race(actions.give_seller_paper)
def a_sellers_paper_is_given_twice() -> Pair:
    one = make_maker().seller
    return twice(
        lambda row: actions.give_seller_paper(row, kind="khadi_mark", number="K1", by=BY),
        one,
        counted=lambda: SellerPaper.objects.filter(seller=one).count(),
    )


@race(actions.decide_seller_paper, "core.changed", always=False)
def a_sellers_paper_is_accepted_while_another_is_given() -> Pair:
    one = make_maker().seller
    paper = actions.give_seller_paper(one, kind="khadi_mark", number="K1", by=BY)
    return Pair(
        given(lambda row: actions.decide_seller_paper(row, accept=True, by=BY), paper),
        given(lambda row: actions.give_seller_paper(row, kind="khadi_mark", number="K2", by=BY), one),
        lambda: (read(paper).number, read(paper).state),
        once=("K2", "given"),
    )


@race(actions.decide_document, "core.changed", always=False)
def a_paper_is_accepted_while_another_is_given() -> Pair:
    one = make_maker()
    paper = actions.give_document(one, kind="pan", number="AAATC1234D", by=BY)
    return Pair(
        given(lambda row: actions.decide_document(row, accept=True, by=BY), paper),
        given(lambda row: actions.give_document(row, kind="pan", number="AAATC1234E", by=BY), one),
        lambda: (read(paper).number, read(paper).state),
        once=("AAATC1234E", "given"),
    )


@race(actions.decide_document, "makers.gstin_taken")
def two_makers_have_one_gstin() -> Pair:
    one, two, taken = make_maker(), make_maker(), gstin()
    first = actions.give_document(one, kind="gstin", number=taken, by=BY)
    second = actions.give_document(two, kind="gstin", number=taken, by=BY)
    return Pair(
        given(lambda row: actions.decide_document(row, accept=True, by=BY), first),
        given(lambda row: actions.decide_document(row, accept=True, by=BY), second),
        lambda: Seller.objects.filter(gstin=taken).count(),
    )


@race(actions.make_organisation, "makers.same_name_beside")
def two_organisations_of_one_name() -> Pair:
    mart, name = make_mart(), f"Sangh {number()}"
    return twice(
        lambda row: actions.make_organisation(row, kind="federation", names={"en": name}, place=row.place, by=BY),
        mart,
        counted=lambda: Organisation.objects.filter(names__en=name).count(),
    )


@race(actions.make_seller, "makers.gstin_taken")
def two_sellers_of_one_gstin() -> Pair:
    mart, taken = make_mart(), gstin()
    return twice(
        lambda row: actions.make_seller(row, legal_name="Sangh", address="Sarath", pin="814149", gstin=taken, by=BY),
        mart,
        counted=lambda: Seller.objects.filter(gstin=taken).count(),
    )
