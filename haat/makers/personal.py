"""What this room holds of people (see `core.personal`)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from haat.core.personal import (
    BLANK,
    BOOKS,
    DELETE,
    KEEP,
    LAW,
    MAKER,
    MEMBER,
    PAYING,
    SELLING,
    SHE_AGREES,
    SHOWING,
    Excused,
    Holds,
    Look,
)
from haat.core.sealing import unseal
from haat.makers.actions.files import PURPOSE, kind_of
from haat.makers.actions.forgetting import forget_accounts, forget_makers, forget_members, forget_papers


def _file(row: Any) -> tuple[str, bytes]:
    """A paper as it is kept."""
    return f"{kind_of(row)}-{row.pk}.{row.kind}", unseal(PURPOSE, row.sealed, owner=row.maker_id)


PERSONAL = (
    Holds(
        model="makers.maker",
        what=_("The maker"),
        fields=("names", "stories", "phone", "portrait", "pin", "lokos_id", "since"),
        whose=MAKER,
        purposes=(SELLING, SHOWING),
        keeps=SHE_AGREES,
        erase=BLANK,
        reach={"maker": "pk"},
        eraser=forget_makers,
    ),
    Holds(
        model="makers.member",
        what=_("Member of a maker"),
        fields=("user", "names", "leads", "active", "work_units", "amount_share"),
        whose=MEMBER,
        purposes=(SELLING, PAYING),
        keeps=SHE_AGREES,
        erase=BLANK,
        reach={"member": "pk"},
        mart="maker__mart",
        eraser=forget_members,
    ),
    Holds(
        model="makers.namekey",
        what=_("Names by their sound"),
        fields=("key",),
        whose=MAKER,
        purposes=(SELLING,),
        keeps=SHE_AGREES,
        erase=DELETE,
        reach={"maker": "maker"},
        mart="maker__mart",
    ),
    Holds(
        model="makers.bankaccount",
        what=_("Bank account"),
        fields=("holder", "number", "ifsc", "bank_name"),
        whose=MAKER,
        purposes=(PAYING,),
        keeps=SHE_AGREES,
        erase=DELETE,
        reach={"maker": "maker"},
        mart="maker__mart",
        eraser=forget_accounts,
    ),
    Holds(
        model="makers.paperfile",
        what=_("Pictures of papers"),
        fields=("about", "given_at"),
        secret=("sealed",),
        whose=MAKER,
        purposes=(PAYING, LAW),
        keeps="papers",
        erase=DELETE,
        reach={"maker": "maker"},
        mart="maker__mart",
        opens=_file,
    ),
    Holds(
        model="makers.document",
        what=_("Papers and their numbers"),
        fields=("kind", "number", "state", "valid_from", "valid_until", "facts"),
        whose=MAKER,
        purposes=(PAYING, LAW),
        keeps=SHE_AGREES,
        erase=DELETE,
        reach={"maker": "maker"},
        mart="maker__mart",
        eraser=forget_papers,
    ),
    Holds(
        model="makers.seller",
        what=_("Who writes the bills"),
        fields=("legal_name", "address", "pin", "gstin", "gstin_before", "pan", "fssai", "enrolment"),
        whose=MAKER,
        purposes=(LAW,),
        keeps=BOOKS,
        erase=KEEP,
        reach={"maker": "makers"},
        besides={"organisation": None},
    ),
    Excused("makers.bankaccount", {"bank_name": "a bank"}),
    Excused("makers.organisation", {"names": "a federation's or village organisation's, for everybody"}),
    Excused("makers.paperkind", {"names": "what a paper is called", "holder": "a kind of holder"}),
    Excused("makers.sellerpaper", {"facts": "of who invoices, mostly an organisation"}),
)
LOOKS = (Look("makers.paper_seen", _("to compare the paper with its number")),)
