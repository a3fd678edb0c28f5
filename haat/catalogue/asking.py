"""What is asked about a good of a kind, by whom, and what is known of it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from haat.catalogue import data
from haat.catalogue.answers import COLUMNS, FOLLOWS, asked_of, fits
from haat.catalogue.models import Attribute, Craft, Good, GoodKind, Variant
from haat.catalogue.taxing import Followed, Line, Ruled, asked_by_rules, follow, line_of
from haat.places.models import Mart

MUST, ASK, MAY = "must", "ask", "may"
# Who asks of everybody, whatever channel a good is sold through.
ALWAYS = ("law", "shop", "rule")
CHANNELS = ("amazon", "flipkart", "ondc", "google", "meta", "walmart")
BATCH = 500
Asked = Mapping[int | None, Sequence[Attribute]]


@dataclass(frozen=True)
class Question:
    """One question about a good: what is known (`value`; None: nothing that answers it), and how much it is needed.

    `need`: must (without it the good may not be sold there), ask (perhaps: nobody has found out, or only sometimes),
    may.
    """

    attribute: Attribute
    value: Any
    need: str


def kinds() -> list[GoodKind]:
    """Every kind of good, with its craft, in the order of the list."""
    return list(GoodKind.objects.select_related("craft").order_by("position", "slug"))


def kind(slug: str) -> GoodKind | None:
    """A kind by its short name."""
    return GoodKind.objects.select_related("craft").filter(slug=slug).first()


def kinds_by_slug() -> "QuerySet[GoodKind]":
    """Every kind, to find one of."""
    return GoodKind.objects.select_related("craft")


def kinds_for(craft: Craft) -> list[GoodKind]:
    """What a good of this craft may be: the craft's own kinds, those that occur in it too, then those of no craft."""
    found = [each for each in kinds() if is_of(each, craft)]
    return sorted(found, key=lambda each: (each.craft_id is None, each.craft_id != craft.pk))


def is_of(kind: GoodKind, craft: Craft) -> bool:
    """Whether a good of the craft may be of the kind: it is the craft's, or occurs in it too, or is of no craft."""
    return kind.craft_id in (None, craft.pk) or craft.slug in kind.also


def attributes_for(kinds: Iterable[GoodKind | None]) -> dict[int | None, list[Attribute]]:
    """Kind (its key; None: none chosen) → what is asked of its goods: its own first, then what is asked of all.

    One statement for any number of kinds. What a kind asks itself comes in the place of what is asked of all.
    """
    wanted = {each.pk if each is not None else None for each in kinds}
    rows = Attribute.objects.filter(Q(kind__in=[pk for pk in wanted if pk]) | Q(kind=None)).order_by("position", "pk")
    own: dict[int | None, list[Attribute]] = {pk: [] for pk in wanted}
    of_all = []
    for row in rows:
        if row.kind_id is None:
            of_all.append(row)
        else:
            own[row.kind_id].append(row)
    return {pk: [*found, *_beside(found, of_all)] for pk, found in own.items()}


def _beside(own: Sequence[Attribute], of_all: Sequence[Attribute]) -> list[Attribute]:
    taken = {each.slug for each in own}
    return [each for each in of_all if each.slug not in taken]


def attribute(kind: GoodKind | None, slug: str) -> Attribute | None:
    """What a kind (None: all) asks under this name itself."""
    return Attribute.objects.filter(kind=kind, slug=slug).first()


def attributes_of(kind: GoodKind | None) -> "QuerySet[Attribute]":
    """What a kind (None: all) asks itself, in its order."""
    return Attribute.objects.filter(kind=kind).order_by("position", "pk")


