"""Which of two makers can go, and when money goes with it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haat.doubles.models import Merge
from haat.ledger.queries import at_the_bank, owed_now, unbooked
from haat.makers.models import Maker
from haat.orders.queries import open_parts
from haat.stock.queries import has_moves


def in_the_way(gone: Maker) -> "list[str | Promise]":
    """Why `gone` cannot go over to another maker now; empty when it can."""
    reasons: list[str | Promise] = []
    if gone.state == Maker.State.LIVE:
        reasons.append(_("It sells now. Pause it first, so that no order comes meanwhile."))
    if at_the_bank(gone):
        reasons.append(_("Its money is on the way to the bank. Wait until the bank has answered."))
    if unbooked(gone):
        reasons.append(_("What it delivered last is being booked. Try again in a minute."))
    if gone.merged.exists():
        reasons.append(_("Another maker was made one with it. Let it stay."))
    if has_moves(gone):
        reasons.append(_("Its pieces were sent to other places, and their papers bear its name. Let it stay."))
    return reasons


def moves_money(gone: Maker) -> bool:
    """Whether money would change its owner: then two people are needed."""
    return owed_now(gone).filter(amount_paise__gt=0).exists() or open_parts(gone).exists()


def moves_money_back(merge: Merge) -> bool:
    """Whether some of the money and orders that came over would go back."""
    dues = owed_now(merge.kept).filter(pk__in=[int(pk) for pk in merge.undo.get("dues", {})], amount_paise__gt=0)
    return dues.exists() or open_parts(merge.kept).filter(pk__in=merge.undo.get("parts", [])).exists()
