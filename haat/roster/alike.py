"""Groups that may be one: by what they share, never by name alone. Read whole, for a district of sixty thousand."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from itertools import combinations
from typing import NamedTuple

from haat.makers.alike import key_of
from haat.places.models import Mart
from haat.roster.models import Group, GroupCode, GroupName, GroupsApart

# What two groups may share, the surest first, with its weight.
ACCOUNT, CODE, PHONE, LEADER, VILLAGE, NAME = "account", "code", "phone", "leader", "village", "name"
WEIGHTS = {ACCOUNT: 8, CODE: 8, PHONE: 5, LEADER: 3, VILLAGE: 2, NAME: 2}
REASONS = tuple(WEIGHTS)
# More than so many that share a phone or an account share it for another reason: a CRP's phone, a federation's account.
MOST_OF_ONE = 4
MOST_NAMESAKES = 12
LEAST_CODE = 5


class Traits(NamedTuple):
    """What of a group is compared."""

    block: int
    where: Hashable
    leader: str
    phone: str
    account: str
    names: frozenset[str]
    codes: frozenset[str]
    since: int | None


def pairs_of(mart: Mart) -> dict[tuple[int, int], tuple[str, ...]]:
    """(first, second) → what they share, of all groups of a mart that may be one; without those kept apart."""
    traits = traits_of(mart)
    found: dict[tuple[int, int], tuple[str, ...]] = {}
    for pair in _candidates(traits):
        why = shared(traits[pair[0]], traits[pair[1]])
        if likely(why) and not contradicted(traits[pair[0]], traits[pair[1]], why):
            found[pair] = why
    for pair in GroupsApart.objects.filter(mart=mart).values_list("one_id", "two_id"):
        found.pop(pair, None)
    return found


def traits_of(mart: Mart, keys: "Iterable[int] | None" = None) -> dict[int, Traits]:
    """Of each group that is its own (or of those of these keys), what is compared: three statements."""
    groups = Group.objects.filter(mart=mart).exclude(state=Group.State.MERGED)
    if keys is not None:
        groups = groups.filter(pk__in=list(keys))
    chosen = {} if keys is None else {"group__in": list(keys)}
    names, codes = defaultdict[int, set[str]](set), defaultdict[int, set[str]](set)
    for pk, key in GroupName.objects.filter(group__mart=mart, **chosen).values_list("group_id", "key"):
        names[pk].add(key)
    numbered = GroupCode.objects.filter(mart=mart, **chosen).exclude(kind=GroupCode.Kind.NAMED)
    for pk, number in numbered.values_list("group_id", "number"):
        if len(number) >= LEAST_CODE:
            codes[pk].add(number)
    columns = ("pk", "block_id", "place_id", "village", "officers", "phone", "account_mark", "since")
    return {
        pk: Traits(
            block,
            place if place != block else (block, key_of(village)) if village else None,
            key_of(officers.get("leader", {}).get("name", "")),
            phone,
            account,
            frozenset(names[pk]),
            frozenset(codes[pk]),
            since,
        )
        for pk, block, place, village, officers, phone, account, since in groups.order_by("pk").values_list(*columns)
    }


def _candidates(traits: dict[int, Traits]) -> set[tuple[int, int]]:
    """Pairs that share something by which they may be one."""
    clusters: dict[Hashable, list[int]] = defaultdict(list)
    for pk, told in traits.items():
        for name in told.names:
            if told.where is not None:
                clusters["name", told.where, name].append(pk)
        if told.phone:
            clusters["phone", told.phone].append(pk)
        if told.account:
            clusters["account", told.account].append(pk)
        for number in told.codes:
            clusters["code", number].append(pk)
    found = set[tuple[int, int]]()
    for key, members in clusters.items():
        most = MOST_NAMESAKES if isinstance(key, tuple) and key[0] == "name" else MOST_OF_ONE
        if 1 < len(members) <= most:
            found.update(combinations(sorted(members), 2))
    return found


def shared(one: Traits, two: Traits) -> tuple[str, ...]:
    """What both have alike, as REASONS orders it."""
    alike = {
        ACCOUNT: one.account and one.account == two.account,
        CODE: one.codes & two.codes,
        PHONE: one.phone and one.phone == two.phone,
        LEADER: one.leader and one.leader == two.leader,
        VILLAGE: one.where is not None and one.where == two.where,
        NAME: one.names & two.names,
    }
    return tuple(reason for reason in REASONS if alike[reason])


def likely(why: Iterable[str]) -> bool:
    """Whether that is enough to ask a person: an account or a number, a phone with a name, or name, village and leader.

    A village with a phone alone is who calls for all its groups; names repeat even within a village.
    """
    told = set(why)
    if told & {ACCOUNT, CODE}:
        return True
    if PHONE in told:
        return bool(told & {NAME, LEADER})
    return {NAME, VILLAGE, LEADER} <= told


def contradicted(one: Traits, two: Traits, why: Iterable[str]) -> bool:
    """Whether two that only share name, village and leader were formed in different years: then they are two."""
    return bool(one.since and two.since and one.since != two.since) and set(why) <= {NAME, VILLAGE, LEADER}


def weight(why: Iterable[str]) -> int:
    """How sure it is, to order by."""
    return sum(WEIGHTS[each] for each in why)
