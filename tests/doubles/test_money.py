"""Two makers who both have orders and money are made one: what is open moves, what is over stays, to the paisa."""

from datetime import timedelta

import pytest

from haat.core.actor import MACHINE, Actor
from haat.core.dates import today
from haat.doubles import actions
from haat.doubles.models import Merge, Proposal
from haat.ledger import actions as ledger
from haat.ledger.models import Account, Due, Invoice, Payout, Share, Transfer
from haat.ledger.queries import book_of, owed, passbook, settled_payouts, shares_to_give
from haat.makers import actions as makers
from haat.makers.models import BankAccount, Maker
from haat.orders import actions as orders
from haat.orders.models import Part
from haat.orders.queries import ended_parts
from haat.review.models import DailyFact
from haat.review.stuck import no_bank_account
from tests.ledger.books import (
    ACCOUNTANT,
    COLLECTOR,
    broken,
    delivered,
    payable,
    ripen,
    send_back,
    sent,
    upi_reference,
    work,
)
from tests.make import BY, make_arrival, make_maker, make_member, make_part, make_registered_maker, make_stocked, walk
from tests.refusals import refused

pytestmark = pytest.mark.django_db
FIRST, SECOND, THIRD = Actor(801), Actor(802), Actor(803)


def pause(maker: Maker) -> Maker:
    makers.pause_maker(maker, by=BY)
    maker.refresh_from_db()
    return maker


def merged(kept: Maker, gone: Maker) -> Merge:
    """By two people."""
    assert actions.merge_makers(kept, gone, by=FIRST) is None
    merge = actions.merge_makers(kept, gone, by=SECOND)
    assert merge is not None
    work()
    return merge


def balance(kind: str, maker: Maker) -> int:
    row = Account.objects.filter(kind=kind, owner_id=maker.pk).first()
    return row.balance_paise if row else 0


def both_owed() -> tuple[Maker, Maker, Part, Part]:
    kept, gone = make_maker(), make_maker()
    mine, theirs = payable(kept), payable(gone, price_paise=40_000)
    return kept, pause(gone), mine, theirs


def test_what_is_owed_goes_over_and_is_paid_to_who_stayed():
    kept, gone, mine, theirs = both_owed()
    before = balance("maker_due", kept), balance("maker_due", gone)
    assert before == (mine.maker_paise, theirs.maker_paise)
    merged(kept, gone)
    assert (balance("maker_due", kept), balance("maker_due", gone)) == (sum(before), 0)
    due = Due.objects.get(part=theirs)
    assert (due.maker, due.amount_paise) == (kept, theirs.maker_paise)
    assert Transfer.objects.get(cause__startswith="due-moved:").amount_paise == theirs.maker_paise
    assert owed(kept).ready_paise == sum(before)
    assert broken() == {}
    run = ledger.release_payouts(ledger.propose_payouts(kept.mart, by=ACCOUNTANT), by=COLLECTOR)
    payout = Payout.objects.get(run=run)
    assert (payout.maker, payout.amount_paise) == (kept, sum(before))
    ledger.payout_paid(payout, utr="SBIN000000000001", by=ACCOUNTANT)
    assert broken() == {}


def test_passbooks_say_what_was_taken_over_and_given_back_of_which_order():
    kept, gone, mine, theirs = both_owed()
    merge = merged(kept, gone)
    assert actions.part_again(merge, by=THIRD) is None
    actions.part_again(merge, by=FIRST)
    own, paise = mine.maker_paise, theirs.maker_paise
    assert said_of(kept) == [
        ("earned", mine, own, own),
        ("taken_over", theirs, paise, own + paise),
        ("given_over", theirs, -paise, own),
    ]
    assert said_of(gone) == [
        ("earned", theirs, paise, paise),
        ("given_over", theirs, -paise, 0),
        ("taken_over", theirs, paise, paise),
    ]


