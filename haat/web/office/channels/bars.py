"""How goods stand at channels, as the parts of a bar; and where the money of a price goes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haat.channels.models import Offer
from haat.channels.queries import WAITING
from haat.channels.showing import Money

State = Offer.State


@dataclass(frozen=True)
class Band:
    """One part of a bar: its class, where it begins and how wide it is (per cent), what it says and how many."""

    kind: str
    label: "str | Promise"
    number: int
    start: float
    wide: float
    states: str = ""


# Class, heading and the states that are counted together.
KINDS: "Sequence[tuple[str, str | Promise, tuple[str, ...]]]" = (
    ("live", _("Live"), (State.LIVE,)),
    ("hidden", _("Hidden"), (State.HIDDEN,)),
    ("waiting", _("Waiting"), WAITING),
    ("refused", _("Refused"), (State.REFUSED,)),
    ("blocked", _("Blocked"), (State.BLOCKED, State.PAUSED)),
)


def standing(counts: Mapping[str, int]) -> list[Band]:
    """The five parts of an account's bar, also those that are empty."""
    numbers = [sum(counts.get(str(state), 0) for state in states) for _kind, _label, states in KINDS]
    return _bands([(kind, label) for kind, label, _states in KINDS], numbers)


def own(counts: Mapping[str, int]) -> list[Band]:
    """The same of goods in the mart's own shop, told by the names of the parts."""
    return _bands([(kind, label) for kind, label, _s in KINDS], [counts.get(kind, 0) for kind, _l, _s in KINDS])


def _bands(kinds: "Sequence[tuple[str, str | Promise]]", numbers: Sequence[int]) -> list[Band]:
    whole, start, found = sum(numbers) or 1, 0.0, []
    for (kind, label), number in zip(kinds, numbers, strict=True):
        wide = 100 * number / whole
        found.append(Band(kind, label, number, round(start, 2), round(wide, 2)))
        start += wide
    return found


def chosen(ready: int, paper: int, picture: int, answer: int, other: int) -> list[Band]:
    """What of chosen goods is ready, and what the others need first; parts that are empty are left out."""
    kinds = [
        ("ready", _("ready")),
        ("paper", _("need a paper")),
        ("picture", _("need a picture")),
        ("answer", _("need an answer")),
        ("other", _("need something else")),
    ]
    bands = _bands(kinds, [ready, paper, picture, answer, other])
    return [band for band in bands if band.number]


@dataclass(frozen=True)
class Parts:
    """Of a price at one scale with others: what reaches the maker, what the channel takes, and the rest."""

    money: Money
    bands: list[Band]

    @property
    def rest_paise(self) -> int:
        """Tax, the mart's costs, and what is kept back for the tax office."""
        reach = self.money.reach
        return self.money.price_paise - reach.maker - reach.taken


def scaled(rows: Sequence[Money]) -> list[Parts]:
    """Each price as a bar, all at the scale of the dearest."""
    most = max((row.price_paise for row in rows), default=0) or 1
    found = []
    for row in rows:
        reach, start, bands = row.reach, 0.0, []
        maker = max(0, reach.maker)
        kind = "about" if row.account is not None and reach.estimated else "maker"
        for name, paise in ((kind, maker), ("taken", reach.taken), ("rest", row.price_paise - maker - reach.taken)):
            wide = 100 * max(0, paise) / most
            if wide:
                bands.append(Band(name, "", paise, round(start, 2), round(wide, 2)))
            start += wide
        found.append(Parts(row, bands))
    return found
