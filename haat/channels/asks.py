"""What is asked of makers about their goods: one ask a question, however many accounts and sizes it keeps back.

An ask follows from what stands against offers (`Refusal`) and is hers to mend; nothing of it is kept but what she was
told and said (`MakerTask`). What was answered is not asked again before the offer was looked at anew.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise

from haat.catalogue.answers import FOLLOWS, NOTHING, OF_A_SIZE
from haat.catalogue.asking import Asked, attributes_for, said_of
from haat.catalogue.models import Attribute, Change, Good, Variant
from haat.channels.ask_kinds import BY_SLUG, HERS, NOT_HERS, ORDER, OURS, SHELF_LIFE, WHAT, K, parse
from haat.channels.asked_papers import given_since
from haat.channels.channel import find
from haat.channels.feeds.kind import titles
from haat.channels.models import Account, Cause, FeedAsk, MakerTask, Offer, Refusal
from haat.channels.queries import TASKS
from haat.channels.wording import ANSWERABLE, called, reasons_said
from haat.core.numerals import whole_number
from haat.makers.models import Maker
from haat.makers.paper_book import paper_names
from haat.studio.reasons import OF_THE_DESK
from haat.studio.where import Reason


class Name(NamedTuple):
    """What tells an ask from any other. `size`: the key of a variant; 0 where the good itself is asked about.

    A paper is her own: it is asked once, for all her goods (`good` is then that of its maker, below zero).
    """

    good: int
    size: int
    kind: str
    about: str


@dataclass
class Ask:
    """One question to a maker. `since`: when it was asked first; `causes`: what it would mend, at which accounts.

    `value`: what is known and was not taken (None: nothing is known). `task`: what she was told and said, if anything.
    `variant` is None where the good itself is asked about. `reasons`: what a place without offers (a feed) says of it,
    each with what that place is called. `paper`: what the paper asked for is called, by language. `goods`: all goods
    (their keys) for which it is asked.
    """

    good: Good
    variant: Variant | None
    kind: str
    about: str
    since: datetime
    attribute: Attribute | None = None
    paper: Mapping[str, str] = field(default_factory=dict)
    value: Any = None
    causes: list[Cause] = field(default_factory=list)
    task: MakerTask | None = None
    reasons: "list[tuple[Reason, str | Promise]]" = field(default_factory=list)
    goods: set[int] = field(default_factory=set)

    @property
    def key(self) -> str:
        """As it stands in an address, beside that of its good."""
        return f"{self.kind}-{self.variant.pk if self.variant else 0}-{self.about}"

    @property
    def handed_on(self) -> bool:
        """Whether she has handed it on, and nobody has asked anew since."""
        return self.task is not None and self.task.waits and _later(self.task.handed_at, self.since)

    @property
    def said_right(self) -> bool:
        """Whether she says that what stands there is right: then it is the desk's to look at."""
        return self.task is not None and self.task.why == MakerTask.Why.RIGHT

    @property
    def what(self) -> "str | Promise":
        """What is asked, in a word or two."""
        if self.attribute is not None:
            return called(self.attribute.labels)
        return called(self.paper or {"en": self.about}) if self.kind == K.PAPER else WHAT[self.kind]

    @property
    def where(self) -> "list[str | Promise]":
        """What the channels are called that it keeps the good from."""
        titles = [*(_title(cause.account) for cause in self.causes), *(title for _reason, title in self.reasons)]
        return list(dict.fromkeys(titles))


def _title(account: Account) -> "str | Promise":
    channel = find(account.channel)
    return channel.title if channel is not None else account.name


def _later(moment: datetime | None, than: datetime | None) -> bool:
    return moment is not None and (than is None or moment >= than)


def asks_of(makers: Collection[int], *, good_id: int | None = None) -> dict[int, list[Ask]]:
    """Maker (its key) → what is asked of her, her goods that wait longest first, those with nothing left out.

    Also what she has handed on. Two statements where nothing is asked, some more that do not grow with goods or makers.
    """
    rows = [row for row in _refusals(makers, good_id) if _who(row) in HERS]
    lists = list(_of_feeds(makers, good_id))
    if not rows and not lists:
        return {}
    goods = {row.offer.variant.good_id: row.offer.variant.good for row in rows}
    read = _Read(goods | {row.variant.good_id: row.variant.good for row in lists})
    found: dict[Name, Ask] = {}
    for ask in (*map(read.ask, rows), *read.asks_of_feeds(lists)):
        if ask is not None:
            known = found.setdefault(_name(ask), ask)
            if known is not ask:
                known.since = min(known.since, ask.since)
                known.causes += ask.causes
                known.reasons += ask.reasons
                known.goods |= ask.goods
    return _by_maker(found.values())


