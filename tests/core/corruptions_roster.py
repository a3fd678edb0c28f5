"""Corruptions of the roster: groups that nobody counts, that are merged by nobody's word, that are another mart's."""

from haat.places.models import Mart
from haat.places.queries import blocks_of
from haat.roster.actions.counting import count_tree
from haat.roster.models import Group
from tests.core.plants import Plant
from tests.make import make_block, make_district, make_mart
from tests.web.office.roster.things import make_group


def _mart() -> Mart:
    return Mart.objects.earliest("pk")


def uncounted() -> None:
    mart = _mart()
    make_group(mart, blocks_of(mart)[0])


def merged_by_nobody() -> None:
    mart = _mart()
    block = blocks_of(mart)[0]
    stays = make_group(mart, block)
    make_group(mart, block, "Tara SHG", state=Group.State.MERGED, merged_into=stays)
    count_tree(mart)


def of_another_mart() -> None:
    district = make_district("Elsewhere", lgd=999)
    other = make_mart("elsewhere", place=district, order_prefix="EL")
    group = Group.objects.filter(maker__isnull=False).earliest("pk")
    mart, group.mart, group.block = group.mart, other, make_block("Far", district=district)
    group.save(update_fields=["mart", "block"])
    count_tree(mart)
    count_tree(other)


ROSTER: list[tuple[str, str, Plant]] = [
    ("a group the tree does not count", "groups: the tree's counts = its groups", uncounted),
    (
        "a group merged by nobody's word",
        "groups: who was found to be another leads to one that is its own",
        merged_by_nobody,
    ),
    (
        "a group of another mart's maker",
        "groups: enrolled groups lie in the block of their maker's mart",
        of_another_mart,
    ),
]
