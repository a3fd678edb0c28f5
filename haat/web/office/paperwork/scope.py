"""What a reader of this room reaches: blocks for who has a place, a federation for its accountant."""

from dataclasses import dataclass

from django.http import Http404

from haat.catalogue.models import Craft
from haat.catalogue.queries import crafts
from haat.core.languages import best
from haat.makers.models import MakerQuerySet, Organisation
from haat.makers.queries import organisations_of
from haat.makers.rules import federations_of
from haat.paperwork.queries import makers_reached, narrowed
from haat.people.rules import scope
from haat.web.office.desk.blocks import Blocks
from haat.web.office.desk.listing import ids, typed
from haat.web.ui.request import Request


@dataclass
class Reach:
    """The makers a reader reaches, narrowed by `?block=`, `?federation=` and `?craft=`; `narrows`: one was chosen."""

    blocks: Blocks | None
    federations: list[Organisation]
    crafts: list[Craft]
    federation: Organisation | None
    craft: Craft | None
    makers: MakerQuerySet

    @property
    def narrows(self) -> bool:
        return bool((self.blocks and self.blocks.chosen) or self.federation or self.craft)

    @property
    def federation_choices(self) -> list[tuple[str, str]]:
        return [(str(one.pk), best(one.names).text) for one in self.federations]

    @property
    def craft_choices(self) -> list[tuple[str, str]]:
        return [(one.slug, best(one.names).text) for one in self.crafts]


def reach(request: Request, deed: str) -> Reach:
    """What is chosen of all that the reader reaches. Raises 404 for a block or federation of others."""
    place = scope(request.user, request.mart, deed)
    blocks = Blocks(request, place) if place is not None else None
    of_hers = organisations_of(request.mart) if place is not None else federations_of(request.user, request.mart, deed)
    federations = [one for one in of_hers if one.kind == Organisation.Kind.FEDERATION or place is None]
    wanted = ids([request.GET.get("federation", "")])
    federation = next((one for one in federations if wanted and one.pk == wanted[0]), None)
    if wanted and federation is None:
        raise Http404
    known = list(crafts())
    craft = next((one for one in known if one.slug == typed(request, "craft")), None)
    block = blocks.chosen if blocks is not None else None
    makers = narrowed(makers_reached(request.user, request.mart, deed), block=block, federation=federation, craft=craft)
    return Reach(blocks, federations, known, federation, craft, makers)