def open_asks(maker: Maker, *, good_id: int | None = None) -> list[Ask]:
    """What is asked of one maker now, without what she has handed on."""
    return [ask for ask in asks_of([maker.pk], good_id=good_id).get(maker.pk, ()) if not ask.handed_on]


def ask_named(good: Good, key: str) -> Ask | None:
    """What `key` asks about a good (its kind and sizes loaded), whether it still stands or not; None for nothing.

    Whoever answers late, or a second time, is understood by it.
    """
    told = parse(key)
    if told is None:
        return None
    kind, size, about = told
    variant = next((each for each in good.variants.all() if each.pk == size and each.active), None)
    of_size = kind == K.WEIGHT or (kind == K.ANSWER and about in OF_A_SIZE and bool(size))
    if of_size != (variant is not None) or (size and variant is None):
        return None
    found = Ask(good, variant, kind, about, timezone.now(), value=known_of(good, variant, kind, about))
    if kind == K.ANSWER:
        asked = attributes_for([good.kind])[good.kind_id]
        found.attribute = next((each for each in asked if each.slug == about), None)
        return found if found.attribute is not None and about not in NOT_HERS else None
    if kind == K.PAPER:
        found.paper = paper_names().get(about, {})
    if kind == K.OTHER:
        causes = Cause.objects.filter(pk=whole_number(about) or 0, mart=good.mart_id, ours=False, who__in=HERS)
        found.causes = list(causes.select_related("account"))
        return found if found.causes else None
    return found if bool(about) == (kind == K.PAPER) else None


def asks_because(good: Good, told: "Iterable[tuple[Variant, Reason, str | Promise]]") -> list[Ask]:
    """What is hers to mend of these reasons (of a size, at a place so called) why a good may not stand somewhere.

    Also what she has handed on; what waits for the desk's look is left out. Four statements, or none.
    """
    hers = [(size, reason, title) for size, reason, title in told if reason.who in HERS and reason.code in OURS]
    if not hers:
        return []
    read, found = _Read({good.pk: good}), dict[Name, Ask]()
    for size, reason, title in hers:
        ask = read.about(good, size, *_ours(reason.code, reason.about), since=good.made_at)
        if ask is not None and not (ask.kind == K.PICTURE and good.pk in read.pictures):
            found.setdefault(_name(ask), ask).reasons.append((reason, title))
    return sorted(found.values(), key=_place)


def joined(asks: Sequence[Ask], more: Iterable[Ask]) -> list[Ask]:
    """These asks and more of the same goods: who asks the same is named together."""
    found = {_name(ask): ask for ask in asks}
    for ask in more:
        known = found.setdefault(_name(ask), ask)
        if known is not ask:
            known.reasons += ask.reasons
            known.goods |= ask.goods
    return list(found.values())


def commonest(asks: Iterable[Ask]) -> tuple[str, int]:
    """What most of them ask, and how many those are; ("", 0) of none."""
    found = Counter(str(ask.what) for ask in asks).most_common(1)
    return found[0] if found else ("", 0)


def _by_maker(asks: Iterable[Ask]) -> dict[int, list[Ask]]:
    every = list(asks)
    first: dict[int, datetime] = {}
    for ask in every:
        first[ask.good.pk] = min(ask.since, first.get(ask.good.pk, ask.since))
    found: dict[int, list[Ask]] = {}
    for ask in sorted(every, key=lambda ask: (first[ask.good.pk], ask.good.pk, *_place(ask))):
        found.setdefault(ask.good.maker_id, []).append(ask)
    return found


def _place(ask: Ask) -> tuple[int, int, str, int, int]:
    position = ask.attribute.position if ask.attribute else 0
    size = ask.variant
    return ORDER.index(K(ask.kind)), position, ask.about, size.position if size else 0, size.pk if size else 0