def said_of(maker: Maker) -> list[tuple[str, Part | None, int, int]]:
    book = book_of(maker, today().replace(day=1))
    assert book.closing_paise == balance("maker_due", maker)
    return [(entry.kind, entry.part, entry.amount_paise, entry.balance_paise) for entry in book.entries]


def test_orders_bills_and_payouts_that_are_over_stay_and_are_read_with_who_stayed():
    kept, gone = make_maker(), make_maker()
    (payout,) = sent(gone)
    ledger.payout_paid(payout, utr="SBIN000000000002", by=ACCOUNTANT)
    part = Part.objects.get(maker=gone)
    seen = Invoice.objects.get(part=part).facts
    open_part = make_part({make_stocked(gone): 1}, state="accepted")
    pause(gone)
    merged(kept, gone)
    part.refresh_from_db()
    payout.refresh_from_db()
    assert (part.maker, payout.maker) == (gone, gone)
    assert Invoice.objects.get(part=part).facts == seen
    assert list(ended_parts(kept)) == [part]
    assert [due.part for due in passbook(kept)] == [part]
    assert list(settled_payouts(kept)) == [payout]
    open_part.refresh_from_db()
    assert open_part.maker == kept
    assert broken() == {}


def test_open_order_is_made_billed_and_earned_by_who_stayed_under_the_old_seller():
    gone, kept = make_registered_maker(), make_maker()
    part = make_part({make_stocked(gone): 1}, state="accepted")
    gstin, seller = part.seller.gstin, part.seller
    makers.give_document(gone, kind="gstin", number=gstin, by=BY)
    pause(gone)
    merged(kept, gone)
    makers.decide_document(kept.documents.get(kind="gstin"), accept=True, by=SECOND)
    kept.seller.refresh_from_db()
    assert kept.seller.gstin == gstin
    assert DailyFact.objects.filter(maker_id=gone.pk).count() == 0
    part.refresh_from_db()
    walk_on(part)
    work()
    seller.refresh_from_db()
    paper = Invoice.objects.get(part=part)
    assert (paper.kind, paper.seller, paper.facts["seller"]["gstin"]) == ("invoice", seller, gstin)
    assert (seller.gstin, seller.bills_under) == ("", gstin)
    assert Due.objects.get().maker == kept
    assert broken() == {}


def walk_on(part: Part) -> None:
    """An accepted part goes on to its buyer."""
    walk(Part.objects.get(pk=part.pk), "delivered")


def test_goods_that_come_back_later_are_taken_from_who_is_owed_now():
    kept, gone = make_maker(), make_maker()
    part = delivered(gone, method="upi")
    work()
    merged(kept, pause(gone))
    send_back(part)
    work()
    assert (balance("maker_due", kept), balance("maker_due", gone)) == (0, 0)
    assert Due.objects.get().state == "taken_back"
    assert broken() == {}


def test_credit_note_after_it_went_follows_the_invoice_that_was_issued():
    gone, kept = make_registered_maker(), make_maker()
    part = delivered(gone, method="upi")
    work()
    invoice = Invoice.objects.get(part=part)
    merged(kept, pause(gone))
    send_back(part)
    work()
    note = Invoice.objects.exclude(pk=invoice.pk).get(part=part)
    assert (invoice.kind, note.kind) == ("invoice", "credit_note")
    assert note.facts["seller"] == invoice.facts["seller"]
    assert broken() == {}


def test_way_back_brings_the_gstin_home():
    gone, kept = make_registered_maker(), make_maker()
    gstin = gone.seller.gstin
    merge = actions.merge_makers(kept, pause(gone), by=FIRST)
    assert merge is not None
    gone.seller.refresh_from_db()
    assert (gone.seller.gstin, gone.seller.bills_under) == ("", gstin)
    actions.part_again(merge, by=FIRST)
    gone.seller.refresh_from_db()
    assert (gone.seller.gstin, gone.seller.gstin_before) == (gstin, "")


