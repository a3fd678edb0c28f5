"""What is told of groups and of the lists they came with. What a list changes of each group stands in `GroupChange`."""

from haat.core.kinds import Kind

KINDS = (
    Kind("roster.list_received", about="roster.listupload", needs=("files", "rows")),
    Kind("roster.columns_said", about="roster.columnmap", needs=("before", "after")),
    Kind("roster.list_bringing", about="roster.listupload", needs=("files", "digests")),
    Kind("roster.list_brought", about="roster.listupload", needs=("files", "digests", "counts")),
    Kind("roster.list_broken_off", about="roster.listupload", needs=("files",)),
    Kind("roster.group_enrolled", about="roster.group", needs=("maker",)),
    Kind("roster.group_moved", about="roster.group", needs=("before", "after")),
    Kind("roster.group_linked", about="roster.group", needs=("within", "called")),
    Kind("roster.group_unlinked", about="roster.group", needs=("within", "called")),
    Kind("roster.groups_kept_apart", about="roster.group", needs=("other", "called")),
    Kind("roster.groups_merged", about="roster.group", needs=("into", "called")),
    Kind("roster.group_took_in", about="roster.group", needs=("other", "called")),
    Kind("roster.groups_parted", about="roster.group", needs=("was", "called")),
)
