"""What must hold of groups: the tree's tallies, members counted, enrolled ones and merged ones."""

from collections.abc import Iterable

from django.db.models import Count, Exists, F, OuterRef, Sum

from haat.core.doctor import check
from haat.roster.models import Group, GroupsMerged, Tally

STATE = Group.State


@check("groups: the tree's counts = its groups")
def tallies_are_true() -> Iterable[str]:
    """Of each organisation, block and stage the groups, members and households are those of the groups themselves."""
    groups = Group.objects.exclude(state=STATE.MERGED).order_by()
    counted = groups.values_list("mart_id", "organisation_id", "block_id", "stage").annotate(
        n=Count("pk"), m=Sum("member_count"), h=Sum("household_count")
    )
    true = {tuple(row[:4]): tuple(row[4:]) for row in counted}
    kept = Tally.objects.values_list(
        "mart_id", "organisation_id", "block_id", "stage", "groups", "members", "households"
    )
    for row in kept:
        if true.pop(tuple(row[:4]), None) != tuple(row[4:]):
            yield f"organisation {row[1]} in block {row[2]}: {row[3]} is told as {row[4]} groups, {row[5]} members"
    for mart, organisation, block, stage in true:
        yield f"mart {mart}, organisation {organisation} in block {block}: groups of {stage} are told nowhere"


@check("groups: who was found to be another leads to one that is its own")
def merges_stand() -> Iterable[str]:
    """Merged is who has a standing merge into the same group, or whose maker was made one with another."""
    standing = GroupsMerged.objects.filter(gone=OuterRef("pk"), kept=OuterRef("merged_into"), undone_at=None)
    merged = Group.objects.filter(state=STATE.MERGED)
    for group in merged.filter(~Exists(standing), maker=None):
        yield f"group {group.pk} ({group}) is merged, and nobody made it one with {group.merged_into_id}"
    for merge in GroupsMerged.objects.filter(undone_at=None).exclude(gone__merged_into=F("kept")):
        yield f"groups made one {merge.pk}: group {merge.gone_id} is its own, though nobody made them two again"


@check("groups: enrolled groups lie in the block of their maker's mart")
def enrolled_are_of_the_mart() -> Iterable[str]:
    """A group and the maker it became belong to one mart."""
    for group in Group.objects.filter(maker__isnull=False).exclude(maker__mart=F("mart")):
        yield f"group {group.pk} ({group}) is maker {group.maker_id} of another mart"
