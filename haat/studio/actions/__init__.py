"""The one way to offer a good, told by a phone, the desk or a table."""

from haat.studio.actions.importing import COLUMNS, import_goods
from haat.studio.actions.listing import list_good

__all__ = ["COLUMNS", "import_goods", "list_good"]
