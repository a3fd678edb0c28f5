"""What holds of letters and cards now: what is on sale where, and whether a card says what is so."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from haat.catalogue.models import Good
from haat.channels.models import Offer
from haat.core.dates import today
from haat.letters.models import MART, Card
from haat.makers.models import Maker, Member
from haat.people.models import Role

# So many letters stand in one file, and so many cards are made or printed at once: half a second each is drawn.
MOST, MOST_CARDS = 60, 96
CARD_YEARS = 3
# Who goes to makers' and buyers' doors for the mart, and shows who she is.
OUTSIDE = frozenset({Role.Kind.COORDINATOR, Role.Kind.SURVEYOR, Role.Kind.RIDER})


def on_sale() -> Q:
    """Of rows with a `maker` and a `where`: that something of the maker's can be bought there now."""
    goods = Good.objects.filter(maker=OuterRef("maker"), state=Good.State.LIVE)
    offers = Offer.objects.filter(
        variant__good__maker=OuterRef("maker"), account__channel=OuterRef("where"), there=True, buyable=True
    )
    here = Q(Exists(goods), where=MART)
    return Q(maker__state=Maker.State.LIVE) & (here | Q(~Q(where=MART), Exists(offers)))


def card_holds(on: date | None = None) -> Q:
    """Of cards: that it holds on a day (today): not ended, its day not passed, and she still sells or works so."""
    leads = Member.objects.filter(pk=OuterRef("member"), active=True, leads=True, maker__state=Maker.State.LIVE)
    works = Role.objects.filter(
        user=OuterRef("user"), mart=OuterRef("mart"), kind=OuterRef("role"), place=OuterRef("place")
    )
    so = Q(Exists(leads), kind=Card.Kind.SELLER) | Q(Exists(works.filter(user__is_active=True)), kind=Card.Kind.WORKER)
    return Q(ended_at=None, valid_until__gte=on or today()) & so


def last_card_day() -> date:
    """The last day a card may hold until."""
    return today() + timedelta(days=366 * CARD_YEARS)


def next_march() -> date:
    """The 31st of March on which cards run out if nothing else is said: at least half a year ahead."""
    day = today() + timedelta(days=183)
    return date(day.year + (day.month > 3), 3, 31)


def leaders_of(makers: QuerySet[Maker]) -> QuerySet[Member]:
    """Who leads these makers, and so sells for them."""
    return Member.objects.filter(maker__in=makers, maker__state=Maker.State.LIVE, leads=True, active=True)
