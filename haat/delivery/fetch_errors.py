"""What is refused of pick-ups and of clashes: to riders and the desk, never to buyers."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from haat.core.errors import HaatError


class NoHub(HaatError):
    """Not an open place of this mart where parcels can be brought to."""

    def __init__(self) -> None:
        super().__init__("delivery.no_hub", _("Bring to: choose a place of this mart that is open."), field="hub")


class OwnParcels(HaatError):
    """A rider who counts what he brought, or answers what is asked of him."""

    def __init__(self) -> None:
        super().__init__(
            "delivery.own_parcels",
            _("Parcels: somebody else than their rider counts them and answers for them. Ask a colleague."),
        )


class AlreadyTaken(HaatError):
    """Another rider says that he has the parcel."""

    conflict = True

    def __init__(self, number: str, rider: str) -> None:
        super().__init__(
            "delivery.already_taken",
            _("Parcel %(number)s: %(rider)s has taken it already. Look at the label once more, and tell the desk."),
            number=number,
            rider=rider,
        )


class PickupReceived(HaatError):
    """The parcels of a pick-up have been counted at the hub, and this one stands there otherwise."""

    conflict = True

    def __init__(self, number: str = "") -> None:
        super().__init__(
            "delivery.pickup_received",
            _("These parcels were counted at the hub already. Ask the desk what stands there of parcel %(number)s.")
            if number
            else _("These parcels were counted at the hub already. Load the page again to see how."),
            number=number,
        )


class PickupBegun(HaatError):
    """A pick-up on which something was taken is not dropped."""

    def __init__(self) -> None:
        super().__init__(
            "delivery.pickup_begun",
            _("The rider has taken parcels already. Receive them at the hub; what he did not fetch waits again then."),
        )


class PickupDropped(HaatError):
    """A pick-up was given up before its rider's word came."""

    conflict = True

    def __init__(self, number: str) -> None:
        super().__init__(
            "delivery.pickup_dropped",
            _("This pick-up was dropped in the meantime. Tell the desk what you did with parcel %(number)s."),
            number=number,
        )


class CountDiffers(HaatError):
    """Another number counted than was ticked."""

    def __init__(self, ticked: int, counted: int) -> None:
        super().__init__(
            "delivery.count_differs",
            _("Counted: %(counted)s parcels, but %(ticked)s are ticked. Count once more, and tick each that is there."),
            field="counted",
            ticked=ticked,
            counted=counted,
        )


class OutcomeMissing(HaatError):
    """Where a parcel was found, or that it was not."""

    def __init__(self) -> None:
        super().__init__("delivery.outcome_missing", _("Where it is: choose what you were told."), field="outcome")


class UnknownParcel(HaatError):
    """No parcel of the mart bears this number."""

    def __init__(self, field: str = "number") -> None:
        super().__init__(
            "delivery.unknown_parcel",
            _("Number: no parcel of ours bears it. Look at the label once more; type it as it stands there."),
            field=field,
        )


class ParcelsLieThere(HaatError):
    """A place cannot be closed while parcels lie there; `numbers` are theirs."""

    def __init__(self, name: str, numbers: Sequence[str]) -> None:
        super().__init__(
            "delivery.parcels_lie_there",
            ngettext_lazy(
                "%(name)s cannot be closed yet: %(count)d parcel lies there, %(first)s. Let it go on first.",
                "%(name)s cannot be closed yet: %(count)d parcels lie there, the first is %(first)s. "
                "Let them go on first.",
                len(numbers),
            ),
            name=name,
            count=len(numbers),
            first=numbers[0],
        )


class PickupOnItsWay(HaatError):
    """A place cannot be closed while a rider fetches parcels for it."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "delivery.pickup_on_its_way",
            _("%(name)s cannot be closed yet: a rider is to bring parcels there. Count them, or drop the pick-up."),
            name=name,
        )


class ParcelAskedAbout(HaatError):
    """A place cannot be closed while a parcel is looked for that may be found there."""

    def __init__(self, name: str, number: str) -> None:
        super().__init__(
            "delivery.parcel_asked_about",
            _("%(name)s cannot be closed yet: parcel %(number)s is missed there. Answer the question about it first."),
            name=name,
            number=number,
        )
