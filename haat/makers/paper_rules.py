"""Which papers a good still needs before it may be sold somewhere, each with the next step and who can take it.

Pure: it is given the papers a kind of goods names, what is held, and what was said; `paper_book.held_by` reads what is
held. A paper of the same number counts wherever it lies: with the maker, or with who sells for her.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from django.utils.functional import Promise

from haat.makers import paper_proofs as proofs
from haat.makers.models import Document, Paper, PaperKind, PaperRule, Seller
from haat.makers.paper_book import Book, Held, project_book
from haat.makers.paper_words import WORDS, amounts, listed, said
from haat.makers.rules import BLOCKERS, DESK, MAKER

FEDERATION = "federation"
EVERYWHERE, MARKETPLACES, OTHER_STATES = "everywhere", "marketplaces", "other_states"
MUST, CLAIM, ADVISED, ASKED = "must", "claim", "advised", "U"
UNLESS_RELIEF, FOR_RELIEF, RELIEF, MUST_IF = "must_unless_relief", "must_for_relief", "relief", "must_if_"
_RELIEFS = (FOR_RELIEF, RELIEF)
# What `PaperNeed.code` may be; an "ask" never stops.
CLAIMED, ASK = "claimed_without", "ask"
_IN_SELLER = ("pan", "fssai")


@dataclass(frozen=True)
class PaperNeed:
    """Because of this (`sentence`) do that (`next_step`), and `who` can: "maker", "desk" or "federation".

    `paper`: as rules call it. `code`: missing, expired, not_yet, refused, unchecked, claimed_without (a word stands
    there that only this paper allows), or ask (not known). `stops` False: it may be sold meanwhile.
    """

    paper: str
    code: str
    sentence: "str | Promise"
    next_step: "str | Promise"
    who: str
    stops: bool = True


class Entry(NamedTuple):
    """A paper that goods need so, at such places; not `sure`: nobody knows whether they do."""

    paper: str
    need: str
    where: str = EVERYWHERE
    sure: bool = True


def needs(
    papers: Iterable[Mapping[str, Any]],
    held: Mapping[str, Sequence[Paper]],
    *,
    seller: Seller | None,
    marketplace: bool,
    away: bool,
    channel: str,
    claims: str,
    on: date,
    said: Mapping[str, Any],
    craft: str = "",
    kind: str = "",
) -> list[PaperNeed]:
    """What is still needed of papers to sell a good somewhere on a day; what stops first. One line a paper.

    `papers`: what its kind names ([{paper, need, where?, sure?}]). `held`: by kind (`paper_book.held_by`; without its
    book the project's own list holds). `seller` sells there; `away`: buyers of other states buy there. `claims`: all
    that is said of the good, in one text. `said`: the answers about it, by attribute. `craft` and `kind`: the slugs of
    its own, for rules that an office made for some of them.
    """
    book = held.book if isinstance(held, Held) else project_book()
    named = _named(papers)
    text = proofs.read(claims)
    case = _Case(named, book, held, seller, marketplace, away, channel, text, on, said, craft, kind)
    found = [need for entry in case.entries if case.asks_for(entry) for need in _needs_of(entry, case)]
    first: dict[str, PaperNeed] = {}
    for need in sorted(found, key=lambda need: not need.stops):
        first.setdefault(need.paper, need)
    return list(first.values())


def _named(papers: Iterable[Mapping[str, Any]]) -> list[Entry]:
    """What the kind of goods names."""
    return [
        Entry(told["paper"], told["need"], told.get("where") or EVERYWHERE, told.get("sure", True)) for told in papers
    ]


@dataclass
class _Case:
    """One good at one place of sale."""

    named: list[Entry]
    book: Book
    held: Mapping[str, Sequence[Paper]]
    seller: Seller | None
    marketplace: bool
    away: bool
    channel: str
    claims: proofs.Text
    on: date
    said: Mapping[str, Any]
    craft: str = ""
    kind: str = ""

    @cached_property
    def _beside(self) -> Collection[str]:
        return {entry.paper for entry in self.named}

    @cached_property
    def entries(self) -> list[Entry]:
        """What the kind of goods names, and what holds for every good besides."""
        there = {entry[:2] for entry in self.named}
        further = {
            (rule.paper, rule.need): Entry(rule.paper, rule.need, rule.where)
            for rule in self.book.of_all
            if (rule.paper, rule.need) not in there and self._is_of(rule)
        }
        return [*self.named, *further.values()]

    def asks_for(self, entry: Entry) -> bool:
        """Whether it is asked for at this place."""
        at = {EVERYWHERE: True, MARKETPLACES: self.marketplace, OTHER_STATES: self.away}
        return at.get(entry.where, entry.where == self.channel)

    def rules(self, entry: Entry) -> list[PaperRule] | None:
        """What more is known of it on this day; None when no rule about it holds then."""
        told = [rule for rule in self.book.about(entry.paper, entry.need) if self._is_of(rule)]
        now = [rule for rule in told if not _before_or_after(rule, self.on)]
        return now if now or not told else None

    def _is_of(self, rule: PaperRule) -> bool:
        """Whether it is about such goods. What only adds to other rules is not there before it begins, and after."""
        if rule.beside and rule.beside not in self._beside:
            return False
        conditions = rule.conditions
        if conditions.get("besides") and _before_or_after(rule, self.on):
            return False
        crafts, goods = conditions.get("crafts"), conditions.get("goods")
        return not (crafts or goods) or self.craft in (crafts or ()) or self.kind in (goods or ())

    def papers(self, kinds: Iterable[str]) -> list[Paper]:
        """All of these kinds that is held."""
        return [paper for kind in kinds for paper in self.held.get(kind, ())]

    def standing(self, paper: str, kinds: Iterable[str]) -> str:
        """How the best of these kinds stands; a number of the seller holds where no paper says otherwise."""
        code, _found = proofs.standing(self.papers(kinds), self.on)
        in_seller = paper in _IN_SELLER and self.seller is not None and getattr(self.seller, paper)
        return proofs.HOLDS if in_seller and code in (proofs.MISSING, proofs.REFUSED) else code

    def reliefs(self) -> Iterable[tuple[Sequence[str], Mapping[str, Any]]]:
        """The papers that free from a licence here: the kinds that serve, and what they have to prove."""
        for entry in self.named:
            rules = self.rules(entry) if entry.need in _RELIEFS and self.asks_for(entry) else None
            serving = _kinds(entry, rules or (), self.book)
            if rules is not None and serving:
                yield serving, {name: value for rule in rules for name, value in rule.conditions.items()}


def _before_or_after(rule: PaperRule, on: date) -> bool:
    early = rule.from_on is not None and on < rule.from_on
    return early or (rule.until_on is not None and on > rule.until_on)


def _kinds(entry: Entry, rules: Iterable[PaperRule], book: Book) -> Sequence[str]:
    """The kinds of papers that serve: those the rules name, else all that are counted as it."""
    told = [kind for rule in rules for kind in rule.conditions.get("kinds", ()) if kind in book.kinds]
    return list(dict.fromkeys(told)) or book.kinds_of(entry.paper)


def _needs_of(entry: Entry, case: _Case) -> list[PaperNeed]:
    rules = case.rules(entry)
    if rules is None or entry.need in _RELIEFS:
        return []
    if entry.paper in ("gstin", "enrolment") and entry.need == MUST:
        return _tax_number(entry, case)
    if not _is_sure(entry, rules) or not _kinds(entry, rules, case.book):
        return _unknown(entry, rules, case)
    if entry.need.startswith(MUST_IF):
        return _if(entry, rules, case)
    ways = {MUST: _must, CLAIM: _claims, ADVISED: _advised, UNLESS_RELIEF: _unless_relief}
    return ways.get(entry.need, _unknown)(entry, rules, case)


def _is_sure(entry: Entry, rules: list[PaperRule]) -> bool:
    """Of a word or an advice each rule says for itself whether it is sure."""
    return entry.sure and (entry.need in (CLAIM, ADVISED) or all(rule.sure for rule in rules))


# ---- one way of needing a paper each ----


def _must(entry: Entry, rules: list[PaperRule], case: _Case) -> list[PaperNeed]:
    if any(proofs.says(case.said, rule.conditions.get("unless_said", {})) for rule in rules):
        return []
    kinds = _kinds(entry, rules, case.book)
    code = case.standing(entry.paper, kinds)
    return [] if code == proofs.HOLDS else [_need(entry, code, case, kinds, rules)]


def _tax_number(entry: Entry, case: _Case) -> list[PaperNeed]:
    """A GSTIN opens every state; without one an enrolment number opens marketplaces inside the state."""
    seller = case.seller
    if seller is not None and seller.registered:
        return []
    own = seller is None or seller.organisation_id is None
    code = case.standing(entry.paper, [entry.paper]) if own else proofs.MISSING
    if entry.paper == "gstin":
        if code == proofs.UNCHECKED:
            return [_need(entry, code, case, ["gstin"], ())]
        return [_told(entry, proofs.MISSING, "other_states", FEDERATION)]
    if case.away or (seller is not None and seller.enrolment) or code == proofs.HOLDS:
        return []  # with buyers of other states the GSTIN is asked for, and then this is needed no more
    return [_need(entry, code, case, ["enrolment"], ())]


def _claims(entry: Entry, rules: list[PaperRule], case: _Case) -> list[PaperNeed]:
    """A word stands there that only the paper allows."""
    found = []
    for rule in rules:
        words = proofs.claimed(rule.conditions.get("words", ()), case.claims)
        kinds = _kinds(entry, [rule], case.book) if words else ()
        if not words or _covered(words, kinds, rule, case):
            continue
        if case.standing(entry.paper, kinds) == proofs.UNCHECKED:
            found.append(_need(entry, proofs.UNCHECKED, case, kinds, [rule]))
        else:
            found.append(_claim(entry, words[0], kinds, rule, case))
    return found


def _covered(words: Sequence[str], kinds: Iterable[str], rule: PaperRule, case: _Case) -> bool:
    """Whether a paper that holds allows these words: where it names something (`covers`), that very thing."""
    fact = rule.conditions.get("covers", "")
    for paper in case.papers(kinds):
        if proofs.standing_of(paper, case.on) == proofs.HOLDS:
            named = proofs.plain(str(paper.facts.get(fact, "")))
            if not named or any(word in named for word in words):
                return True
    return False


def _claim(entry: Entry, word: str, kinds: Sequence[str], rule: PaperRule, case: _Case) -> PaperNeed:
    if not rule.sure:
        return _told(entry, ASK, "claimed_unsure", DESK, False, **_facts(entry, kinds, [rule], case), word=word)
    if entry.need == ADVISED:
        return _told(entry, CLAIMED, "claimed_advised", DESK, False, **_facts(entry, kinds, [rule], case), word=word)
    return _told(entry, CLAIMED, "claimed", DESK, **_facts(entry, kinds, [rule], case), word=word)


def _advised(entry: Entry, rules: list[PaperRule], case: _Case) -> list[PaperNeed]:
    """Told only where a word hangs on it, or nobody knows whether it is needed; else it keeps nothing back."""
    worded = [rule for rule in rules if rule.conditions.get("words")]
    unsure = [rule for rule in rules if not rule.sure and rule not in worded]
    return _claims(entry, worded, case) or (_unknown(entry, unsure, case) if unsure else [])


def _unknown(entry: Entry, rules: list[PaperRule], case: _Case) -> list[PaperNeed]:
    kinds = _kinds(entry, rules, case.book)
    if kinds and case.standing(entry.paper, kinds) == proofs.HOLDS:
        return []
    facts = _facts(entry, kinds, rules, case) if kinds else {"paper": entry.paper, "why": ""}
    return [_told(entry, ASK, "ask", DESK, False, **facts)]


def _if(entry: Entry, rules: list[PaperRule], case: _Case) -> list[PaperNeed]:
    """Needed when an answer or a word says so; not known while nobody has answered what it hangs on."""
    if any(proofs.says(case.said, rule.conditions.get("said", {})) for rule in rules):
        return _must(entry, rules, case)
    if claims := _claims(entry, rules, case):
        return claims
    if not rules or any(proofs.says(case.said, rule.conditions.get("unsure", {})) for rule in rules):
        return _unknown(entry, rules, case)
    kinds = _kinds(entry, rules, case.book)
    open_ = any(
        rule.conditions.get("unsaid") and not proofs.answers(case.said, rule.conditions["unsaid"]) for rule in rules
    )
    if open_ and case.standing(entry.paper, kinds) != proofs.HOLDS:
        return [_told(entry, ASK, "unsaid", DESK, False, **_facts(entry, kinds, rules, case))]
    return []


def _unless_relief(entry: Entry, rules: list[PaperRule], case: _Case) -> list[PaperNeed]:
    """A licence, or a paper beside it that frees from it."""
    kinds = _kinds(entry, rules, case.book)
    code = case.standing(entry.paper, kinds)
    if code == proofs.HOLDS or any(_spared(rule, case) for rule in rules):
        return []
    if code == proofs.UNCHECKED:
        return [_need(entry, code, case, kinds, rules)]
    found, names = list[PaperNeed](), []
    for serving, conditions in case.reliefs():
        lacks = _relief(entry, serving, conditions, kinds, case)
        if lacks == []:
            return []
        found += lacks or []
        names.append(case.book.kinds[serving[0]].names)
    if found:
        return [min(found, key=lambda need: need.stops)]
    if code == proofs.MISSING and names:
        told_of = _facts(entry, kinds, rules, case) | {"reliefs": listed(tuple(names))}
        return [_told(entry, code, "relief", MAKER, **told_of)]
    return [_need(entry, code, case, kinds, rules)]


def _spared(rule: PaperRule, case: _Case) -> bool:
    """Whether the rule leaves those out who hold such a paper (a small enterprise, in the first months)."""
    spares = rule.conditions.get("spares", {})
    return any(
        proofs.standing_of(paper, case.on) in (proofs.HOLDS, proofs.UNCHECKED)
        and proofs.proves(paper, spares, case.on) == proofs.YES
        for paper in case.papers(spares.get("kinds", ()))
    )


def _relief(
    entry: Entry, serving: Sequence[str], conditions: Mapping[str, Any], kinds: Sequence[str], case: _Case
) -> list[PaperNeed] | None:
    """What a paper that frees from a licence lacks for that, nothing when it frees; None: there is no such paper."""
    papers = case.papers(serving)
    code, best = proofs.standing(papers, case.on)
    if best is None or code not in (proofs.HOLDS, proofs.UNCHECKED):
        return None
    facts = _facts(entry, kinds, (), case) | {"relief": case.book.kinds[best.kind].names}
    standing = [paper for paper in papers if proofs.standing_of(paper, case.on) == code]
    proven = {proofs.proves(paper, conditions, case.on) for paper in standing}
    if proofs.YES not in proven:
        if proofs.UNKNOWN in proven:
            return [_told(entry, proofs.MISSING, "figures", MAKER, **facts)]
        most = amounts(tuple(conditions.get("most", {}).items()))
        return [_told(entry, proofs.MISSING, "too_large", MAKER, **facts, most=most)]
    if code == proofs.UNCHECKED:
        return [_need(entry, code, case, [best.kind], ())]
    through = case.seller is not None and case.seller.organisation_id is not None
    if conditions.get("own") and (through or not isinstance(best, Document)):
        return [_told(entry, ASK, "of_another", DESK, False, **facts)]
    return []


# ---- how it is told ----


def _facts(entry: Entry, kinds: Sequence[str], rules: Iterable[PaperRule], case: _Case) -> dict[str, Any]:
    """The paper's name and why it is asked for; the rules' own word where several kinds are it and none is chosen."""
    kind = case.book.kinds[kinds[0]]
    if len(kinds) > 1 and kind.slug != entry.paper:
        return {"paper": entry.paper.upper(), "why": ""}
    why = next((rule.says for rule in rules if rule.says), kind.why)
    return {"paper": kind.names, "why": why}


def _need(entry: Entry, code: str, case: _Case, kinds: Sequence[str], rules: Iterable[PaperRule]) -> PaperNeed:
    """A paper that is not there, or does not hold; one that nobody has looked at keeps from marketplaces only."""
    if code == proofs.UNCHECKED:
        return _told(entry, code, code, DESK, case.marketplace, **_facts(entry, kinds, rules, case))
    kind = case.book.kinds[kinds[0]]
    known = BLOCKERS.get("fssai" if code == proofs.MISSING else f"fssai_{code}") if entry.paper == "fssai" else None
    if known is not None:
        return PaperNeed(entry.paper, code, known.sentence, known.next_step, _who(kind, case))
    return _told(entry, code, code, _who(kind, case), **_facts(entry, kinds, rules, case))


def _who(kind: PaperKind, case: _Case) -> str:
    if kind.holder == PaperKind.Holder.MART:
        return DESK
    through = case.seller is not None and case.seller.organisation_id is not None
    return FEDERATION if kind.holder == PaperKind.Holder.SELLER and through else MAKER


def _told(entry: Entry, code: str, words: str, who: str, stops: bool = True, **facts: Any) -> PaperNeed:
    sentence, next_step = WORDS[words]
    return PaperNeed(entry.paper, code, said(sentence, facts), said(next_step, facts), who, stops)


def gtin_exemption(
    held: Mapping[str, Sequence[Paper]], *, brand: str, category: str, on: date, channel: str = ""
) -> Paper | None:
    """The letter by which goods of this brand and category need no barcode number, of `channel` where it says whose."""
    for paper in held.get("gtin_exemption", ()):
        names = {fact: proofs.alike(paper.facts.get(fact, "")) for fact in ("brand", "category", "channel")}
        fits = names["brand"] == proofs.alike(brand) and names["category"] in ("", proofs.alike(category))
        theirs = not channel or not names["channel"] or proofs.alike(channel) in names["channel"]
        if proofs.standing_of(paper, on) == proofs.HOLDS and fits and theirs:
            return paper
    return None
