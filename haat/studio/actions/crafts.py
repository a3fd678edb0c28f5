"""Crafts as an office keeps them, with the tax line that pricing knows."""

from datetime import datetime

from django.db import transaction

from haat.catalogue import actions as catalogue
from haat.catalogue.craft_facts import CraftTold
from haat.catalogue.models import Craft, CraftAsk
from haat.core.actor import Actor
from haat.pricing.queries import has_tax_line
from haat.studio.errors import NoSuchTaxLine


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
