"""What this room holds of people (see `core.personal`)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from haat.core.personal import DELETE, IN_USE, KEEP, LAW, MEMBER, OTHER, Excused, Holds, Look
from haat.core.sealing import unseal

_SEALED_FOR = "spoken_yes"


def _yes(row: Any) -> tuple[str, bytes]:
    """Her yes as she said it."""
    return f"yes-{row.pk}.{row.kind}", unseal(_SEALED_FOR, row.sealed, owner=row.consent.user_id)


PERSONAL = (
    Holds(
        model="privacy.petition",
        what=_("What she asked of her data"),
        fields=("user", "member", "phone", "kind", "words", "asked_at", "answer", "ended_at"),
        whose=MEMBER,
        purposes=(LAW,),
        keeps="petitions",
        erase=KEEP,  # blanked with the petition that erases her
        reach={"user": "user", "member": "member", "phone": "phone"},
    ),
    Holds(
        model="privacy.spokenyes",
        what=_("Her yes, as she said it"),
        fields=("consent",),
        secret=("sealed",),
        whose=MEMBER,
        purposes=(LAW,),
        keeps=IN_USE,
        erase=DELETE,
        reach={"user": "consent__user"},
        mart="consent__mart",
        opens=_yes,
    ),
    Holds(
        model="privacy.export",
        what=_("Copies that were handed out"),
        fields=("made_at", "until"),
        secret=("sealed",),
        whose=MEMBER,
        purposes=(LAW,),
        keeps="exports",
        erase=DELETE,
        reach={"user": "petition__user", "member": "petition__member"},
        mart="petition__mart",
    ),
    Holds(
        model="privacy.sealed",
        what=_("What is sealed of who was erased"),
        fields=("until",),
        secret=("sealed",),
        whose=MEMBER,
        purposes=(LAW,),
        keeps="sealed",
        erase=KEEP,
    ),
    Holds(
        model="privacy.concerned",
        what=_("Whom a breach concerns"),
        fields=("phone",),
        whose=OTHER,
        purposes=(LAW,),
        keeps=IN_USE,
        erase=DELETE,
        reach={"phone": "phone"},
        mart="breach__mart",
    ),
    Excused("privacy.setting", {"name": "which setting"}),
    Excused(
        "privacy.breach",
        dict.fromkeys(("name", "words", "data", "whom", "measures"), "of a breach, and of nobody in particular"),
    ),
)
LOOKS = (
    Look("privacy.export_seen", _("to hand out a copy")),
    Look("privacy.yes_played", _("to hear her yes")),
    Look("privacy.seal_opened", _("for a reason of the law")),
)
