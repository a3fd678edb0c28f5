"""What is told of questions."""

from haat.core.kinds import Kind

KINDS = (
    Kind("helping.asked", about="makers.maker", needs=("question",)),
    Kind("helping.heard", about="makers.maker", needs=("question", "due")),
    Kind("helping.answered", about="makers.maker", needs=("question",)),
    Kind("helping.voice_played", about="makers.maker", needs=("question",)),
)
