"""Multilingual search fold: words of any Indian script or Latin spelling become phonetic ASCII keys.

Two words find each other when they share a key. Pure Python; see README.md for the design.
"""

from haat.shelf.fold.search import document_keys, exact_keys, keys, query_keys, understood
from haat.shelf.fold.words import tokens

__all__ = ["document_keys", "exact_keys", "keys", "query_keys", "tokens", "understood"]
