"""Makers that may be one: found by what they share, in as many statements for ten thousand as for ten."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from haat.doubles.models import WAY_BACK, Apart, Merge, Proposal
from haat.makers.models import BankAccount, Maker, MakerQuerySet, NameKey
from haat.makers.queries import with_papers
from haat.places.models import Mart

# So many groups of makers that share something are looked at, and of each so many makers.
MOST_GROUPS, MOST_OF_ONE = 200, 12
REASONS = ("phone", "account", "name")
Keys = dict[tuple[int, int], set[str]]


@dataclass(frozen=True)
class Pair:
    """Two makers and what they share, as REASONS has it; `one` was enrolled first."""

    one: Maker
    two: Maker
    why: tuple[str, ...]


def likely_pairs(makers: MakerQuerySet, *, most: int = 50) -> list[Pair]:
    """Pairs among `makers` that may be one, those that share most first; without those looked at already."""
    found = pair_keys(makers)
    keys = sorted(found, key=lambda pair: (-len(found[pair]), pair))[:most]
    rows = with_papers(makers.filter(pk__in={pk for pair in keys for pk in pair})).in_bulk()
    return [Pair(rows[one], rows[two], _in_order(found[one, two])) for one, two in keys if one in rows and two in rows]


def pair_keys(makers: MakerQuerySet) -> Keys:
    """(first, second) → what they share, of `makers`, without the pairs that were kept apart."""
    found: Keys = defaultdict(set)
    for reason, groups in (("phone", _by_phone(makers)), ("account", _by_account(makers)), ("name", _by_name(makers))):
        for members in groups:
            for pair in combinations(sorted(members)[:MOST_OF_ONE], 2):
                found[pair].add(reason)
    ids = {pk for pair in found for pk in pair}
    for pair in Apart.objects.filter(one__in=ids, two__in=ids).values_list("one_id", "two_id"):
        found.pop(pair, None)
    return found


def _in_order(why: set[str]) -> tuple[str, ...]:
    return tuple(reason for reason in REASONS if reason in why)


def twins_of(maker: Maker, makers: MakerQuerySet) -> list[Pair]:
    """The pairs of one maker with others of `makers`."""
    account = BankAccount.objects.filter(maker=maker).values("number")
    alike = Q(
        pk__in=NameKey.objects.filter(key__in=maker.name_keys.values("key")).values("maker"), block=maker.block_id
    )
    if maker.phone:
        alike |= Q(phone=maker.phone)
    near = makers.filter(alike | Q(bank__number__in=account)).order_by("pk")[:MOST_OF_ONE]
    keys = [pk for pk in near.values_list("pk", flat=True) if pk != maker.pk]
    if not keys:
        return []
    pairs = likely_pairs(makers.filter(pk__in=[maker.pk, *keys]))
    return [pair for pair in pairs if maker.pk in (pair.one.pk, pair.two.pk)]


def _by_phone(makers: MakerQuerySet) -> list[list[int]]:
    phones = _several(makers.exclude(phone=""), "phone")
    return _together(makers.filter(phone__in=phones).values_list("phone", "pk"))


def _by_account(makers: MakerQuerySet) -> list[list[int]]:
    numbers = _several(makers.exclude(bank=None), "bank__number")
    return _together(makers.filter(bank__number__in=numbers).values_list("bank__number", "pk"))


def _several(makers: MakerQuerySet, field: str) -> list[str]:
    """The values of a field that several makers have."""
    counted = makers.order_by().values_list(field).annotate(n=Count("pk")).filter(n__gt=1)
    return [value for value, _n in counted.order_by(field)[:MOST_GROUPS]]


def _by_name(makers: MakerQuerySet) -> list[list[int]]:
    """Alike by name in one village; or in one block, where of one of them no village is known."""
    names = NameKey.objects.filter(maker__in=makers.order_by().values("pk"))
    same = names.order_by().values_list("key", "maker__place").annotate(n=Count("maker")).filter(n__gt=1)
    groups = _makers_of(names, same.order_by("key", "maker__place")[:MOST_GROUPS], "maker__place")
    elsewhere = names.filter(key=OuterRef("key"), maker__block=OuterRef("maker__block")).exclude(
        maker__place=F("maker__block")
    )
    loose = (
        names.filter(Exists(elsewhere), maker__place=F("maker__block")).order_by().values_list("key", "maker__block")
    )
    for members in _makers_of(
        names, loose.annotate(n=Count("maker")).order_by("key", "maker__block")[:MOST_GROUPS], "maker__block"
    ):
        groups += _with_the_unplaced(members)
    return groups


def _makers_of(names: QuerySet[NameKey], wanted: Iterable[tuple[str, int, int]], where: str) -> list[list[int]]:
    """The makers of each (key, place), in one statement."""
    asked = {(key, place) for key, place, _n in wanted}
    if not asked:
        return []
    rows = names.filter(key__in={key for key, _place in asked}, **{f"{where}__in": {place for _key, place in asked}})
    found: dict[tuple[str, int], list[int]] = defaultdict(list)
    for key, place, pk in rows.values_list("key", where, "maker"):
        if (key, place) in asked:
            found[key, place].append(pk)
    return list(found.values())


def _with_the_unplaced(members: list[int]) -> list[list[int]]:
    """Each maker of whom no village is known with each of the others."""
    unplaced = set(Maker.objects.filter(pk__in=members, place=F("block")).values_list("pk", flat=True))
    some = sorted(members)[:MOST_OF_ONE]
    return [[one, two] for one, two in combinations(some, 2) if (one in unplaced) != (two in unplaced)]


def _together(rows: Iterable[tuple[str, int]]) -> list[list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for value, pk in rows:
        found[value].append(pk)
    return list(found.values())


def proposals_of(mart: Mart, makers: MakerQuerySet) -> QuerySet[Proposal]:
    """What waits for a second person where both are of `makers` (`ever_visible_to`), the oldest first."""
    rows = Proposal.objects.filter(mart=mart, kept__in=makers.own(), gone__in=makers, ended_at=None)
    return rows.select_related("kept", "gone").order_by("pk")


def proposed(one: Maker, two: Maker) -> Proposal | None:
    """What somebody has proposed of these two and nobody else has agreed to."""
    return Proposal.objects.filter(kept__in=(one, two), gone__in=(one, two), ended_at=None).first()


def merges_of(mart: Mart, makers: MakerQuerySet) -> QuerySet[Merge]:
    """Merges that stand and can be undone, both of `makers` (`ever_visible_to`), the newest first."""
    rows = Merge.objects.filter(mart=mart, kept__in=makers.own(), gone__in=makers, undone_at=None)
    rows = rows.filter(at__gt=timezone.now() - WAY_BACK)
    return rows.select_related("kept", "gone").order_by("-pk")
