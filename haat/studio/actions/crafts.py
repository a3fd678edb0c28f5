"""Crafts and kinds of goods as an office keeps them, with the tax lines that pricing knows."""

from datetime import datetime

from django.db import transaction

from haat.catalogue import actions as catalogue
from haat.catalogue.craft_facts import CraftTold
from haat.catalogue.kind_facts import KindTold
from haat.catalogue.models import Craft, CraftAsk, GoodKind
from haat.core.actor import Actor
from haat.pricing.queries import has_tax_line, tax_lines_called
from haat.studio.errors import NoSuchTaxLine, NoTaxLineOfRule


@transaction.atomic
def make_craft(told: CraftTold, *, slug: str = "", answers: CraftAsk | None = None, by: Actor) -> Craft:
    """A craft nobody had, offered from now on in every mart; who asked for it (`answers`) is told.

    Raises NoSuchTaxLine, BadCraft, BadSlug, CraftTaken, and Answered for an ask that somebody answered otherwise.
    """
    if not has_tax_line(told.tax_slug):
        raise NoSuchTaxLine()
    made = catalogue.add_craft(told, slug=slug, by=by)
    if answers is not None:
        catalogue.answer_craft_ask(answers, craft=made, by=by)
    return made


@transaction.atomic
def change_craft(craft: Craft, told: CraftTold, *, seen: datetime | None = None, by: Actor) -> Craft:
    """All that is said of a craft. Raises NoSuchTaxLine, BadCraft, CraftChanged."""
    if told.tax_slug != craft.tax_slug and not has_tax_line(told.tax_slug):
        raise NoSuchTaxLine()
    return catalogue.set_craft(craft, told, seen=seen, by=by)


@transaction.atomic
def make_kind(craft: Craft | None, told: KindTold, *, slug: str = "", by: Actor) -> GoodKind:
    """A kind of good nobody had, of a craft or of any (None).

    Raises NoSuchTaxLine, NoTaxLineOfRule, BadKind, BadRule, KindTaken.
    """
    _check_lines(told, set())
    return catalogue.add_kind(craft, told, slug=slug, by=by)


@transaction.atomic
def change_kind(kind: GoodKind, told: KindTold, *, seen: datetime | None = None, by: Actor) -> GoodKind:
    """All that is said of a kind; its goods follow its rules.

    Raises NoSuchTaxLine, NoTaxLineOfRule, BadKind, BadRule, KindChanged.
    """
    _check_lines(told, {kind.tax_slug, *(rule.get("tax", "") for rule in kind.rules)})
    return catalogue.set_kind(kind, told, seen=seen, by=by)


def _check_lines(told: KindTold, known: set[str]) -> None:
    """Raises NoSuchTaxLine, or NoTaxLineOfRule, for a tax line that nobody has brought in."""
    ruled = {rule["tax"] for rule in told.rules if rule.get("tax")} - known
    own = {told.tax_slug} - known
    found = set(tax_lines_called(own | ruled)) if own | ruled else set()
    if own - found:
        raise NoSuchTaxLine()
    if ruled - found:
        raise NoTaxLineOfRule(sorted(ruled - found)[0])
