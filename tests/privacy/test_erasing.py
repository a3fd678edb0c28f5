"""Erased by two people: out of use at once, sealed, deleted a year later; books, stock and the doctor stay whole."""

from datetime import timedelta

import pytest
from django.utils import timezone

from haat.core import worker
from haat.core.actor import Actor
from haat.core.dates import today
from haat.core.doctor import examine
from haat.core.models import Event
from haat.core.scans import Scan
from haat.doubles.actions import merge_makers
from haat.ledger import actions as ledger
from haat.ledger.models import Invoice, Payout
from haat.makers.actions import add_member, change_maker, change_member, make_leader, pause_maker, remove_member
from haat.makers.actions.files import attach
from haat.makers.models import BankAccount, Document, Maker, NameKey, PaperFile
from haat.makers.queries import named
from haat.orders.models import Order, Part
from haat.people.models import Consent, User
from haat.privacy import actions
from haat.privacy.models import Petition, Sealed
from haat.shelf.models import ShelfText
from tests.ledger.books import ACCOUNTANT, COLLECTOR, payable
from tests.make import BY, make_maker, make_officer, make_part, make_stocked, make_user
from tests.make_survey import make_find
from tests.privacy.made import answered, artisan, officers, petition
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def erased(mine: Petition) -> Petition:
    first, second = officers(mine.mart)
    actions.agree_erase(mine, by=first)
    with refused("privacy.two_people"):
        actions.erase(mine, by=first)
    done = actions.erase(mine, by=second)
    worker.run_due()
    return done


def sick() -> list[tuple[str, list[str]]]:
    return [(each.name, each.examples) for each in examine() if each.broken]


def test_artisan_is_erased_and_books_stay_whole():
    maker, seat, user = artisan("Sita Devi")
    phone, name = user.phone, seat.names.get("hi") or next(iter(seat.names.values()))
    answered(user, maker.mart, "selling", agrees=True)
    attach(Document.objects.create(maker=maker, kind="fssai", number="12345678901234"), Scan("pdf", b"x"), by=BY)
    make_find(phone=phone)
    payable(maker)
    Part.objects.update(delivered_at=timezone.now() - timedelta(days=9))
    before = {name for name, _examples in sick()}
    run = ledger.release_payouts(ledger.propose_payouts(maker.mart, by=ACCOUNTANT), by=COLLECTOR)
    mine = petition(maker.mart, "erase", user=user)
    with refused("privacy.money_owed"):
        actions.agree_erase(mine, by=BY)
    ledger.payout_paid(run.payouts.get(), utr="SBIN2026112299", by=ACCOUNTANT)
    erased(mine)
    user.refresh_from_db()
    maker.refresh_from_db()
    seat.refresh_from_db()
    assert (user.phone, user.name, user.has_usable_password()) == (f"gone-{user.pk}", "", False)
    assert (maker.phone, maker.stories, maker.names, maker.state) == ("", {}, {"en": "—"}, "paused")
    assert seat.names == {"en": "—"}
    for table in (BankAccount, PaperFile, NameKey, Document):
        assert table.objects.filter(maker=maker).count() == 0, table
    assert ShelfText.objects.filter(good__maker=maker).count() == 0
    assert list(named(Maker.objects.all(), name, ["hi", "en"])) == []
    assert Consent.objects.filter(withdrawn_at=None).count() == 0
    assert Payout.objects.get().account_number != ""
    assert Invoice.objects.filter(part__maker=maker).exists()
    assert {name for name, _examples in sick()} <= before
    sealed = Sealed.objects.filter(petition=mine)
    assert {row.model for row in sealed} >= {"makers.maker", "makers.member", "people.user", "makers.bankaccount"}
    assert all(row.until == today() + timedelta(days=365) for row in sealed)
    assert phone.encode() not in b"".join(bytes(row.sealed) for row in sealed)
    opened = actions.open_seal(mine, reason="A court asks", by=Actor(9))
    assert phone in [values.get("phone") for _model, values in opened]
    assert Event.objects.get(kind="privacy.seal_opened").data == {"reason": "A court asks"}


