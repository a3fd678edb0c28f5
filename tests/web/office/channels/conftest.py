"""The toy bazaar, for pages of accounts."""

from tests.channels.conftest import account, bazaar, says

__all__ = ["account", "bazaar", "says"]
