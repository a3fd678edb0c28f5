"""What this room holds of people (see `core.personal`): nothing of its own."""

from haat.core.personal import Excused

PERSONAL = (Excused("doubles.merge", {"undo": "keys of rows and what stood in them for thirty days, masked"}),)
