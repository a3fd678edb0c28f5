"""The bank's sheet of a run: lines find their payouts, each counts once, and what is wrong says why."""

import pytest

from haat.core.tables import Page
from haat.ledger import actions
from haat.ledger.bank_sheet import MOST_LINES, Said, read_bank_sheet, read_lines
from haat.ledger.models import Payout
from tests.ledger.books import ACCOUNTANT, broken, sent
from tests.make import make_maker
from tests.refusals import refused

pytestmark = pytest.mark.django_db
HEAD = "UTR No.,Customer Reference,Beneficiary Account No,Amount (INR),Status"


def lines(run, *rows, head=HEAD):
    text = "\n".join(("Bank of Somewhere", "", head, *rows))
    return read_bank_sheet(text.encode(), run_number=run.number)


def said(run, *rows, dry=False, **more):
    return actions.bank_said(run, lines(run, *rows, **more), dry=dry, by=ACCOUNTANT)


def row(payout, utr, *, amount="", status="SUCCESS", account=None):
    account = payout.account_number if account is None else account
    return f"{utr},{payout.run.number}-{payout.pk} sales,{account},{amount},{status}"


def reasons(outcomes):
    return [outcome.reason for outcome in outcomes]


def paid():
    return list(Payout.objects.filter(state="paid").order_by("pk").values_list("utr", flat=True))


def test_two_payouts_are_written_down_once_and_a_dry_run_writes_nothing():
    first, second = sent(make_maker(), make_maker())
    rows = (row(first, "SBIN26330000001"), row(second, "sbin 2633 0000002"))
    tried = said(first.run, *rows, dry=True)
    assert ([outcome.taken for outcome in tried], paid()) == ([True, True], [])
    done = said(first.run, *rows)
    assert ([outcome.taken for outcome in done], paid()) == ([True, True], ["SBIN26330000001", "SBIN26330000002"])
    again = said(first.run, *rows)
    assert [(outcome.known, outcome.taken, outcome.reason) for outcome in again] == [(True, False, "")] * 2
    assert broken() == {}


def test_line_without_its_name_is_found_by_account_and_amount():
    (payout,) = sent(make_maker())
    rupees = f"{payout.amount_paise / 100:.2f}"
    by_account = f"SBIN26330000001,,xxxxxxx{payout.account_number[-4:]},{rupees},OK"
    assert [outcome.payout for outcome in said(payout.run, by_account)] == [payout]
    assert paid() == ["SBIN26330000001"]


def test_account_without_its_leading_zeros_is_the_same_and_without_its_last_it_is_not():
    (payout,) = sent(make_maker())
    Payout.objects.filter(pk=payout.pk).update(account_number="00123456780")
    rupees = f"{payout.amount_paise / 100:.2f}"
    lines = [f"SBIN26330000001,,{account},{rupees},OK" for account in ("12345678", "123456780")]
    assert [outcome.payout for outcome in said(payout.run, *lines)] == [None, payout]


@pytest.mark.parametrize("heading", ["Amount (Rs.)", "Amount in Rs", "Amt"])
def test_amount_is_found_under_other_headings(heading):
    (payout,) = sent(make_maker())
    by_account = f"SBIN26330000001,,xxxxxxx{payout.account_number[-4:]},1.00,OK"
    (line,) = said(payout.run, by_account, head=HEAD.replace("Amount (INR)", heading))
    assert (line.payout, line.reason) == (None, "No payout of this run fits this line.")


def test_end_of_an_account_without_an_amount_pays_nobody():
    (payout,) = sent(make_maker())
    (line,) = said(payout.run, f"SBIN26330000001,,xxxxxxx{payout.account_number[-4:]},,OK")
    assert (line.payout, line.reason) == (
        None,
        "The line names neither its payout nor an amount. Write it down by hand.",
    )
    assert paid() == []


def test_wrong_lines_say_why_and_the_good_one_stands():
    first, second = sent(make_maker(), make_maker())
    outcomes = said(
        first.run,
        row(first, ""),
        row(first, "SBIN26330000001", amount="1.00"),
        row(first, "SBIN26330000001", account="99990000111"),
        row(first, "SBIN26330000001", status="RETURNED: account closed"),
        row(first, "short"),
        row(first, "1.23457E+15"),
        f"SBIN26330000009,{first.run.number}-999999,,,SUCCESS",
        "SBIN26330000009,XYZP-9999-1,,,SUCCESS",
        row(second, "SBIN26330000002"),
        row(second, "SBIN26330000002"),
    )
    assert reasons(outcomes) == [
        "No UTR stands in this line.",
        "The amount is not that of the payout.",
        "The account is not that of the payout.",
        "The bank did not pay it: RETURNED: account closed. Write that down by hand.",
        "Write the bank's reference number (UTR), 8 to 30 letters and digits.",
        "UTR: the number has lost its last digits. Format the column as text.",
        "No payout of this run fits this line.",
        "This line is of another run: XYZP-9999. Send it there.",
        "",
        "This line stands twice in the sheet.",
    ]
    assert paid() == ["SBIN26330000002"]


@pytest.mark.parametrize(
    "status",
    [
        "Pending",
        "In process",
        "Initiated",
        "ON HOLD",
        "Unsuccessful",
        "Not processed",
        "Unpaid",
        "To be paid",
        "असफल",
    ],
)
def test_a_bank_that_does_not_say_paid_has_not_paid(status):
    """NEFT and IMPS give the UTR at the start, and what is written down as paid is so for ever."""
    (payout,) = sent(make_maker())
    (outcome,) = said(payout.run, row(payout, "SBIN26330000001", status=status))
    assert (
        outcome.reason == f"The bank says: {status}. That is not paid, as far as is known here. Write it down by hand."
    )
    assert paid() == []


