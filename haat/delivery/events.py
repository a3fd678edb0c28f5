"""What is told of parcels, rounds and zones."""

from haat.core.kinds import Kind

PARCEL = (
    *("parcel_id", "number", "part_id", "order_id", "maker_id"),
    *("method", "carrier", "collect_paise"),
)

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
)
