"""What an office says of a kind of paper and of a rule about one: whether it can be said, and what becomes of a rule.

Pure: the actions write what is worked out here, and a preview shows it before.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from haat.core.languages import LANGUAGES
from haat.makers.errors.paper_rules import BadPaperKind, BadPaperRule, BeginsTooEarly, EndsTooEarly, RuleEnded
from haat.makers.models import PaperKind, PaperRule
from haat.makers.paper_book import Book
from haat.makers.paper_facts import CHOICE, FACTS, MONEY, TEXT
from haat.makers.paper_proofs import HEAD, plain
from haat.makers.paper_rules import (
    ADVISED,
    CLAIM,
    EVERYWHERE,
    FOR_RELIEF,
    MARKETPLACES,
    MUST,
    MUST_IF,
    OTHER_STATES,
    RELIEF,
    UNLESS_RELIEF,
)

Texts = Mapping[str, str]
NEEDS = (MUST, CLAIM, ADVISED, UNLESS_RELIEF, FOR_RELIEF, RELIEF)
PLACES = (EVERYWHERE, MARKETPLACES, OTHER_STATES)
MOST_NAME, MOST_WHY, MOST_SOURCE, MOST_WORDS, MOST_WORD, MOST_YEARS, MOST_DAYS = 60, 200, 200, 200, 60, 50, 3650
MOST_SLUG_OF_KIND, MOST_SLUG_OF_RULE, MOST_PLACE, MOST_SHAPE, MOST_EXAMPLE = 30, 40, 20, 200, 40
_SLUG = re.compile(r"[a-z0-9]+(?:[_-][a-z0-9]+)*")
_DATED = re.compile(r"-[0-9]{8}\Z")
KIND_FIELDS = (
    *("paper", "names", "why", "holder", "several", "shape", "example", "proof", "lasts", "years", "asks", "source"),
    "sure",
)
RULE_FIELDS = (
    *("paper", "need", "beside", "of_all", "where", "from_on", "until_on", "conditions", "says", "source", "sure"),
)
# What conditions may hold, as `paper_rules` and `paper_proofs` read them.
ANSWERED = ("said", "unless_said", "unsure")
CONDITIONS = frozenset(
    (
        *("words", "unsaid", "kinds", "covers", "own", "most", "among", "within_days", "on", "said_by", "spares"),
        *(*ANSWERED, "crafts", "goods", "besides"),
    )
)


@dataclass(frozen=True, kw_only=True)
class PaperKindTold:
    """A kind of paper: see `makers.PaperKind`. Texts are by language; `shape` is a regular expression or empty."""

    names: Texts
    why: Texts = field(default_factory=dict)
    paper: str = ""
    holder: str = PaperKind.Holder.MAKER
    several: bool = False
    shape: str = ""
    example: str = ""
    lasts: str = PaperKind.Lasts.LIFE
    years: int | None = None
    asks: Sequence[str] = ()
    source: str = ""
    sure: bool = True


@dataclass(frozen=True, kw_only=True)
class PaperRuleTold:
    """A rule about a paper: see `makers.PaperRule`. Of one that is changed, `from_on` is the first day it is so."""

    paper: str
    need: str
    beside: str = ""
    of_all: bool = False
    where: str = EVERYWHERE
    from_on: date | None = None
    until_on: date | None = None
    conditions: Mapping[str, Any] = field(default_factory=dict)
    says: Texts = field(default_factory=dict)
    source: str = ""
    sure: bool = True


def is_slug(text: str, most: int) -> bool:
    """Whether it can be a short name."""
    return _SLUG.fullmatch(text) is not None and len(text) <= most


# ---- kinds ----


def check_kind(told: PaperKindTold, book: Book, *, known: PaperKind | None = None) -> None:
    """Raises BadPaperKind at what cannot be; `known`: the kind as it stands, whose shape need not be written anew."""
    if not any(text.strip() for text in told.names.values()) or not _are_texts(told.names, MOST_NAME):
        raise BadPaperKind("names")
    if not _are_texts(told.why, MOST_WHY):
        raise BadPaperKind("why")
    papers = {kind.paper for kind in book.kinds.values()}
    if told.paper and told.paper not in papers and (known is None or told.paper != known.slug):
        raise BadPaperKind("paper")
    if told.holder not in PaperKind.Holder.values:
        raise BadPaperKind("holder")
    if told.lasts not in PaperKind.Lasts.values:
        raise BadPaperKind("lasts")
    if told.years is not None and not 1 <= told.years <= MOST_YEARS:
        raise BadPaperKind("years")
    if not set(told.asks) <= set(FACTS):
        raise BadPaperKind("asks")
    if not told.source.strip() or len(told.source) > MOST_SOURCE:
        raise BadPaperKind("source")
    _check_shape(told, known)


def _check_shape(told: PaperKindTold, known: PaperKind | None) -> None:
    """A pattern is one that `paper_shapes` made, or the one that stood there; its example looks so."""
    if not told.shape:
        return
    same = known is not None and told.shape == known.shape
    if len(told.shape) > MOST_SHAPE or not (same or _ends_soon(told.shape)):
        raise BadPaperKind("shape")
    if not told.example or len(told.example) > MOST_EXAMPLE or not re.fullmatch(told.shape, told.example):
        raise BadPaperKind("example")


def _ends_soon(shape: str) -> bool:
    """No group and no unbounded repetition: such a pattern is held to any text in no time."""
    bare = re.sub(r"\\.", "", shape)
    try:
        re.compile(shape)
    except re.error:
        return False
    return not set("()*+|") & set(bare)


def kept_of_kind(slug: str, told: PaperKindTold) -> dict[str, Any]:
    """A kind's columns. What a pattern proves is that a number looks right; a GSTIN's last sign proves more."""
    gstin = slug == "gstin"
    shaped = PaperKind.Proof.SHAPE if told.shape else PaperKind.Proof.NONE
    return {
        "paper": told.paper or slug,
        "names": {code: text for code, text in told.names.items() if text},
        "why": {code: text for code, text in told.why.items() if text},
        "holder": told.holder,
        "several": told.several,
        "shape": told.shape,
        "example": told.example,
        "proof": str(PaperKind.Proof.GSTIN if gstin else shaped),
        "lasts": told.lasts,
        "years": told.years,
        "asks": list(told.asks),
        "source": told.source.strip(),
        "sure": told.sure,
    }


# ---- rules ----


def check_rule(told: PaperRuleTold, book: Book) -> None:
    """Raises BadPaperRule at what cannot be."""
    papers = {kind.paper for kind in book.kinds.values()}
    if told.paper not in papers:
        raise BadPaperRule("paper")
    if told.need not in NEEDS and not (told.need.startswith(MUST_IF) and len(told.need) <= 30):
        raise BadPaperRule("need")
    if told.beside and (told.beside not in papers or told.beside == told.paper):
        raise BadPaperRule("beside")
    if not is_slug(told.where, MOST_PLACE):
        raise BadPaperRule("where")
    if told.from_on and told.until_on and told.until_on < told.from_on:
        raise BadPaperRule("until_on")
    if not _are_texts(told.says, MOST_WHY):
        raise BadPaperRule("says")
    if not told.source.strip() or len(told.source) > MOST_SOURCE:
        raise BadPaperRule("source")
    _check_conditions(told, book)


def _check_conditions(told: PaperRuleTold, book: Book) -> None:
    conditions = told.conditions
    if set(conditions) - CONDITIONS:
        raise BadPaperRule("said")
    _check_words(told)
    for name in ANSWERED:
        if not _are_answers(conditions.get(name, {})):
            raise BadPaperRule("said")
    if told.need.startswith(MUST_IF) and not (conditions.get("said") or conditions.get("words")):
        raise BadPaperRule("said", missing=True)
    kinds = [*conditions.get("kinds", ()), *conditions.get("spares", {}).get("kinds", ())]
    if not set(kinds) <= set(book.kinds):
        raise BadPaperRule("kinds")
    covers = FACTS.get(conditions.get("covers", ""))
    if "covers" in conditions and (covers is None or covers.type != TEXT):
        raise BadPaperRule("covers")
    for proof in (conditions, conditions.get("spares", {})):
        _check_proof(proof)
    for name in ("crafts", "goods"):
        if not all(isinstance(slug, str) and is_slug(slug, 40) for slug in conditions.get(name, ())):
            raise BadPaperRule(name)


def _check_words(told: PaperRuleTold) -> None:
    words = told.conditions.get("words", ())
    if told.need == CLAIM and not words:
        raise BadPaperRule("words", missing=True)
    if len(words) > MOST_WORDS:
        raise BadPaperRule("words")
    for word in words:
        stem = word.removesuffix("*")
        open_ = word.endswith("*") and " " not in stem and len(plain(stem)) < HEAD
        if not stem.strip() or "*" in stem or len(word) > MOST_WORD or open_:
            raise BadPaperRule("words")


def _are_answers(answers: Mapping[str, Sequence[str]]) -> bool:
    return all(is_slug(slug, 40) and values and all(values) for slug, values in answers.items())


def _check_proof(conditions: Mapping[str, Any]) -> None:
    """What figures have to prove: money up to an amount, choices among those there are, days that can be counted."""
    for fact, paise in conditions.get("most", {}).items():
        if FACTS.get(fact) is None or FACTS[fact].type != MONEY or type(paise) is not int or paise < 0:
            raise BadPaperRule("most")
    for fact, values in conditions.get("among", {}).items():
        known = FACTS.get(fact)
        if known is None or known.type != CHOICE or not values or not set(values) <= set(known.choices or ()):
            raise BadPaperRule("among")
    days = conditions.get("within_days")
    if days is not None and (type(days) is not int or not 1 <= days <= MOST_DAYS):
        raise BadPaperRule("within_days")


def kept_of_rule(told: PaperRuleTold) -> dict[str, Any]:
    """A rule's columns."""
    return {
        "paper": told.paper,
        "need": told.need,
        "beside": told.beside,
        "of_all": told.of_all,
        "where": told.where,
        "from_on": told.from_on,
        "until_on": told.until_on,
        "conditions": dict(told.conditions),
        "says": {code: text for code, text in told.says.items() if text},
        "source": told.source.strip(),
        "sure": told.sure,
    }


