"""Circles of objects are looked for seldom while many rows are worked off, and as usual afterwards."""

import gc

import pytest

from haat.core.garbage import SELDOM, seldom_collected


def test_it_is_as_before_when_the_last_has_left_also_by_an_error():
    usual = gc.get_threshold()
    first, second = seldom_collected(), seldom_collected()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert gc.get_threshold() == (SELDOM, *usual[1:])
    second.__exit__(None, None, None)
    assert gc.get_threshold() == usual
    with pytest.raises(ZeroDivisionError), seldom_collected():
        raise ZeroDivisionError
    assert gc.get_threshold() == usual
