"""What is told of goods, their variants and the crafts."""

from haat.core.kinds import Kind

KINDS = (
    Kind("catalogue.craft_made", about="catalogue.craft"),
    Kind("catalogue.craft_changed", about="catalogue.craft", needs=("before", "after")),
    Kind("catalogue.kind_made", about="catalogue.goodkind", needs=("slug",)),
    Kind("catalogue.kind_changed", about="catalogue.goodkind", needs=("was", "before", "after")),
    Kind("catalogue.attribute_made", about="catalogue.attribute", needs=("slug", "kind")),
    Kind("catalogue.attribute_changed", about="catalogue.attribute", needs=("before", "after")),
    Kind("catalogue.craft_asked", about="catalogue.craftask", needs=("words", "maker_id")),
    Kind("catalogue.craft_answered", about="catalogue.craftask", needs=("words", "maker_id", "craft")),
    Kind("catalogue.good_saved", about="catalogue.good", needs=("before", "after")),
    Kind("catalogue.good_sent", about="catalogue.good"),
    Kind("catalogue.good_taken_back", about="catalogue.good"),
    Kind("catalogue.good_approved", about="catalogue.good"),
    Kind("catalogue.good_sent_back", about="catalogue.good", needs=("reasons", "note")),
    Kind("catalogue.good_paused", about="catalogue.good"),
    Kind("catalogue.good_resumed", about="catalogue.good"),
    Kind("catalogue.change_asked", about="catalogue.good", needs=("what",)),
    Kind("catalogue.change_accepted", about="catalogue.good", needs=("what", "change_id")),
    Kind("catalogue.change_sent_back", about="catalogue.good", needs=("what", "change_id", "reasons", "note")),
    Kind("catalogue.kind_chosen", about="catalogue.good", needs=("before", "after")),
    Kind("catalogue.answers_said", about="catalogue.good", needs=("before", "after")),
    Kind("catalogue.line_moved", about="catalogue.good", needs=("before", "after")),
    Kind("catalogue.price_changed", about="catalogue.variant", needs=("good", "before", "after")),
)