def columns_of(rule: PaperRule) -> dict[str, Any]:
    """The same of a rule that stands."""
    return {name: getattr(rule, name) for name in RULE_FIELDS}


@dataclass(frozen=True)
class Turned:
    """What becomes of a rule that is changed: how it stands itself, and the one that begins after it, if any."""

    rule: Mapping[str, Any]
    after: Mapping[str, Any] | None = None
    slug: str = ""


def turned(rule: PaperRule, told: PaperRuleTold, *, on: date) -> Turned:
    """A rule that has not begun is written anew; one that holds ends the day before the other begins, and stays.

    Only where nothing but its words, its source or its last day is another it stays one rule. Raises RuleEnded,
    BeginsTooEarly.
    """
    if rule.until_on is not None and rule.until_on < on:
        raise RuleEnded
    after = kept_of_rule(told)
    if not _has_begun(rule, on):
        if told.from_on is None or told.from_on < on:
            raise BeginsTooEarly(on)
        return Turned(after)
    if _says_the_same(rule, after):
        return Turned({**after, "from_on": rule.from_on})
    begins = told.from_on
    begins_late = rule.until_on is not None and begins is not None and begins > rule.until_on + timedelta(days=1)
    if begins is None or begins < on or begins_late:
        raise BeginsTooEarly(on)
    ends = begins - timedelta(days=1)
    return Turned({**columns_of(rule), "until_on": ends}, after, f"{stem_of(rule.slug)}-{begins:%Y%m%d}")


