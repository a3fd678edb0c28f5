"""Which groups a wave is made of: by any filter of the tree, of those that are in no running wave."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from haat.catalogue.models import Craft, Good
from haat.catalogue.standing import SELLS, kept_by, with_why
from haat.cohorts.models import Seat
from haat.makers.models import Maker, Organisation
from haat.places.models import Mart, Place
from haat.roster.models import Group
from haat.roster.queries import below
from haat.roster.rules import STAGES
from haat.survey.models import Find

GROUPS, PRODUCERS, ARTISANS = "group", "producer_group", "artisan"
WHO = (GROUPS, PRODUCERS, ARTISANS)
# What they lack, beside the stages of the roster: anything at all.
NOT_YET = "not"
FAR = (NOT_YET, *STAGES)
_GONE = (Find.State.DUPLICATE, Find.State.DROPPED)


@dataclass(frozen=True)
class Choice:
    """What somebody chose. `blocks`, `villages` are keys of places, `organisation` one of the tree, `craft` who makes
    it, `found` whose village the survey found it in (slugs), `far` how far they are, `least` and `most` members."""

    who: str = GROUPS
    blocks: tuple[int, ...] = ()
    villages: tuple[int, ...] = ()
    organisation: int | None = None
    craft: str = ""
    found: str = ""
    far: str = ""
    least: int | None = None
    most: int | None = None

    @property
    def artisans(self) -> bool:
        return self.who == ARTISANS

    def kept(self) -> dict[str, Any]:
        """As it is written beside the wave: only what was chosen."""
        told = {**asdict(self), "blocks": list(self.blocks), "villages": list(self.villages)}
        return {name: value for name, value in told.items() if value not in (None, "", [])}


@dataclass(frozen=True)
class Fit:
    """How many fit, and in how many villages and blocks."""

    number: int
    villages: int
    blocks: int


def chosen(mart: Mart, choice: Choice) -> "QuerySet[Any]":
    """The groups of the roster, or the artisans, that fit and are in no running wave."""
    rows = _artisans(mart, choice) if choice.artisans else _groups(mart, choice)
    if choice.blocks:
        rows = rows.filter(block__in=choice.blocks)
    if choice.villages:
        rows = rows.filter(place__in=choice.villages)
    if choice.found:
        found = Find.objects.filter(mart=mart, crafts__slug=choice.found).exclude(state__in=_GONE)
        rows = rows.filter(place__in=found.order_by().values("place"))
    members = {"member_count__gte": choice.least, "member_count__lte": choice.most}
    return rows.filter(**{name: number for name, number in members.items() if number is not None})


def _groups(mart: Mart, choice: Choice) -> "QuerySet[Group]":
    seated = Seat.objects.filter(group=OuterRef("pk"), open=True)
    rows = Group.objects.filter(~Exists(seated), mart=mart, kind=choice.who).exclude(state=Group.State.MERGED)
    if choice.far == NOT_YET:
        rows = rows.exclude(stage=SELLS)
    elif choice.far:
        rows = rows.filter(stage=choice.far)
    if choice.organisation:
        rows = below(rows, Organisation(pk=choice.organisation))
    return rows.filter(maker__in=_makers_of(mart, choice.craft)) if choice.craft else rows


def _artisans(mart: Mart, choice: Choice) -> "QuerySet[Maker]":
    seated = Seat.objects.filter(maker=OuterRef("pk"), open=True)
    rows = Maker.objects.own().filter(~Exists(seated), mart=mart, kind=Maker.Kind.ARTISAN)
    if choice.far == NOT_YET:
        told: Any = with_why(rows)
        rows = told.exclude(why=SELLS)
    elif choice.far:
        rows = kept_by(rows, choice.far)  # type: ignore[assignment]
    if choice.organisation:
        own = Q(organisation=choice.organisation) | Q(organisation__parent=choice.organisation)
        rows = rows.filter(own)
    return rows.filter(pk__in=_makers_of(mart, choice.craft)) if choice.craft else rows


def _makers_of(mart: Mart, craft: str) -> "QuerySet[Any, Any]":
    """Who has brought a good of the craft, or was found by the survey making it."""
    made = Good.objects.filter(mart=mart, craft__slug=craft).order_by().values("maker")
    found = Find.objects.filter(mart=mart, crafts__slug=craft, maker__isnull=False).order_by().values("maker")
    return made.union(found)


def chosen_rows(mart: Mart, choice: Choice, most: int) -> list[Any]:
    """At most so many of them, in the order of their keys."""
    return list(chosen(mart, choice).order_by("pk")[:most])


def fit(mart: Mart, choice: Choice) -> Fit:
    """How many fit; one statement."""
    rows = chosen(mart, choice).order_by()
    own = ~Q(place=F("block"))
    told = rows.aggregate(
        n=Count("pk"), villages=Count("place", distinct=True, filter=own), blocks=Count("block", distinct=True)
    )
    return Fit(told["n"], told["villages"], told["blocks"])


def villages_of(mart: Mart, choice: Choice) -> list[tuple[Place, int]]:
    """The villages of the blocks chosen that have groups which fit all else, each with how many, by English name."""
    rows = chosen(mart, replace(choice, villages=())).exclude(place=F("block")).order_by()
    counts = dict(rows.values_list("place").annotate(n=Count("pk")))
    places = Place.objects.select_related("parent").filter(pk__in=list(counts))
    return sorted(((place, counts[place.pk]) for place in places), key=lambda pair: str(pair[0]))


def crafts_made(mart: Mart) -> Sequence[Craft]:
    """The crafts somebody of the mart makes."""
    made = Good.objects.filter(mart=mart).order_by().values("craft")
    return list(Craft.objects.filter(pk__in=made).order_by("position", "slug"))


def crafts_found(mart: Mart) -> Sequence[Craft]:
    """The crafts the survey found."""
    found = Find.objects.filter(mart=mart, crafts__isnull=False).exclude(state__in=_GONE).order_by()
    return list(Craft.objects.filter(pk__in=found.values("crafts")).order_by("position", "slug"))


def choice_of(told: Mapping[str, Any]) -> Choice:
    """What was kept beside a wave (`Choice.kept`)."""
    known = {name: value for name, value in told.items() if name in Choice.__dataclass_fields__}
    places = {name: tuple(known.get(name, ())) for name in ("blocks", "villages")}
    return Choice(**{**known, **places})