def test_members_with_shares_stay_seated_there_and_are_seated_anew():
    kept, gone = make_maker(kind="group"), make_maker(kind="group")
    rina = make_member(gone, "Rina", work_units=3, amount_share=40)
    (payout,) = sent(gone)
    ledger.payout_paid(payout, utr="SBIN000000000003", by=ACCOUNTANT)
    payable(gone)
    count = kept.members.count()
    merge = merged(kept, pause(gone))
    rina.refresh_from_db()
    assert rina.maker == gone
    seat = kept.members.get(names=rina.names)
    assert (seat.work_units, seat.amount_share) == (3, 40)
    share = Share.objects.get(member=rina)
    assert share in list(shares_to_give(kept))
    ledger.shares_given(payout, by=BY)
    assert broken() == {}
    assert actions.part_again(merge, by=THIRD) is None
    assert actions.part_again(merge, by=FIRST) == gone
    assert kept.members.filter(active=True).count() == count
    assert broken() == {}


def test_one_person_alone_moves_no_money():
    kept, gone, _mine, _theirs = both_owed()
    with refused("doubles.second_person", field="stays"):
        actions.merge_makers(kept, gone, by=MACHINE)
    assert actions.merge_makers(kept, gone, by=FIRST) is None
    with refused("doubles.second_person"):
        actions.merge_makers(kept, gone, by=FIRST)
    assert (Merge.objects.count(), Proposal.objects.filter(ended_at=None).count()) == (0, 1)
    actions.keep_apart(kept, gone, by=SECOND)
    assert Proposal.objects.filter(ended_at=None).count() == 0
    assert broken() == {}


def test_who_proposes_it_the_other_way_round_proposes_anew():
    kept, gone, _mine, _theirs = both_owed()
    pause(kept)
    assert actions.merge_makers(kept, gone, by=FIRST) is None
    assert actions.merge_makers(gone, kept, by=SECOND) is None
    assert Proposal.objects.get(ended_at=None).kept == gone
    assert Merge.objects.count() == 0


def test_who_went_is_proposed_to_nobody_any_more():
    kept, gone, _mine, _theirs = both_owed()
    third = make_maker()
    payable(third)
    assert actions.merge_makers(make_maker(), gone, by=FIRST) is None
    assert actions.merge_makers(gone, pause(third), by=FIRST) is None
    merged(kept, gone)
    assert Proposal.objects.filter(ended_at=None).count() == 0


def test_nothing_owed_needs_one_person_as_before():
    kept, gone = make_maker(), pause(make_maker())
    assert actions.merge_makers(kept, gone, by=FIRST) is not None
    assert broken() == {}


def test_way_back_brings_money_and_open_orders_home_by_two():
    kept, gone = make_maker(), make_maker()
    theirs = payable(gone)
    lying = make_stocked(gone, pieces=9)
    open_part = make_part({lying: 1}, state="accepted")
    merge = merged(kept, pause(gone))
    assert actions.part_again(merge, by=THIRD) is None
    with refused("doubles.second_person"):
        actions.part_again(merge, by=THIRD)
    assert actions.part_again(merge, by=FIRST) == gone
    work()
    open_part.refresh_from_db()
    assert (open_part.maker, Due.objects.get(part=theirs).maker) == (gone, gone)
    assert (balance("maker_due", kept), balance("maker_due", gone)) == (0, theirs.maker_paise)
    assert broken() == {}
    again = merged(kept, Maker.objects.get(pk=gone.pk))
    assert again.pk != merge.pk
    assert balance("maker_due", kept) == theirs.maker_paise
    assert broken() == {}


