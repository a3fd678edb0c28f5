"""A group that is known becomes a maker; and makers that came by another road become known."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from haat.catalogue.standing import with_why
from haat.core.actor import MACHINE, Actor
from haat.core.events import record
from haat.core.locks import hold, hold_key
from haat.core.rows import batches, insert_many, insert_many_new, update, update_each
from haat.makers.actions import NewMember, enrol_maker
from haat.makers.alike import key_of, keys_of
from haat.makers.models import Maker
from haat.makers.naming import Names
from haat.places.models import Mart
from haat.roster.actions.counting import count_tree
from haat.roster.errors import EnrolledAlready
from haat.roster.models import Group, GroupCode, GroupName
from haat.roster.naming import named, sort_of

STATE = Group.State
_AT_A_TIME = 500


@transaction.atomic
def enrol_group(
    group: Group,
    *,
    pin: str,
    phone: str = "",
    leader_names: Names,
    leader_language: str = "",
    with_members: bool = True,
    by: Actor,
) -> Maker:
    """Enrol a known group as the maker it is: with its names, place, organisation and LokOS number, and `with_members`
    whom its lists tell of. Raises EnrolledAlready, and what `makers.enrol_maker` does."""
    mart = hold_key(Mart, group.mart_id, "place")
    group = hold(group, "mart__place", "block", "place", "organisation")
    if group.state != STATE.KNOWN:
        raise EnrolledAlready
    members = _members(group, leader_names, mart) if with_members else []
    maker = enrol_maker(
        mart,
        kind=group.kind,
        names=group.names,
        block=group.block,
        place=group.place if group.place_id != group.block_id else None,
        pin=pin,
        phone=phone,
        leader_names=leader_names,
        leader_language=leader_language,
        members=members,
        organisation=group.organisation,
        since=group.since,
        lokos_id=lokos_of(group),
        by=by,
    )
    known = Group.objects.filter(maker=maker).first()
    if known is not None:  # enrolled by another road before, and known as another group
        raise EnrolledAlready
    group.maker, group.state, group.stage = maker, STATE.ENROLLED, stage_of(maker)
    update(group, "maker", "state", "stage")
    record("roster.group_enrolled", group, by=by, maker=maker.pk)
    count_tree(mart, [group.organisation_id])
    return maker


def lokos_of(group: Group) -> str:
    """Its LokOS number; empty where none is known."""
    numbers = group.codes.filter(kind=GroupCode.Kind.LOKOS).order_by("-pk").values_list("number", flat=True)
    return numbers.first() or ""


def _members(group: Group, leader_names: Names, mart: Mart) -> list[NewMember]:
    """The members that lists tell of, without who leads."""
    leads = {key_of(name) for name in leader_names.values()}
    people = group.people.exclude(role="leader").order_by("pk")
    return [NewMember(named(person.name, mart)) for person in people if key_of(person.name) not in leads]


def stage_of(maker: Maker) -> str:
    """How far a maker is."""
    rows: Any = with_why(Maker.objects.filter(pk=maker.pk))
    return str(rows.values_list("why", flat=True).get())


def keep_up(mart: Mart, *, by: Actor = MACHINE) -> int:
    """Bring the roster to where the makers are: who came by another road, how far each is, where each belongs.

    How many groups differed.
    """
    differed = _take_up(mart, by) + _follow(mart) + _follow_tree(mart)
    count_tree(mart)  # also when nothing differed: whoever was at it before may have died before it counted
    return differed


def _take_up(mart: Mart, by: Actor) -> int:
    """Groups that were enrolled without being known: linked by their LokOS number, or made."""
    fresh = Maker.objects.own().filter(mart=mart, known_as=None).exclude(kind=Maker.Kind.ARTISAN).order_by("pk")
    taken = 0
    while some := list(fresh[:_AT_A_TIME]):
        with transaction.atomic():
            hold_key(Mart, mart.pk)
            some = list(fresh.filter(pk__in=[maker.pk for maker in some]))
            taken += len(some)
            _take(mart, some, by)
    return taken


def _take(mart: Mart, makers: Sequence[Maker], by: Actor) -> None:
    numbers = {maker.lokos_id: maker for maker in makers if maker.lokos_id}
    codes = GroupCode.objects.filter(mart=mart, kind=GroupCode.Kind.LOKOS, number__in=numbers)
    for code in codes.filter(group__maker=None, group__state=STATE.KNOWN).select_related("group").order_by("pk"):
        maker = numbers.pop(code.number)
        group = hold(code.group)
        if group.maker_id is None:
            group.maker, group.state = maker, STATE.ENROLLED
            update(group, "maker", "state")
            record("roster.group_enrolled", group, by=by, maker=maker.pk)
    linked = set(Group.objects.filter(maker__in=makers).values_list("maker_id", flat=True))
    made = [_known(mart, maker) for maker in makers if maker.pk not in linked]
    insert_many(made)
    insert_many_new([GroupName(group=group, key=key) for group in made for key in sorted(keys_of(group.names))])
    told = [(group, group.maker.lokos_id) for group in made if group.maker is not None and group.maker.lokos_id]
    insert_many_new(
        [GroupCode(mart=mart, group=group, kind=GroupCode.Kind.LOKOS, number=number) for group, number in told]
    )


def _known(mart: Mart, maker: Maker) -> Group:
    """A maker as a group of the roster."""
    return Group(
        mart=mart,
        kind=maker.kind,
        state=STATE.ENROLLED,
        names=maker.names,
        sort=sort_of(maker.names),
        block_id=maker.block_id,
        place_id=maker.place_id,
        organisation_id=maker.organisation_id,
        since=maker.since,
        told_members=maker.member_count,
        member_count=maker.member_count,
        household_count=maker.member_count,
        phone=maker.phone,
        maker=maker,
        known_at=maker.enrolled_at,
    )


def _follow(mart: Mart) -> int:
    """Stage, organisation, and whether the maker was found to be another one, where they differ from the maker's."""
    makers: Any = with_why(Maker.objects.filter(mart=mart, known_as__isnull=False))
    wrong = makers.filter(
        ~Q(known_as__stage=F("why"))
        | Q(organisation__isnull=False) & ~Q(known_as__organisation=F("organisation"))
        | Q(merged_into__isnull=False, known_as__state=STATE.ENROLLED)
        | Q(merged_into=None, known_as__state=STATE.MERGED)
    )
    keys = list(wrong.values_list("pk", flat=True))
    return sum(_follow_these(mart, wrong.filter(pk__in=some)) for some in batches(keys))


def _follow_these(mart: Mart, wrong: Any) -> int:
    with transaction.atomic():
        hold_key(Mart, mart.pk)  # who moves a group holds it too: decided on what stands by then
        told = list(wrong.values_list("pk", "why", "organisation_id", "merged_into__known_as"))
        groups = {group.maker_id: group for group in Group.objects.filter(maker__in=[row[0] for row in told])}
        for pk, why, organisation, into in told:
            group = groups[pk]
            group.stage, group.merged_into_id = why, into
            group.organisation_id = organisation or group.organisation_id
            group.state = STATE.MERGED if into else STATE.ENROLLED
        update_each(list(groups.values()), "stage", "organisation", "merged_into", "state")
    return len(told)


def _follow_tree(mart: Mart) -> int:
    """Groups of an organisation that was merged go with it; those of a closed one go to what lay above it."""
    gone = Group.objects.filter(mart=mart, organisation__closed_at__isnull=False)
    with transaction.atomic():
        hold_key(Mart, mart.pk)
        rows = list(gone.select_related("organisation").order_by("pk"))
        for group in rows:
            assert group.organisation is not None
            group.organisation_id = group.organisation.merged_into_id or group.organisation.parent_id
        update_each(rows, "organisation")
    return len(rows)