def _refusals(makers: Collection[int], good_id: int | None) -> QuerySet[Refusal]:
    """What stands against offers of their goods in the shop and may be theirs to mend, the oldest first."""
    ours = Q(cause__ours=True, cause__code__in=OURS)
    desks = Q(cause__ours=True, cause__code=ANSWERABLE, cause__about__in=OF_THE_DESK)
    theirs = Q(cause__ours=False, cause__who__in=HERS)
    rows = Refusal.objects.filter((ours & ~desks) | theirs, ended_at=None, severity__in=TASKS)
    rows = rows.filter(
        offer__open=True,
        offer__variant__active=True,
        offer__variant__good__state=Good.State.LIVE,
        offer__variant__good__maker__in=makers,
    )
    if good_id is not None:
        rows = rows.filter(offer__variant__good=good_id)
    rows = rows.exclude(cause__account__state=Account.State.CLOSED)
    rows = rows.select_related("cause__account", "offer__variant__good__kind")
    return rows.defer("raw", "offer__wanted_body", "offer__seen_body").order_by("at", "pk")


def _of_feeds(makers: Collection[int], good_id: int | None) -> QuerySet[FeedAsk]:
    """What keeps their goods out of lists that others fetch, and is theirs to mend, the oldest first."""
    rows = FeedAsk.objects.filter(
        feed__closed_at=None,
        variant__active=True,
        variant__good__state=Good.State.LIVE,
        variant__good__maker__in=makers,
    )
    if good_id is not None:
        rows = rows.filter(variant__good=good_id)
    return rows.select_related("feed", "variant__good__kind").order_by("since", "pk")


def _who(row: Refusal) -> str:
    """Whose work it is for this very good: a cause has one word for all of its goods."""
    cause = row.cause
    if cause.ours:
        for reason in row.offer.reasons:
            if (reason["code"], reason["about"]) == (cause.code, cause.about):
                return str(reason["who"])
    return cause.who


def _asked(cause: Cause) -> tuple[str, str]:
    """What a cause asks for: the kind of an ask, and what it is about."""
    if cause.ours:
        return _ours(cause.code, cause.about)
    if cause.slug in BY_SLUG:
        return BY_SLUG[cause.slug], ""
    if cause.slug and cause.slug not in FOLLOWS:
        return K.ANSWER, cause.slug
    return K.OTHER, str(cause.pk)


def _ours(code: str, about: str) -> tuple[str, str]:
    """The same of one of our own reasons."""
    kind = OURS[code]
    return kind, SHELF_LIFE if code == "life_missing" else about if kind in (K.ANSWER, K.PAPER) else ""


def _name(ask: Ask) -> Name:
    if ask.kind == K.PAPER:
        return Name(-ask.good.maker_id, 0, ask.kind, ask.about)
    return _of_good(ask)


def _of_good(ask: Ask) -> Name:
    return Name(ask.good.pk, ask.variant.pk if ask.variant else 0, ask.kind, ask.about)


