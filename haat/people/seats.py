"""Where a person is somebody besides her roles: rooms above say in which marts (`seat`), this room asks them all.

Whoever gives her a role, or shuts her out, must not thereby reach what is hers there.
"""

from collections.abc import Callable, Iterable

from haat.people.models import User
from haat.places.models import Mart

Marts = Callable[[User], Iterable[int]]
_ASKED: list[Marts] = []


def seat(marts: Marts) -> Marts:
    """Register who answers in which marts, by key, a person has something of her own."""
    _ASKED.append(marts)
    return marts


def is_seated(user: User) -> bool:
    """True when something is hers in any mart."""
    return any(True for marts in _ASKED for _mart in marts(user))


def seated_elsewhere(user: User, mart: Mart) -> bool:
    """True when something is hers in another mart of this installation."""
    return any(pk != mart.pk for marts in _ASKED for pk in marts(user))
