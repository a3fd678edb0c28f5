"""What is told of payments and refunds."""

from haat.core.kinds import Kind

PAYMENT = ("payment_id", "order_id", "gateway", "amount_paise", "reference")
REFUND = ("refund_id", "part_id", "order_id", "gateway", "amount_paise", "reference")

KINDS = (
    Kind("payments.asked", about="payments.payment", needs=PAYMENT, silent="every order asks for its payment"),
    Kind("payments.claimed", about="payments.payment", needs=PAYMENT),
    Kind("payments.confirmed", about="payments.payment", needs=PAYMENT),
    Kind("payments.refused", about="payments.payment", needs=(*PAYMENT, "reason")),
    Kind("payments.refund_owed", about="payments.refund", needs=REFUND),
    Kind("payments.refund_sent", about="payments.refund", needs=REFUND),
    Kind("payments.cash_rule_set", about="payments.cashrule", needs=("before", "after")),
    Kind("payments.word_asked", about="payments.word", needs=("word_id", "order_id", "number")),
    Kind("payments.word_kept", about="payments.word", needs=("word_id", "order_id", "by_call")),
    Kind("payments.refund_prepared", about="payments.refund", needs=(*REFUND, "road", "whom")),
)
