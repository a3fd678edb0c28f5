"""A coordinator's work: her groups, what each waits for, and in which order she calls them.

The order can be said aloud: what cannot wait till tomorrow before what has time this week; of these an order nobody
said yes to, then one not packed, money that came back, a doubted account, a missing one, goods sent back, questions of
marketplaces, papers; and of the same kind whoever waits longest.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import CharField, Count, Exists, Min, OuterRef, Q, Sum, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils import timezone

from haat.catalogue.models import Craft, Good
from haat.channels.asks import asks_of, commonest
from haat.core.dates import today
from haat.delivery.packing import PackBy, pack_days
from haat.ledger.models import Due, Payout
from haat.makers.models import Maker, MakerQuerySet, Member
from haat.makers.queries import with_papers
from haat.makers.rules import missing_to_open, papers_missing
from haat.messages.models import Message
from haat.orders.models import Part
from haat.places.models import Mart

# The kinds of what a group waits for, in the order in which they are seen to.
KINDS = ("accept", "pack", "money_back", "doubted", "bank", "confirm", "sent_back", "asked", "paper", "phone", "open")
LONG, PACKING = timedelta(days=1), timedelta(days=2)


@dataclass(frozen=True)
class Need:
    """One thing a group waits for: since when, whether it can wait till tomorrow, and what is said of it."""

    kind: str
    today: bool
    since: datetime
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def rank(self) -> tuple[bool, int, datetime]:
        return (not self.today, KINDS.index(self.kind), self.since)


@dataclass
class Group:
    """A maker with all it waits for, the most urgent first."""

    maker: Maker
    leader: Member | None
    needs: list[Need] = field(default_factory=list)

    @property
    def first(self) -> Need | None:
        return self.needs[0] if self.needs else None

    @property
    def urgency(self) -> str:
        if self.first is None:
            return "fine"
        return "today" if self.first.today else "week"


@dataclass(frozen=True)
class Worklist:
    """All groups, whom to call first at the head, those that wait for nothing at the end."""

    groups: list[Group]

    def of(self, urgency: str) -> list[Group]:
        return [group for group in self.groups if group.urgency == urgency]

    @property
    def today(self) -> list[Group]:
        return self.of("today")

    @property
    def week(self) -> list[Group]:
        return self.of("week")

    @property
    def fine(self) -> list[Group]:
        return self.of("fine")


def worklist(makers: MakerQuerySet) -> Worklist:
    """What these makers wait for; as many statements for one as for forty, some more where something is asked."""
    rows = list(with_papers(makers.own().order_by("pk")))
    found: dict[int, list[Need]] = {maker.pk: [] for maker in rows}
    for needs in (_orders(found), _goods(found), _asked(found), _money(found)):
        for maker_id, need in needs:
            found[maker_id].append(need)
    owed, crafts = _owed(found), _crafts(found)
    groups = []
    for maker in rows:
        needs_of = [*found[maker.pk], *_own(maker, owed.get(maker.pk), crafts.get(maker.pk, ()))]
        if any(need.kind == "money_back" for need in needs_of):  # which says of the account what there is to say
            needs_of = [need for need in needs_of if need.kind != "doubted"]
        leader = next((member for member in maker.members.all() if member.leads and member.active), None)
        groups.append(Group(maker, leader, sorted(needs_of, key=lambda need: need.rank)))
    last = (True, len(KINDS), timezone.now())
    return Worklist(sorted(groups, key=lambda group: (group.first.rank if group.first else last, group.maker.pk)))


Found = Iterable[tuple[int, Need]]


def _orders(makers: Collection[int]) -> Found:
    """Orders to say yes to, and those that should be packed: at once what nobody saw, or whose day to pack has come."""
    now = timezone.now()
    cause = Concat(Value("order_unseen:"), Cast(OuterRef("pk"), CharField()), output_field=CharField())
    rows = Part.objects.filter(maker__in=makers, place=None, state__in=(Part.State.PLACED, Part.State.ACCEPTED))
    rows = rows.filter(Q(held_until=None) | Q(held_until__lt=today()))
    rows = rows.annotate(unseen=Exists(Message.objects.filter(cause=cause))).select_related("order")
    parts = list(rows.prefetch_related("lines").order_by("placed_at", "pk"))
    due = {pk for pk, by in _pack_days(parts).items() if by.day <= today()}
    for part in parts:
        first = next(iter(part.lines.all()), None)
        unseen = bool(getattr(part, "unseen"))  # noqa: B009 - annotated above
        facts = {
            "number": part.number,
            "names": first.names if first else {},
            "paise": part.total_paise,
            "unseen": unseen,
        }
        if part.state == Part.State.PLACED:
            placed = part.placed_at or now
            yield part.maker_id, Need("accept", unseen or part.pk in due or placed < now - LONG, placed, facts)
        elif part.accepted_at is not None and (part.pk in due or part.accepted_at < now - PACKING):
            yield part.maker_id, Need("pack", part.pk in due, part.accepted_at, facts)


def _pack_days(parts: Sequence[Part]) -> dict[int, PackBy]:
    """Part → until when it is packed to arrive as promised; makers of a worklist are of one mart, as a rule."""
    by_mart: dict[int, list[Part]] = {}
    for part in parts:
        by_mart.setdefault(part.mart_id, []).append(part)
    marts = Mart.objects.select_related("place").in_bulk(by_mart)
    return {pk: by for key, some in by_mart.items() for pk, by in pack_days(marts[key], some).items()}


def _goods(makers: Collection[int]) -> Found:
    """Goods that were sent back and are to be mended."""
    rows = Good.objects.filter(maker__in=makers, state=Good.State.SENT_BACK).order_by().values("maker")
    for maker_id, number, since in rows.annotate(number=Count("pk"), since=Min("changed_at")).values_list(
        "maker", "number", "since"
    ):
        yield maker_id, Need("sent_back", False, since, {"n": number})


def _asked(makers: Collection[int]) -> Found:
    """What marketplaces ask about their goods: how many questions, what most of them ask, and what they do not know."""
    for maker_id, asks in asks_of(makers).items():
        asks = [ask for ask in asks if not (ask.handed_on and ask.said_right)]
        if not asks:
            continue
        on = [ask for ask in asks if ask.handed_on]
        what, most = commonest(asks)
        facts = {"n": len(asks), "what": what, "most": most, "on": len(on), "on_what": commonest(on)[0]}
        yield maker_id, Need("asked", False, min(ask.since for ask in asks), facts)


def _money(makers: Collection[int]) -> Found:
    """Money the bank sent back, until it is on its way again."""
    again = Payout.objects.filter(maker=OuterRef("maker"), pk__gt=OuterRef("pk")).exclude(state=Payout.State.DROPPED)
    rows = Payout.objects.filter(~Exists(again), maker__in=makers, state=Payout.State.FAILED).order_by("pk")
    for payout in rows:
        facts = {"paise": payout.amount_paise, "why": payout.failure}
        yield payout.maker_id, Need("money_back", True, payout.sent_at or timezone.now(), facts)


def _owed(makers: Collection[int]) -> dict[int, int]:
    """Maker → what it is owed and waits for (paise)."""
    rows = Due.objects.filter(maker__in=makers, state=Due.State.EARNED).order_by().values("maker")
    return dict(rows.annotate(owed=Coalesce(Sum("amount_paise"), 0)).values_list("maker", "owed"))


def _crafts(makers: Collection[int]) -> dict[int, list[Craft]]:
    """Maker → the crafts of its goods that need papers."""
    rows = Good.objects.filter(maker__in=makers).order_by().values_list("maker", "craft").distinct()
    pairs = list(rows)
    crafts = Craft.objects.in_bulk({craft for _maker, craft in pairs})
    found: dict[int, list[Craft]] = {}
    for maker, craft in pairs:
        if crafts[craft].papers:
            found.setdefault(maker, []).append(crafts[craft])
    return found


def _own(maker: Maker, owed: int | None, crafts: Iterable[Craft]) -> Iterable[Need]:
    """What it lacks itself: a phone, an account or somebody to confirm it, papers, being opened."""
    since = maker.live_at or maker.enrolled_at
    lacking = missing_to_open(maker)
    codes = {blocker.code for blocker in lacking}
    if "phone" in codes:
        yield Need("phone", False, since)
    if "bank" in codes:
        yield Need("bank", bool(owed), since, {"paise": owed or 0})
    elif maker.bank.sent_back:
        yield Need("doubted", bool(owed), since, {"paise": owed or 0})
    elif not maker.bank.confirmed:
        yield Need("confirm", False, since, {"paise": owed or 0})
    own = [blocker for blocker in lacking if blocker.code in ("names", "members", "pan")]
    papers = {blocker.code: blocker for craft in crafts for blocker in papers_missing(maker, craft=craft)}
    for blocker in [*own, *papers.values()]:
        yield Need("paper", False, since, {"why": blocker.sentence, "do": blocker.next_step})
    if maker.state == Maker.State.ENROLLED and not lacking:
        yield Need("open", False, since)
