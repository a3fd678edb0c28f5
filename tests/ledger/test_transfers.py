"""The only door to balances: once per cause, never another amount, never overdrawn."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from haat.core import rows
from haat.core.doctor import examine
from haat.core.models import Event
from haat.ledger import actions
from haat.ledger.actions import At, Move
from haat.ledger.models import DEBIT_KINDS, Account, Transfer
from tests.ledger.books import books
from tests.make import BY, make_mart
from tests.refusals import refused

pytestmark = pytest.mark.django_db


# What the doctor looks at where money moved.
MONEY = ("ledger: every account = its transfers", "ledger: debits = credits in every mart")
BANK, BUYERS = At("bank"), At("buyers")


def move(amount_paise=700, *, cause="one", debit=BANK, credit=BUYERS):
    return actions.transfer(make_mart(), debit=debit, credit=credit, amount_paise=amount_paise, cause=cause, by=BY)


def test_transfer_moves_paise_between_two_accounts():
    row = move()
    assert (str(row), str(row.debit), str(row.credit), row.by_id) == ("one", "bank:0", "buyers:0", BY.user_id)
    assert books() == {"bank": 700, "buyers": 700}


def test_transfer_same_cause_answers_the_first():
    assert move().pk == move().pk
    assert (Transfer.objects.count(), books()) == (1, {"bank": 700, "buyers": 700})


def test_transfer_same_cause_with_another_amount_is_refused():
    move()
    with refused("ledger.cause_reused"):
        move(701)
    assert books() == {"bank": 700, "buyers": 700}


def test_transfer_of_nothing_moves_nothing():
    assert move(0) is None
    assert (Transfer.objects.count(), Account.objects.count()) == (0, 0)


def test_transfer_overdraft_is_refused():
    move()
    with refused("ledger.overdrawn", field="amount"):
        move(701, cause="two", debit=At("buyers"), credit=At("bank"))
    assert (Transfer.objects.count(), books()) == (1, {"bank": 700, "buyers": 700})


def test_transfer_to_the_last_paisa_is_allowed():
    move()
    move(700, cause="two", debit=At("buyers"), credit=At("bank"))
    assert books() == {}


def test_overdraft_is_refused_by_the_database():
    move()
    for kind, changes in {
        "bank": {"credits_paise": F("debits_paise") + 1},
        "buyers": {"debits_paise": F("credits_paise") + 1},
    }.items():
        with pytest.raises(IntegrityError, match="account_never_overdrawn"), transaction.atomic():
            Account.objects.filter(kind=kind).update(**changes)


@pytest.mark.parametrize("kind", Account.Kind.values)
def test_every_kind_stands_on_one_side_only(kind):
    side = "credits_paise" if kind in DEBIT_KINDS else "debits_paise"
    with pytest.raises(IntegrityError, match="account_never_overdrawn"), transaction.atomic():
        Account.objects.create(mart=make_mart(), kind=kind, **{side: 1})


def test_transfer_row_is_positive_and_between_two_by_the_database():
    row = move()
    for changes in ({"amount_paise": 0}, {"credit": F("debit")}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Transfer.objects.filter(pk=row.pk).update(**changes)


def test_transfer_all_is_all_or_none():
    moves = [Move(At("bank"), At("buyers"), 500, "a"), Move(At("fee"), At("buyers"), 1, "b")]
    with refused("ledger.overdrawn"):
        actions.transfer_all(make_mart(), moves, by=BY)
    assert (Transfer.objects.count(), books()) == (0, {})


def test_transfer_all_adds_only_what_is_new():
    move(500, cause="a")
    moves = [Move(At("bank"), At("buyers"), 500, "a"), Move(At("bank"), At("buyers"), 40, "b")]
    assert [row.cause for row in actions.transfer_all(make_mart(), moves, by=BY)] == ["a", "b"]
    assert books() == {"bank": 540, "buyers": 540}


def test_transfer_statements_do_not_grow_with_moves(django_assert_num_queries):
    def moves(name, count):
        return [Move(At("bank"), At("buyers"), 10, f"{name}{n}") for n in range(count)]

    mart = make_mart()
    actions.transfer_all(mart, moves("open", 1), by=BY)
    for count in (1, 3, 30):
        # savepoint, known causes, accounts, insert, and one update for both accounts
        with django_assert_num_queries(6):
            actions.transfer_all(mart, moves(f"m{count}-", count), by=BY)


def test_transfers_between_many_accounts_are_those_of_each(monkeypatch):
    """Thousands of moves go another way than a few: found, held and raised some at a time."""
    monkeypatch.setattr(rows, "KEYS", 7)
    monkeypatch.setattr(rows, "VALUES", 60)
    moves = [Move(At("bank"), At("maker_due", 1 + n % 40), 10 + n, f"many:{n}") for n in range(50)]
    actions.transfer_all(make_mart(), moves[:5], by=BY)
    made = actions.transfer_all(make_mart(), moves, by=BY)
    assert [(row.cause, row.amount_paise, row.credit.owner_id) for row in made] == [
        (move.cause, move.amount_paise, move.credit.owner_id) for move in moves
    ]
    owed = {
        number: sum(move.amount_paise for move in moves if move.credit.owner_id == number) for number in range(1, 41)
    }
    assert dict(Account.objects.filter(kind="maker_due").values_list("owner_id", "credits_paise")) == owed
    assert books() == {"bank": sum(owed.values()), "maker_due": sum(owed.values())}
    assert actions.transfer_all(make_mart(), moves, by=BY) == made
    assert {finding.name: finding.broken for finding in examine(MONEY)} == dict.fromkeys(MONEY, 0)


def test_an_overdraft_names_the_account_that_holds_too_little():
    mart = make_mart()
    actions.transfer_all(mart, [Move(At("bank"), At("buyers"), 10, "a")], by=BY)
    moves = [Move(At("buyers"), At("maker_due", 1), 4, "b"), Move(At("buyers"), At("maker_due", 2), 7, "c")]
    with refused("ledger.overdrawn") as caught:
        actions.transfer_all(mart, moves, by=BY)
    assert caught.value.kind == "buyers"
    with refused("ledger.overdrawn") as caught:
        actions.transfer_all(mart, [Move(At("refund_due"), At("bank"), 11, "d")], by=BY)
    assert caught.value.kind == "bank"
    assert books() == {"bank": 10, "buyers": 10}


def test_bank_cash_counts_once_and_is_recorded():
    move(900, debit=At("cash_desk"))
    for _time in range(2):
        actions.bank_cash(make_mart(), amount_paise=900, cause="slip-1", by=BY)
    assert books() == {"bank": 900, "buyers": 900}
    assert Transfer.objects.filter(cause__endswith=":slip-1").count() == 1


def test_bank_cash_told_twice_is_recorded_once():
    move(900, debit=At("cash_desk"))
    for _time in range(2):
        actions.bank_cash(make_mart(), amount_paise=900, cause="slip-1", by=BY)
    assert Event.objects.filter(kind="ledger.banked").count() == 1


def test_bank_cash_more_than_the_desk_holds_is_refused():
    move(900, debit=At("cash_desk"))
    with refused("ledger.overdrawn"):
        actions.bank_cash(make_mart(), amount_paise=901, cause="slip-1", by=BY)


def test_bank_cash_of_nothing_is_nothing():
    assert actions.bank_cash(make_mart(), amount_paise=0, cause="slip-1", by=BY) is None
