"""What is told of goods, their variants and the crafts."""

from haat.core.kinds import Kind

KINDS = (
    Kind("catalogue.craft_made", about="catalogue.craft", silent="crafts come with the software"),
    Kind("catalogue.good_saved", about="catalogue.good", needs=("before", "after")),
    Kind("catalogue.good_sent", about="catalogue.good"),
    Kind("catalogue.good_approved", about="catalogue.good"),
    Kind("catalogue.good_sent_back", about="catalogue.good", needs=("reasons", "note")),
    Kind("catalogue.good_paused", about="catalogue.good"),
    Kind("catalogue.good_resumed", about="catalogue.good"),
    Kind("catalogue.price_changed", about="catalogue.variant", needs=("good", "before", "after")),
)
