"""Words for papers and the rules about them, and a rule's conditions as people read them."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from haat.channels.channel import every_channel
from haat.core.languages import best
from haat.core.money import format_rupees
from haat.makers.models import PaperKind, PaperRule
from haat.makers.paper_book import Book
from haat.makers.paper_facts import FACTS
from haat.makers.paper_rules import MUST_IF
from haat.web.office.desk.rooms import Words

HOLDERS: Words = {
    "maker": gettext_lazy("the maker"),
    "member": gettext_lazy("one person of the group"),
    "seller": gettext_lazy("who writes the invoice"),
    "mart": gettext_lazy("the mart itself"),
}
LASTS: Words = {
    "life": gettext_lazy("for ever"),
    "expires": gettext_lazy("until the day on it"),
    "yearly_fee": gettext_lazy("as long as its yearly fee is paid"),
    "yearly_duty": gettext_lazy("to be confirmed each year"),
}
PROOFS: Words = {
    "gstin": gettext_lazy("its last sign is a check digit"),
    "shape": gettext_lazy("its look is checked"),
    "none": gettext_lazy("nothing of it can be checked"),
}
NEEDS: Words = {
    "must": gettext_lazy("needed"),
    "claim": gettext_lazy("needed where a word claims it"),
    "advised": gettext_lazy("advised"),
    "must_unless_relief": gettext_lazy("needed, unless another paper frees from it"),
    "must_for_relief": gettext_lazy("frees from another paper, which is asked for first"),
    "relief": gettext_lazy("frees from another paper"),
    "must_if_answered": gettext_lazy("needed where an answer or a word says so"),
}
PLACES: Words = {
    "everywhere": gettext_lazy("everywhere"),
    "marketplaces": gettext_lazy("at every marketplace"),
    "other_states": gettext_lazy("where buyers of other states buy"),
}
STANDS: Words = {
    "holds": gettext_lazy("holds"),
    "comes": gettext_lazy("begins later"),
    "over": gettext_lazy("has ended"),
    "back": gettext_lazy("taken back before it began"),
}


def places() -> "dict[str, str | Promise]":
    """Where a rule may hold: everywhere, at a sort of places, or at one channel."""
    return {**PLACES, **{channel.slug: channel.title for channel in every_channel()}}


def need_words(need: str) -> "str | Promise":
    """How a paper is needed."""
    return NEEDS["must_if_answered"] if need.startswith(MUST_IF) else NEEDS.get(need, need)


def stands(rule: PaperRule, on: date) -> str:
    """How a rule stands on a day, as a code of STANDS."""
    if rule.from_on and rule.until_on and rule.until_on < rule.from_on:
        return "back"
    if rule.until_on is not None and rule.until_on < on:
        return "over"
    return "comes" if rule.from_on is not None and rule.from_on > on else "holds"


def paper_name(paper: str, book: Book) -> str:
    """What a paper is called: by its own kind, or by those that are counted as it."""
    kinds = book.kinds_of(paper)
    own = [kind for kind in kinds if kind == paper] or kinds
    return ", ".join(best(book.kinds[kind].names).text for kind in own) or paper


def kind_names(kinds: Any, book: Book) -> str:
    """These kinds of papers, with commas."""
    return ", ".join(best(book.kinds[kind].names).text for kind in kinds if kind in book.kinds)


def number_words(kind: PaperKind) -> str:
    """How long a paper holds, in words."""
    words = str(LASTS.get(kind.lasts, kind.lasts))
    return f"{words}, " + _("%(n)d years") % {"n": kind.years} if kind.years else words


def for_which(rule: PaperRule, book: Book, goods: Mapping[str, str]) -> str:
    """For which goods a rule is; `goods`: crafts and kinds of goods by their short names."""
    chosen = [*rule.conditions.get("crafts", ()), *rule.conditions.get("goods", ())]
    if chosen:
        return ", ".join(goods.get(slug, slug) for slug in chosen)
    if rule.beside:
        return _("goods that also need: %(paper)s") % {"paper": paper_name(rule.beside, book)}
    return _("all goods") if rule.of_all else _("goods whose kind names it")


def conditions_said(rule: PaperRule, book: Book) -> list[str]:
    """A rule's conditions, a line each."""
    return list(_said(rule.conditions, book))


def _said(conditions: Mapping[str, Any], book: Book) -> Iterator[str]:
    if words := conditions.get("words"):
        yield _("Words: %(words)s") % {"words": ", ".join(words)}
    for name, template in (
        ("said", _("Where it is answered: %(answers)s")),
        ("unless_said", _("Not where it is answered: %(answers)s")),
        ("unsure", _("Not known where it is answered: %(answers)s")),
    ):
        if answers := conditions.get(name):
            yield template % {"answers": "; ".join(f"{slug} = {' / '.join(each)}" for slug, each in answers.items())}
    if conditions.get("unsaid"):
        yield _("Asked while nobody has answered: %(question)s") % {"question": conditions["unsaid"]}
    if kinds := conditions.get("kinds"):
        yield _("Serving: %(kinds)s") % {"kinds": kind_names(kinds, book)}
    if conditions.get("covers") in FACTS:
        yield _("The paper must name it under: %(fact)s") % {"fact": FACTS[conditions["covers"]].label}
    if conditions.get("own"):
        yield _("Only for goods that its holder sells under her own name")
    yield from _proofs(conditions)
    if spares := conditions.get("spares"):
        inner = "; ".join(_proofs(spares))
        yield _("Leaves out who holds: %(kinds)s") % {"kinds": f"{kind_names(spares.get('kinds', ()), book)} {inner}"}


def _proofs(conditions: Mapping[str, Any]) -> Iterator[str]:
    """What figures have to prove."""
    for fact, paise in conditions.get("most", {}).items():
        yield _("%(fact)s at most %(rupees)s") % {"fact": FACTS[fact].label, "rupees": format_rupees(paise)}
    for fact, values in conditions.get("among", {}).items():
        choices = FACTS[fact].choices or {}
        told = ", ".join(str(choices.get(value, value)) for value in values)
        yield f"{FACTS[fact].label}: {told}"
    if conditions.get("said_by"):
        yield _("signed by a chartered accountant")
    if conditions.get("within_days"):
        yield _("not older than %(n)d days") % {"n": conditions["within_days"]}
