"""What must hold of the books."""

from haat.ledger.doctor import causes, moved, others, papers, payouts, sums

__all__ = ["causes", "moved", "others", "papers", "payouts", "sums"]
