"""Words for people, and for what takes two of them."""

from django.utils.translation import gettext_lazy as _

from haat.web.office.desk.rooms import Words

STANDINGS: Words = {
    "work": _("Working"),
    "invited": _("Invited, not in yet"),
    "blocked": _("Blocked"),
    "left": _("Role ended"),
}
HANDS: Words = {
    "bank": _("Comparing a bank account with the passbook: another person than the one who wrote it down."),
    "payout": _("Releasing payouts: another person than the one who proposed them."),
    "cash": _("Counting a rider’s cash: somebody at the desk, and not the rider."),
    "access": _("Letting somebody in anew who lost her password or authenticator: another person than herself."),
    "account": _("Agreeing to where buyers’ money goes: another person than the one who wrote it down."),
    "refund": _("Sending a refund above the sum that takes two: another person than the one who wrote down to whom."),
    "merge": _("Making two makers one where money moves: another person than the one who proposed it."),
}
