"""What must hold of orders."""

from haat.orders.doctor import arrivals, stock, sums, told

__all__ = ["arrivals", "stock", "sums", "told"]