class _Read:
    """What is read beside the rows: questions, how many sizes there are, what was told and said, and new pictures."""

    def __init__(self, goods: Mapping[int, Good]) -> None:
        self.asked: Asked = attributes_for([good.kind for good in goods.values()])
        sizes = Variant.objects.filter(good__in=goods, active=True).order_by().values_list("good")
        self.sizes: dict[int, int] = dict(sizes.annotate(n=Count("pk")))
        tasks = MakerTask.objects.filter(good__in=goods)
        self.tasks = {Name(task.good_id, task.variant_id or 0, task.kind, task.about): task for task in tasks}
        waiting = Change.objects.filter(good__in=goods, kind=Change.Kind.PICTURE, state=Change.State.WAITING)
        self.pictures = set(waiting.values_list("good_id", flat=True))
        self.makers = {good.maker_id for good in goods.values()}

    @cached_property
    def papers(self) -> dict[str, Mapping[str, str]]:
        """What papers are called; read when one is asked for."""
        return paper_names()

    @cached_property
    def given(self) -> dict[tuple[int, str], datetime]:
        """When which of their papers was given last; read when one is asked for."""
        return given_since(self.makers)

    def ask(self, row: Refusal) -> Ask | None:
        """What a row asks; None where that was answered and nobody has looked since, or is known by now."""
        good, variant = row.offer.variant.good, row.offer.variant
        found = self.about(good, variant, *_asked(row.cause), since=row.at)
        if found is None and not row.cause.ours:
            found = self.about(good, variant, K.OTHER, str(row.cause.pk), since=row.at)
        if found is None or self._is_over(found, row):
            return None
        found.causes = [row.cause]
        return found

    def asks_of_feeds(self, rows: Sequence[FeedAsk]) -> Iterator[Ask]:
        """What these rows ask; what was answered since the list was made is left out."""
        if not rows:
            return
        said, called_there = reasons_said({(row.code, row.about) for row in rows}), titles()
        for row in rows:
            good = row.variant.good
            found = self.about(good, row.variant, *_ours(row.code, row.about), since=row.since)
            if found is not None and not self._is_over_since(found, row.feed.made_at):
                sentence, step = said[row.code, row.about]
                reason = Reason(row.code, sentence, step, row.who, row.about)
                found.reasons = [(reason, called_there.get(row.feed.kind, row.feed.kind))]
                yield found

    def about(self, good: Good, variant: Variant, kind: str, about: str, *, since: datetime) -> Ask | None:
        """The ask of this kind; None where the good is of another kind by now, and is asked otherwise."""
        if kind == K.ANSWER and about in NOT_HERS:
            return None
        of_size = kind == K.WEIGHT or (kind == K.ANSWER and about in OF_A_SIZE and self.sizes.get(good.pk, 0) > 1)
        found = Ask(good, variant if of_size else None, kind, about, since, goods={good.pk})
        if kind == K.ANSWER:
            found.attribute = next((each for each in self.asked[good.kind_id] if each.slug == about), None)
            if found.attribute is None:
                return None
        if kind == K.PAPER:
            found.paper = self.papers.get(about, {})
        found.value, found.task = known_of(good, found.variant, kind, about), self.tasks.get(_of_good(found))
        return found

    def _is_over(self, ask: Ask, row: Refusal) -> bool:
        if row.cause.ours or (ask.kind in (K.PICTURE, K.PAPER) and self._is_given(ask, row.offer.wanted_at)):
            return self._is_over_since(ask, row.offer.wanted_at)
        answered = ask.task.answered_at if ask.task else None
        return _later(answered, row.at) and not _heard_since(row.offer, answered)

    def _is_given(self, ask: Ask, looked: datetime | None) -> bool:
        """Whether the picture waits for the desk's look, or the paper was given after this moment."""
        if ask.kind == K.PICTURE:
            return ask.good.pk in self.pictures
        given = self.given.get((ask.good.maker_id, ask.about))
        return given is not None and _later(given, looked)

    def _is_over_since(self, ask: Ask, looked: datetime | None) -> bool:
        """Whether it was answered or is known by now, when it was asked by a look at the good at this moment."""
        if ask.kind == K.PAPER:
            return self._is_given(ask, looked)
        if ask.kind == K.PICTURE and self._is_given(ask, looked):
            return True
        if ask.kind in (K.WEIGHT, K.SIZE):
            return ask.value is not None
        if ask.kind == K.ANSWER and ask.value is not None and _later(ask.good.changed_at, looked):
            return True
        answered = ask.task.answered_at if ask.task else None
        return answered is not None and _later(answered, looked)


def _heard_since(offer: Offer, moment: datetime | None) -> bool:
    """Whether it was sent after this moment, and read back after that."""
    return _later(offer.sent_at, moment) and _later(offer.seen_at, offer.sent_at)


def known_of(good: Good, variant: Variant | None, kind: str, about: str) -> Any:
    """What is known of what an ask asks: an answer, grams, three sides in millimetres; None for nothing."""
    if kind == K.WEIGHT:
        return variant.weight_g if variant is not None else None
    if kind == K.SIZE:
        sides = [good.length_mm, good.width_mm, good.height_mm]
        return sides if all(sides) else None
    if kind != K.ANSWER:
        return None
    value = said_of(good, variant).get(about)
    return None if value in NOTHING else value


def handed_on(good: Good) -> list[MakerTask]:
    """What its maker has handed on and nobody has answered since, the oldest first."""
    rows = MakerTask.objects.filter(good=good, handed_at__isnull=False).select_related("variant")
    return [task for task in rows.order_by("handed_at", "pk") if task.waits]
