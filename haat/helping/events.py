"""What is told of questions: of a maker's in the maker's history, of a buyer's in that of the question alone."""

from haat.core.kinds import Kind

MAKER, QUESTION, MART = "makers.maker", "helping.question", "places.mart"
# What happens to every question, and what has to be told of it.
_OF_BOTH: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("asked", ()),
    ("added", ()),
    ("heard", ("due",)),
    ("answered", ()),
    ("reopened", ()),
    ("ended", ("how",)),
    ("handed_on", ("before", "level")),
    ("climbed", ("level", "step")),
    ("voice_played", ()),
    ("picture_seen", ()),
)

KINDS = (
    *(Kind(f"helping.{name}", about=MAKER, needs=("question", *needs)) for name, needs in _OF_BOTH),
    *(Kind(f"helping.complaint_{name}", about=QUESTION, needs=("number", *needs)) for name, needs in _OF_BOTH),
    Kind("helping.clock_set", about=MART, needs=("before", "after")),
    Kind("helping.faq_drafted", about=MART, needs=("faq", "number")),
    Kind("helping.faq_worded", about=MART, needs=("faq",)),
    Kind("helping.faq_published", about=MART, needs=("faq",)),
    Kind("helping.faq_taken_back", about=MART, needs=("faq",)),
)
