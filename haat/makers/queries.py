"""Reads of makers with more than one caller."""

from django.db.models import BigIntegerField, Prefetch, QuerySet

from haat.core.languages import best
from haat.core.prepared import Prepared, Slot
from haat.core.slugs import slug
from haat.makers.models import Maker, MakerQuerySet, Member
from haat.makers.naming import Names
from haat.people.models import User
from haat.places.models import Mart


def name(maker: Maker, language: str | None = None) -> str:
    """The maker's name in `language` (the active one if not given), or the nearest there is."""
    return best(maker.names, language).text or maker.slug


def with_papers(makers: MakerQuerySet) -> MakerQuerySet:
    """`makers` with all that `rules.missing_to_open` and `readiness` read: four queries for any number."""
    return makers.select_related("mart", "seller", "bank", "block", "place").prefetch_related(
        "documents", Prefetch("members", Member.objects.select_related("user"))
    )


@Prepared
def _leaders() -> QuerySet[Member]:
    members = Member.objects.filter(maker=Slot("maker", BigIntegerField()), leads=True, active=True)
    return members.select_related("user").order_by("pk")


def leader_of(maker: Maker) -> Member | None:
    """The member who leads (the first one, when several do), with her user."""
    return _leaders.first(maker=maker.pk)


def maker_by_slug(mart: Mart, slug: str) -> Maker | None:
    """A maker of the mart by its address."""
    return Maker.objects.select_related("block", "place", "seller").filter(mart=mart, slug=slug).first()


def language_of(maker: Maker) -> str:
    """The language to speak to the maker in: its leader's, else the mart's first."""
    return spoken_to(maker)[1]


def spoken_to(maker: Maker) -> tuple[User | None, str]:
    """Who is told what concerns the maker (the leader's user, when she has one), and in which language."""
    leader = leader_of(maker)
    if leader is not None and leader.user is not None:
        return leader.user, leader.user.language
    return None, maker.mart.default_language


def holder_of(mart: Mart, lokos_id: str) -> Maker | None:
    """The maker of the mart with this LokOS number."""
    return Maker.objects.filter(mart=mart, lokos_id=lokos_id).first() if lokos_id else None


def namesake(mart: Mart, phone: str, names: Names, *, but: Maker | None = None) -> Maker | None:
    """The maker of the mart (other than `but`) with this canonical phone that is called so in any language.

    An artisan and her group may share a phone; their names tell them apart.
    """
    spoken = _spoken(names)
    makers = Maker.objects.filter(mart=mart, phone=phone).exclude(pk=but.pk if but else 0)
    return next((maker for maker in makers.order_by("pk") if spoken & _spoken(maker.names)), None)


def _spoken(names: Names) -> set[str]:
    return {slug(name) or name for name in names.values()}