def stem_of(slug: str) -> str:
    """What a rule and those that came after it have in common."""
    return _DATED.sub("", slug)[: MOST_SLUG_OF_RULE - 9]


def _has_begun(rule: PaperRule, on: date) -> bool:
    """Whether it held on a day that is over."""
    return rule.from_on is None or rule.from_on < on


def _says_the_same(rule: PaperRule, after: Mapping[str, Any]) -> bool:
    """Whether goods are kept back by it as before: other words and sources, or another last day, move no past day."""
    moving = set(RULE_FIELDS) - {"from_on", "until_on", "says", "source"}
    return all(getattr(rule, name) == after[name] for name in moving)


def ended(rule: PaperRule, last: date | None, *, on: date) -> dict[str, Any]:
    """A rule's columns when it holds until `last` (None: without an end). Raises RuleEnded, EndsTooEarly.

    One that has not begun is taken back by a last day before its first.
    """
    if rule.until_on is not None and rule.until_on < on - timedelta(days=1):
        raise RuleEnded
    yesterday = on - timedelta(days=1)
    if last is not None and last < yesterday and _has_begun(rule, on):
        raise EndsTooEarly(yesterday)
    return {**columns_of(rule), "until_on": last}


def with_rules(book: Book, *rows: PaperRule) -> Book:
    """The book as it would be with these rules, each in the place of the one of the same slug."""
    rules = {rule.slug: rule for rule in book.rules} | {rule.slug: rule for rule in rows}
    return Book(book.kinds, sorted(rules.values(), key=lambda rule: (rule.position, rule.slug)))


def with_kind(book: Book, row: PaperKind) -> Book:
    """The book as it would be with this kind."""
    kinds = {**book.kinds, row.slug: row}
    return Book(dict(sorted(kinds.items(), key=lambda item: (item[1].position, item[0]))), book.rules)


def _are_texts(texts: Texts, most: int) -> bool:
    return all(code in LANGUAGES and len(text) <= most for code, text in texts.items())


def told_days(columns: Mapping[str, Any]) -> dict[str, Any]:
    """The same with days as ISO dates, as events keep them."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in columns.items()}
