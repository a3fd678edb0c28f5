"""x"""

from haat.places.models import Mart


def rebuild(mart: Mart | None = None) -> int:
    return 0
