"""Corruptions of kinds of goods, of the rules that choose their tax lines, and of what is answered."""

from haat.catalogue.models import Craft, Good, GoodKind
from tests.core.corruptions_answers import ANSWERS
from tests.core.plants import Plant


def of_another_craft() -> None:
    """A bamboo basket that is a peda."""
    bamboo = Craft.objects.get(slug="bamboo")
    Good.objects.filter(craft=bamboo).update(kind=GoodKind.objects.get(slug="peda"))


def rule_about_nothing() -> None:
    """A rule asks for what nobody is asked."""
    rule = {"when": {"nothing": ["at_all"]}, "hsn": "12345678"}
    GoodKind.objects.filter(slug="peda").update(rules=[rule])


def line_without_a_rate() -> None:
    """A kind somebody sells names a tax line that was never brought in."""
    kind = GoodKind.objects.get(slug="bamboo-baskets")
    GoodKind.objects.filter(pk=kind.pk).update(tax_slug="nothing")
    Good.objects.filter(craft=kind.craft, state=Good.State.LIVE).update(kind=kind)


KINDS: list[tuple[str, str, Plant]] = [
    ("a good of another craft's kind", "goods are of a kind that their craft has", of_another_craft),
    ("a rule about nothing", "rules for code and tax line ask what their kind asks", rule_about_nothing),
    ("a tax line without a rate", "kinds of goods in the shop name tax lines that are known", line_without_a_rate),
    *ANSWERS,
]
