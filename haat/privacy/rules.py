"""Who may ask for whom, how long an answer may take, and what keeps somebody from being erased."""

from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet

from haat.core.dates import today
from haat.core.languages import best
from haat.helping.models import Question
from haat.ledger.models import Due, Payout, Share
from haat.makers.models import Maker, Member
from haat.orders.models import Order, Part, Return
from haat.orders.rules import RETURN_DAYS
from haat.people.models import Role, User
from haat.people.rules import scope
from haat.people.seats import seated_elsewhere
from haat.places.models import Mart
from haat.privacy.errors import HoldsRole, LeaderFirst, MoneyOwed, OrdersOpen, QuestionsOpen
from haat.privacy.models import Petition
from haat.privacy.persons import Person

# An answer within so many days: the district's own, up to what the rules allow.
ANSWER, LEAST_ANSWER, MOST_ANSWER = 30, 1, 90
# Rule 8(3): personal data and logs one year from processing, then erased. Books as tax law says.
A_YEAR, BOOK_YEARS = 365, 8
MOST_DAYS = BOOK_YEARS * 366
EXPORT_LIFE = timedelta(days=7)
MOST_EXPORT = 30_000_000
# A breach: to the Board and the persons at once, with all details within so many hours.
DETAILS_WITHIN = timedelta(hours=72)
AT_ONCE = timedelta(hours=6)
MOST_WORDS, MOST_REASON = 1000, 300
OVER = (Part.State.CANCELLED, Part.State.RETURNED)


def visible_to(user: User, mart: Mart, deed: str = "privacy") -> QuerySet[Petition]:
    """The petitions a person may see: all of the mart, or those of makers of her block; none without a role."""
    place = scope(user, mart, deed)
    if place is None:
        return Petition.objects.none()
    rows = Petition.objects.filter(mart=mart)
    return rows if place.contains(mart.place) else rows.filter(place.range("block__path"))


def members_for(user: User, mart: Mart) -> QuerySet[Member]:
    """Members of makers for whom a person may ask."""
    place = scope(user, mart, "ask_privacy")
    if place is None:
        return Member.objects.none()
    return Member.objects.filter(place.reach(mart, "maker__block"), maker__mart=mart).exclude(
        maker__state=Maker.State.MERGED
    )


def check_erase(person: Person) -> None:
    """What must be over before she is erased. Raises HoldsRole, LeaderFirst, MoneyOwed, OrdersOpen, QuestionsOpen."""
    if Role.objects.filter(user__in=person["user"]).exists():
        raise HoldsRole()
    if (maker := _leads(person)) is not None:
        raise LeaderFirst(best(maker.names).text)
    if _owed(person):
        raise MoneyOwed()
    if numbers := _open_orders(person):
        raise OrdersOpen(numbers)
    if asked := _open_questions(person):
        raise QuestionsOpen(asked)


def _leads(person: Person) -> Maker | None:
    """A group she leads, or that is reached by her number."""
    groups = Maker.objects.own().filter(mart=person.mart_id).exclude(kind=Maker.Kind.ARTISAN)
    led = Q(members__in=person["member"], members__leads=True, members__active=True)
    return groups.filter(led | Q(phone__in=person["phone"])).order_by("pk").first()


def _owed(person: Person) -> bool:
    """Whether money is owed to her as a maker, is under way, or her share of it was not handed over."""
    makers: Any = person["maker"]
    dues = Due.objects.filter(maker__in=makers, state__in=(Due.State.EARNED, Due.State.IN_PAYOUT), amount_paise__gt=0)
    under_way = (Payout.State.PROPOSED, Payout.State.SENT)
    payouts = Payout.objects.filter(maker__in=makers, state__in=under_way)
    shares = Share.objects.filter(member__in=person["member"]).exclude(payout__maker__in=makers)
    waiting = shares.filter(Q(given_at=None) | Q(disputed_at__isnull=False), amount_paise__gt=0)
    return dues.exists() or payouts.exists() or waiting.exists()


def _open_orders(person: Person) -> list[str]:
    """Numbers of orders that she makes or bought and that are not over, their return days included."""
    still = Q(state__in=OVER) | Q(state=Part.State.DELIVERED, delivered_at__date__lt=today() - timedelta(RETURN_DAYS))
    parts = Part.objects.filter(mart=person.mart_id)
    bought = Q(order__phone__in=person["phone"]) | Q(order__buyer__in=person["user"])
    open_ = parts.filter(bought | Q(maker__in=person["maker"])).exclude(still)
    back = parts.filter(bought, returns__state=Return.State.ASKED)
    waits = Order.objects.filter(mart=person.mart_id, state=Order.State.AWAITING_PAYMENT, phone__in=person["phone"])
    numbers = {*open_.values_list("number", flat=True)[:3], *back.values_list("number", flat=True)[:3]}
    return sorted(numbers | {*waits.values_list("number", flat=True)[:3]})


def _open_questions(person: Person) -> list[str]:
    """Numbers of what she asked or complained of and nobody has answered: erased, she could not be answered."""
    hers = Q(maker=None, phone__in=person["phone"]) | Q(member__in=person["member"]) | Q(maker__in=person["maker"])
    rows = Question.objects.filter(hers, mart=person.mart_id, answered_at=None).order_by("number")
    return [str(number) for number in rows.values_list("number", flat=True)[:3]]


def is_elsewhere(person: Person, user: User, mart: Mart) -> bool:
    """Whether she is somebody in another mart of this installation too: then her sign-in stays."""
    others = Order.objects.filter(buyer=user).exclude(mart=mart)
    return seated_elsewhere(user, mart) or others.exists()
