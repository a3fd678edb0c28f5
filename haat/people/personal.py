"""What this room holds of people (see `core.personal`)."""

from django.utils.translation import gettext_lazy as _

from haat.core.personal import AT_WORK, DELETE, IN_USE, KEEP, LAW, STAFF, WORK, Holds
from haat.core.personal import BLANK as BLANKED
from haat.core.personal import MEMBER as PERSON
from haat.people.actions.forgetting import forget_people

PERSONAL = (
    Holds(
        model="people.user",
        what=_("Sign-in"),
        fields=("phone", "name", "email", "language"),
        secret=("password",),
        whose=PERSON,
        purposes=(WORK,),
        keeps=IN_USE,
        erase=BLANKED,
        reach={"user": "pk", "phone": "phone"},
        mart="",
        eraser=forget_people,
    ),
    Holds(
        model="people.consent",
        what=_("Yes and no to notices"),
        fields=("user", "notice", "version", "language", "how", "given_at", "withdrawn_at"),
        whose=PERSON,
        purposes=(LAW,),
        keeps=IN_USE,
        erase=KEEP,
        reach={"user": "user"},
    ),
    Holds(
        model="people.role",
        what=_("Roles"),
        fields=("user", "kind"),
        whose=STAFF,
        purposes=(WORK,),
        keeps=AT_WORK,
        erase=KEEP,
        reach={"user": "user"},
    ),
    Holds(
        model="people.invitation",
        what=_("Invitations"),
        fields=("user", "made_at"),
        whose=STAFF,
        purposes=(WORK,),
        keeps=AT_WORK,
        erase=DELETE,
        reach={"user": "user"},
    ),
    Holds(
        model="people.secondfactor",
        what=_("Authenticator"),
        fields=("user",),
        secret=("sealed_secret",),
        whose=STAFF,
        purposes=(WORK,),
        keeps=AT_WORK,
        erase=DELETE,
        reach={"user": "user"},
        mart="",
    ),
    Holds(
        model="people.phonecode",
        what=_("Codes sent to the phone"),
        fields=("phone", "made_at"),
        whose=PERSON,
        purposes=(WORK,),
        keeps="codes",
        erase=DELETE,
        reach={"phone": "phone"},
    ),
)
