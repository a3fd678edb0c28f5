"""What is told of letters and cards."""

from haat.core.kinds import Kind

KINDS = (
    Kind("letters.signing_set", about="places.mart", needs=("from_on", "before", "after")),
    Kind("letters.made", about="letters.letter", needs=("number", "maker", "where")),
    Kind("letters.ceremony_set", about="letters.ceremony", needs=("title", "held_on", "letters")),
    Kind("letters.ceremony_called_off", about="letters.ceremony", needs=("letters",)),
    Kind("letters.printed", about="letters.letter", needs=("prints",)),
    Kind("letters.handed", about="letters.letter", needs=("handed_on", "handed_by")),
    Kind("letters.handed_taken_back", about="letters.letter", needs=("handed_on", "handed_by")),
    Kind("letters.taken_off", about="letters.letter", needs=("ceremony",)),
    Kind("letters.card_made", about="letters.card", needs=("number", "kind", "valid_until")),
    Kind("letters.card_printed", about="letters.card", needs=("prints",)),
    Kind("letters.card_ended", about="letters.card", needs=("number", "why")),
)
