"""What is told of costs, tax rules and fees."""

from haat.core.kinds import Kind

KINDS = (
    Kind("pricing.cost_set", about="catalogue.variant", needs=("materials_paise", "minutes", "before", "after")),
    Kind(
        "pricing.rules_imported",
        about="pricing.taxrule",
        needs=("made",),
        silent="tax rules come with the software, each with its source",
    ),
    Kind(
        "pricing.fee_set",
        about="places.mart",
        needs=("channel", "fee_bp", "packing_paise", "from_date", "before", "after"),
    ),
    Kind(
        "pricing.fee_taken_back",
        about="places.mart",
        needs=("channel", "fee_bp", "packing_paise", "from_date"),
    ),
    Kind(
        "pricing.channel_fee_set",
        about="places.mart",
        needs=("channel", "category", "from_paise", "from_date", "before", "after"),
    ),
    Kind(
        "pricing.channel_fee_taken_back",
        about="places.mart",
        needs=("channel", "category", "from_paise", "from_date"),
    ),
)
