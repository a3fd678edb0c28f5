"""Where a good sells, in her words: the mart's own shop, marketplaces, and lists that others fetch.

Only where a buyer can buy it now is it said to be on sale; what was sent or accepted waits.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from haat.channels.asks import Ask, joined, open_asks
from haat.channels.feeds.showing import InFeed, asked_by, feeds_with
from haat.channels.queries import Sold
from haat.channels.selling import EMPTY, HELD, HIDDEN, LIVE, PAUSED, SENT, WAITING, There, selling_of
from haat.core.languages import best
from haat.web.maker.goods.rows import Row, S
from haat.web.ui.dates import date_near

# What stands before a row: its icon and its tone.
MARKS = {
    LIVE: ("check", "done"),
    HIDDEN: ("question", "note"),
    WAITING: ("clock", "note"),
    SENT: ("clock", "note"),
    EMPTY: ("cross", "wrong"),
    PAUSED: ("pause", ""),
    HELD: ("question", "note"),
}
NEXT_MARK = ("clock", "note")
SHOP_MARKS = {S.LIVE: ("check", "done"), S.PAUSED: ("pause", ""), "sold_out": ("cross", "wrong")}


@dataclass(frozen=True)
class Place:
    """A place of sale in one row: how the good stands there (`line`, and `more`), and what was sold there."""

    title: "str | Promise"
    mark: str
    tone: str
    line: str
    more: str = ""
    asked: str = ""
    sold: Sold | None = None


@dataclass(frozen=True)
class Selling:
    """Where a good sells, and what is asked of her about it."""

    places: Sequence[Place]
    asks: Sequence[Ask]

    @property
    def estimated(self) -> bool:
        """Whether what some of it brought is not settled yet."""
        return any(place.sold is not None and place.sold.pieces and place.sold.estimated for place in self.places)

    @property
    def key(self) -> str:
        """The words of the key that leads to the questions."""
        number = len(self.asks)
        return ngettext("Answer %(n)s question", "Answer %(n)s questions", number) % {"n": number} if number else ""


def selling(row: Row) -> Selling | None:
    """All places where a good of hers sells or is to sell (its maker and mart loaded); None before the shop has it."""
    good = row.good
    if good.state not in (S.LIVE, S.PAUSED):
        return None
    shop, there = selling_of(good)
    feeds = feeds_with(good)
    more = [ask for ask in asked_by(good, feeds) if not ask.handed_on]
    asks = joined(open_asks(good.maker, good_id=good.pk), more)
    asked = Counter(account for ask in asks for account in {cause.account_id for cause in ask.causes})
    by_feed = Counter(str(title) for ask in asks for title in {title for _reason, title in ask.reasons})
    places = [_shop(row, shop), *(_at(each, asked) for each in there), *(_feed(each, by_feed) for each in feeds)]
    return Selling(places, asks)


def _shop(row: Row, sold: Sold) -> Place:
    mark, tone = SHOP_MARKS[row.state]
    line = str(row.word)
    if row.state == S.LIVE and row.good.live_at:
        line = _("Since %(day)s") % {"day": date_near(row.good.live_at)}
    return Place(best(row.good.mart.names).text, mark, tone, line, sold=sold)


def _at(there: There, asked: Mapping[int, int]) -> Place:
    mark, tone = MARKS.get(there.state, NEXT_MARK)
    number = asked.get(there.account.pk, 0)
    return Place(there.title, mark, tone, _line(there), _more(there, number), _asked(number), there.sold)


def _asked(number: int) -> str:
    return ngettext("%(n)s question for you", "%(n)s questions for you", number) % {"n": number} if number else ""


def _line(there: There) -> str:
    day = date_near(there.since) if there.since else ""
    lines = {
        LIVE: _("Since %(day)s") if day else _("On sale there"),
        HIDDEN: _("It stands there, but buyers do not find it"),
        WAITING: _("Waits: %(where)s looks at it, since %(day)s"),
        SENT: _("Sent. %(where)s has not answered yet"),
        EMPTY: _("Sold out there"),
        PAUSED: _("Paused by the desk"),
        HELD: _("Not there yet"),
    }
    return lines.get(there.state, _("It goes there next")) % {"day": day, "where": there.title}


def _more(there: There, number: int) -> str:
    """What is to be known besides: how many sizes, why not yet and whose work that is, whether anybody hears of it."""
    told = []
    if there.state == LIVE and there.live < there.sizes:
        told.append(_("%(n)s of %(all)s sizes") % {"n": there.live, "all": there.sizes})
    if there.why is not None:
        told.append(str(there.why.sentence))
        if not number and there.who in ("desk", "federation"):
            told.append(_("The desk works on it.") if there.who == "desk" else _("Your federation works on it."))
    if there.quiet:
        told.append(_("We do not hear from there now. The desk works on it."))
    return " ".join(told)


def _feed(feed: InFeed, asked: Mapping[str, int]) -> Place:
    """Whether the list that somebody fetches tells of it; what is shown there nobody reads back."""
    if not feed.shown:
        why = str(feed.reason.sentence) if feed.reason is not None else ""
        return Place(feed.title, "question", "note", _("Not there yet"), why, _asked(asked.get(str(feed.title), 0)))
    if not feed.made:
        return Place(
            feed.title, "clock", "note", _("It comes into the next list for %(where)s") % {"where": feed.title}
        )
    if feed.fetched_at is None:
        line = _("It stands in our list. %(where)s has not fetched it yet") % {"where": feed.title}
        return Place(feed.title, "clock", "note", line)
    told = {"where": feed.title, "day": date_near(feed.fetched_at)}
    return Place(feed.title, "check", "note", _("In our list, which %(where)s fetched on %(day)s") % told)
