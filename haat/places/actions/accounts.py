"""Where buyers' money goes: one person writes it down, another agrees; until then nothing changes."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from haat.core.actor import Actor
from haat.core.errors import Changed
from haat.core.events import record
from haat.core.locks import hold
from haat.places import rules
from haat.places.actions.marts import change_mart
from haat.places.errors import NothingProposed, SameAccount, SameHand
from haat.places.models import Mart


@transaction.atomic
def propose_account(mart: Mart, *, vpa: str, bank_holder: str, bank_number: str, bank_ifsc: str, by: Actor) -> Mart:
    """Ask that buyers pay to this UPI address, and that this is the mart's account (each may be empty).

    It replaces what was asked before. The account is kept for the mart's papers; nobody pays to it from here.

    Raises SameAccount when it is where they pay already.
    """
    mart = hold(mart)
    wanted = {"vpa": vpa, "bank_holder": bank_holder, "bank_number": bank_number, "bank_ifsc": bank_ifsc}
    if wanted == _stands(mart):
        raise SameAccount()
    mart.proposed = wanted | {"by": by.user_id, "at": timezone.now().isoformat()}
    mart.save(update_fields=["proposed"])
    record(
        "places.account_proposed",
        mart,
        by=by,
        mart_id=mart.pk,
        before=_told(_stands(mart)),
        after=_told(wanted),
    )
    return mart


@transaction.atomic
def agree_account(mart: Mart, *, at: str, by: Actor) -> Mart:
    """Another person than she who wrote it down agrees to what was asked for `at`; it holds from now on.

    Raises NothingProposed, SameHand, Changed when it is not what she looked at any more.
    """
    mart, asked = _asked(mart, at)
    if by.user_id is None or by.user_id == asked["by"]:
        raise SameHand()
    return change_mart(mart, **{field: asked[field] for field in rules.ACCOUNT}, by=by)


@transaction.atomic
def refuse_account(mart: Mart, *, at: str, by: Actor) -> Mart:
    """It stays as it is: whoever asked takes it back, or another says no. Raises NothingProposed, Changed."""
    mart, asked = _asked(mart, at)
    record("places.account_refused", mart, by=by, mart_id=mart.pk, vpa=asked["vpa"])
    return mart


def _asked(mart: Mart, at: str) -> tuple[Mart, dict[str, Any]]:
    """What waits, taken off the mart; it is put back when the transaction does not come to its end."""
    mart = hold(mart)
    asked = mart.proposed
    if not asked:
        raise NothingProposed()
    if asked["at"] != at:
        raise Changed()
    mart.proposed = {}
    mart.save(update_fields=["proposed"])
    return mart, asked


def _stands(mart: Mart) -> dict[str, str]:
    return {field: getattr(mart, field) for field in rules.ACCOUNT}


def _told(account: dict[str, str]) -> dict[str, str]:
    return {field: rules.as_told(field, value) for field, value in account.items()}
