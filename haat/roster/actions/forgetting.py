"""What stood at groups that were made one is forgotten: nobody parts them any more, or somebody is erased."""

from collections.abc import Sequence

from django.db import transaction

from haat.core.actor import Actor
from haat.core.locks import hold_all
from haat.core.rows import update
from haat.roster.models import GroupsMerged


@transaction.atomic
def forget_groups_merged(keys: Sequence[int], by: Actor) -> None:
    """Officers and numbers that one group learnt from the other; codes and members still find their way back. Told
    twice it counts once."""
    for merge in hold_all(GroupsMerged.objects.filter(pk__in=keys)):
        merge.undo |= {"before": {}, "after": {}}
        update(merge, "undo")
