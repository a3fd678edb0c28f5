"""Choosing a block within the reader's scope: the filter nearly every list begins with."""

from django.http import Http404

from haat.places.models import Place
from haat.places.queries import blocks_within
from haat.web.ui.request import Request


class Blocks:
    """The blocks of a scope and the one chosen by `?block=` (its slug); 404 for a block outside the scope."""

    def __init__(self, request: Request, scope: Place) -> None:
        self.scope = scope
        self.all = sorted(blocks_within(scope), key=lambda block: str(block))
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
