"""Members and households of groups, and the tallies of the tree: counted by the database, written where they differ."""

from collections.abc import Collection

from django.db import connection, transaction
from django.db.models import Count, Sum

from haat.core.locks import hold_key
from haat.core.rows import batches, insert_many
from haat.places.models import Mart
from haat.roster.models import Group, Tally

# Of who are told one by one: the people, and the guardians they name (two of one name are one household).
_COUNTED = """
SELECT group_id AS pk, COUNT(*) AS members,
       COUNT(DISTINCT CASE WHEN guardian <> '' THEN LOWER(guardian) END)
       + COUNT(CASE WHEN guardian = '' THEN 1 END) AS households
FROM roster_person WHERE group_id IN ({keys}) GROUP BY group_id
"""
_COUNT = """
UPDATE roster_group SET member_count = counted.members, household_count = counted.households
FROM ({counted}) AS counted
WHERE roster_group.id = counted.pk
  AND (member_count <> counted.members OR household_count <> counted.households)
"""
# Of whom nobody is told by name: as many as a list says, a household each.
_TOLD = """
UPDATE roster_group SET member_count = told_members, household_count = told_members
WHERE id IN ({keys}) AND (member_count <> told_members OR household_count <> told_members)
  AND NOT EXISTS (SELECT 1 FROM roster_person WHERE group_id = roster_group.id)
"""
_AT_A_TIME = 2_000


def count_people(keys: Collection[int]) -> int:
    """Write how many members and households these groups have, where it differs; how many groups differed."""
    changed = 0
    for some in batches(sorted(keys), _AT_A_TIME):
        places = ", ".join(["%s"] * len(some))
        with connection.cursor() as cursor:
            cursor.execute(_COUNT.format(counted=_COUNTED.format(keys=places)), list(some))
            changed += cursor.rowcount
            cursor.execute(_TOLD.format(keys=places), list(some))
            changed += cursor.rowcount
    return changed


Key = tuple[int | None, int, str]


@transaction.atomic
def count_tree(mart: Mart, organisations: "Collection[int | None] | None" = None) -> int:
    """Write the tallies of a mart's tree (or of some organisations of it) anew where they differ; how many rows did.

    The mart is held: whoever else counts waits, and then counts what is true by then.
    """
    hold_key(Mart, mart.pk)
    groups = Group.objects.filter(mart=mart).exclude(state=Group.State.MERGED)
    tallies = Tally.objects.filter(mart=mart)
    if organisations is not None:
        own = {pk for pk in organisations if pk is not None}
        groups = groups.filter(organisation__in=own) | (
            groups.filter(organisation=None) if None in organisations else groups.none()
        )
        tallies = tallies.filter(organisation__in=own) | (
            tallies.filter(organisation=None) if None in organisations else tallies.none()
        )
    rows = groups.order_by().values_list("organisation_id", "block_id", "stage")
    counted = rows.annotate(n=Count("pk"), m=Sum("member_count"), h=Sum("household_count"))
    true: dict[Key, tuple[int, int, int]] = {(org, block, stage): (n, m, h) for org, block, stage, n, m, h in counted}
    gone = list[int]()
    for pk, org, block, stage, *figures in tallies.values_list(
        "pk", "organisation_id", "block_id", "stage", "groups", "members", "households"
    ):
        if true.get((org, block, stage)) == tuple(figures):
            del true[org, block, stage]
        else:
            gone.append(pk)
    for some in batches(gone):
        Tally.objects.filter(pk__in=some).delete()
    insert_many(
        [
            Tally(mart=mart, organisation_id=org, block_id=block, stage=stage, groups=n, members=m, households=h)
            for (org, block, stage), (n, m, h) in true.items()
        ]
    )
    return len(gone) + len(true)