def test_nothing_goes_to_the_account_that_came_over_once_they_are_two_again():
    kept, gone = make_maker(), make_maker()
    BankAccount.objects.filter(maker=kept).delete()
    payable(kept)
    merge = actions.merge_makers(kept, pause(gone), by=FIRST)
    assert merge is not None
    makers.confirm_bank(BankAccount.objects.get(maker=kept), by=SECOND)
    run = ledger.propose_payouts(kept.mart, by=ACCOUNTANT)
    with refused("doubles.at_the_bank"):
        actions.part_again(merge, by=FIRST)
    ledger.drop_payouts(run, by=ACCOUNTANT)
    assert actions.part_again(merge, by=FIRST) == gone
    account = BankAccount.objects.get(maker=kept)
    assert (account.confirmed, account.sent_back) == (False, True)
    assert BankAccount.objects.get(maker=gone).confirmed
    assert [row.maker for row in no_bank_account(kept.mart, kept.mart.place)] == [kept]
    with refused("ledger.nothing_owed"):
        ledger.propose_payouts(kept.mart, by=ACCOUNTANT)
    assert broken() == {}


def test_doctor_asks_who_proposed_this_time_and_not_another():
    kept, gone, _mine, _theirs = both_owed()
    merge = merged(kept, gone)
    assert actions.part_again(merge, by=FIRST) is None
    assert actions.part_again(merge, by=SECOND) == gone
    assert actions.merge_makers(kept, Maker.objects.get(pk=gone.pk), by=SECOND) is None
    assert actions.merge_makers(kept, Maker.objects.get(pk=gone.pk), by=FIRST) is not None
    work()
    assert broken() == {}
    Proposal.objects.filter(back=True).update(by_id=SECOND.user_id)
    assert [f"money went back, and user {SECOND.user_id}" in str(found) for found in broken().values()] == [True]
    Proposal.objects.filter(back=True).update(by_id=FIRST.user_id)
    Proposal.objects.filter(back=False).update(by_id=FIRST.user_id)
    assert [f"money moved, and user {FIRST.user_id}" in str(found) for found in broken().values()] == [True]


def test_an_order_that_was_divided_since_keeps_the_two_one():
    kept, gone = make_maker(), make_maker()
    part = make_part({make_stocked(gone): 2}, state="accepted")
    merge = merged(kept, pause(gone))
    part.refresh_from_db()
    orders.divide(part, pieces={part.lines.get().pk: 1}, by=BY)
    with refused("doubles.ordered_since"):
        actions.part_again(merge, by=FIRST)


def test_an_order_of_before_that_was_told_since_keeps_the_two_one():
    kept, gone = make_maker(), make_maker()
    lying = make_stocked(gone)
    merge = actions.merge_makers(kept, pause(gone), by=FIRST)
    assert merge is not None
    make_arrival({lying: 1}, placed_at=(today() - timedelta(days=3)).isoformat())
    assert Part.objects.get().maker == kept
    with refused("doubles.ordered_since"):
        actions.part_again(merge, by=FIRST)


def test_what_stayed_at_an_earlier_parting_does_not_keep_the_two_one():
    kept, gone = make_maker(), make_maker()
    open_part = make_part({make_stocked(gone): 1}, state="accepted")
    merge = merged(kept, pause(gone))
    walk_on(open_part)
    work()
    actions.part_again(merge, by=FIRST)
    again = actions.merge_makers(kept, Maker.objects.get(pk=gone.pk), by=FIRST)
    assert again is not None
    assert actions.part_again(again, by=FIRST) == gone


def test_what_was_delivered_or_paid_meanwhile_stays_where_it_went():
    kept, gone = make_maker(), make_maker()
    theirs = payable(gone)
    open_part = make_part({make_stocked(gone): 1}, state="accepted")
    merge = merged(kept, pause(gone))
    walk_on(open_part)
    work()
    run = ledger.release_payouts(ledger.propose_payouts(kept.mart, by=ACCOUNTANT), by=COLLECTOR)
    with refused("doubles.at_the_bank"):
        actions.part_again(merge, by=FIRST)
    ledger.payout_paid(run.payouts.get(), utr=f"SBIN{upi_reference()}", by=ACCOUNTANT)
    assert actions.part_again(merge, by=FIRST) == gone
    work()
    open_part.refresh_from_db()
    assert (open_part.maker, Due.objects.get(part=theirs).maker) == (kept, kept)
    assert broken() == {}
    ripen()
    send_back(open_part)
    work()
    assert broken() == {}
