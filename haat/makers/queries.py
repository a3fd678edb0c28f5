"""Reads of makers with more than one caller."""

import json
from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.models import BigIntegerField, Prefetch, Q, QuerySet, TextField
from django.db.models.functions import Cast

from haat.core.languages import best
from haat.core.prepared import Prepared, Slot
from haat.core.slugs import slug
from haat.makers.models import Maker, MakerQuerySet, Member, Organisation
from haat.makers.naming import Names
from haat.people.models import User
from haat.places.models import Mart, Place


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


def works_in(user: User, mart: Mart) -> bool:
    """Whether she is a member of a maker of the mart."""
    return Member.objects.filter(user=user, active=True, maker__mart=mart).exists()


def language_of(maker: Maker) -> str:
    """The language to speak to the maker in: its leader's, else the mart's first."""
    return spoken_to(maker)[1]


def spoken_to(maker: Maker) -> tuple[User | None, str]:
    """Who is told what concerns the maker (the leader's user, when she has one), and in which language."""
    leader = leader_of(maker)
    if leader is not None and leader.user is not None:
        return leader.user, leader.user.language
    return None, maker.mart.default_language


def each_spoken_to(makers: Iterable[Maker]) -> dict[int, tuple[User | None, str]]:
    """By maker (its mart loaded), who is told and in which language, as `spoken_to` says: one statement."""
    each = {maker.pk: maker for maker in makers}
    leaders = Member.objects.filter(maker__in=each, leads=True, active=True).select_related("user").order_by("-pk")
    users = {leader.maker_id: leader.user for leader in leaders}  # of several the first one, told last
    return {
        pk: (user, user.language) if (user := users.get(pk)) is not None else (None, maker.mart.default_language)
        for pk, maker in each.items()
    }


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


def live_makers(mart: Mart) -> MakerQuerySet:
    """Everyone who sells in the mart now, with place and portrait."""
    return Maker.objects.live().filter(mart=mart).select_related("block", "place", "portrait")


def makers_of_mart(mart: Mart) -> MakerQuerySet:
    """The mart's makers, whatever their state, with what acting for one reads."""
    return Maker.objects.filter(mart=mart).select_related("block", "portrait", "seller")


def not_open_within(mart: Mart, place: Place) -> MakerQuerySet:
    """The mart's makers at or below `place` who are enrolled and not open yet."""
    return Maker.objects.filter(place.reach(mart, "block"), mart=mart, state=Maker.State.ENROLLED)


def named(makers: MakerQuerySet, words: str, languages: Sequence[str]) -> MakerQuerySet:
    """Those whose name in one of the languages, short name or phone holds `words`."""
    called = Q()
    for code in languages:
        called |= Q(**{f"names__{code}__icontains": words})
    # A look at all names at once, which few pass; SQLite keeps them as ASCII.
    near = json.dumps(words)[1:-1] if connection.vendor == "sqlite" else words
    wanted = Q(slug__icontains=words.replace(" ", "-")) | Q(phone__contains=words.replace(" ", ""))
    return makers.alias(all_names=Cast("names", TextField())).filter(wanted | Q(all_names__icontains=near) & called)


def speakers(mart: Mart, stems: Sequence[str]) -> MakerQuerySet:
    """Live makers whose address is one of `stems`, or begins with one and a dash, by address."""
    begun = Q()
    for stem in stems:
        begun |= Q(slug=stem) | Q(slug__startswith=f"{stem}-")
    return live_makers(mart).filter(begun).order_by("slug")


def makers_by_id(ids: Iterable[int | None]) -> dict[int, Maker]:
    """Id → maker; ids that are None are left out. No query when there is none."""
    return Maker.objects.in_bulk({pk for pk in ids if pk})


def organisations_of(mart: Mart) -> QuerySet[Organisation]:
    """The mart's federations and village organisations."""
    return Organisation.objects.filter(mart=mart).order_by("slug")


def memberships(maker: Maker, user: User) -> QuerySet[Member]:
    """As whom a person is, or was, a member of the maker."""
    return Member.objects.filter(maker=maker, user=user)
