"""What is told of pictures for marketplaces."""

from haat.core.kinds import Kind

WHITE = "studio.whitepicture"

KINDS = (
    Kind(
        "studio.picture_ready",
        about="catalogue.good",
        needs=("picture",),
        silent="a machine measured a picture of it; the pictures show what came of that",
    ),
    Kind("studio.letters_told", about="catalogue.good", needs=("picture", "letters")),
    Kind("studio.white_asked", about=WHITE, needs=("good_id",)),
    Kind("studio.white_proposed", about=WHITE, needs=("good_id",)),
    Kind("studio.white_failed", about=WHITE, needs=("good_id",)),
    Kind("studio.white_used", about=WHITE, needs=("good_id",)),
    Kind("studio.white_refused", about=WHITE, needs=("good_id",)),
)
