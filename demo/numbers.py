"""Numbers of the bank and the post as long as theirs are, whatever keys the database has given."""

from haat.core.identifiers import s10_check_digit
from haat.places.models import Mart


def serial(mart: Mart, number: int, *, digits: int) -> str:
    """`digits` digits: the last one of the mart's key, which keeps two districts apart, and `number`."""
    return f"{mart.pk % 10}{number:0{digits - 1}d}"


def article_number(mart: Mart, number: int) -> str:
    """A postal article's, such as `EJ100000017IN`, with its check digit."""
    eight = serial(mart, number, digits=8)
    return f"EJ{eight}{s10_check_digit(eight)}IN"
