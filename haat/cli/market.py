"""The marketplace at which the demonstration sells while it is filled: the double of Amazon, within this process.

Its clock is the demonstration's, which is set back and moved on day by day. What came of it is written down at the end,
and the double that is served beside the demonstration goes on there.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.conf import settings

from haat.cli.rehearsing import marketplace_is_set_up, world_file

if TYPE_CHECKING:
    from haat.cli.rehearsal.amazon import AmazonDouble

SEED = 814112


class Rehearsed:
    """It opens when the demonstration asks for it: one that is there already needs none."""

    channel = "amazon"

    def __init__(self) -> None:
        self._double: AmazonDouble | None = None
        self._before = dict(settings.CHANNELS)

    def opens(self) -> Mapping[str, str]:
        """Answer from now on; the keys of an account there, by the names its channel has for them."""
        from haat.channels.channel import get
        from haat.cli.rehearsal.amazon import AmazonDouble

        self._double = AmazonDouble(seed=SEED)
        self._double.start()
        told = self._double.environment()
        settings.CHANNELS.update({name.removeprefix("HAAT_").lower(): value for name, value in told.items()})
        return {name: told[variable] for name, variable in get(self.channel).environment.items() if variable in told}

    def tell(self, commands: Mapping[str, Any]) -> Mapping[str, Any]:
        """Have something happen there, as its control page does: what came of each command."""
        assert self._double is not None
        done: Mapping[str, Any] = self._double.control.do(dict(commands))["done"]
        return done

    def closes(self) -> None:
        """It stands as it stands; a double that is served later goes on there."""
        if self._double is not None:
            self._double.keep_in(world_file())
            self.stop()

    def stop(self) -> None:
        """Answer no more."""
        if self._double is not None:
            self._double.stop()
            self._double = None
        settings.CHANNELS.clear()
        settings.CHANNELS.update(self._before)


@contextmanager
def rehearsed() -> Iterator[Rehearsed | None]:
    """One to sell at; None where an operator has said where the marketplace is: the demonstration tells it nothing."""
    if marketplace_is_set_up():
        yield None
        return
    market = Rehearsed()
    try:
        yield market
    finally:
        market.stop()
