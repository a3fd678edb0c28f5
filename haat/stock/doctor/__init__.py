"""What must hold of stock."""

from haat.stock.doctor import moves
from haat.stock.doctor.items import items_are_their_movements, weeks_are_their_movements

__all__ = ["items_are_their_movements", "moves", "weeks_are_their_movements"]
