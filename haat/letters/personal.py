"""What this room holds of people (see `core.personal`)."""

from django.utils.translation import gettext_lazy as _

from haat.core.personal import BLANK, IN_USE, MEMBER, SELLING, STAFF, WORK, Holds
from haat.letters.actions.forgetting import FORGOTTEN, forget_names

NAMELESS = {"names": {"en": FORGOTTEN}}
PERSONAL = (
    Holds(
        model="letters.letter",
        what=_("Certificates"),
        fields=("number", "facts", "day", "handed_on"),
        whose=MEMBER,
        purposes=(SELLING,),
        keeps=IN_USE,
        erase=BLANK,
        reach={"maker": "maker", "member": "maker__members"},
        eraser=forget_names,
    ),
    Holds(
        model="letters.card",
        what=_("Cards of sellers"),
        fields=("number", "names", "member", "valid_until"),
        whose=MEMBER,
        purposes=(SELLING,),
        keeps=IN_USE,
        erase=BLANK,
        reach={"member": "member"},
        stays=("number", "member", "valid_until"),
        to=NAMELESS,
        besides={"kind": "seller"},
    ),
    Holds(
        model="letters.card",
        what=_("Cards of field workers"),
        fields=("number", "names", "user", "role", "valid_until"),
        whose=STAFF,
        purposes=(WORK,),
        keeps=IN_USE,
        erase=BLANK,
        reach={"user": "user"},
        stays=("number", "user", "role", "valid_until"),
        to=NAMELESS,
        besides={"kind": "worker"},
    ),
)