def answers_of(asked: Iterable[Attribute], told: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the answers that fit what is asked; what was said under another kind or choice says nothing."""
    return {each.slug: told[each.slug] for each in asked if each.slug in told and fits(asked_of(each), told[each.slug])}


def said_of(good: Good, variant: Variant | None = None) -> dict[str, Any]:
    """All that was said of a good, or of one size of it: its own answers, and the columns that repeat some."""
    told = {slug: getattr(good, column) for slug, column in COLUMNS.items() if slug != "fragile"}
    known = {slug: value for slug, value in told.items() if value}
    return {**known, **good.attributes, **(variant.attributes if variant is not None else {})}


def questions(
    good: Good,
    asks_as: str | Collection[str] = "",
    *,
    variant: Variant | None = None,
    asked: Asked | None = None,
) -> list[Question]:
    """What is asked about a good, or a size of it, for a channel (its word in `Attribute.required_for`) or several.

    What its kind asks comes first. Left out is what follows from what the good's page, its maker or the pack say
    (`answers.FOLLOWS`). One statement, and one more when the kind is not loaded; none with `asked` (`attributes_for`).
    A question that only a rule asks, and whose answer can change neither code nor tax line any more, is no must.
    """
    found = (attributes_for([good.kind]) if asked is None else asked)[good.kind_id]
    values = answers_of(found, said_of(good, variant))
    line = line_of(good.kind, values) if good.kind is not None else None
    channels = {asks_as} if isinstance(asks_as, str) else set(asks_as)
    needs = _Needs(channels, asked_by_rules(good.kind.rules) if good.kind is not None else frozenset(), line)
    return [Question(each, values.get(each.slug), needs.of(each)) for each in found if each.slug not in FOLLOWS]


@dataclass(frozen=True)
class _Needs:
    """How much an answer is needed: by these channels, by the kind's rules, and by the line they lead to as yet."""

    channels: Collection[str]
    ruled: Collection[str]
    line: Line | None

    def of(self, attribute: Attribute) -> str:
        if self.line is not None and attribute.slug in self.line.open:
            return MUST
        wanted = {*self.channels, *ALWAYS} & set(attribute.required_for)
        if attribute.slug in self.ruled:
            wanted.discard("rule")
        if wanted:
            return MUST if attribute.sure else ASK
        return ASK if set(self.channels) & set(attribute.expected_by) else MAY


def own_line(good: Good, asked: Asked | None = None) -> tuple[Line, Followed] | None:
    """The line a good's answers lead to, and whether it may follow; None while nobody has said its kind.

    Its kind and craft loaded: one statement.
    """
    if good.kind is None:
        return None
    found = (attributes_for([good.kind]) if asked is None else asked)[good.kind_id]
    line = line_of(good.kind, answers_of(found, said_of(good)))
    return line, follow(good.hsn, good.tax_slug, usual=good.craft.tax_slug, was=None, now=line)


@dataclass(frozen=True)
class Moved:
    """A good for which rules choose another code or tax line: what it has, and what becomes of it."""

    good_id: int
    mart_id: int
    hsn: str
    tax_slug: str
    followed: Followed


def moved_by(kind: GoodKind, rules: Ruled, *, was: Ruled | None = None) -> Iterator[Moved]:
    """The goods of a kind that would get another code or tax line if its rules were these; read some at a time.

    `was`: its rules until now, when they are not the kind's own any more.
    """
    asked = attributes_for([kind])[kind.pk]
    goods = Good.objects.filter(kind=kind).select_related("craft").order_by("pk")
    for good in goods.iterator(chunk_size=BATCH):
        followed = follows(good, asked, was or kind, rules)
        if followed.after or followed.asked:
            yield Moved(good.pk, good.mart_id, good.hsn, good.tax_slug, followed)


def follows(good: Good, asked: Iterable[Attribute], before: Ruled, now: Ruled) -> Followed:
    """What becomes of a good's line (its craft loaded) when its kind's rules were `before` and are now others."""
    values = answers_of(asked, said_of(good))
    was, line = line_of(before, values), line_of(now, values)
    if (was.hsn, was.tax_slug, was.open) == (line.hsn, line.tax_slug, line.open):
        return Followed({}, asked=False)
    return follow(good.hsn, good.tax_slug, usual=good.craft.tax_slug, was=was, now=line)


def goods_named(ids: Collection[int], mart: Mart) -> list[Good]:
    """These goods, those of the mart, with their names."""
    return list(Good.objects.filter(pk__in=ids, mart=mart).prefetch_related("texts").order_by("pk"))


def kind_uses() -> dict[int, int]:
    """Kind → its goods, in all marts."""
    rows = Good.objects.exclude(kind=None).order_by().values_list("kind").annotate(n=Count("pk"))
    return dict(rows)


def standard_sizes(standard: str) -> list[data.Size]:
    """The sizes of a standard (bangle, kurta, footwear …), in their order."""
    return [size for size in data.sizes() if size.standard == standard]


def attribute_counts() -> dict[int | None, int]:
    """Kind (None: of all) → how many questions it asks itself."""
    return dict(Attribute.objects.order_by().values_list("kind").annotate(n=Count("pk")))
