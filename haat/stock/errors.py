"""What stock refuses."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from haat.core.errors import HaatError, Stale


class OutOfStock(HaatError):
    """Fewer pieces are free than were asked for; `available` says how many."""

    def __init__(self, variant_id: int, available: int) -> None:
        sentence = (
            ngettext_lazy(
                "Quantity: only %(available)d piece is left. Take that one, or choose another good.",
                "Quantity: only %(available)d pieces are left. Take fewer, or choose another good.",
                available,
            )
            if available
            else _("This good has just been sold. Take it out of the basket, or choose another.")
        )
        super().__init__("stock.out_of_stock", sentence, field="quantity", available=available)
        self.variant_id, self.available = variant_id, available


class NotPromised(HaatError):
    """More pieces than are promised to this order, or are out for it."""

    def __init__(self, *, pieces: int, there: int) -> None:
        super().__init__(
            "stock.not_promised",
            _("Pieces: only %(there)d of this order are there, not %(pieces)d. Open the order again and look."),
            field="pieces",
            pieces=pieces,
            there=there,
        )
        self.pieces, self.there = pieces, there


class CountedTooFew(HaatError):
    """A count below what is promised to buyers."""

    def __init__(self, *, on_hand: int, reserved: int) -> None:
        super().__init__(
            "stock.counted_too_few",
            _(
                "Pieces: %(reserved)d are promised to buyers, so there cannot be only %(on_hand)d. "
                "Count again, or cancel an order first."
            ),
            field="on_hand",
            on_hand=on_hand,
            reserved=reserved,
        )
        self.on_hand, self.reserved = on_hand, reserved


class Recounted(Stale):
    """She counted when other pieces stood there than do now."""

    def __init__(self, *, pieces: int, seen: int, now: int) -> None:
        super().__init__(
            "stock.recounted",
            _("You counted %(pieces)s when %(seen)s stood here. Now %(now)s stand here: count once more."),
            field="pieces",
            pieces=pieces,
            seen=seen,
            now=now,
        )


class CapacityPromised(HaatError):
    """A week's capacity below what is promised in it."""

    def __init__(self, *, capacity: int, reserved: int) -> None:
        super().__init__(
            "stock.capacity_promised",
            _(
                "Pieces a week: %(reserved)d are promised in this week, so it cannot be %(capacity)d. "
                "Write at least %(reserved)d."
            ),
            field="capacity",
            capacity=capacity,
            reserved=reserved,
        )
        self.capacity, self.reserved = capacity, reserved


class BadPieces(HaatError):
    """Pieces that are not a whole number within reason."""

    def __init__(self, *, field: str, least: int, most: int) -> None:
        super().__init__(
            "stock.bad_pieces",
            _("Pieces: write a whole number from %(least)d to %(most)d."),
            field=field,
            least=least,
            most=most,
        )


class NameMissing(HaatError):
    """A place without a name."""

    def __init__(self) -> None:
        super().__init__("stock.name_missing", _("Name: write what people call the place."), field="name")


class NameTaken(HaatError):
    """Another open place of the mart bears this name."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "stock.name_taken",
            _("Name: there is a place called %(name)s already. Choose another name, or change that place."),
            field="name",
            name=name,
        )


class WhereMissing(HaatError):
    """Nobody said where the place is."""

    def __init__(self) -> None:
        super().__init__("stock.where_missing", _("Block: choose where the place is."), field="where")


class NotItsPlace(HaatError):
    """A place outside the mart's own."""

    def __init__(self) -> None:
        super().__init__("stock.not_its_place", _("Block: choose one within the district."), field="where")


class BadPlaceField(HaatError):
    """An address nobody would find."""

    def __init__(self, field: str) -> None:
        super().__init__(
            f"stock.bad_{field}",
            _("Address: write house, street and village, so that the rider finds it."),
            field=field,
        )


class MarketplaceMissing(HaatError):
    """A warehouse of nobody."""

    def __init__(self) -> None:
        super().__init__(
            "stock.marketplace_missing",
            _("Marketplace: write whose warehouse it is, in small letters: amazon, flipkart."),
            field="channel",
        )


