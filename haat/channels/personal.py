"""What this room holds of people (see `core.personal`)."""

from django.utils.translation import gettext_lazy as _

from haat.core.personal import BUYER, BUYING, KEEP, SOON, Excused, Holds

ACCOUNT = "a seller's account at a marketplace"

PERSONAL = (
    Holds(
        model="channels.sale",
        what=_("Orders as a marketplace told them"),
        fields=("raw", "facts", "told_at"),
        whose=BUYER,
        purposes=(BUYING,),
        keeps=SOON,
        erase=KEEP,  # leaves by the marketplace's own clock, days after the parcel
        reach={"phone": "arrival__order__phone"},
    ),
    Holds(
        model="channels.shipmentlabel",
        what=_("Labels of parcels to a marketplace's buyer"),
        fields=("shipment",),
        secret=("content",),
        whose=BUYER,
        purposes=(BUYING,),
        keeps=SOON,
        erase=KEEP,
        mart="shipment__mart",
    ),
    Excused(
        "channels.account",
        {"name": ACCOUNT, "keys": ACCOUNT, "facts": ACCOUNT, "trouble_said": "what the marketplace answered"},
    ),
    Excused("channels.asked", {"account": ACCOUNT, "name": "of a kind of good", "said": "what the marketplace asks"}),
    Excused("channels.attempt", {"account": ACCOUNT, "said": "what the marketplace answered"}),
    Excused(
        "channels.cause", {"account": ACCOUNT, "said": "what the marketplace answered", "answer": "says of a good"}
    ),
    Excused("channels.found", {"account": ACCOUNT, "body": "says of a good"}),
    Excused("channels.offer", {"account": ACCOUNT, "wanted_body": "says of a good", "seen_body": "says of a good"}),
    Excused("channels.quota", {"account": ACCOUNT}),
    Excused("channels.refusal", {"raw": "says of a good"}),
    Excused("channels.sale", {"account": ACCOUNT, "said": "what keeps it from being an order"}),
    Excused("channels.schema", {"account": ACCOUNT, "body": "what the marketplace asks about goods"}),
    Excused("channels.settlement", {"account": ACCOUNT, "said": "what keeps it from being booked"}),
    Excused("channels.settlementline", {"told": "amounts by order number"}),
    Excused("channels.shipment", {"said": "what the marketplace answered", "label_said": "the same of its label"}),
)
