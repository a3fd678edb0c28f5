"""What is told of the books."""

from haat.core.kinds import Kind

KINDS = (
    Kind("ledger.earned", about="orders.part", needs=("maker_id", "amount_paise")),
    Kind("ledger.taken_back", about="orders.part", needs=("maker_id", "amount_paise", "return_id")),
    Kind("ledger.due_moved", about="orders.part", needs=("due_id", "maker_id", "was", "amount_paise")),
    Kind("ledger.sold", about="orders.part", needs=("party_id", "amount_paise")),
    Kind(
        "ledger.settled",
        about="orders.part",
        needs=("settlement_id", "party_id", "came_paise", "fee_paise", "tcs_paise", "tds_paise", "adjustment_paise"),
    ),
    Kind("ledger.settlement_taken_back", about="orders.part", needs=("settlement_id", "amount_paise", "reason")),
    Kind("ledger.party_named", about="ledger.party", needs=("before", "name")),
    Kind(
        "ledger.invoice_issued",
        about="ledger.invoice",
        needs=("number", "invoice_kind"),
        silent="the bill itself stands with the order",
    ),
    Kind("ledger.payouts_proposed", about="ledger.payoutrun", needs=("amount_paise", "makers")),
    Kind("ledger.payouts_reduced", about="ledger.payoutrun", needs=("amount_paise", "parts")),
    Kind("ledger.payouts_released", about="ledger.payoutrun", needs=("amount_paise",)),
    Kind("ledger.payouts_dropped", about="ledger.payoutrun"),
    Kind(
        "ledger.payout_paid",
        about="ledger.payout",
        needs=("maker_id", "amount_paise", "utr"),
        silent="the run shows what became of each payout",
    ),
    Kind(
        "ledger.payout_failed",
        about="ledger.payout",
        needs=("maker_id", "reason"),
        silent="the run and the maker show it with the reason",
    ),
    Kind("ledger.share_disputed", about="makers.member", needs=("maker", "payout", "amount_paise")),
    Kind("ledger.share_settled", about="makers.member", needs=("maker", "payout", "amount_paise")),
    Kind(
        "ledger.shares_given", about="ledger.payout", needs=("members",), silent="the payout shows each member's share"
    ),
    Kind("ledger.missing_taken", about="delivery.round", needs=("rider_id", "amount_paise", "left_paise")),
    Kind("ledger.banked", about="ledger.transfer", needs=("amount_paise",), silent="the account shows it"),
)
