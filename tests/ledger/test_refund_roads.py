"""Money back: how and to whom, under the reference of its road, by two people where it is much."""

import pytest

from haat.core.actor import Actor
from haat.core.models import Event
from haat.delivery import actions as delivery
from haat.delivery.models import Parcel
from haat.ledger import actions
from haat.ledger.queries import balances
from haat.messages.models import Message
from haat.payments import actions as payments
from haat.payments.models import Refund
from tests.ledger.books import ACCOUNTANT, COLLECTOR, broken, delivered, send_back, upi_reference, work
from tests.refusals import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def refund():
    """Owed for what was paid, delivered and sent back."""
    part = delivered(method="upi")
    work()
    send_back(part)
    work()
    return Refund.objects.get()


def prepared(refund, road, whom, by=ACCOUNTANT):
    return payments.prepare_refund(refund, road=road, whom=whom, by=by)


@pytest.mark.parametrize(
    ("road", "whom", "kept", "reference", "clean"),
    [
        ("vpa", " Asha@SBI ", "asha@sbi", "123456789012", "123456789012"),
        (
            "account",
            "sbin0000064, 3001 1223344".replace("1 1", "11"),
            "SBIN0000064 30011223344",
            "sbin 33012 2334455",
            "SBIN330122334455",
        ),
    ],
)
def test_bank_roads_have_their_own_whom_and_reference_and_the_buyer_is_told(refund, road, whom, kept, reference, clean):
    assert prepared(refund, road, whom).whom == kept
    told = Event.objects.get(kind="payments.refund_prepared").data
    assert kept not in told["whom"]
    for _turn in range(2):
        assert actions.send_refund(refund, reference=reference, by=ACCOUNTANT).reference == clean
    work()
    assert clean in Message.objects.get(template="refund_sent").body
    assert broken() == {}


@pytest.mark.parametrize(
    ("road", "whom", "told"),
    [
        ("hand", "Sunita", ""),
        ("hand", "Sunil", ""),
        ("vpa", "ab@sbi", "…@sbi"),
        ("vpa", "sunita@sbi", "s…@sbi"),
        ("account", "SBIN0000064 30011223344", "SBIN0000064 xxxxxxx3344"),
    ],
)
def test_who_gets_it_stands_whole_in_no_trail(refund, road, whom, told):
    prepared(refund, road, whom)
    assert Event.objects.get(kind="payments.refund_prepared").data["whom"] == told


def test_a_slip_used_twice_is_called_a_slip(refund):
    cash_at_the_desk()
    cash_at_the_desk()
    prepared(refund, "hand", "Asha Rao")
    actions.send_refund(refund, reference="17", by=ACCOUNTANT)
    other = payments.owe_refund(refund.part, cause="return:other", amount_paise=1, by=ACCOUNTANT)
    prepared(other, "hand", "Asha Rao")
    with refused("payments.reference_known", field="reference") as problem:
        actions.send_refund(other, reference="17", by=ACCOUNTANT)
    assert problem.value.message.startswith("Number of the signed slip: SLIP-17 ")


def cash_at_the_desk():
    """A round came back and its cash was counted."""
    part = delivered()
    round = Parcel.objects.get(part=part).round
    delivery.end_round(round, by=Actor(round.rider_id))
    delivery.close_round(round, counted_paise=round.cash_paise, by=ACCOUNTANT)
    work()


def test_cash_in_hand_leaves_the_desk_at_once_and_never_more_than_lies_there(refund):
    prepared(refund, "hand", "Asha Rao")
    with refused("ledger.overdrawn"):
        actions.send_refund(refund, reference="17", by=ACCOUNTANT)
    refund.refresh_from_db()
    assert refund.state == "owed"
    cash_at_the_desk()
    before = balances(refund.mart)["cash_desk"]
    sent = actions.send_refund(refund, reference="slip-17", by=ACCOUNTANT)
    assert sent.reference == "SLIP-17"
    assert actions.send_refund(refund, reference="17", by=ACCOUNTANT).reference == "SLIP-17"
    assert balances(refund.mart)["cash_desk"] == before - refund.amount_paise
    work()
    assert balances(refund.mart)["cash_desk"] == before - refund.amount_paise
    assert "Asha Rao" in Message.objects.get(template="refund_given").body
    assert broken() == {}


