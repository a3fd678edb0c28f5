"""What waits for a person at accounts besides goods: orders nobody can act on, lines that are none of ours, schemas."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Case, CharField, Count, F, Q, Value, When
from django.utils import timezone

from haat.channels.models import Account, Sale
from haat.core.models import Event
from haat.core.queries import events_of
from haat.orders.arriving import WAITING
from haat.orders.models import Arrival

# What a channel asks otherwise than before is told so long.
NEWS = timedelta(days=14)
MOST_NEWS = 20


@dataclass
class Waits:
    """Orders of an account that wait for a person: by problem, how many; and the channel's words for odd states.

    `cancels`: of these the buyer asks to cancel. `lines`: of these lines are none of our goods, or cannot be taken.
    `changed`: these were told otherwise than at first, and nobody has looked.
    """

    problems: dict[str, int] = field(default_factory=dict)
    states: list[str] = field(default_factory=list)
    cancels: int = 0
    lines: int = 0
    changed: int = 0

    @property
    def number(self) -> int:
        """All of them; one that waits for two things counts twice."""
        return sum(self.problems.values()) + self.cancels + self.lines + self.changed

    def __bool__(self) -> bool:
        return bool(self.number)


def waiting_at(accounts: Collection[Account]) -> dict[int, Waits]:
    """By account, what of its orders waits for a person; two statements, and only accounts of which some do."""
    found: dict[int, Waits] = {}
    odd = Case(
        When(problem=Sale.Problem.STATE, then=F("said")), default=Value(""), output_field=CharField(max_length=300)
    )
    rows = Sale.objects.filter(~Q(problem="") | Q(asks_cancel=True), account__in=accounts).order_by()
    told = rows.annotate(odd=odd).values_list("account", "problem", "asks_cancel", "odd").annotate(n=Count("pk"))
    for pk, problem, asks, state, number in told:
        waits = found.setdefault(pk, Waits())
        if asks:
            waits.cancels += number
        if problem:
            waits.problems[problem] = waits.problems.get(problem, 0) + number
        if problem == Sale.Problem.STATE:
            waits.states.append(state)
    _add_arrivals(found, accounts)
    return found


def _add_arrivals(found: dict[int, Waits], accounts: Collection[Account]) -> None:
    """Of how many orders of each account the desk has to settle a line, or to look at another telling."""
    keys = {(account.mart_id, account.channel, account.key): account.pk for account in accounts}
    if not keys:
        return
    rows = Arrival.objects.filter(state__in=WAITING, mart__in={mart for mart, _channel, _key in keys})
    told = rows.order_by().values_list("mart", "channel", "account", "state").annotate(n=Count("pk"))
    for mart, channel, key, state, number in told:
        if (mart, channel, key) not in keys:
            continue
        waits = found.setdefault(keys[mart, channel, key], Waits())
        if state == Arrival.State.OPEN:
            waits.lines = number
        else:
            waits.changed = number


@dataclass(frozen=True)
class News:
    """A product type that the account's channel asks otherwise about than before: what it asks now, and no more."""

    event: Event
    product_type: str
    added: Sequence[str]
    gone: Sequence[str]


def news_of(account: Account) -> list[News]:
    """What the account's channel asks otherwise than before, the newest first."""
    since = timezone.now() - NEWS
    rows = events_of(account.mart_id, ["channels.schema_changed"])
    rows = rows.filter(subject_type="channels.account", subject_id=account.pk, at__gte=since)
    return [
        News(event, event.data["product_type"], event.data["added"], event.data["gone"]) for event in rows[:MOST_NEWS]
    ]