def test_seals_are_deleted_by_the_clock_on_their_day():
    maker, _seat, user = artisan()
    erased(petition(maker.mart, "erase", user=user))
    assert actions.clear(maker.mart) == 0
    number = Sealed.objects.update(until=today() - timedelta(days=1))
    assert actions.clear(maker.mart) == number
    assert Sealed.objects.count() == 0


def test_group_needs_another_leader_first():
    group = make_maker("Chandni group")
    seat = group.members.get()
    mine = petition(group.mart, "erase", user=seat.user)
    with refused("privacy.leader_first"):
        actions.agree_erase(mine, by=BY)
    other = add_member(group, names={"hi": "गीता देवी"}, user=make_user("Gita", phone="+919812300001"), by=BY)
    make_leader(other, by=BY)
    erased(mine)
    seat.refresh_from_db()
    group.refresh_from_db()
    assert (seat.active, seat.names, group.names != {"en": "—"}) == (False, {"en": "—"}, True)
    assert sick() == []


def test_officer_ends_her_role_first():
    user = make_officer("desk")
    maker, _seat, _user = artisan()
    add_member(maker, names={"hi": "मीना"}, user=user, by=BY)
    with refused("privacy.holds_role"):
        actions.agree_erase(petition(maker.mart, "erase", user=user), by=BY)


def test_buyer_is_erased_when_her_order_is_over():
    maker, _seat, _user = artisan()
    part = make_part({make_stocked(maker): 1}, state="delivered")
    order = part.order
    mine = petition(maker.mart, "erase", phone=order.phone)
    with refused("privacy.orders_open"):
        actions.agree_erase(mine, by=BY)
    for row in Part.objects.filter(order=order):
        Part.objects.filter(pk=row.pk).update(delivered_at=row.delivered_at - timedelta(days=9))
    before = [name for name, _examples in sick()]
    erased(mine)
    kept = Order.objects.get(pk=order.pk)
    assert (kept.phone, kept.name, kept.address, kept.total_paise) == ("", "—", "", order.total_paise)
    assert [name for name, _examples in sick()] == before
    assert not User.objects.filter(phone=order.phone).exists()


def test_only_an_erasing_is_erased_and_only_after_a_first_yes():
    maker, _seat, user = artisan()
    with refused("privacy.wrong_deed"):
        actions.agree_erase(petition(maker.mart, "complain", user=user), by=BY)
    mine = petition(maker.mart, "erase", user=user)
    with refused("privacy.wrong_deed"):
        actions.erase(mine, by=BY)
    with refused("privacy.wrong_deed"):
        actions.answer(mine, words="Done", by=BY)
    erased(mine)
    with refused("privacy.not_open"):
        actions.erase(mine, by=BY)


def test_new_events_name_no_person_so_that_nothing_of_her_stays_in_the_sealed_trail():
    maker, _seat, _user = artisan("Sita Devi")
    change_maker(maker, names={"hi": "सीता देवी"}, by=BY)
    twin = make_maker("Sita Devee", kind="artisan")
    pause_maker(twin, by=BY)
    merge_makers(Maker.objects.get(pk=maker.pk), Maker.objects.get(pk=twin.pk), by=BY)
    group = make_maker("Chandni group")
    her = add_member(group, names={"en": "Sita Devi"}, by=BY)
    change_member(her, names={"en": "Seeta Devi"}, by=BY)
    remove_member(her, by=BY)
    told = [repr((event.kind, event.data)) for event in Event.objects.all()]
    assert len([each for each in told if "makers.member_" in each]) == 3
    for word in ("Sita", "Seeta", "सीता", "sita-devi", "Devee"):
        assert [each for each in told if word in each] == [], word
    assert sick() == []
