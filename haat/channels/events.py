"""What is told of accounts, offers, what keeps them back, and of orders from channels."""

from haat.core.kinds import Kind

ACCOUNT, OFFER, SALE = "channels.account", "channels.offer", "channels.sale"

KINDS = (
    Kind("channels.account_connected", about=ACCOUNT, needs=("channel", "key", "seller_id", "place_id")),
    Kind("channels.account_changed", about=ACCOUNT, needs=("before", "after")),
    Kind("channels.account_paused", about=ACCOUNT, needs=("why",)),
    Kind("channels.account_resumed", about=ACCOUNT),
    Kind("channels.account_stopped", about=ACCOUNT, needs=("code", "said")),
    Kind("channels.account_works_again", about=ACCOUNT, needs=("code",)),
    Kind("channels.account_closed", about=ACCOUNT, needs=("offers",)),
    Kind("channels.published", about=ACCOUNT, needs=("number", "offer_ids")),
    Kind("channels.taken_off", about=ACCOUNT, needs=("number", "offer_ids")),
    Kind("channels.offer_paused", about=OFFER, needs=("why",)),
    Kind("channels.offer_resumed", about=OFFER),
    Kind("channels.offer_sent", about=OFFER, needs=("attempt_id", "sku")),
    Kind("channels.offer_live", about=OFFER, needs=("sku", "good_id", "maker_id")),
    Kind("channels.offer_off", about=OFFER, needs=("sku",)),
    Kind("channels.offer_refused", about=OFFER, needs=("sku", "code", "about")),
    Kind("channels.cause_answered", about="channels.cause", needs=("code", "about", "answer", "offers")),
    Kind("channels.ask_handed_on", about="catalogue.good", needs=("what", "about", "why")),
    Kind("channels.adopted", about=OFFER, needs=("sku", "found_id")),
    Kind("channels.left_alone", about="channels.found", needs=("sku",)),
    Kind("channels.cancel_asked", about="channels.sale", needs=("external_id",)),
    Kind("channels.cancelled_there", about="channels.sale", needs=("external_id", "pieces")),
    Kind("channels.rate_told", about="channels.sale", needs=("external_id", "currency", "rate", "rate_on")),
    Kind("channels.pickup_booked", about=SALE, needs=("external_id", "begins", "tracking")),
    Kind("channels.pickup_moved", about=SALE, needs=("external_id", "begins", "tracking")),
    Kind("channels.pickup_dropped", about=SALE, needs=("external_id", "begins")),
    Kind("channels.picked_up", about=SALE, needs=("external_id", "begins", "tracking")),
    Kind("channels.parcel_told", about=SALE, needs=("external_id", "carrier", "tracking")),
    Kind("channels.label_kept", about=SALE, needs=("external_id",)),
    Kind("channels.settlement_read", about=ACCOUNT, needs=("key", "currency", "total_minor", "lines")),
    Kind("channels.state_read", about="channels.sale", needs=("external_id", "state", "to_pack")),
    Kind("channels.schema_changed", about=ACCOUNT, needs=("product_type", "added", "gone")),
    Kind("channels.feed_opened", about="channels.feed", needs=("kind", "language")),
    Kind("channels.feed_moved", about="channels.feed", needs=("kind", "language")),
    Kind("channels.feed_closed", about="channels.feed", needs=("kind", "language")),
    Kind("channels.portal_set", about="channels.portal", needs=("title",)),
    Kind("channels.portal_closed", about="channels.portal", needs=("title",)),
)
