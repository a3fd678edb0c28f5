"""What is told of parcels, rounds and zones."""

from haat.core.kinds import Kind

PARCEL = (
    *("parcel_id", "number", "part_id", "order_id", "maker_id"),
    *("method", "carrier", "collect_paise"),
)

FETCH = ("pickup_id", "parcel_id", "number", "rider_id", "done_at")
ASKED = ("parcel_id", "number", "kind", "who_id")

KINDS = (
    Kind("delivery.packed", about="delivery.parcel", needs=(*PARCEL, "weight_g"), silent="orders.packed tells of it"),
    Kind(
        "delivery.handed_over",
        about="delivery.parcel",
        needs=(*PARCEL, "collected_paise", "round_id", "rider_id"),
        silent="orders.delivered tells of it",
    ),
    Kind("delivery.new_code", about="delivery.parcel", needs=PARCEL),
    Kind(
        "delivery.not_delivered",
        about="delivery.parcel",
        needs=(*PARCEL, "reason", "tries"),
        silent="orders.not_delivered tells of it, with the reason",
    ),
    Kind("delivery.called_back", about="delivery.parcel", needs=PARCEL, silent="orders.cancelled tells of it"),
    Kind("delivery.brought_home", about="delivery.parcel", needs=PARCEL),
    Kind("delivery.posted", about="delivery.parcel", needs=(*PARCEL, "article")),
    Kind(
        "delivery.post_delivered",
        about="delivery.parcel",
        needs=(*PARCEL, "article"),
        silent="orders.delivered tells of it",
    ),
    Kind("delivery.round_planned", about="delivery.round", needs=("rider_id", "day", "parcel_ids")),
    Kind(
        "delivery.round_dropped",
        about="delivery.round",
        needs=("rider_id", "day", "parcel_ids"),
        silent="the round is gone, and its page with it",
    ),
    Kind("delivery.taken_from_round", about="delivery.parcel", needs=(*PARCEL, "round_id")),
    Kind("delivery.round_started", about="delivery.round", needs=("rider_id", "parcel_ids")),
    Kind("delivery.round_ended", about="delivery.round", needs=("rider_id", "cash_paise")),
    Kind("delivery.round_closed", about="delivery.round", needs=("rider_id", "cash_paise", "counted_paise")),
    Kind(
        "delivery.zone_set",
        about="delivery.zone",
        needs=("place", "days", "charge_paise", "carrier", "before", "after"),
    ),
    Kind("delivery.wished", about="delivery.wish", needs=("phone", "pin", "pieces", "weight_g", "goods_paise")),
    Kind("delivery.wish_answered", about="delivery.wish", needs=("answer",)),
    Kind("delivery.zone_removed", about="delivery.zone", needs=("place", "days", "charge_paise", "carrier")),
    Kind("delivery.pickup_planned", about="delivery.pickup", needs=("rider_id", "hub_id", "day", "parcel_ids")),
    Kind(
        "delivery.pickup_dropped",
        about="delivery.pickup",
        needs=("rider_id", "day", "parcel_ids"),
        silent="the pick-up is gone, and its page with it",
    ),
    Kind("delivery.taken", about="delivery.pickup", needs=FETCH),
    Kind("delivery.not_there", about="delivery.pickup", needs=(*FETCH, "reason")),
    Kind(
        "delivery.pickup_received",
        about="delivery.pickup",
        needs=("rider_id", "hub_id", "counted", "came", "missing", "left", "untold"),
    ),
    Kind("delivery.came_back", about="delivery.round", needs=("rider_id", "hub_id", "parcel_ids", "missing")),
    Kind("delivery.clash_asked", about="delivery.clash", needs=ASKED),
    Kind("delivery.clash_answered", about="delivery.clash", needs=(*ASKED, "outcome", "answer")),
)
