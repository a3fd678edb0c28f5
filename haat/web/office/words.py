"""Words the desk uses for states, kinds and events."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Mapping[str, "str | Promise"]

ROLES: Words = {
    "collector": _("Collector"),
    "desk": _("District desk"),
    "coordinator": _("Block coordinator"),
    "accountant": _("Accountant"),
    "rider": _("Rider"),
    "auditor": _("Auditor"),
}
MAKER_KINDS: Words = {
    "artisan": _("Artisan"),
    "group": _("Group"),
    "producer_group": _("Producer group"),
}
MAKER_STATES: Words = {"enrolled": _("Not open yet"), "live": _("Selling"), "paused": _("Paused")}
GOOD_STATES: Words = {
    "draft": _("Being written"),
    "waiting": _("Waiting for a check"),
    "sent_back": _("Sent back"),
    "live": _("In the shop"),
    "paused": _("Paused"),
}
PART_STATES: Words = {
    "awaiting_payment": _("Waiting for payment"),
    "placed": _("New"),
    "accepted": _("Accepted"),
    "packed": _("Packed"),
    "on_the_way": _("On the way"),
    "delivered": _("Delivered"),
    "cancelled": _("Cancelled"),
    "returned": _("Returned"),
}
METHODS: Words = {"cod": _("Cash"), "upi": _("UPI")}
CARRIERS: Words = {"own": _("Our rider"), "post": _("India Post")}
ROUND_STATES: Words = {
    "planned": _("Planned"),
    "out": _("Out"),
    "back": _("Back, cash not counted"),
    "closed": _("Closed"),
}
PARCEL_STATES: Words = {
    "packed": _("Packed"),
    "out": _("With the rider"),
    "delivered": _("Handed over"),
    "not_delivered": _("Not delivered"),
    "back": _("Back at the desk"),
}
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
PAPERS: Words = {
    "pan": _("PAN"),
    "gstin": _("GSTIN"),
    "enrolment": _("GST enrolment number"),
    "fssai": _("FSSAI"),
    "udyam": _("Udyam"),
    "passbook": _("Passbook"),
    "artisan_card": _("Artisan card"),
}
PAPER_STATES: Words = {"given": _("To be looked at"), "accepted": _("Accepted"), "refused": _("Refused")}
SHARE_RULES: Words = {
    "equal": _("Equal parts"),
    "by_work": _("By work done"),
    "by_amounts": _("By amounts agreed"),
}
MEASURES: Words = {
    "vendors": _("Vendors on the mart"),
    "groups": _("Groups selling"),
    "reached_paise": _("Reached the makers"),
    "in_time_bp": _("Delivered by the date given"),
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
}
EVENTS: Words = {
    "makers.enrolled": _("Enrolled"),
    "makers.opened": _("Opened"),
    "makers.paused": _("Paused"),
    "makers.changed": _("Changed"),
    "makers.bank_set": _("Bank account written down"),
    "makers.bank_confirmed": _("Bank account compared with the passbook"),
    "makers.bank_sent_back": _("The bank sent money back from this account"),
    "makers.phone_changed": _("Mobile number changed"),
    "makers.leader_set": _("Another member leads"),
    "makers.member_removed": _("Member left"),
    "makers.share_rule_set": _("Rule of sharing changed"),
    "makers.document_given": _("Paper given"),
    "makers.document_decided": _("Paper looked at"),
    "orders.placed": _("Placed"),
    "orders.paid": _("Paid"),
    "orders.accepted": _("Accepted"),
    "orders.packed": _("Packed"),
    "orders.on_the_way": _("Left the maker"),
    "orders.not_delivered": _("Not delivered"),
    "orders.delivered": _("Delivered"),
    "orders.cancelled": _("Cancelled"),
    "orders.return_asked": _("Return asked"),
    "orders.return_received": _("Return received"),
    "orders.return_refused": _("Return refused"),
    "delivery.posted": _("Posted"),
    "delivery.round_planned": _("Planned"),
    "delivery.taken_from_round": _("Taken out of a planned round"),
    "delivery.round_started": _("The rider left"),
    "delivery.round_ended": _("The rider is back"),
    "delivery.round_closed": _("Cash counted"),
    "delivery.new_code": _("New code sent to the buyer"),
    "review.target_set": _("Target set"),
    "review.target_taken_back": _("Target taken back"),
    "ledger.earned": _("Money put down for the maker"),
    "ledger.taken_back": _("Money taken back after the return"),
    "ledger.missing_taken": _("Missing cash paid in"),
    "ledger.payouts_proposed": _("Proposed"),
    "ledger.payouts_released": _("Released"),
    "ledger.payouts_dropped": _("Dropped"),
}
# What is stuck: the trouble in words (with %(what)s where it helps), and the one button that moves it.
STUCK: Mapping[str, tuple["str | Promise", "str | Promise"]] = {
    "failed_payout": (_("The bank sent the payout back: %(what)s"), _("Correct bank")),
    "no_bank_account": (_("Money is due, but no confirmed bank account is known"), _("Add bank account")),
    "not_accepted": (_("Order %(what)s not accepted"), _("Open order")),
    "not_packed": (_("Order %(what)s not packed"), _("Open order")),
    "late_parcel": (_("Order %(what)s is late"), _("Open order")),
    "unchecked_good": (_("Goods check not done"), _("Open check")),
    "unconfirmed_payment": (_("UPI payment of %(what)s not looked for"), _("Look in the bank")),
    "owed_refund": (_("Refund of %(what)s not sent"), _("Send refund")),
    "missing_cash": (_("Cash of a round is missing"), _("Open round")),
    "not_open": (_("Enrolled, but not open yet"), _("See what is missing")),
}
LISTS: Mapping[str, Words] = {
    "maker_kind": MAKER_KINDS,
    "maker": MAKER_STATES,
    "good": GOOD_STATES,
    "part": PART_STATES,
    "method": METHODS,
    "carrier": CARRIERS,
    "round": ROUND_STATES,
    "parcel": PARCEL_STATES,
    "run": RUN_STATES,
    "payout": PAYOUT_STATES,
    "paper": PAPERS,
    "paper_state": PAPER_STATES,
    "share_rule": SHARE_RULES,
    "measure": MEASURES,
    "account": ACCOUNTS,
    "event": EVENTS,
    "role": ROLES,
}


def word(code: str, of: str) -> str:
    """The word for `code` in the list `of` (LISTS), in the reader's language; the code itself when there is none."""
    return str(LISTS[of].get(code, code))
