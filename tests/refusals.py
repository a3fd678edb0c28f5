"""`with refused("price.zero"): …` passes when exactly that HaatError is raised."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from haat.core.errors import HaatError


@contextmanager
def refused(code: str, *, field: str | None = None) -> Iterator[pytest.ExceptionInfo[HaatError]]:
    """Expect a HaatError with this code (and field) and a sentence that can be read."""
    with pytest.raises(HaatError) as caught:
        yield caught
    assert caught.value.code == code
    assert field in (None, caught.value.field)
    assert "%(" not in caught.value.message
