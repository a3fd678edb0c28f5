"""Reading roads, duties and camps: what a reader may see, and the lists of the desk."""

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from haat.catalogue.models import Craft, Good, GoodKind
from haat.catalogue.papers_wanted import STANDING
from haat.core.dates import today
from haat.makers.models import BankAccount, Document, Maker, MakerQuerySet, Organisation, Seller
from haat.makers.paper_book import project_book
from haat.makers.rules import federations_of, makers_of_federation, visible_to
from haat.paperwork.models import Camp, Duty, Road
from haat.paperwork.roads import ALL, GOODS, RoadKind
from haat.paperwork.rules import CHANGE, OPEN, PASSBOOK, SEE
from haat.paperwork.standing import TAX, papers_of_craft, papers_of_kind
from haat.people.models import User
from haat.people.rules import scope, somebody_else
from haat.places.models import Mart, Place


def makers_reached(user: User, mart: Mart, deed: str = SEE) -> MakerQuerySet:
    """The makers whose papers a person may see: of her blocks, or of her federation."""
    if scope(user, mart, deed) is not None:
        return visible_to(user, mart, deed)
    return makers_of_federation(user, mart, deed).own()


def sellers_reached(user: User, mart: Mart, deed: str = SEE) -> QuerySet[Seller]:
    """The federations' sellers whose papers a person may see: of the whole mart, or of her federation."""
    sellers = Seller.objects.filter(mart=mart, organisation__isnull=False)
    place = scope(user, mart, deed)
    if place is None:
        return sellers.filter(organisation__in=federations_of(user, mart, deed))
    return sellers if place.contains(mart.place) else sellers.none()


def _of_hers(user: User, mart: Mart, deed: str) -> Q:
    makers = makers_reached(user, mart, deed)
    return Q(maker__in=makers.values("pk")) | Q(seller__in=sellers_reached(user, mart, deed).values("pk"))


def roads_seen(user: User, mart: Mart, deed: str = SEE) -> QuerySet[Road]:
    """The roads a person may see; none without a role."""
    return Road.objects.filter(_of_hers(user, mart, deed), mart=mart)


def duties_seen(user: User, mart: Mart, deed: str = SEE) -> QuerySet[Duty]:
    """What has to be renewed or confirmed, as far as a person may see it."""
    return Duty.objects.filter(_of_hers(user, mart, deed), mart=mart)


def alone(road: Road, user_id: int | None) -> bool:
    """Whether nobody but her may read a number: a district with one officer goes on (`mart__place`, `maker__block`)."""
    place = road.maker.block if road.maker is not None else road.mart.place
    return user_id is not None and not somebody_else(user_id, CHANGE, mart=road.mart, place=place)


def for_list(roads: QuerySet[Road]) -> QuerySet[Road]:
    """With what a row of the list shows."""
    return roads.select_related("maker__block", "member", "seller")


def with_all(roads: QuerySet[Road]) -> QuerySet[Road]:
    """With what the page of one road, and its form, read."""
    return roads.select_related(
        *("mart__place", "maker__mart__place", "maker__block__parent", "maker__place", "maker__bank", "maker__seller"),
        *("maker__seller__state", "maker__organisation", "member", "seller__state", "document", "paper"),
    ).prefetch_related("ticks")


def narrowed(
    makers: MakerQuerySet, *, block: Place | None, federation: Organisation | None, craft: Craft | None
) -> MakerQuerySet:
    """Those of a block, below a federation, with goods of a craft."""
    if block is not None:
        makers = makers.filter(block=block)
    if federation is not None:
        makers = makers.filter(Q(organisation=federation) | Q(organisation__parent=federation))
    if craft is not None:
        makers = makers.filter(Exists(Good.objects.filter(maker=OuterRef("pk"), craft=craft, state__in=STANDING)))
    return makers


def lacking(makers: MakerQuerySet, kind: RoadKind) -> MakerQuerySet:
    """Those of whom a paper is asked, who have none that holds, and for whom nobody is making it."""
    made = Road.objects.filter(maker=OuterRef("pk"), kind=kind.slug)
    if not kind.member:  # what was granted and has run out since is lacking again
        made = made.exclude(state=Road.State.GRANTED)
    rows = makers.exclude(Exists(made))
    if kind.fits in ("group", "artisan"):
        artisan = Q(kind=Maker.Kind.ARTISAN)
        rows = rows.filter(artisan if kind.fits == "artisan" else ~artisan)
    if kind.kind == PASSBOOK:
        return rows.exclude(Exists(BankAccount.objects.filter(maker=OuterRef("pk"), sent_back=False)))
    held = Document.objects.filter(maker=OuterRef("pk"), kind=kind.kind).exclude(state=Document.State.REFUSED)
    rows = rows.exclude(Exists(held.filter(Q(valid_until=None) | Q(valid_until__gte=today()))))
    if kind.kind in TAX:
        rows = rows.filter(Q(**{f"seller__{kind.kind}": ""}) | Q(seller__organisation__isnull=False))
    if kind.kind == "enrolment":
        rows = rows.filter(seller__organisation=None, seller__gstin="")
    return rows.filter(_asked(kind)) if kind.asked != ALL else rows


