"""Choosing a block within the reader's scope: the filter nearly every list begins with."""

from django.http import Http404

from haat.places.models import Mart, Place
from haat.places.queries import blocks_within
from haat.web.ui.request import Request


class Blocks:
    """The blocks of a scope and the one chosen by `?block=` (its slug); 404 for a block outside the scope.

    They are those the process knows with its mart, which it reads anew every half minute.
    """

    def __init__(self, request: Request, scope: Place) -> None:
        self.scope = scope
        found = [each for each in _kept(request.mart) if scope.contains(each)]
        self.all = sorted(found, key=lambda block: str(block))
        wanted = request.GET.get("block", "")
        self.chosen = next((block for block in self.all if block.slug == wanted), None)
        if wanted and self.chosen is None:
            raise Http404

    @property
    def place(self) -> Place:
        """Where to look: the block chosen, or the whole scope."""
        return self.chosen or self.scope

    @property
    def one(self) -> bool:
        """True when there is nothing to choose."""
        return len(self.all) < 2


def _kept(mart: Mart) -> list[Place]:
    """The blocks of a mart, asked for once as long as the process keeps the mart."""
    found: list[Place] = mart.__dict__.get("_blocks", [])
    if not found:
        found = mart.__dict__["_blocks"] = list(blocks_within(mart.place))  # whole at once: threads share the mart
    return found
