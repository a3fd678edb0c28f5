"""Goods that are not offered at an account yet, by craft and by block: how many are ready, and what the others need."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haat.catalogue.queries import crafts
from haat.channels.channel import find
from haat.channels.choosing import GROUPS
from haat.channels.goods import where_of
from haat.channels.models import Account
from haat.core.kept import Kept
from haat.core.languages import best
from haat.places.models import Place
from haat.studio.counting import Count, Counted, counted
from haat.web.office.channels.bars import Band, chosen

TABLES: Kept[Counted] = Kept()
BY: "Mapping[str, str | Promise]" = {"craft": _("By craft"), "block": _("By block")}


@dataclass(frozen=True)
class Row:
    """A craft, or a block: its goods, how they stand, and what the address calls it."""

    slug: str
    name: str
    goods: int
    bands: list[Band]


def rows_by(by: str, account: Account, sizes: Any, blocks: Iterable[Place], key: object) -> Sequence[Row]:
    """The table by `craft` or by `block`, most goods first; kept until something happens in the mart."""
    channel = find(account.channel)
    if channel is None or by not in BY:
        return ()
    where = where_of(account, channel)
    found = TABLES.get(account.mart_id, (account.pk, key), lambda: counted(account.mart, where, variants=sizes))
    if by == "craft":
        named = {craft.pk: (craft.slug, best(craft.names).text) for craft in crafts()}
        counts = found.crafts
    else:
        named = {block.pk: (block.slug, best(block.names).text) for block in blocks}
        counts = found.blocks
    rows = [Row(*named[pk], count.goods, _bands(count)) for pk, count in counts.items() if pk in named]
    return sorted(rows, key=lambda row: (-row.goods, row.name))


def _bands(count: Count) -> list[Band]:
    numbers = dict.fromkeys(GROUPS.values(), 0)
    for code, number in count.first.items():
        group = next((group for begin, group in GROUPS.items() if code.startswith(begin)), "")
        if group:
            numbers[group] += number
    other = count.goods - count.ready - sum(numbers.values())
    return chosen(count.ready, numbers["paper"], numbers["picture"], numbers["answer"], other)
