"""The toy bazaar, for pages of accounts."""

from tests.channels.conftest import account, bazaar, depot, says

__all__ = ["account", "bazaar", "depot", "says"]
