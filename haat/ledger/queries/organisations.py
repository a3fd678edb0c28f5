"""What the books hold of the makers of an organisation, and of a seller."""

from django.db.models import QuerySet

from haat.ledger.models import Invoice, Payout
from haat.makers.models import MakerQuerySet, Seller


def has_invoices(seller: Seller) -> bool:
    """True when a paper was written in this seller's name: its GSTIN then stands for good."""
    return Invoice.objects.filter(seller=seller).exists()


def invoices_of(makers: MakerQuerySet) -> QuerySet[Invoice]:
    """The papers of what these makers sold."""
    return Invoice.objects.filter(part__maker__in=makers).select_related("part__maker", "part__order", "seller")


def payouts_to(makers: MakerQuerySet) -> QuerySet[Payout]:
    """What was paid or is to be paid to these makers."""
    return Payout.objects.filter(maker__in=makers).select_related("maker", "run")
