"""What pieces of a line carry: their price and its heads, to the paisa, whoever takes them apart and in what order."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import astuple, dataclass

from django.db.models import Max

from haat.orders.errors import BadPieces, CannotDivide
from haat.orders.models import OrderLine, Part, Return, ReturnLine
from haat.pricing.split import Split, first_pieces, less

Pieces = Mapping[int, int]  # line id → how many of its pieces


def split_of(line: OrderLine) -> Split:
    """What was reckoned for the whole line when it was sold."""
    return Split(line.goods_paise, line.tax_paise, line.fee_paise, line.packing_paise, line.maker_paise)


def share_of(line: OrderLine, pieces: int, *, before: int = 0) -> Split:
    """The share of `pieces` of a line, after `before` of them were taken. Raises CannotDivide.

    Shares taken one after the other add up to the line; none of them, nor what is left, has a head below zero.
    """
    whole = split_of(line)
    up_to = first_pieces(whole, before + pieces, line.quantity)
    share = less(up_to, first_pieces(whole, before, line.quantity))
    if min(*astuple(share), *astuple(less(whole, up_to))) < 0:
        raise CannotDivide
    return share


def checked(pieces: Pieces, most: Pieces) -> dict[int, int]:
    """The chosen pieces without zeros, when each line has so many left in `most`. Raises BadPieces."""
    chosen = {line_id: count for line_id, count in sorted(pieces.items()) if count}
    if not chosen:
        raise BadPieces
    for line_id, count in chosen.items():
        if not 0 < count <= most.get(line_id, 0):
            raise BadPieces(most.get(line_id, 0))
    return chosen


def quantities(lines: Iterable[OrderLine]) -> dict[int, int]:
    """Line id → all of its pieces."""
    return {line.pk: line.quantity for line in lines}


def asked_back(part: Part) -> dict[int, int]:
    """Line id → pieces the buyer has asked to send back so far, whatever came of it."""
    rows = ReturnLine.objects.filter(ret__part=part).values_list("line_id", "pieces")
    return _summed(rows)


def came_back(part: Part) -> dict[int, int]:
    """Line id → pieces received back."""
    rows = ReturnLine.objects.filter(ret__part=part, ret__state=Return.State.RECEIVED)
    return _summed(rows.values_list("line_id", "pieces"))


def _summed(rows: Iterable[tuple[int, int]]) -> dict[int, int]:
    found: Counter[int] = Counter()
    for line_id, pieces in rows:
        found[line_id] += pieces
    return dict(found)


@dataclass(frozen=True)
class Back:
    """Pieces of a line that come back with a return, and what of the line's money they carry."""

    line: OrderLine
    pieces: int
    share: Split


def backs(ret: Return) -> list[Back]:
    """What a return brings back, in the order of the lines. Raises CannotDivide."""
    return backs_of([ret])[ret.pk]


def backs_of(returns: Collection[Return]) -> dict[int, list[Back]]:
    """Return id → what it brings back; one statement for any number of them. Raises CannotDivide.

    One return of a part is open at a time, so one asked earlier was closed earlier: whoever reckons, and when,
    counts the same pieces before these.
    """
    parts = {ret.part_id for ret in returns}
    rows = ReturnLine.objects.filter(ret__part__in=parts).select_related("ret", "line").order_by("ret_id", "line_id")
    found: dict[int, list[Back]] = {ret.pk: [] for ret in returns}
    before: Counter[int] = Counter()
    for row in rows:
        if row.ret_id in found:
            share = share_of(row.line, row.pieces, before=before[row.line_id])
            found[row.ret_id].append(Back(row.line, row.pieces, share))
        if row.ret.state == Return.State.RECEIVED:
            before[row.line_id] += row.pieces
    return found


def back_paise(ret: Return) -> int:
    """What the buyer paid for the pieces of a return: their price, less what was left off the parcel with its last."""
    price = sum(row.pieces * row.line.piece_paise for row in ret.lines.select_related("line"))
    return price - left_off_of([ret]).get(ret.pk, 0)


def left_off_of(returns: Collection[Return]) -> dict[int, int]:
    """Return id → what was left off its part in cash, of the returns with which the last piece was back (parts loaded).

    She pays no more for what stays with her than she was asked for, and is given back no more than she paid.
    """
    parts = {ret.part_id for ret in returns if ret.part.rounding_paise and ret.part.state == Part.State.RETURNED}
    if not parts:
        return {}
    rows = Return.objects.filter(part__in=parts, state=Return.State.RECEIVED).order_by().values("part")
    last = rows.annotate(last=Max("pk")).values_list("last", "part__rounding_paise")
    return {pk: paise for pk, paise in last if pk in {ret.pk for ret in returns}}


def returned_paise(part: Part) -> int:
    """What the buyer paid for the pieces of the part that were received back; prefetch `returns__lines__line`."""
    received = [ret for ret in part.returns.all() if ret.state == Return.State.RECEIVED]
    price = sum(row.pieces * row.line.piece_paise for ret in received for row in ret.lines.all())
    return price - (part.rounding_paise if part.state == Part.State.RETURNED else 0)


def whole_share(back: Iterable[Back]) -> Split:
    """The shares of all these pieces together."""
    return Split(*(sum(heads) for heads in zip(*(astuple(row.share) for row in back), strict=True)))
