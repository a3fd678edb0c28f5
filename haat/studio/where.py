"""Where a good is to be sold, as far as being ready depends on it, and what keeps one from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise

from haat.makers.models import Seller
from haat.pricing.channel_prices import UNIFORM

MART = "mart"
MAKER, COORDINATOR, DESK, FEDERATION = "maker", "coordinator", "desk", "federation"


@dataclass(frozen=True)
class PictureRule:
    """What a channel asks of pictures: the least longest side in pixels, whether the main one stands on white and how
    much of it the good fills (per cent), whether letters may stand on it, drawings pass, and how many there must be.

    `rendered`: whether it takes what looks like a photo and shows nothing real (`Picture.rendered`): what the
    demonstration has goes nowhere but to this machine.
    """

    least_side: int = 500
    white: bool = False
    least_fill: int = 0
    letters: bool = True
    drawings: bool = False
    rendered: bool = False
    least_number: int = 1
    most_number: int = 8


@dataclass(frozen=True)
class Where:
    """A place of sale: the mart's own shop, or an account at a channel.

    `asks_as`: the channel's word in `catalogue.Attribute.required_for`. `seller` sells there; None: each good's own.
    `away`: buyers of other states buy there. `marketplace`: it is run by somebody else (an enrolment is asked for).
    `place_id`: the stock place it sells from; None: from each maker. `delivery_days`: how long goods are on their way
    at the most, after `handling_days` until they leave. Food must have `life_left_days` or `life_left_bp` of its life
    left then, whichever is less, where the place itself asks for that (None: it does not); what is advised for all food
    that is sold online (`catalogue.freshness`) holds besides. `far_days`: the longest road of a place that sends
    what keeps for less to those who live nearer (the mart's shop); None where all buyers are alike.
    `prices`: the account's policy, of `pricing.channel_prices.POLICIES`.
    `asked`: product type → what the channel's own schema asks, in its own names; it wins over our tables. `also`:
    what it asked besides of goods of one of our kinds ("": of all of the type), in a preview or a refusal.
    """

    channel: str
    title: "str | Promise"
    asks_as: str
    seller: Seller | None = None
    away: bool = True
    marketplace: bool = True
    place_id: int | None = None
    delivery_days: int = 7
    life_left_days: int | None = None
    life_left_bp: int | None = None
    pictures: PictureRule = field(default_factory=PictureRule)
    asked: Mapping[str, Sequence[str]] = field(default_factory=dict)
    also: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)
    handling_days: int = 2
    far_days: int | None = None
    prices: str = UNIFORM


@dataclass(frozen=True)
class Reason:
    """Because of this (`sentence`) a good may not be sold there; `next_step` is the one thing to do, and `who` can.

    `code` groups (attribute_missing, paper_missing, picture_small …), `about` says which attribute, paper or picture.
    `stops` False: it may be sold, but not to everybody (`inside_state`), or something is not known ("ask").
    """

    code: str
    sentence: "str | Promise"
    next_step: "str | Promise"
    who: str
    about: str = ""
    stops: bool = True
