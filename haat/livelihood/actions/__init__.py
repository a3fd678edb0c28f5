"""The only writes to work and earnings."""

from haat.livelihood.actions.months import rebuild, refresh
from haat.livelihood.actions.ruling import set_day_rule

__all__ = ["rebuild", "refresh", "set_day_rule"]