def _asked(kind: RoadKind) -> Q | Exists:
    """Whether the goods of a maker ask for it; of what somebody chooses, nobody is asked by herself."""
    if kind.asked != GOODS:
        return Q(pk__in=())
    known = project_book().kinds.get(kind.kind)
    paper = known.paper if known is not None else kind.kind
    crafts = [craft.pk for craft in Craft.objects.all() if paper in papers_of_craft(craft)]
    kinds = [each.pk for each in GoodKind.objects.all() if paper in papers_of_kind(each)]
    goods = Good.objects.filter(maker=OuterRef("pk"), state__in=STANDING)
    return Exists(goods.filter(Q(craft__in=crafts) | Q(kind__in=kinds)))


def counts_by_state(roads: QuerySet[Road]) -> dict[str, int]:
    """State → how many; one statement."""
    return dict(roads.order_by().values_list("state").annotate(n=Count("pk")))


def open_duties(duties: QuerySet[Duty]) -> QuerySet[Duty]:
    """What nobody has done yet."""
    return duties.filter(done_at=None).select_related("maker__block", "seller", "document", "paper")


def waiting_within(mart: Mart, place: Place) -> QuerySet[Road]:
    """Numbers at or below a place that another person has to read, and refusals to be answered."""
    rows = Road.objects.filter(place.reach(mart, "maker__block"), mart=mart, maker__merged_into=None)
    return rows.filter(state__in=(Road.State.GIVEN, Road.State.REFUSED))


def near_within(mart: Mart, place: Place) -> QuerySet[Duty]:
    """Duties at or below a place that nobody has done."""
    return Duty.objects.filter(place.reach(mart, "maker__block"), mart=mart, maker__merged_into=None, done_at=None)


# ---- camps


def camps_seen(user: User, mart: Mart, deed: str = SEE) -> QuerySet[Camp]:
    """The papers days of a person's blocks; of a federation's accountant those at which her makers have a turn."""
    place = scope(user, mart, deed)
    camps = Camp.objects.filter(mart=mart).select_related("block", "mart")
    if place is not None:
        return camps.filter(place.reach(mart, "block"))
    return camps.filter(
        pk__in=camps.filter(turns__maker__in=makers_reached(user, mart, deed).values("pk")).values("pk")
    )


def with_counts(camps: QuerySet[Camp]) -> QuerySet[Camp]:
    """With how many have a turn, and how many came."""
    came = Count("turns", filter=Q(turns__came_at__isnull=False))
    return camps.annotate(invited=Count("turns"), came=came)


def coming_camps(camps: QuerySet[Camp]) -> QuerySet[Camp]:
    """Those that are not over, the next first."""
    return camps.filter(ended_at=None, day__gte=today()).order_by("day", "pk")


def camp_of(maker: Maker) -> Camp | None:
    """The next papers day at which a maker has a turn it has not come to yet."""
    rows = Camp.objects.filter(turns__maker=maker, turns__seen_at=None).select_related("block")
    return coming_camps(rows).annotate(number=F("turns__number")).first()


def to_invite(makers: MakerQuerySet, camp: Camp) -> MakerQuerySet:
    """Makers of a camp's block that have no turn at a day still to come."""
    taken = Camp.objects.filter(mart=camp.mart_id, ended_at=None, day__gte=today(), turns__maker=OuterRef("pk"))
    here = Camp.objects.filter(pk=camp.pk, turns__maker=OuterRef("pk"))
    return makers.filter(block=camp.block_id).exclude(Exists(taken)).exclude(Exists(here))


# ---- the maker's phone


def whole(maker: Maker) -> Maker:
    """The maker with what `standing` reads of it."""
    return Maker.objects.select_related("mart", "bank", "seller", "block").get(pk=maker.pk)


def roads_of(maker: Maker) -> QuerySet[Road]:
    """A maker's papers on their way, the newest first."""
    return Road.objects.filter(maker=maker, state__in=OPEN).select_related("member", "document").order_by("-pk")


def duties_of(maker: Maker) -> QuerySet[Duty]:
    """What a maker has to renew or confirm, the nearest first."""
    return Duty.objects.filter(maker=maker, done_at=None).select_related("document").order_by("day", "pk")
