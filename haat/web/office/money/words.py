"""Words for payouts and for what stands in the books."""

from django.utils.translation import gettext_lazy as _

from haat.web.office.desk.rooms import Words

RUN_STATES: Words = {
    "proposed": _("Waits for a second person"),
    "released": _("Released"),
    "dropped": _("Dropped"),
}
PAYOUT_STATES: Words = {
    "proposed": _("Proposed"),
    "sent": _("Sent to the bank"),
    "paid": _("Paid"),
    "failed": _("Sent back by the bank"),
    "dropped": _("Dropped"),
}
ACCOUNTS: Words = {
    "bank": _("In the mart’s bank account"),
    "rider_cash": _("Cash with riders"),
    "cash_desk": _("Cash at the desk, not yet banked"),
    "buyers": _("Paid by buyers, not yet delivered"),
    "maker_due": _("Owed to makers"),
    "refund_due": _("Owed back to buyers"),
    "tax_due": _("Tax on sales"),
    "fee": _("The mart’s fee"),
    "packing": _("Packing"),
    "carrier_due": _("Delivery charges"),
    "return_loss": _("Lost on returns"),
    "receivable": _("Sold elsewhere, not yet come"),
    "channel_due": _("Owed back to who sold elsewhere"),
    "channel_fee": _("Kept as fee by others"),
    "tcs_credit": _("TCS others took, to be claimed"),
    "tds_credit": _("TDS others took, to be claimed"),
    "adjustment_loss": _("Taken off by others"),
    "adjustment_gain": _("Put on by others"),
    "rounding_loss": _("Rounded off"),
    "rounding_gain": _("Rounded up"),
}
# Head of a sale elsewhere → what it is called beside what was reckoned.
HEADS: Words = {
    "came": _("To come to us"),
    "fee": _("Fee"),
    "tcs": _("TCS, tax collected"),
    "tds": _("TDS, tax deducted"),
    "adjustment": _("Taken off, less what was put on"),
    "rounding": _("Rounded off"),
    "open": _("Not yet come"),
    "back": _("Owed back"),
}
KEPT: Words = {
    "fee": _("Fee kept"),
    "tcs": "TCS",
    "tds": "TDS",
    "adjustment": _("Put on or off"),
    "rounding": _("Rounded"),
}
LANDS: Words = {
    "bank": _("In the bank"),
    "cash_desk": _("In cash at the desk"),
}
