"""Reading letters and cards."""

from datetime import date
from typing import Any

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Value, When

from haat.catalogue.models import Good
from haat.letters.models import Begun, Card, Ceremony, Letter, Signing
from haat.letters.rules import card_holds, leaders_of, on_sale
from haat.makers.models import Member
from haat.makers.rules import visible_to
from haat.people.models import Role, User
from haat.people.rules import scope
from haat.places.models import Mart, Place


def signing_on(mart: Mart, day: date) -> Signing | None:
    """Who signs on a day; None while nobody is written down."""
    return Signing.objects.filter(mart=mart, from_on__lte=day).order_by("-from_on").first()


def signings_of(mart: Mart) -> QuerySet[Signing]:
    """Who signed and signs, the newest first."""
    return Signing.objects.filter(mart=mart).order_by("-from_on")


def begun_seen(user: User, mart: Mart, deed: str = "see_letters") -> QuerySet[Begun]:
    """Where the goods of the makers she may see came on sale, each with its maker."""
    rows = Begun.objects.filter(mart=mart, maker__in=visible_to(user, mart, deed))
    return rows.select_related("maker__block", "maker__place")


def to_give(user: User, mart: Mart) -> QuerySet[Begun]:
    """Those of them that are on sale now and have no letter, or one for a ceremony that was called off."""
    letters = Letter.objects.filter(maker=OuterRef("maker"), where=OuterRef("where"))
    letters = letters.exclude(handed_on=None, ceremony__called_off_at__isnull=False)
    return begun_seen(user, mart).filter(on_sale(), ~Exists(letters))


def letters_seen(user: User, mart: Mart, deed: str = "see_letters") -> QuerySet[Letter]:
    """The letters of the makers she may see, each with its maker and ceremony, and whether it is `live` now."""
    shown = Case(When(on_sale(), then=Value(True)), default=Value(False))
    rows = Letter.objects.filter(mart=mart, maker__in=visible_to(user, mart, deed)).annotate(live=shown)
    return rows.select_related("maker__block", "ceremony")


def open_within(mart: Mart, place: Place) -> QuerySet[Letter]:
    """Letters that nobody has handed over, of makers at or below a place."""
    return Letter.objects.filter(place.reach(mart, "maker__block"), mart=mart, handed_on=None)


def ceremonies_seen(user: User, mart: Mart, deed: str = "see_letters") -> QuerySet[Ceremony]:
    """The ceremonies at which somebody she may see gets a letter."""
    mine = Letter.objects.filter(ceremony=OuterRef("pk"), maker__in=visible_to(user, mart, deed))
    return Ceremony.objects.filter(Exists(mine), mart=mart)


def letter_by_code(mart: Mart, code: str) -> Letter | None:
    """The letter a reader asks about, with its maker and whether it is `live` now."""
    shown = Case(When(on_sale(), then=Value(True)), default=Value(False))
    return Letter.objects.filter(mart=mart, code=code).annotate(live=shown).select_related("maker").first()


def goods_live(letter: Letter) -> int:
    """How many goods of its maker's are in the mart's shop now."""
    return Good.objects.filter(maker=letter.maker_id, state=Good.State.LIVE).count()


def cards_of(mart: Mart, place: Place) -> QuerySet[Card]:
    """The cards of who sells or works at or below a place, each with its person and whether it `holds`."""
    so = Case(When(card_holds(), then=Value(True)), default=Value(False))
    rows = Card.objects.filter(mart=mart).filter(place.range("place__path"))
    return rows.annotate(holds=so).select_related("place", "member__maker__block", "member__maker__portrait", "user")


def holding(rows: QuerySet[Card], *, holds: bool) -> QuerySet[Card]:
    """Those of these cards that hold, or those that do not."""
    return rows.filter(card_holds()) if holds else rows.exclude(card_holds())


def cards_seen(user: User, mart: Mart, deed: str = "see_letters") -> QuerySet[Card]:
    """Those within the place at which the reader may do `deed`; none for everybody else."""
    place = scope(user, mart, deed)
    return Card.objects.none() if place is None else cards_of(mart, place)


def card_by_code(mart: Mart, code: str) -> Card | None:
    """The card a reader asks about, with whether it `holds`."""
    return cards_of(mart, mart.place).filter(code=code).first()


def sellers_without(user: User, mart: Mart) -> QuerySet[Member]:
    """Who leads a live maker she may see and has no card that holds, by block and maker."""
    held = Card.objects.filter(card_holds(), member=OuterRef("pk"))
    rows = leaders_of(visible_to(user, mart, "see_letters")).filter(~Exists(held))
    return rows.select_related("maker__block", "maker__place")


def workers_without(user: User, mart: Mart, kinds: frozenset[Any]) -> QuerySet[Role]:
    """Whose role, of these kinds and within her own scope, has no card that holds."""
    place = scope(user, mart, "see_letters")
    if place is None:
        return Role.objects.none()
    held = Card.objects.filter(
        card_holds(), user=OuterRef("user"), mart=OuterRef("mart"), role=OuterRef("kind"), place=OuterRef("place")
    )
    rows = Role.objects.filter(~Exists(held), place.range("place__path"), mart=mart, kind__in=kinds)
    return rows.filter(user__is_active=True, user__name__gt="").select_related("user", "place")


def handed_counts(rows: QuerySet[Letter]) -> dict[str, int]:
    """How many of these letters are handed over, and how many not; one statement."""
    found = rows.order_by().aggregate(
        handed=Count("pk", filter=Q(handed_on__isnull=False)), open=Count("pk", filter=Q(handed_on=None))
    )
    return {name: int(value) for name, value in found.items()}
