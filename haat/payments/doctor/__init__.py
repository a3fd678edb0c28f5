"""What must hold of payments."""

from haat.payments.doctor import sums, told

__all__ = ["sums", "told"]
