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
    Kind("places.doors_opened", about="places.mart", needs=("lacking",)),
    Kind("places.doors_closed", about="places.mart", needs=("reason",)),
    Kind("places.festival_set", about="places.mart", needs=("slug", "year", "before", "after")),
    Kind("places.festival_dropped", about="places.mart", needs=("slug", "year", "names")),
    Kind("places.account_proposed", about="places.mart", needs=("before", "after")),
    Kind("places.account_refused", about="places.mart", needs=("vpa",)),
    Kind("places.words_written", about="places.mart", needs=("page", "before", "after")),
    Kind("places.notice_worded", about="places.mart", needs=("page", "before", "after")),
)