def test_what_went_another_way_than_its_sender_saw_is_not_written_down(refund):
    """She sent it to asha@sbi; meanwhile somebody writes down that it goes in cash, or to bina@sbi."""
    cash_at_the_desk()
    seen = prepared(refund, "vpa", "asha@sbi").way
    for road, whom in (("hand", "Asha Rao"), ("vpa", "bina@sbi")):
        prepared(refund, road, whom)
        with refused("core.changed"):
            actions.send_refund(refund, reference="123456789012", seen=seen, by=ACCOUNTANT)
    prepared(refund, "vpa", "asha@sbi")
    for _turn in range(2):
        assert actions.send_refund(refund, reference="123456789012", seen=seen, by=ACCOUNTANT).state == "sent"


def test_much_money_takes_two_people(refund):
    payments.set_cash_rule(refund.mart, asks="never", two_above_paise=refund.amount_paise - 1, by=COLLECTOR)
    with refused("payments.needs_two", field="reference") as first:
        actions.send_refund(refund, reference=upi_reference(), by=ACCOUNTANT)
    assert "one person writes down" in str(first.value)
    prepared(refund, "vpa", "asha@sbi")
    for by in (ACCOUNTANT, Actor()):
        with refused("payments.needs_two") as second:
            actions.send_refund(refund, reference=upi_reference(), by=by)
        assert "Another person sends it" in str(second.value)
    prepared(refund, "vpa", "asha@sbi", by=COLLECTOR)  # the same again is no other hand
    assert actions.send_refund(refund, reference=upi_reference(), by=COLLECTOR).state == "sent"


def test_up_to_the_sum_one_is_enough(refund):
    payments.set_cash_rule(refund.mart, asks="never", two_above_paise=refund.amount_paise, by=COLLECTOR)
    assert actions.send_refund(refund, reference=upi_reference(), by=ACCOUNTANT).state == "sent"


@pytest.mark.parametrize(
    ("road", "whom", "code", "field"),
    [
        ("boat", "asha@sbi", "unknown_road", "road"),
        ("vpa", "asha", "bad_whom", "whom"),
        ("account", "30011223344", "bad_whom", "whom"),
        ("account", "SBIN00000 30011223344", "bad_whom", "whom"),
        ("account", "ALLA0888888 30011223344", "bad_whom", "whom"),
        ("account", "SBIN0000064 300", "bad_whom", "whom"),
        ("hand", "x", "bad_whom", "whom"),
    ],
)
def test_nobody_is_refused_at_its_field(refund, road, whom, code, field):
    with refused(f"payments.{code}", field=field):
        prepared(refund, road, whom)


@pytest.mark.parametrize(
    ("road", "whom", "reference", "code"),
    [
        ("vpa", "asha@sbi", "SBIN330122334455", "bad_reference"),
        ("account", "SBIN0000064 30011223344", "12345", "bad_refund_reference"),
        ("account", "SBIN0000064 30011223344", "ABCDEFGHIJKLM", "bad_refund_reference"),
        ("hand", "Asha Rao", "", "bad_refund_reference"),
    ],
)
def test_reference_of_another_road_is_refused(refund, road, whom, reference, code):
    prepared(refund, road, whom)
    with refused(f"payments.{code}", field="reference"):
        actions.send_refund(refund, reference=reference, by=ACCOUNTANT)


def test_road_of_sent_money_cannot_be_written_anew(refund):
    actions.send_refund(refund, reference=upi_reference(), by=ACCOUNTANT)
    with refused("payments.already_settled"):
        prepared(refund, "vpa", "asha@sbi")
