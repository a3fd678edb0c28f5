"""What is said of a paper that keeps a good back, and the one thing to do next, in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from haat.core.languages import best
from haat.core.money import format_rupees
from haat.makers.paper_facts import FACTS

# code → (sentence, next step).
WORDS: dict[str, tuple["str | Promise", "str | Promise"]] = {
    "missing": (_("%(paper)s is missing. %(why)s"), _("Give its number.")),
    "expired": (_("%(paper)s has run out. %(why)s"), _("Renew it and give the new date.")),
    "not_yet": (_("%(paper)s holds only from a later day."), _("Wait for that day, or give the paper that holds now.")),
    "refused": (_("%(paper)s was refused. %(why)s"), _("Give it again, as the paper has it.")),
    "unchecked": (_("%(paper)s was given, and nobody has looked at it yet."), _("Look at it: accept or refuse it.")),
    "claimed": (_("It says “%(word)s”. %(why)s"), _("Take the word out, or give this paper: %(paper)s.")),
    "claimed_advised": (_("It says “%(word)s”, and nothing proves it. %(why)s"), _("Give this paper: %(paper)s.")),
    "claimed_unsure": (
        _("It says “%(word)s”: not known whether it may. %(why)s"),
        _("Ask whoever keeps that name, and write down what is said: %(paper)s."),
    ),
    "ask": (
        _("Not known whether this is needed: %(paper)s. %(why)s"),
        _("Ask the office that gives it, and write down what it says."),
    ),
    "unsaid": (
        _("Not known whether this is needed: %(paper)s. It hangs on what the good is sold as."),
        _("Answer as what it is sold."),
    ),
    "other_states": (
        _("This seller has no GSTIN, so it sells inside its own state only."),
        _("Sell through a federation or society that has a GSTIN: there is no other road out of the state."),
    ),
    "relief": (
        _("%(paper)s is missing. %(why)s"),
        _("Give its number, or that of a paper that frees from it: %(reliefs)s."),
    ),
    "figures": (
        _("%(paper)s is missing. %(relief)s frees from it only with figures that a chartered accountant has signed."),
        _("Write down plant and machinery and turnover, the chartered accountant’s name and the day of the paper."),
    ),
    "too_large": (
        _("%(paper)s is missing. %(relief)s frees from it only up to %(most)s."),
        _("Take the licence: with these figures there is no relief."),
    ),
    "of_another": (
        _("%(relief)s frees its holder’s own sale from this: %(paper)s. Not known whether another may sell it so."),
        _("Ask the office that gives the paper, or let the maker sell under her own name."),
    ),
}


def _filled(template: object, facts: Mapping[str, Any]) -> str:
    """The words with their facts, each in the language of this moment."""
    told = {name: best(value).text if isinstance(value, Mapping) else str(value) for name, value in facts.items()}
    return " ".join((str(template) % told).split())


said = lazy(_filled, str)


def _listed(names: tuple[Mapping[str, str], ...]) -> str:
    return ", ".join(best(each).text for each in names)


listed = lazy(_listed, str)


def _amounts(most: tuple[tuple[str, int], ...]) -> str:
    return ", ".join(f"{FACTS[fact].label} {format_rupees(paise)}" for fact, paise in most)


amounts = lazy(_amounts, str)
