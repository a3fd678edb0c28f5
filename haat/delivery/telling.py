"""What buyers are told of their parcels, and whether a message brings it to them."""

from haat.delivery import carriers, notices
from haat.delivery.models import Parcel, Round
from haat.messages.notices import Notice
from haat.messages.queries import carried


def notice_of(parcel: Parcel) -> Notice:
    """What a text message says of a parcel that is brought: with its code when one is asked for, with the cash."""
    by_code = carriers.get(parcel.carrier).code_at_door
    if parcel.collect_paise:
        return notices.CODE_CASH if by_code else notices.COMES_CASH
    return notices.CODE_TOLD if by_code else notices.COMES


def gets_message(parcel: Parcel, notice: Notice) -> bool:
    """Whether its buyer left a number, and a sender is set up that carries the notice."""
    return parcel.part.order.reachable and carried(notice, parcel.mart)


def gets_code(parcel: Parcel) -> bool:
    """Whether a message brings its buyer the code."""
    return gets_message(parcel, notice_of(parcel))


def some_get_messages(of: Round) -> bool:
    """Whether a message goes to any buyer of a round that leaves. One statement."""
    return any(gets_code(parcel) for parcel in of.parcels.select_related("part__order", "mart"))
