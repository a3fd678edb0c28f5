"""Many makers at once go to another organisation, or sell through another seller."""

from collections.abc import Iterable

from django.db import transaction

from haat.core.actor import Actor
from haat.core.errors import HaatError
from haat.makers.actions.organising import join_organisation
from haat.makers.actions.selling import choose_seller
from haat.makers.models import Maker, Organisation, Seller


def rearrange_makers(
    makers: Iterable[Maker],
    *,
    organisation: Organisation | None = None,
    seller: Seller | None = None,
    own_papers: bool = False,
    by: Actor,
) -> tuple[list[Maker], list[tuple[Maker, HaatError]]]:
    """Each for itself, whole or not at all: those that were changed, and those that were refused, with the reason.

    What is None stays as it is; with `own_papers` they sell under their own again.
    """
    done: list[Maker] = []
    refused: list[tuple[Maker, HaatError]] = []
    for maker in makers:
        try:
            done.append(_rearrange(maker, organisation, seller, own_papers, by))
        except HaatError as problem:
            refused.append((maker, problem))
    return done, refused


@transaction.atomic
def _rearrange(
    maker: Maker, organisation: Organisation | None, seller: Seller | None, own_papers: bool, by: Actor
) -> Maker:
    if organisation is not None:
        maker = join_organisation(maker, organisation=organisation, by=by)
    if seller is not None or own_papers:
        maker = choose_seller(maker, seller=seller, by=by)
    return maker
