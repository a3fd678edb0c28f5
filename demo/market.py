"""The marketplace on this machine at which the demonstration sells: what is asked of whoever plays it."""

from collections.abc import Mapping
from typing import Any, Protocol


class Market(Protocol):
    """A marketplace that is played. `channel` is the folder of ours that speaks to it."""

    channel: str

    def opens(self) -> Mapping[str, str]:
        """Answer from now on; the keys of an account there, by the names its channel has for them."""

    def tell(self, commands: Mapping[str, Any]) -> Mapping[str, Any]:
        """Have something happen there, as its control page does: what came of each command."""

    def closes(self) -> None:
        """It stands as it stands; a double that is served later goes on there."""
