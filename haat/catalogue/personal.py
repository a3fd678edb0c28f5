"""What this room holds of people (see `core.personal`)."""

from haat.core.personal import Excused

GOODS = "says of goods, not of who made them"

PERSONAL = (
    Excused("catalogue.attribute", {"words": "what a question is called"}),
    Excused("catalogue.change", dict.fromkeys(("name", "words", "note"), GOODS)),
    Excused("catalogue.check", {"note": GOODS}),
    Excused("catalogue.craft", {"names": "what a craft is called"}),
    Excused("catalogue.craftask", {"words": "what a craft is called"}),
    Excused("catalogue.goodkind", {"names": "what a kind of good is called"}),
    Excused("catalogue.goodtext", dict.fromkeys(("name", "description", "care"), GOODS)),
)
