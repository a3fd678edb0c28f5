"""Groups move in the tree, and belong to producer groups besides."""

from django.db import transaction
from django.utils import timezone

from haat.core.actor import Actor
from haat.core.errors import Gone
from haat.core.events import changes, record
from haat.core.languages import best
from haat.core.locks import hold, hold_all, hold_key
from haat.core.rows import insert_new, update
from haat.makers.actions import join_organisation
from haat.makers.models import Organisation
from haat.places.models import Mart
from haat.roster.actions.counting import count_tree
from haat.roster.errors import WrongNode, WrongProducerGroup
from haat.roster.models import Group, GroupLink


@transaction.atomic
def move_group(group: Group, *, organisation: Organisation | None, by: Actor) -> Group:
    """The group belongs to this organisation from now on, or to none; no list moves it again.

    One that is enrolled moves as a maker too. Raises WrongNode, Gone.
    """
    hold_key(Mart, group.mart_id)
    group = _held(group)
    if organisation is not None:
        organisation = hold(organisation)
        if organisation.mart_id != group.mart_id or organisation.closed_at is not None:
            raise WrongNode
    told = changes({"organisation": group.organisation_id}, {"organisation": organisation and organisation.pk})
    if not told["after"]:
        return group
    before = group.organisation_id
    if group.maker_id is not None:
        assert group.maker is not None
        join_organisation(group.maker, organisation=organisation, by=by)
    group.organisation, group.placed_by = organisation, by.user_id or 0
    update(group, "organisation", "placed_by")
    record("roster.group_moved", group, by=by, **told)
    count_tree(group.mart, [before, organisation.pk if organisation else None])
    return group


def _held(group: Group) -> Group:
    """The group as it stands. Raises Gone for one that was found to be another."""
    found = hold(group, "mart", "maker", "block", "place")
    if found.state == Group.State.MERGED:
        raise Gone
    return found


@transaction.atomic
def link_group(group: Group, *, within: Group, by: Actor) -> None:
    """It also belongs to a producer group; said twice it counts once. Raises WrongProducerGroup, Gone."""
    if within.pk == group.pk:
        raise WrongProducerGroup
    rows = {row.pk: row for row in hold_all(Group.objects.filter(pk__in=(group.pk, within.pk)))}
    own, other = rows.get(group.pk), rows.get(within.pk)
    if own is None or own.state == Group.State.MERGED:
        raise Gone
    right = other is not None and other.mart_id == own.mart_id and other.kind == Group.Kind.PRODUCER_GROUP
    if other is None or not right or other.state == Group.State.MERGED:
        raise WrongProducerGroup
    if insert_new([GroupLink(mart_id=own.mart_id, group=own, within=other, by_id=by.user_id)]):
        record("roster.group_linked", own, by=by, within=other.pk, called=best(other.names).text)


@transaction.atomic
def unlink_group(link: GroupLink, *, by: Actor) -> None:
    """It no longer belongs to that producer group; said twice it counts once."""
    link = hold(link, "group", "within")
    if link.ended_at is None:
        link.ended_at = timezone.now()
        update(link, "ended_at")
        record("roster.group_unlinked", link.group, by=by, within=link.within_id, called=best(link.within.names).text)
