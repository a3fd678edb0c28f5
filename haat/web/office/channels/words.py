"""Words of the room."""

from django.utils.translation import gettext_lazy as _

from haat.channels.channel import every_channel
from haat.web.office.desk.rooms import Words

WHO: Words = {
    "maker": _("the maker"),
    "coordinator": _("the block coordinator"),
    "desk": _("the district desk"),
    "federation": _("the federation"),
}
WHOSE: Words = {
    "desk": _("This desk"),
    "coordinator": _("Coordinators"),
    "maker": _("Makers"),
    "federation": _("Federation"),
    "channel": _("The channel"),
}
BILLS: Words = {
    "here": _("we write the invoice"),
    "channel": _("the portal writes the invoice"),
}
STATES: Words = {
    "live": _("live"),
    "hidden": _("live, but hidden"),
    "accepted": _("accepted, not on sale yet"),
    "sending": _("being sent"),
    "unknown": _("sent, nobody answered"),
    "ready": _("goes next"),
    "refused": _("refused"),
    "blocked": _("held back here"),
    "paused": _("paused"),
    "closed": _("taken off"),
}
# How goods stand at an account, as one chooses among them (`channels.choosing.STANDINGS`).
STANDS: Words = {
    "ready": _("go next"),
    "waiting": _("wait for the channel"),
    "live": _("live"),
    "hidden": _("live, but hidden"),
    "refused": _("refused"),
    "blocked": _("held back here"),
    "paused": _("paused"),
}
# What an offer's page says first.
HEADS: Words = {
    "live": _("Live."),
    "hidden": _("Live, and nobody finds it."),
    "accepted": _("Accepted. Not on sale yet."),
    "sending": _("Being sent."),
    "unknown": _("Sent, and nobody answered."),
    "ready": _("It goes with the next sending."),
    "refused": _("Refused."),
    "blocked": _("Held back here."),
    "paused": _("Paused."),
    "closed": _("Taken off."),
}
MEANS: Words = {
    "live": _("A buyer can buy it there now."),
    "hidden": _("It stands on the channel’s list, but no buyer sees it."),
    "accepted": _("The channel has it. No buyer can buy it there yet."),
    "sending": _("A sending is under way. It counts when the channel answers."),
    "unknown": _("It may have arrived or not. It is read back before anything is sent again."),
    "ready": _("It differs from what stands there. It is sent as soon as the quota allows."),
    "refused": _("The channel said no. No buyer can buy it there."),
    "blocked": _("Something is missing, so it was not sent, or does not sell. When that is mended it goes by itself."),
    "paused": _("An officer holds its changes back. What stands there stays, and its stock is kept true."),
    "closed": _("It is no longer wanted there."),
}
PRICES: Words = {
    "uniform": _("The shop’s price everywhere"),
    "same_to_maker": _("The same to the maker as in the shop"),
}
PROBLEMS: Words = {
    "unreadable": _("It cannot be read in."),
    "rate": _("It is in another money: say what that was worth."),
    "waits": _("Cancelled there, while a line of it waits before the desk here."),
    "packed": _("Some of it is cancelled there, and it is packed with the rest here."),
    "gone": _("Cancelled there after it left here."),
    "state": _("It is in a state that nobody here knows."),
}
OPERATIONS: Words = {
    "listing": _("listing"),
    "price": _("price"),
    "stock": _("stock"),
    "close": _("taking off"),
}
ATTEMPTS: Words = {
    "sending": _("being sent"),
    "taken": _("taken, no report yet"),
    "done": _("done"),
    "failed": _("not taken"),
    "unknown": _("nobody answered"),
}
SHIPMENTS: Words = {
    "waits": _("to be handed over"),
    "asking": _("being asked"),
    "unknown": _("asked, nobody answered"),
    "booked": _("a time is booked"),
    "left": _("has left"),
    "over": _("nothing to hand over"),
}
# What of a turn keys may not allow (`Account.lacking`).
STEPS_OF_TURN: Words = {
    "orders": _("reading orders"),
    "found": _("reading what stands there"),
    "wanted": _("reading what is asked of goods"),
    "sold_out": _("sending stock"),
    "sent": _("sending goods, prices and stock"),
    "reports": _("reading reports"),
    "looks": _("reading how goods stand there"),
    "parcels": _("parcels and labels"),
    "settlements": _("reading settlements"),
}
# What the amounts of settlements are.
HEADS_OF_AMOUNTS: Words = {
    "paid": _("Paid by buyers"),
    "fee": _("Kept by the channel"),
    "fee_tax": _("Tax on what it kept"),
    "tcs": _("Tax collected (TCS)"),
    "tds": _("Tax deducted (TDS)"),
    "reserve": _("Held back, or given free"),
    "other": _("Of no sale"),
    "unknown": _("Not known here"),
}


def field_called(name: str) -> str:
    """What a field is called that a channel names so, as the first folder has it that knows the name; else the name."""
    return next((str(said) for each in every_channel() if (said := each.field_words.get(name))), name)
