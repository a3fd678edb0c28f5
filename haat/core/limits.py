"""How often a thing may be tried: counts in the shared cache, in fixed windows."""

import time

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from haat.core.errors import HaatError


def hit(name: str, *, most: int, seconds: int) -> None:
    """Count one try under `name`; raises HaatError(limits.too_many) beyond `most` in `seconds`."""
    key = f"limit:{name}:{int(time.time()) // seconds}"
    cache.add(key, 0, timeout=seconds)
    try:
        tries = cache.incr(key)
        cache.touch(key, timeout=seconds)  # counting on takes some caches' default time, shorter than the window
    except ValueError:  # the window ended between the two calls
        tries = 1
    if tries > most:
        raise HaatError("limits.too_many", _("Too many tries. Wait ten minutes, then try again."))