class NotAMarketplace(HaatError):
    """A warehouse of the mart's own shop or of a counter, or another shop of the mart."""

    def __init__(self, channel: str) -> None:
        super().__init__(
            "stock.not_a_marketplace",
            _("Marketplace: %(channel)s is our own. Write whose warehouse it is, or open a hub instead."),
            field="channel",
            channel=channel,
        )


class PlaceClosed(HaatError):
    """Nothing goes to a place that was closed, and nothing of it changes any more."""

    def __init__(self, name: str, *, field: str = "target") -> None:
        super().__init__("stock.place_closed", _("%(name)s is closed. Choose another place."), field=field, name=name)


class PlaceNotEmpty(HaatError):
    """A place that still holds pieces, or to or from which some are on their way."""

    def __init__(self, name: str, *, lying: int, going: int) -> None:
        super().__init__(
            "stock.place_not_empty",
            _(
                "%(name)s cannot be closed yet: %(lying)d pieces lie there, %(going)d are on the way or missing. "
                "Send on what lies there, count what comes, and say what became of the missing ones."
            ),
            name=name,
            lying=lying,
            going=going,
        )
        self.lying, self.going = lying, going


class MakersSell(HaatError):
    """Every channel sells what lies with its maker: nothing is said of that place by place."""

    def __init__(self) -> None:
        super().__init__(
            "stock.makers_sell", _("What lies with its maker is sold everywhere. Nothing was changed."), field="channel"
        )


class SoldByItsMarketplace(HaatError):
    """Only the marketplace whose warehouse it is sells what lies there."""

    def __init__(self, channel: str) -> None:
        super().__init__(
            "stock.sold_by_its_marketplace",
            _("What lies in this warehouse is sold by %(channel)s only."),
            field="channel",
            channel=channel,
        )


class CounterSells(HaatError):
    """A counter sells only where it stands."""

    def __init__(self, name: str) -> None:
        super().__init__("stock.counter_sells", _("%(name)s has no counter of that name."), field="channel", name=name)


class SamePlace(HaatError):
    """From a place to itself."""

    def __init__(self) -> None:
        super().__init__("stock.same_place", _("Where to: choose another place than the goods lie at."), field="target")


class NothingSent(HaatError):
    """A dispatch without pieces."""

    def __init__(self) -> None:
        super().__init__(
            "stock.nothing_sent", _("Pieces: write how many pieces go, for one good at least."), field="pieces"
        )


class TooManyLines(HaatError):
    """More goods on one challan than can be counted on one page."""

    def __init__(self, most: int) -> None:
        super().__init__(
            "stock.too_many_lines",
            _("Pieces: at most %(most)d goods go with one challan. Send the others with a second one."),
            field="pieces",
            most=most,
        )


class NotFree(HaatError):
    """More pieces than lie there unpromised; `free` says how many do."""

    def __init__(self, variant_id: int, *, pieces: int, free: int) -> None:
        super().__init__(
            "stock.not_free",
            _(
                "Pieces: only %(free)d are free there, not %(pieces)d. "
                "Send fewer; the others are promised to buyers, or were sent on."
            ),
            field="pieces",
            pieces=pieces,
            free=free,
        )
        self.variant_id, self.free = variant_id, free


class NotHers(HaatError):
    """Pieces of one maker sent to another."""

    def __init__(self) -> None:
        super().__init__(
            "stock.not_hers",
            _("Where to: these goods are not all of this maker. Send to her only what is hers."),
            field="target",
        )


class CountedTooMany(HaatError):
    """More pieces came, or were found, than were sent."""

    def __init__(self, variant_id: int, *, sent: int) -> None:
        super().__init__(
            "stock.counted_too_many",
            _("Pieces: %(sent)d were sent. Write those, and count what lies there besides at the place."),
            field="pieces",
            sent=sent,
        )
        self.variant_id = variant_id


class NotReceived(HaatError):
    """Nothing can be missing before it was counted."""

    def __init__(self) -> None:
        super().__init__("stock.not_received", _("Nothing is missing here. Count first what has come."))


class WhyMissing(HaatError):
    """Pieces are written off only with a reason."""

    def __init__(self) -> None:
        super().__init__(
            "stock.why_missing", _("Reason: write what became of the pieces that were not found."), field="reason"
        )
