"""Which code and which tax line a good of a kind has: they follow from what is said of it, not from its craft. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

Answers = Mapping[str, Any]
Rule = Mapping[str, Any]


class Ruled(Protocol):
    """What a line is read from: a `GoodKind`, or one as somebody would have it."""

    @property
    def hsn(self) -> str: ...
    @property
    def tax_slug(self) -> str: ...
    @property
    def rules(self) -> Sequence[Rule]: ...
    @property
    def sure(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True)
class Rules:
    """Code, tax line and rules as somebody would have them."""

    hsn: str
    tax_slug: str
    rules: Sequence[Rule]
    sure: Mapping[str, Any]


@dataclass(frozen=True)
class Line:
    """The code (8 digits) and the tax line of a good; "" for one that nobody has found out.

    `sure`: both are proven, and no answer is lacking that could change them. `hsn_open`, `tax_open`: the attributes
    whose answers could still change the one and the other.
    """

    hsn: str
    tax_slug: str
    sure: bool
    hsn_open: tuple[str, ...] = ()
    tax_open: tuple[str, ...] = ()

    @property
    def open(self) -> tuple[str, ...]:
        """The attributes whose answers could still change it."""
        return tuple(dict.fromkeys([*self.tax_open, *self.hsn_open]))


def line_of(kind: Ruled, attributes: Answers, own: Line | None = None) -> Line:
    """The line of a good of this kind with these answers; `own`, which the desk has set by hand, comes before it.

    The answers are those that fit the kind's questions (`asking.answers_of`): one that does not says nothing.
    """
    if own is not None:
        return own
    hsn, hsn_sure, hsn_open = _chosen(kind.rules, attributes, "hsn", kind.hsn, kind.sure.get("hsn", True))
    tax, tax_sure, tax_open = _chosen(kind.rules, attributes, "tax", kind.tax_slug, kind.sure.get("tax_slug", True))
    proven = hsn_sure and tax_sure and bool(hsn and tax) and not hsn_open and not tax_open
    return Line(hsn, tax, proven, hsn_open, tax_open)


def asked_by_rules(rules: Sequence[Rule]) -> frozenset[str]:
    """The attributes that rules ask about."""
    return frozenset(slug for rule in rules for slug in rule["when"])


def _chosen(
    rules: Sequence[Rule], attributes: Answers, field: str, usual: str, usual_sure: bool
) -> tuple[str, bool, tuple[str, ...]]:
    """What the first rule that holds and names the field says, whether it is proven, and what could change it yet."""
    ways = list(_ways(rules, attributes, field))
    value, sure = usual, usual_sure
    if ways and not ways[-1][1]:
        value, sure = ways[-1][0][field], ways[-1][0].get("sure", True)
    lacking = [slug for rule, slugs in ways if rule[field] != value for slug in slugs]
    return str(value), bool(sure), tuple(dict.fromkeys(lacking))


def _ways(rules: Sequence[Rule], attributes: Answers, field: str) -> Iterator[tuple[Rule, tuple[str, ...]]]:
    """The rules for a field that hold or may yet hold, up to the first that holds; with the answers each lacks."""
    for rule in rules:
        if field not in rule:
            continue
        held = [(slug, _holds(wanted, attributes.get(slug))) for slug, wanted in rule["when"].items()]
        if any(holds is False for _slug, holds in held):
            continue
        lacking = tuple(slug for slug, holds in held if holds is None)
        yield rule, lacking
        if not lacking:
            return


def _holds(wanted: Any, answer: Any) -> bool | None:
    """Whether an answer is one of these values, or lies within these bounds; None when there is no answer."""
    if isinstance(wanted, Mapping):
        if isinstance(answer, bool) or not isinstance(answer, (int, float)):
            return None
        return answer <= wanted.get("up_to", answer) and not answer <= wanted.get("over", answer - 1)
    if answer in (None, "", [], {}):
        return None
    return any(answer == each and isinstance(answer, bool) == isinstance(each, bool) for each in wanted)


@dataclass(frozen=True)
class Followed:
    """What becomes of a good's own code and tax line: `after`, by column, and whether somebody must look at it.

    `asked`: the answers say something else than what was set by hand, or a rate that nobody has found out.
    """

    after: Mapping[str, str]
    asked: bool


NOTHING_MOVES = Followed({}, asked=False)


def follow(hsn: str, tax_slug: str, *, usual: str, was: Line | None, now: Line) -> Followed:
    """What a good of this code and tax line becomes when its answers say `now` and said `was` before.

    `usual` is its craft's tax line. What somebody has set by hand is not overwritten: it becomes a question.
    """
    if now.tax_open:
        return NOTHING_MOVES
    if not now.tax_slug:
        return Followed({}, asked=True)
    hsn_now = hsn if now.hsn_open or not now.hsn else now.hsn
    if tax_slug != now.tax_slug and hsn_now == hsn and not now.hsn.startswith(hsn):
        hsn_now = ""  # that of its tax line: the old one belongs to another
    wanted = {"hsn": hsn_now, "tax_slug": now.tax_slug}
    after = {field: value for field, value in wanted.items() if value != {"hsn": hsn, "tax_slug": tax_slug}[field]}
    if after and _by_hand(hsn, tax_slug, usual, was, now):
        return Followed({}, asked=True)
    return Followed(after, asked=False)


def _by_hand(hsn: str, tax_slug: str, usual: str, was: Line | None, now: Line) -> bool:
    """Whether somebody has set code or line: neither craft nor answers said so, and the code is no shorter form."""
    lines = [now] if was is None or was.open else [was, now]
    code = any(line.hsn.startswith(hsn) for line in lines)
    return not code or tax_slug not in {usual, *(line.tax_slug for line in lines)}
