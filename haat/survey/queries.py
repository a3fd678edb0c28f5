"""Reading finds: what a reader may see, who may be the same, who makes what where."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Avg, BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from haat.catalogue.models import Craft
from haat.core.numerals import latin_digits
from haat.makers.alike import key_of
from haat.makers.models import Maker, NameKey
from haat.makers.rules import visible_to
from haat.people.models import User
from haat.people.queries import people
from haat.people.rules import DEEDS, can, roles_of, scope
from haat.places.models import Mart, Place
from haat.places.queries import blocks_of, localities_of
from haat.survey.models import Find, FindFile, NoticeVoice
from haat.survey.notice import NOTICE
from haat.survey.rules import OPEN

MOST_TWINS = 8


def walked_by(user: User, mart: Mart) -> list[Place]:
    """The places at or below which a person surveys; none without a role for it."""
    if not can(user, "survey", mart=mart):
        return []
    return [role.place for role in roles_of(user, mart) if role.kind in DEEDS["survey"] and not role.organisation_id]


def blocks_walked(user: User, mart: Mart) -> list[Place]:
    """The blocks in which she surveys, by English name."""
    places = walked_by(user, mart)
    return [block for block in blocks_of(mart) if any(_meets(place, block) for place in places)]


def villages_walked(user: User, mart: Mart, block: Place) -> list[Place]:
    """The villages of a block in which she surveys, by English name."""
    places = walked_by(user, mart)
    return [village for village in localities_of(block) if any(place.contains(village) for place in places)]


def _meets(place: Place, block: Place) -> bool:
    return place.contains(block) or block.contains(place)


def village_walked(user: User, mart: Mart, pk: int | None) -> Place | None:
    """The village, or block, of this key, when she surveys there."""
    found = Place.objects.select_related("parent").filter(pk=pk).first() if pk else None
    there = found is not None and any(place.contains(found) for place in walked_by(user, mart))
    return found if there else None


def find_told_by(user: User, mart: Mart, key: str) -> Find | None:
    """The find that this person told under a key."""
    return Find.objects.filter(mart=mart, key=key, found_by_id=user.pk).first()


def voices_of(mart: Mart) -> list[NoticeVoice]:
    """The recordings of the notice as it is worded now, one a tongue, without their sound."""
    rows = NoticeVoice.objects.filter(mart=mart, version=NOTICE.version, ended_at=None)
    return list(rows.defer("content").order_by("tongue"))


def voice_of(mart: Mart, pk: int) -> NoticeVoice | None:
    """One recording, also one that another has taken the place of."""
    return NoticeVoice.objects.filter(mart=mart, pk=pk).first()


# ---- the desk


def finds_within(mart: Mart, place: Place) -> QuerySet[Find]:
    """The mart's finds at or below `place`."""
    return Find.objects.filter(place.reach(mart, "block"), mart=mart)


def finds_seen(user: User, mart: Mart, deed: str = "see_finds") -> QuerySet[Find]:
    """Those a person may see; none without a role."""
    place = scope(user, mart, deed)
    return Find.objects.none() if place is None else finds_within(mart, place)


def open_within(mart: Mart, place: Place) -> QuerySet[Find]:
    """Those that somebody still has to decide on: new ones, and leads."""
    return finds_within(mart, place).filter(state__in=OPEN)


def new_within(mart: Mart, place: Place) -> QuerySet[Find]:
    """Those nobody has looked at."""
    return finds_within(mart, place).filter(state=Find.State.NEW)


def for_list(finds: QuerySet[Find]) -> QuerySet[Find]:
    """With what a row of the list shows, and whether another find or a maker may be the same (`twinned`)."""
    twins = Find.objects.filter(mart=OuterRef("mart")).exclude(pk=OuterRef("pk"))
    same_phone = twins.filter(phone=OuterRef("phone")).exclude(phone="")
    same_name = twins.filter(place=OuterRef("place"), name_key=OuterRef("name_key")).exclude(name_key="")
    makers = Maker.objects.filter(mart=OuterRef("mart"), phone=OuterRef("phone")).exclude(phone="")
    open_ = Q(state__in=OPEN)
    twinned = open_ & (Q(Exists(same_phone)) | Q(Exists(same_name)) | Q(Exists(makers)))
    rows = finds.select_related("block", "place", "maker").prefetch_related("crafts")
    return rows.annotate(twinned=ExpressionWrapper(twinned, BooleanField()))


def searched(finds: QuerySet[Find], words: str) -> QuerySet[Find]:
    """Those whose name, however it is spelt, hamlet or phone holds the words."""
    digits = "".join(sign for sign in latin_digits(words) if sign.isdigit())
    wanted = Q(name__icontains=words) | Q(hamlet__icontains=words)
    if key := key_of(words):
        wanted |= Q(name_key__startswith=key)
    if len(digits) >= 4:
        wanted |= Q(phone__contains=digits)
    return finds.filter(wanted)


