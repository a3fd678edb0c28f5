"""What is told of stock: counts, capacity, places and moves. Promises and sales stand in its movements."""

from haat.core.kinds import Kind

KINDS = (
    Kind(
        "stock.counted",
        about="stock.stockitem",
        needs=("good_id", "variant_id", "on_hand", "change", "before", "after"),
    ),
    Kind("stock.made", about="stock.stockitem", needs=("good_id", "variant_id", "pieces", "before", "after")),
    Kind("stock.capacity_set", about="catalogue.variant", needs=("good_id", "week", "capacity", "before", "after")),
    Kind(
        "stock.place_opened",
        about="stock.stockplace",
        needs=("kind", "channel", "account", "before", "after"),
    ),
    Kind("stock.place_changed", about="stock.stockplace", needs=("before", "after")),
    Kind("stock.place_closed", about="stock.stockplace", needs=("name",)),
    Kind("stock.selling_begun", about="stock.stockplace", needs=("channel", "account", "good_ids")),
    Kind("stock.selling_stopped", about="stock.stockplace", needs=("channel", "account", "good_ids")),
    Kind("stock.dispatched", about="stock.move", needs=("number", "source_id", "target_id", "lines", "good_ids")),
    Kind("stock.received", about="stock.move", needs=("number", "source_id", "target_id", "lines", "good_ids")),
    Kind(
        "stock.missing_settled",
        about="stock.move",
        needs=("number", "variant_id", "missing", "found", "reason", "good_ids"),
    ),
)
