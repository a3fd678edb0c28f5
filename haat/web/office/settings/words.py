"""Words of the room: its pages, the borders, and what is told of the mart's settings."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from haat.channels.channel import find
from haat.pricing.queries import MART_CHANNEL
from haat.web.office.desk.rooms import Words
from haat.web.office.desk.words import word

# The pages of the room in their order: the name of the address and its words.
TABS: Words = {
    "launch": _("Launch"),
    "mart": _("The mart"),
    "fees": _("Fees and packing"),
    "zones": _("Delivery"),
    "festivals": _("Festivals"),
    "texts": _("Words of the shop"),
    "crafts": _("Home page"),
    "hosts": _("Web addresses"),
    "audit": _("Audit"),
}

MOTIFS: Words = {
    "haat": _("Haat’s own"),
    "deoghar-sohrai": _("Sohrai vines of Deoghar"),
    "chandrapur": _("Chandrapur"),
}

# Parts of the mart's page, each changed on a page of its own.
PARTS: Words = {
    "names": _("Names and languages"),
    "look": _("Colour and border"),
    "behind": _("Who stands behind it"),
    "account": _("UPI address and bank account"),
}

# What two people do, in short.
HANDS: Words = {
    "bank": _("bank accounts"),
    "payout": _("payouts"),
    "access": _("lost passwords"),
    "account": _("the UPI address"),
    "refund": _("large refunds"),
    "merge": _("makers entered twice"),
}

ACCOUNT_FIELDS: Words = {
    "vpa": _("UPI address"),
    "bank_holder": _("Account holder"),
    "bank_number": _("Account number"),
    "bank_ifsc": _("IFSC"),
}

# The rooms that tell of what happened, as an auditor asks for them.
ROOMS: Words = {
    "places": _("The mart and its places"),
    "people": _("People and roles"),
    "makers": _("Makers"),
    "catalogue": _("Goods"),
    "pricing": _("Prices and fees"),
    "stock": _("Stock"),
    "orders": _("Orders"),
    "payments": _("Payments"),
    "delivery": _("Delivery"),
    "ledger": _("Money"),
    "review": _("Targets"),
    "messages": _("Messages"),
    "helping": _("Help"),
    "learning": _("Lessons"),
    "doubles": _("Makers entered twice"),
    "roster": _("Groups"),
    "sheets": _("Tables"),
    "channels": _("Channels"),
    "studio": _("Pictures for marketplaces"),
    "privacy": _("Privacy"),
    "survey": _("Village survey"),
    "cohorts": _("Waves"),
    "letters": _("Certificates and cards"),
    "livelihood": _("Work and earnings"),
    "paperwork": _("Papers"),
}

# What something happened to.
ABOUT: Words = {
    "privacy.petition": _("Petition"),
    "privacy.breach": _("Breach"),
    "survey.find": _("Somebody found"),
    "survey.walk": _("Village given to walk"),
    "survey.closedhouse": _("House where nobody was at home"),
    "survey.noticevoice": _("Recorded notice"),
    "places.mart": _("Mart"),
    "places.place": _("Place"),
    "pricing.taxrule": _("Tax rule"),
    "catalogue.craft": _("Craft"),
    "people.user": _("Person"),
    "makers.maker": _("Maker"),
    "makers.member": _("Member"),
    "makers.document": _("Paper"),
    "makers.seller": _("Seller"),
    "makers.organisation": _("Organisation"),
    "catalogue.good": _("Good"),
    "catalogue.variant": _("Size"),
    "stock.stockplace": _("Place of stock"),
    "stock.stockitem": _("Pieces"),
    "stock.move": _("Goods on their way"),
    "orders.order": _("Order"),
    "orders.part": _("Part of an order"),
    "orders.rating": _("Rating"),
    "orders.arrival": _("Order from elsewhere"),
    "orders.arrivedline": _("Line of an order from elsewhere"),
    "payments.payment": _("Payment"),
    "payments.refund": _("Refund"),
    "delivery.parcel": _("Parcel"),
    "delivery.round": _("Round"),
    "delivery.zone": _("Place of delivery"),
    "ledger.party": _("Account elsewhere"),
    "ledger.transfer": _("Transfer"),
    "ledger.payout": _("Payout"),
    "ledger.payoutrun": _("Payout run"),
    "ledger.invoice": _("Bill"),
    "review.target": _("Target"),
    "catalogue.craftask": _("Craft asked for"),
    "payments.cashrule": _("Rule of cash orders"),
    "payments.word": _("Buyer’s word for a cash order"),
    "delivery.pickup": _("Pick-up"),
    "delivery.clash": _("Question about a parcel"),
    "delivery.wish": _("What no parcel brings"),
    "haat_messages.message": _("Message"),
    "roster.columnmap": _("Columns of a list"),
    "roster.group": _("Group"),
    "roster.listupload": _("List of groups"),
    "sheets.sheet": _("Table brought"),
    "catalogue.goodkind": _("Kind of good"),
    "catalogue.attribute": _("Question about goods"),
    "makers.sellerpaper": _("Paper of a seller"),
    "makers.paperkind": _("Kind of paper"),
    "makers.paperrule": _("Rule about papers"),
    "studio.whitepicture": _("Picture laid on white"),
    "channels.account": _("Account at a channel"),
    "channels.offer": _("Offer at a channel"),
    "channels.cause": _("What keeps goods back"),
    "channels.found": _("Good found at a channel"),
    "channels.sale": _("Order at a channel"),
    "channels.feed": _("Feed"),
    "learning.meeting": _("Meeting"),
    "helping.question": _("Question"),
    "channels.portal": _("Portal"),
    "cohorts.cohort": _("Wave"),
    "letters.letter": _("Certificate"),
    "letters.ceremony": _("Ceremony"),
    "letters.card": _("Card"),
    "paperwork.road": _("Paper being made"),
    "paperwork.duty": _("Duty of a paper"),
    "paperwork.camp": _("Papers day"),
}

# What no history tells of (`core.kinds.Kind.silent`), and the audit does.
SILENT: Words = {
    "learning.begun": _("Lesson begun"),
    "learning.tried": _("What a lesson shows was tried"),
    "learning.practised": _("Practised in the practice shop"),
    "learning.craft_checked": _("Work checked before packing"),
    "learning.played": _("A lesson’s question answered days later"),
    "survey.file_came": _("File of somebody found came"),
    "studio.picture_ready": _("Picture measured"),
    "places.reference_imported": _("Lists of places loaded"),
    "places.blocks_imported": _("Lists of places loaded"),
    "places.localities_imported": _("Lists of places loaded"),
    "pricing.rules_imported": _("Tax rules loaded"),
    "people.signed_up": _("Came in for the first time"),
    "people.password_set": _("Password chosen"),
    "people.language_set": _("Language chosen"),
    "people.second_factor_begun": _("Authenticator begun"),
    "orders.rated": _("The buyer rated a good"),
    "payments.asked": _("Payment asked for"),
    "delivery.packed": _("Packed"),
    "delivery.handed_over": _("Handed over"),
    "delivery.not_delivered": _("Could not be delivered"),
    "delivery.called_back": _("Called back on its way"),
    "delivery.post_delivered": _("Delivered by the post"),
    "delivery.round_dropped": _("Round dropped"),
    "delivery.pickup_dropped": _("Pick-up dropped"),
    "ledger.invoice_issued": _("Bill made"),
    "ledger.payout_paid": _("Payout made"),
    "ledger.payout_failed": _("Payout sent back by the bank"),
    "ledger.shares_given": _("Shares given to members"),
    "ledger.banked": _("Cash paid into the bank"),
}

# The pages of the shop a mart may write itself.
TEXTS: Words = {
    "home": _("Front page"),
    "about": _("About us"),
    "terms": _("Terms of sale"),
    "returns": _("Returns and refunds"),
    "privacy": _("Your information"),
    "grievance": _("Complaints and help"),
}

# By whose hand what is missing comes.
NEED_GROUPS: Words = {
    "here": _("Here, by you"),
    "two": _("Two people"),
    "others": _("Others must give"),
}

OWN_CHANNEL: Words = {MART_CHANNEL: _("The mart’s own shop")}

# What the room lends to templates and histories, by name.
LISTS: Mapping[str, Words] = {
    "motif": MOTIFS,
    "mart_part": PARTS,
    "account_field": ACCOUNT_FIELDS,
    "fee_channel": OWN_CHANNEL,
    "need_group": NEED_GROUPS,
    "mart_text": TEXTS,
}


def channel_words(slug: str) -> str:
    """A channel as people call it: a marketplace, the mart's own shop, a word a room lends, or its name as it is."""
    found = find(slug)
    if found is not None:
        return str(found.title)
    return word(slug, "fee_channel" if slug in OWN_CHANNEL else "channel")
