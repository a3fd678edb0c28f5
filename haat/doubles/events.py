"""What is told of pairs of makers; the makers' own events tell of what became of them."""

from haat.core.kinds import Kind

KINDS = (
    Kind("doubles.kept_apart", about="makers.maker", needs=("other", "called")),
    Kind("doubles.merge_proposed", about="makers.maker", needs=("other", "called", "back")),
)
