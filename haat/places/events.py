"""What is told of places and marts."""

from haat.core.kinds import Kind

KINDS = (
    Kind(
        "places.reference_imported",
        about="places.place",
        needs=("made",),
        silent="loaded from the project's own lists, for no mart",
    ),
    Kind(
        "places.blocks_imported",
        about="places.place",
        needs=("made",),
        silent="loaded from the project's own lists, for no mart",
    ),
    Kind("places.localities_imported", about="places.place", needs=("made",), silent="loaded from lists, for no mart"),
    Kind("places.mart_opened", about="places.mart", needs=("slug",)),
    Kind("places.mart_changed", about="places.mart", needs=("before", "after")),
)
