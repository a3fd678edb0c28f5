"""How goods stand at channels, as the parts of a bar; and where the money of a price goes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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
    ("live", pgettext_lazy("goods at a channel", "Live"), (State.LIVE,)),
    ("hidden", pgettext_lazy("goods at a channel", "Hidden"), (State.HIDDEN,)),
    ("waiting", pgettext_lazy("goods at a channel", "Waiting"), WAITING),
    ("refused", pgettext_lazy("goods at a channel", "Refused"), (State.REFUSED,)),
    ("blocked", pgettext_lazy("goods at a channel", "Blocked"), (State.BLOCKED, State.PAUSED)),
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
class Piece:
    """A piece as it was settled, in paise: what the buyer paid, what reached its maker, what the channel took."""

    price: int
    maker: int
    taken: int


@dataclass(frozen=True)
class Parts:
    """Of a price at one scale with others: what reaches the maker, what the channel takes, and the rest."""

    money: Money
    bands: list[Band]
    piece: Piece

    @property
    def rest_paise(self) -> int:
        """Tax, the mart's costs, and what is kept back for the tax office."""
        return self.piece.price - self.piece.maker - self.piece.taken


def scaled(rows: Sequence[Money], settled: Sequence[Piece | None] = ()) -> list[Parts]:
    """Each price as a bar, all at the scale of the dearest; `settled` pieces stand in the place of their estimates."""
    known = [*settled, *(None for _row in rows)]
    pieces = [known[at] or Piece(row.price_paise, row.reach.maker, row.reach.taken) for at, row in enumerate(rows)]
    most = max((piece.price for piece in pieces), default=0) or 1
    return [
        Parts(row, _split(piece, most, about=not known[at] and row.account is not None and row.reach.estimated), piece)
        for at, (row, piece) in enumerate(zip(rows, pieces, strict=True))
    ]


def _split(piece: Piece, most: int, *, about: bool) -> list[Band]:
    """The parts of one bar; parts that are empty are left out."""
    start, bands = 0.0, []
    maker = max(0, piece.maker)
    kind = "about" if about else "maker"
    for name, paise in ((kind, maker), ("taken", piece.taken), ("rest", piece.price - maker - piece.taken)):
        wide = 100 * max(0, paise) / most
        if wide:
            bands.append(Band(name, "", paise, round(start, 2), round(wide, 2)))
        start += wide
    return bands
