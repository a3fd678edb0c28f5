"""What is told of makers, their members, papers and accounts; of phone and account only the last digits."""

from haat.core.kinds import Kind

KINDS = (
    Kind("makers.enrolled", about="makers.maker", needs=("kind", "slug", "phone")),
    Kind("makers.opened", about="makers.maker"),
    Kind("makers.paused", about="makers.maker"),
    Kind("makers.changed", about="makers.maker", needs=("fields", "before", "after")),
    Kind("makers.phone_changed", about="makers.maker", needs=("phone",)),
    Kind("makers.bank_set", about="makers.maker", needs=("number", "before", "ifsc", "ifsc_before")),
    Kind("makers.bank_confirmed", about="makers.maker", needs=("number",)),
    Kind("makers.bank_sent_back", about="makers.maker", needs=("number",)),
    Kind("makers.leader_set", about="makers.maker", needs=("member", "before")),
    Kind("makers.share_rule_set", about="makers.maker", needs=("before", "rule", "weights_before", "weights")),
    Kind("makers.member_added", about="makers.member", needs=("maker", "leads", "before", "after")),
    Kind("makers.member_removed", about="makers.member", needs=("maker", "before", "after")),
    Kind("makers.document_given", about="makers.document", needs=("maker", "kind")),
    Kind("makers.document_decided", about="makers.document", needs=("maker", "kind", "accepted")),
    Kind("makers.organisation_made", about="makers.organisation", needs=("slug",), silent="its makers tell of it"),
    Kind("makers.seller_made", about="makers.seller", needs=("registered",), silent="its maker is enrolled with it"),
)