def with_all(finds: QuerySet[Find]) -> QuerySet[Find]:
    """With what the page of one find shows."""
    return finds.select_related("block", "place", "mart", "maker", "twin", "answer__voice").prefetch_related("crafts")


def files_of(find: Find) -> list[FindFile]:
    """Its files without what is in them, photos first."""
    return list(find.files.defer("sealed").order_by("kind", "pk"))


def file_of(find: Find, pk: int) -> FindFile | None:
    """One of its files."""
    return find.files.select_related("find").filter(pk=pk).first()


def twins_of(find: Find, seen: QuerySet[Find]) -> list[Find]:
    """Other finds, among those the reader sees, with the same phone, or called alike in the same village."""
    if not find.name:
        return []
    same = Q(place_id=find.place_id, name_key=find.name_key)
    if find.phone:
        same |= Q(phone=find.phone)
    rows = seen.filter(same).exclude(pk=find.pk).exclude(name="")
    return list(rows.select_related("place", "block").prefetch_related("crafts").order_by("pk")[:MOST_TWINS])


def makers_like(find: Find, user: User) -> list[Maker]:
    """Makers the reader sees with the same phone, or called alike in the same block."""
    if not find.name:
        return []
    alike = NameKey.objects.filter(maker=OuterRef("pk"), key=find.name_key)
    same = Q(Exists(alike), block=find.block_id)
    if find.phone:
        same |= Q(phone=find.phone)
    rows = visible_to(user, find.mart, "see_makers").filter(same)
    return list(rows.select_related("block", "place").order_by("pk")[:MOST_TWINS])


def workers_of(finds: QuerySet[Find]) -> list[User]:
    """Who told any of these finds, by name."""
    keys = finds.exclude(found_by_id=None).order_by().values_list("found_by_id", flat=True).distinct()
    return sorted(people(list(keys)).values(), key=str)


def villages_of(finds: QuerySet[Find]) -> list[Place]:
    """Where they were found, by English name."""
    keys = finds.order_by().values_list("place_id", flat=True).distinct()
    return sorted(Place.objects.filter(pk__in=list(keys)), key=str)


# ---- who makes what where


@dataclass
class Village:
    """A village with what is made in it: how many finds, by craft, and where it lies (the mean of what phones said)."""

    place: Place
    block: Place
    total: int = 0
    makers: int = 0
    crafts: dict[int, int] = field(default_factory=dict)
    latitude: float | None = None
    longitude: float | None = None

    @property
    def most(self) -> list[tuple[int, int]]:
        """(craft, how many), the most first."""
        return sorted(self.crafts.items(), key=lambda pair: (-pair[1], pair[0]))


def by_village(finds: QuerySet[Find]) -> list[Village]:
    """Every village of these finds, duplicates and dropped ones left out, the most first; four statements."""
    real = finds.exclude(state__in=(Find.State.DUPLICATE, Find.State.DROPPED)).order_by()
    made = Count("pk", filter=Q(state=Find.State.MAKER))
    where = {"north": Avg("latitude"), "east": Avg("longitude")}
    rows = list(real.values_list("place", "block").annotate(n=Count("pk"), made=made, **where))
    places = Place.objects.in_bulk({pk for row in rows for pk in row[:2]})
    found = {
        row[0]: Village(places[row[0]], places[row[1]], row[2], row[3], {}, *_lies(places[row[0]], *row[4:]))
        for row in rows
    }
    for place, craft, count in real.values_list("place", "crafts").annotate(n=Count("pk")).exclude(crafts=None):
        found[place].crafts[craft] = count
    return sorted(found.values(), key=lambda village: (-village.total, str(village.place)))


def _lies(place: Place, north: float | None, east: float | None) -> tuple[float | None, float | None]:
    """Where the list of places has it, else where phones were: never one house, for it is rounded to a kilometre."""
    if place.latitude is not None and place.longitude is not None:
        return place.latitude, place.longitude
    if north is None or east is None:
        return None, None
    return round(north, 2), round(east, 2)


def crafts_found(villages: Iterable[Village]) -> list[Craft]:
    """The crafts of these villages, in shop order."""
    keys = {craft for village in villages for craft in village.crafts}
    return list(Craft.objects.filter(pk__in=keys).order_by("position", "slug"))


def states_of(finds: QuerySet[Find]) -> dict[str, int]:
    """State → how many."""
    return dict(finds.order_by().values_list("state").annotate(n=Count("pk")))
