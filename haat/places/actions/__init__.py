"""The only writes of places: reference data, marts, and whether a mart is open to buyers."""

from haat.places.actions.accounts import agree_account, propose_account, refuse_account
from haat.places.actions.doors import close_doors, open_doors
from haat.places.actions.festivals import drop_festival, set_festival
from haat.places.actions.marts import MartChanges, MartFields, change_mart, open_mart
from haat.places.actions.reference import (
    VILLAGE_COLUMNS,
    add_places,
    import_blocks,
    import_localities,
    import_reference,
    import_villages,
    nearest,
)
from haat.places.actions.words import write_home, write_notice, write_page

__all__ = [
    "VILLAGE_COLUMNS",
    "MartChanges",
    "MartFields",
    "add_places",
    "agree_account",
    "change_mart",
    "close_doors",
    "drop_festival",
    "import_blocks",
    "import_localities",
    "import_reference",
    "import_villages",
    "nearest",
    "open_doors",
    "open_mart",
    "propose_account",
    "refuse_account",
    "set_festival",
    "write_home",
    "write_notice",
    "write_page",
]