@pytest.mark.parametrize("status", ["Failed", "REJECTED by bank", "Returned", "Reversed", "Declined", "Cancelled"])
def test_a_bank_that_says_not_paid_has_sent_it_back(status):
    (payout,) = sent(make_maker())
    (outcome,) = said(payout.run, row(payout, "SBIN26330000001", status=status))
    assert outcome.reason == f"The bank did not pay it: {status}. Write that down by hand."


@pytest.mark.parametrize(
    "status", ["Success", "SUCCESSFUL", "Paid", "Credited to beneficiary", "Payment-Processed", "सफल"]
)
def test_a_bank_that_says_paid_has_paid(status):
    (payout,) = sent(make_maker())
    assert reasons(said(payout.run, row(payout, "SBIN26330000001", status=status))) == [""]
    assert paid() == ["SBIN26330000001"]


def test_a_line_without_a_status_in_a_column_of_them_is_asked_about():
    (payout,) = sent(make_maker())
    assert reasons(said(payout.run, row(payout, "SBIN26330000001", status=""))) == [
        "The sheet does not say what became of this line. Ask the bank, and write it down by hand."
    ]
    head = "UTR,Customer Reference,Status,Txn Status Description"
    two = f"SBIN26330000001,{payout.run.number}-{payout.pk},SUCCESS,Pending at RBI"
    assert reasons(said(payout.run, two, head=head))[0].startswith("The bank says: SUCCESS · Pending at RBI.")
    assert paid() == []


def test_other_utr_for_a_paid_one_and_a_utr_of_another_run_are_refused():
    (first,) = sent(make_maker())
    said(first.run, row(first, "SBIN26330000001"))
    assert reasons(said(first.run, row(first, "SBIN26330000002"))) == ["This payout is already settled."]
    (other,) = sent(make_maker())
    taken = said(other.run, row(other, "SBIN26330000001"))
    assert reasons(taken) == ["This bank reference was already used for other money."]


def two_runs_alike():
    """One maker with the same sum in two runs, both at the bank."""
    maker = make_maker()
    (first,) = sent(maker)
    (second,) = sent(maker)
    assert (first.amount_paise, first.account_number) == (second.amount_paise, second.account_number)
    return first, second


@pytest.mark.parametrize("name", ["{run}-{pk} sales", "{run} sales", "{loose} sales"])
def test_a_line_of_another_run_is_not_taken_for_this_ones(name):
    first, second = two_runs_alike()
    number = first.run.number
    text = name.format(run=number, pk=first.pk, loose=number.lower().replace("-", ""))
    rupees = f"{first.amount_paise / 100:.2f}"
    lines_of_a_day = (
        f"SBIN26330000007,{text},{first.account_number},{rupees},SUCCESS",
        row(second, "SBIN26330000008", amount=rupees),
    )
    assert reasons(said(second.run, *lines_of_a_day)) == [
        f"This line is of another run: {number}. Send it there.",
        "",
    ]
    assert paid() == ["SBIN26330000008"]
    assert reasons(said(first.run, *lines_of_a_day))[0] == ""


def test_a_line_that_names_no_run_and_fits_two_is_for_a_person():
    first, second = two_runs_alike()
    rupees = f"{first.amount_paise / 100:.2f}"
    line = f"SBIN26330000007,sales,{first.account_number},{rupees},SUCCESS"
    assert reasons(said(second.run, line)) == ["A payout of another run fits this line too. Write it down by hand."]
    actions.payout_paid(first, utr="SBIN26330000001", by=ACCOUNTANT)
    assert reasons(said(second.run, line)) == [""]


def test_sheet_without_a_column_of_utrs_is_refused():
    (payout,) = sent(make_maker())
    with refused("ledger.no_utr_column", field="sheet"):
        lines(payout.run, "1,2,3,4,5", head="a,b,c,d,e")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"PK\x03\x04 not a workbook", "unreadable"),
        (b"a\0b,c", "unreadable"),
        (b"x" * 2_000_001, "too_large"),
        (b"UTR\n" + b"a\n" * (MOST_LINES + 1), "too_long"),
    ],
)
def test_hostile_files_are_refused(data, code):
    with refused(f"table.{code}", field="file"):
        read_bank_sheet(data, run_number="DMP-0001")


def test_a_statement_as_windows_writes_it_is_read():
    (line,) = read_bank_sheet("UTR,Remarks\nSBIN26330000001,caf\xe9".encode("cp1252"), run_number="DMP-0001")
    assert line == Said(2, utr="SBIN26330000001")


def test_number_cells_above_fifteen_digits_have_lost_their_last():
    rows = [["UTR", "Account number"], [123456789012345.0, 3e16], ["SBIN26330000001", 30011223344.0]]
    told = read_lines([Page(rows=list(enumerate(rows, 1)))], run_number="DMP-0001")
    assert told == [
        Said(2, account="30000000000000000", utr="123456789012345", lost="account"),
        Said(3, account="30011223344", utr="SBIN26330000001"),
    ]


TWO_PAYOUTS = "This UTR stands at two payouts in the sheet. Ask the bank which is right."
TWO_UTRS = "This payout has two UTRs in the sheet. Ask the bank which is right."


def test_lines_that_speak_against_one_another_are_all_refused():
    first, second, third = sent(make_maker(), make_maker(), make_maker())
    outcomes = said(
        first.run,
        row(first, "SBIN26330000001"),
        row(second, "sbin2633 0000001"),
        row(third, "SBIN26330000003"),
        row(third, "SBIN26330000004"),
    )
    assert [outcome.reason for outcome in outcomes] == [TWO_PAYOUTS, TWO_PAYOUTS, TWO_UTRS, TWO_UTRS]
    assert paid() == []
