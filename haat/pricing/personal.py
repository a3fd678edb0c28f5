"""What this room holds of people (see `core.personal`): nothing."""

from haat.core.personal import Excused

PERSONAL = (Excused("pricing.taxrule", {"names": "what a line of the tariff is called"}),)
