"""What a channel's call may use of an account: its quota, counted for all workers, and the schemas that are kept."""

import time
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from haat.channels.actions import quotas
from haat.channels.actions.schemas import keep_schema
from haat.channels.channel import Channel, Line, Throttled
from haat.channels.models import Account, Schema

# A schema is read anew after so long: a channel changes them without a word.
FRESH = timedelta(hours=24)
# Seconds for which a call waits for its token; what takes longer is for another turn.
PATIENCE = 5.0
pause = time.sleep


class NoToken(Throttled):
    """We ourselves do not ask: no token comes soon enough. Nothing is wrong."""


class AccountLine(Line):
    """The line of one account, for one turn: what it has read of schemas it keeps in mind."""

    def __init__(self, account: Account, channel: Channel, *, patience: float = PATIENCE) -> None:
        self._account, self._channel, self._patience = account, channel, patience
        self._schemas: dict[str, Mapping[str, Any] | None] = {}
        self._last = ""
        self.calls = 0  # for which there was a token

    def spend(self, operation: str) -> None:
        """Take a token for a call, waiting for it a little. Raises NoToken. What has no rate is not counted."""
        self._last = operation
        rate = self._channel.rates.get(operation)
        if rate is None:
            self.calls += 1
            return
        waited = 0.0
        while wait := quotas.take(self._account.pk, operation, rate):
            if waited + wait > self._patience:
                raise NoToken(after=wait)
            pause(wait)
            waited += wait
        self.calls += 1

    def learn(self, operation: str, *, rate: float) -> None:
        """A header told how many calls a second there may be."""
        known = self._channel.rates.get(operation)
        if known is not None and rate > 0:
            quotas.learn(self._account.pk, operation, known, rate)

    def refused(self, error: Throttled) -> None:
        """The channel refused a call for which there was a token: from now on fewer are made."""
        rate = self._channel.rates.get(self._last)
        if rate is not None and not isinstance(error, NoToken):
            quotas.lower(self._account.pk, self._last, rate, told=error.rate)

    def schema(self, product_type: str) -> Mapping[str, Any] | None:
        """What is kept of the account's schema for a product type; None when it was never read, or too long ago."""
        if product_type not in self._schemas:
            kept = Schema.objects.filter(account=self._account, product_type=product_type)
            row = kept.filter(read_at__gt=timezone.now() - FRESH).first()
            self._schemas[product_type] = row.body if row else None
        return self._schemas[product_type]

    def keep_schema(self, product_type: str, version: str, body: Mapping[str, Any]) -> None:
        """Keep a schema as it was read now; where it says otherwise than before, its goods are looked at anew."""
        keep_schema(self._account, product_type, version=version, body=body)
        self._schemas[product_type] = body
