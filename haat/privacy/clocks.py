"""What is deleted by itself, and after how many days: each a clock, with the bounds the law sets."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haat.core.dates import today
from haat.delivery.models import Wish
from haat.doubles.models import Merge
from haat.helping.actions import FORGOTTEN
from haat.helping.models import Entry, Question
from haat.makers.models import Document, PaperFile
from haat.messages.models import Message
from haat.orders.actions.forgetting import NOBODY
from haat.orders.models import Order
from haat.people.models import PhoneCode
from haat.places.models import Mart
from haat.privacy.models import Export, Petition, Sealed
from haat.privacy.rules import A_YEAR, MOST_DAYS
from haat.roster.models import GroupsMerged

RULE_8 = _("Rule 8(3) DPDP: one year at least")
NO_WAY_BACK = _("Ninety days: then nothing is undone any more")


@dataclass(frozen=True)
class Clock:
    """`rows(mart, before)` are over; `days` unless a mart says otherwise, from `least` to `most`. `fixed`: the rows
    themselves say their day."""

    slug: str
    title: "str | Promise"
    law: "str | Promise"
    rows: Callable[[Mart, datetime], QuerySet[Any]]
    days: int
    least: int
    most: int = MOST_DAYS
    fixed: bool = False


def _messages(mart: Mart, before: datetime) -> QuerySet[Any]:
    rows = Message.objects.filter(mart=mart, made_at__lt=before).exclude(state=Message.State.WAITING)
    return rows.exclude(phone="", body="")


def _questions(mart: Mart, before: datetime) -> QuerySet[Any]:
    left = Entry.objects.filter(question=OuterRef("pk")).exclude(words=FORGOTTEN)
    return Question.objects.filter(Exists(left), mart=mart, answered_at__lt=before)


def _wishes(mart: Mart, before: datetime) -> QuerySet[Any]:
    return Wish.objects.filter(mart=mart, answered_at__lt=before).exclude(phone="")


def _addresses(mart: Mart, before: datetime) -> QuerySet[Any]:
    over = (Order.State.DONE, Order.State.CANCELLED)
    return Order.objects.filter(mart=mart, channel="mart", state__in=over, placed_at__lt=before).exclude(name=NOBODY)


def _papers(mart: Mart, before: datetime) -> QuerySet[Any]:
    refused = Document.State.REFUSED
    return PaperFile.objects.filter(maker__mart=mart, document__state=refused, given_at__lt=before)


def _codes(mart: Mart, before: datetime) -> QuerySet[Any]:
    # Codes of before their mart was kept are nobody's: they go when the last mart's clock may have run out.
    nobodys = Q(mart=None, made_at__lt=timezone.now() - timedelta(days=A_YEAR))
    return PhoneCode.objects.filter(Q(mart=mart, made_at__lt=before) | nobodys)


def _petitions(mart: Mart, before: datetime) -> QuerySet[Any]:
    left = ~Q(words="") | ~Q(phone="") | ~Q(answer__in=("", FORGOTTEN))
    return Petition.objects.filter(left, mart=mart, ended_at__lt=before)


def _merges(mart: Mart, before: datetime) -> QuerySet[Any]:
    return Merge.objects.filter(mart=mart, at__lt=before).exclude(undo__after={}, undo__lokos_id="")


def _group_merges(mart: Mart, before: datetime) -> QuerySet[Any]:
    return GroupsMerged.objects.filter(mart=mart, at__lt=before).exclude(undo__after={})


def _sealed(mart: Mart, before: datetime) -> QuerySet[Any]:
    return Sealed.objects.filter(mart=mart, until__lt=today())


def _exports(mart: Mart, before: datetime) -> QuerySet[Any]:
    return Export.objects.filter(petition__mart=mart, until__lt=timezone.now())


_ALL = (
    Clock("messages", _("Words and numbers of messages"), RULE_8, _messages, A_YEAR, A_YEAR),
    Clock("questions", _("Questions of makers, written and said"), RULE_8, _questions, 2 * A_YEAR, A_YEAR),
    Clock("wishes", _("Wishes of buyers that were answered"), RULE_8, _wishes, A_YEAR, A_YEAR),
    Clock(
        "addresses",
        _("Buyers’ names, numbers and addresses in orders"),
        _("The bill keeps what tax law asks, eight years"),
        _addresses,
        3 * A_YEAR,
        A_YEAR,
    ),
    Clock("papers", _("Pictures of papers that were refused"), _("The Act: no longer than needed"), _papers, 180, 30),
    Clock("codes", _("Codes to sign in"), _("The Act: no longer than needed"), _codes, 30, 1, A_YEAR),
    Clock("petitions", _("Words of answered petitions"), RULE_8, _petitions, 3 * A_YEAR, A_YEAR),
    Clock(
        "merges", _("What stood at two makers before they were made one"), NO_WAY_BACK, _merges, 90, 90, 90, fixed=True
    ),
    Clock(
        "group_merges",
        _("What stood at two groups before they were made one"),
        NO_WAY_BACK,
        _group_merges,
        90,
        90,
        90,
        fixed=True,
    ),
    Clock("sealed", _("What is sealed of who was erased"), RULE_8, _sealed, A_YEAR, A_YEAR, fixed=True),
    Clock("exports", _("Copies that were handed out"), _("Seven days"), _exports, 7, 7, 7, fixed=True),
)
CLOCKS = {clock.slug: clock for clock in _ALL}


def before(clock: Clock, days: int) -> datetime:
    """What is older than this is over."""
    return timezone.now() - timedelta(days=days)
