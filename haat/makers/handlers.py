"""What rooms below ask of this one."""

from collections.abc import Iterable

from haat.makers.models import Member
from haat.people.models import User
from haat.people.seats import seat


@seat
def _of_makers(user: User) -> Iterable[int]:
    """Where she is a member of a maker: its phone opens passbook, prices and shares to her."""
    return Member.objects.filter(user=user, active=True).order_by().values_list("maker__mart", flat=True).distinct()
