"""What is told of sheets."""

from haat.core.kinds import Kind

KINDS = (
    Kind("sheets.received", about="sheets.sheet", needs=("kind", "name", "rows")),
    Kind("sheets.bringing", about="sheets.sheet", needs=("kind", "name")),
    Kind("sheets.broken_off", about="sheets.sheet", needs=("kind", "name")),
    Kind("sheets.brought", about="sheets.sheet", needs=("made", "same", "refused")),
)
