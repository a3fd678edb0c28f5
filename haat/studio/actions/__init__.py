"""The one way to offer a good, told by a phone, the desk or a table."""

from haat.studio.actions.crafts import change_craft, change_kind, make_craft, make_kind
from haat.studio.actions.importing import COLUMNS, import_goods
from haat.studio.actions.listing import list_good
from haat.studio.actions.mending import mend_good, mend_size
from haat.studio.actions.pictures import (
    ask_white,
    keep_measures,
    propose_white,
    refuse_white,
    tell_letters,
    use_white,
)

__all__ = [
    "COLUMNS",
    "ask_white",
    "change_craft",
    "change_kind",
    "import_goods",
    "keep_measures",
    "list_good",
    "make_craft",
    "make_kind",
    "mend_good",
    "mend_size",
    "propose_white",
    "refuse_white",
    "tell_letters",
    "use_white",
]
