"""Words of the register, of exports and letters."""

from django.utils.translation import gettext_lazy as _

from haat.core import personal as p

WHOSE = {
    p.MEMBER: _("Member"),
    p.MAKER: _("Maker"),
    p.BUYER: _("Buyer"),
    p.FOUND: _("Found in the survey"),
    p.STAFF: _("Works for the mart"),
    p.OTHER: _("Somebody named by others"),
}
PURPOSES = {
    p.SELLING: _("selling"),
    p.PAYING: _("paying"),
    p.TRAINING: _("training"),
    p.SURVEY: _("survey"),
    p.MESSAGES: _("messages"),
    p.SHOWING: _("showing a face"),
    p.BUYING: _("bringing an order"),
    p.WORK: _("work at the mart"),
    p.LAW: _("what the law asks"),
}
ERASES = {
    p.DELETE: _("sealed, then deleted"),
    p.BLANK: _("sealed, then blank"),
    p.KEEP: _("kept"),
}
KEEPS = {
    p.SHE_AGREES: _("as long as she agrees"),
    p.AT_WORK: _("as long as the work lasts"),
    p.BOOKS: _("eight years (tax law)"),
    p.A_WEEK: _("a week"),
    p.SOON: _("days after the parcel, as the marketplace says"),
    p.IN_USE: _("as long as it is in use"),
}
# What fields are called in a copy that is handed out; those without a name keep the one they have.
FIELDS = {
    "name": _("Name"),
    "names": _("Name"),
    "legal_name": _("Name"),
    "buyer_name": _("Name"),
    "maker_name": _("Name"),
    "holder": _("Account holder"),
    "phone": _("Mobile number"),
    "email": _("E-mail"),
    "language": _("Language"),
    "address": _("Address"),
    "landmark": _("Landmark"),
    "hamlet": _("Hamlet"),
    "pin": _("PIN"),
    "place": _("Place"),
    "number": _("Number"),
    "account_number": _("Account number"),
    "ifsc": _("IFSC"),
    "bank_name": _("Bank"),
    "words": _("Words"),
    "body": _("Words"),
    "text": _("Words"),
    "answer": _("Answer"),
    "reason": _("Reason"),
    "kind": _("Kind"),
    "state": _("State"),
    "lesson": _("Lesson"),
    "latitude": _("Where the phone was"),
    "longitude": _("Where the phone was"),
    "made_at": _("When"),
    "at": _("When"),
    "asked_at": _("When"),
    "given_at": _("When"),
    "placed_at": _("When"),
    "begun_at": _("When"),
    "withdrawn_at": _("Taken back"),
    "notice": _("Notice"),
    "amount_paise": _("Amount (paise)"),
    "total_paise": _("Amount (paise)"),
    "members": _("Live in the house"),
    "women": _("Women in the house"),
    "earners": _("Earn in the house"),
}
# Of what kind the data of a breach was.
DATA = {
    "names": _("names"),
    "phones": _("mobile numbers"),
    "addresses": _("addresses"),
    "accounts": _("bank accounts"),
    "papers": _("papers"),
    "media": _("pictures and voices"),
    "orders": _("orders"),
    "passwords": _("passwords"),
}
WHOM = {"members": _("members of makers"), "buyers": _("buyers"), "staff": _("people of the office")}
# What she may ask, in her own words.
ASKS = {
    "export": _("A copy of all you keep of me"),
    "correct": _("Something is wrong: mend it"),
    "erase": _("Delete what you keep of me"),
    "complain": _("I have a complaint"),
}
ASKS_HINT = {
    "export": _("It is here within minutes, for seven days."),
    "erase": _("Two people of the office look first. Money owed to you comes before. Bills stay, as tax law asks."),
}
STATES_HERS = {
    "open": _("with the office"),
    "agreed": _("with the office"),
    "done": _("done"),
    "refused": _("not done"),
    "taken_back": _("you took it back"),
}
