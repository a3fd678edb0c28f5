"""What is told of orders and their parts."""

from haat.core.kinds import Kind

PART = (
    *("part_id", "order_id", "number", "method", "maker_id", "seller_id"),
    *("goods_paise", "delivery_paise", "delivery_tax_paise", "maker_paise", "tax_paise", "fee_paise", "packing_paise"),
)
MONEY = ("goods_paise", "delivery_paise", "total_paise")
HOLD = ("held_until", "reason", "promised_by")
BACK = ("lines", "back_paise")  # which pieces, and what their buyer paid for them
ARRIVAL = ("channel", "account", "external_id", "digest", "order_id")
LINE = (*ARRIVAL, "arrival_id")

KINDS = (
    Kind(
        "orders.placed",
        about="orders.order",
        needs=("number", "method", "channel", "state", *MONEY, "parts", "good_ids"),
    ),
    Kind("orders.grown", about="orders.order", needs=("number", "channel", *MONEY, "part", "good_ids")),
    Kind("orders.arrived", about="orders.arrival", needs=(*ARRIVAL, "lines")),
    Kind("orders.arrival_changed", about="orders.arrival", needs=ARRIVAL),
    Kind("orders.buyer_forgotten", about="orders.arrival", needs=ARRIVAL),
    Kind("orders.change_seen", about="orders.arrival", needs=(*ARRIVAL, "answer")),
    Kind("orders.line_taken", about="orders.arrivedline", needs=(*LINE, "line_id", "part_id", "variant_id")),
    Kind("orders.line_dropped", about="orders.arrivedline", needs=(*LINE, "reason")),
    Kind("orders.paid", about="orders.order", needs=("number", "method", "total_paise", "placed")),
    Kind("orders.promised", about="orders.order", needs=("number", "method", "total_paise")),
    Kind("orders.accepted", about="orders.part", needs=PART),
    Kind("orders.packed", about="orders.part", needs=PART),
    Kind("orders.on_the_way", about="orders.part", needs=PART),
    Kind("orders.not_delivered", about="orders.part", needs=(*PART, "reason")),
    Kind("orders.delivered", about="orders.part", needs=PART),
    Kind("orders.cancelled", about="orders.part", needs=(*PART, "reason", "paid", "waited", "good_ids")),
    Kind("orders.pieces_home", about="orders.part", needs=(*PART, "good_ids")),
    Kind("orders.pieces_lost", about="orders.part", needs=(*PART, "good_ids")),
    Kind("orders.divided", about="orders.part", needs=(*PART, "before", "into", "lines")),
    Kind("orders.charge_moved", about="orders.part", needs=(*PART, "to")),
    Kind("orders.handed_on", about="orders.part", needs=(*PART, "was")),
    Kind("orders.held", about="orders.part", needs=(*PART, *HOLD, "before")),
    Kind("orders.hold_ended", about="orders.part", needs=(*PART, *HOLD, "before")),
    Kind("orders.return_asked", about="orders.part", needs=(*PART, "return_id", "reason", *BACK)),
    Kind("orders.return_received", about="orders.part", needs=(*PART, "return_id", "good_ids", *BACK)),
    Kind("orders.return_refused", about="orders.part", needs=(*PART, "return_id", "reason")),
    Kind("orders.return_seen", about="orders.part", needs=(*PART, "return_id")),
    Kind("orders.return_told", about="orders.part", needs=(*PART, "return_id", "before", "after")),
    Kind("orders.photo_kept", about="orders.part", needs=(*PART, "photo_id", "shows")),
    Kind("orders.label_judged", about="orders.part", needs=(*PART, "photo_id", "right")),
    Kind("orders.packing_rule_set", about="places.mart", needs=("before", "after")),
    Kind(
        "orders.rated",
        about="orders.rating",
        needs=("good_id", "stars"),
        silent="a buyer's word stands with the good itself",
    ),
    Kind("orders.words_shown", about="orders.rating", needs=("good_id",)),
    Kind("orders.words_hidden", about="orders.rating", needs=("good_id", "reason")),
    Kind("orders.rating_answered", about="orders.rating", needs=("good_id", "before", "after")),
)
