"""Every transfer moves what its cause says: between those two accounts, of that amount.

A forged pair of balances keeps every sum; only what caused a transfer tells that it never happened.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple

from haat.core.doctor import check
from haat.core.models import Event
from haat.delivery.models import Round
from haat.ledger.actions.settling import SIGNS, settled_at
from haat.ledger.actions.transfers import At
from haat.ledger.models import Payout, Receivable, Settlement, Share, Transfer
from haat.orders.models import Part, Return
from haat.orders.shares import backs_of, left_off_of, whole_share
from haat.payments import methods
from haat.payments.models import Payment, Refund
from haat.payments.queries import leaves_from
from haat.pricing.split import Split

BATCH = 1000
STAYS = ("carrier_due", "delivery_tax")  # the delivery was done: a return does not give it back
HEADS = {"maker_due": "maker", "tax_due": "tax", "fee": "fee", "packing": "packing"}
BANK, BUYERS, DESK, REFUNDS = At("bank"), At("buyers"), At("cash_desk"), At("refund_due")
ROUNDED = At("rounding_loss")


class Move(NamedTuple):
    """From whom to whom, and how much (paise)."""

    debit: At
    credit: At
    paise: int


@dataclass
class Facts:
    """What the causes of a batch speak of, by key."""

    parts: Mapping[int, Part] = field(default_factory=dict)
    divided: Collection[int] = ()
    payments: dict[int, Payment] = field(default_factory=dict)
    returns: dict[int, Return] = field(default_factory=dict)
    shares_back: dict[int, Split] = field(default_factory=dict)
    left_off: dict[int, int] = field(default_factory=dict)
    rounds: dict[int, Round] = field(default_factory=dict)
    refunds: dict[int, Refund] = field(default_factory=dict)
    payouts: dict[int, Payout] = field(default_factory=dict)
    shares: dict[int, Share] = field(default_factory=dict)
    shares_of: dict[tuple[int, int], Share] = field(default_factory=dict)
    sales: dict[int, Receivable] = field(default_factory=dict)
    settlements: dict[int, Settlement] = field(default_factory=dict)
    told: dict[tuple[str, int], list[int]] = field(default_factory=dict)
    movings: dict[int, list[tuple[int, int, int]]] = field(default_factory=dict)  # of dues: from, to, paise
    owed_to: dict[int, set[int]] = field(default_factory=dict)  # part → makers its due was moved to


def _heads(part: Part) -> dict[str, tuple[At, int]]:
    """Kind of account → the account and what of a part's price it gets."""
    return {
        "maker_due": (At("maker_due", part.maker_id), part.maker_paise),
        "tax_due": (At("tax_due", part.seller_id), part.tax_paise),
        "fee": (At("fee"), part.fee_paise),
        "packing": (At("packing"), part.packing_paise),
        "carrier_due": (At("carrier_due"), part.delivery_paise - part.delivery_tax_paise),
        "delivery_tax": (At("tax_due", part.seller_id), part.delivery_tax_paise),
    }


Words = list[str]
Wanted = Callable[[Words, Facts, Move], Move | None]


def _paid(words: Words, facts: Facts, found: Move) -> Move | None:
    """An order's payment; 0.1.0 held it part by part, as those were before any was divided."""
    if len(words) == 1:
        payment = facts.payments[int(words[0])]
        landed = At(methods.get(payment.gateway).lands_in)
        return Move(landed, BUYERS, found.paise) if payment.state == Payment.State.CONFIRMED else None
    part = facts.parts[int(words[1])]
    landed = At(methods.get(part.order.method).lands_in)
    divided = part.divided_from_id or part.pk in facts.divided
    return (
        Move(landed, BUYERS, found.paise if divided else part.total_paise) if part.order_id == int(words[0]) else None
    )


def _cash(words: Words, facts: Facts, _found: Move) -> Move | None:
    parcel = facts.parts[int(words[0])].parcel
    return Move(At("rider_cash", parcel.round.rider_id), BUYERS, parcel.collected_paise) if parcel.round else None


def _earned(words: Words, facts: Facts, _found: Move) -> Move | None:
    at, paise = _heads(facts.parts[int(words[0])])[words[1]]
    return Move(BUYERS, at, paise)


def _rounded(words: Words, facts: Facts, _found: Move) -> Move | None:
    part = facts.parts[int(words[0])]
    return Move(ROUNDED, BUYERS, part.rounding_paise) if part.delivered_at else None


def _unrounded(words: Words, facts: Facts, _found: Move) -> Move | None:
    """What was left off stays off what the buyer gets back with the last piece."""
    left_off = facts.left_off.get(int(words[0]))
    return None if left_off is None else Move(REFUNDS, ROUNDED, left_off)


def _due_moved(words: Words, facts: Facts, found: Move) -> Move | None:
    """Any of the movings that were told of the due: from the account of one maker to that of another."""
    told = [Move(At("maker_due", was), At("maker_due", to), paise) for was, to, paise in facts.movings[int(words[0])]]
    return found if found in told else None


def _cancelled(words: Words, facts: Facts, _found: Move) -> Move | None:
    part = facts.parts[int(words[0])]
    return None if part.living else Move(BUYERS, REFUNDS, part.total_paise)


def _returned(words: Words, facts: Facts, found: Move) -> Move | None:
    """The mart bears what a maker keeps who was paid before."""
    part = facts.parts[int(words[0])]
    at, paise = _heads(part)[words[1]]
    borne = words[1] == "maker_due" and found.debit == At("return_loss")
    back = part.state == Part.State.RETURNED and words[1] not in STAYS
    return Move(found.debit if borne else at, REFUNDS, paise) if back else None


def _return(words: Words, facts: Facts, found: Move) -> Move | None:
    """The share of the pieces that came back with one return."""
    ret, head = facts.returns[int(words[0])], words[1]
    if ret.state != Return.State.RECEIVED:
        return None
    at, _paise = _heads(ret.part)[head]
    borne = head == "maker_due" and found.debit == At("return_loss")
    # What she is owed may have been handed to the maker she was found to be.
    borne = borne or found.debit in {At(head, maker) for maker in facts.owed_to.get(ret.part_id, ())}
    sale = facts.sales.get(ret.part_id)
    back = At("channel_due", sale.party_id) if sale else REFUNDS
    return Move(found.debit if borne else at, back, getattr(facts.shares_back[ret.pk], HEADS[head]))


def _sold(words: Words, facts: Facts, _found: Move) -> Move | None:
    sale = facts.sales[int(words[0])]
    return Move(At("receivable", sale.party_id), BUYERS, sale.part.total_paise)


def _netted(words: Words, facts: Facts, found: Move) -> Move | None:
    """How much is told by the two accounts: never both are open for one part (`others`)."""
    sale = facts.sales[facts.returns[int(words[0])].part_id]
    return Move(At("channel_due", sale.party_id), At("receivable", sale.party_id), found.paise)


def _settled(words: Words, facts: Facts, found: Move) -> Move | None:
    """A figure of a settlement between its account and the receivable, or what of the balance changed its side."""
    told, name = facts.settlements[int(words[0])], words[1]
    receivable = At("receivable", told.party_id)
    if name == "back":
        return _evened(told, found)
    at, paise = settled_at(told, told.part.seller_id)[name], SIGNS[name] * getattr(told, f"{name}_paise")
    return Move(at, receivable, paise) if paise > 0 else Move(receivable, at, -paise)


def _evened(told: Settlement, found: Move) -> Move:
    receivable, back = At("receivable", told.party_id), At("channel_due", told.party_id)
    return Move(back, receivable, found.paise) if found.debit == back else Move(receivable, back, found.paise)


def _unsettled(words: Words, facts: Facts, found: Move) -> Move | None:
    """The same the other way round, when it was taken back."""
    if facts.settlements[int(words[0])].taken_back_at is None:
        return None
    turned = _settled(words, facts, Move(found.credit, found.debit, found.paise))
    return Move(turned.credit, turned.debit, turned.paise) if turned else None


def _refund(words: Words, facts: Facts, _found: Move) -> Move | None:
    refund = facts.refunds[int(words[0])]
    left = At(leaves_from(refund))
    return Move(REFUNDS, left, refund.amount_paise) if refund.state == Refund.State.SENT else None


def _counted(words: Words, facts: Facts, _found: Move) -> Move | None:
    round = facts.rounds[int(words[0])]
    return Move(DESK, At("rider_cash", round.rider_id), round.counted_paise or 0)


def _missing(words: Words, facts: Facts, found: Move) -> Move | None:
    """Any of the sums that were told to have been brought."""
    round = facts.rounds[int(words[0])]
    brought = found.paise in facts.told.get(("ledger.missing_taken", round.pk), [])
    return Move(DESK, At("rider_cash", round.rider_id), found.paise) if brought else None


def _banked(_words: Words, _facts: Facts, found: Move) -> Move | None:
    return Move(BANK, DESK, found.paise)


def _payout(words: Words, facts: Facts, _found: Move) -> Move | None:
    payout = facts.payouts[int(words[0])]
    left = payout.state in (Payout.State.SENT, Payout.State.PAID, Payout.State.FAILED)
    return Move(At("maker_due", payout.maker_id), BANK, payout.amount_paise) if left else None


def _failed(words: Words, facts: Facts, _found: Move) -> Move | None:
    payout = facts.payouts[int(words[0])]
    failed = payout.state == Payout.State.FAILED
    return Move(BANK, At("maker_due", payout.maker_id), payout.amount_paise) if failed else None


def _share(words: Words, facts: Facts, _found: Move) -> Move | None:
    share = facts.shares_of[int(words[0]), int(words[1])]
    return Move(At("group_purse", share.payout.maker_id), At("member_share", share.member_id), share.amount_paise)


def _given(words: Words, facts: Facts, _found: Move) -> Move | None:
    share = facts.shares[int(words[0])]
    purse = At("group_purse", share.payout.maker_id)
    return Move(At("member_share", share.member_id), purse, share.amount_paise) if share.given_at else None


# How a cause begins, what its first key speaks of, and what it should move.
CAUSES: dict[str, tuple[str, Wanted]] = {
    "paid": ("payment", _paid),
    "cash": ("part", _cash),
    "earned": ("part", _earned),
    "due-moved": ("", _due_moved),
    "rounded": ("part", _rounded),
    "unrounded": ("return", _unrounded),
    "cancelled": ("part", _cancelled),
    "returned": ("part", _returned),
    "return": ("return", _return),
    "sold": ("part", _sold),
    "netted": ("return", _netted),
    "settled": ("settlement", _settled),
    "unsettled": ("settlement", _unsettled),
    "refund": ("refund", _refund),
    "round": ("round", _counted),
    "missing": ("round", _missing),
    "banked": ("", _banked),
    "payout": ("payout", _payout),
    "payout-failed": ("payout", _failed),
    "share": ("payout", _share),
    "share-given": ("share", _given),
}
FIELDS = (
    *("pk", "cause", "amount_paise", "part_id", "payout_id", "mart_id"),
    *("debit__kind", "debit__owner_id", "credit__kind", "credit__owner_id"),
    *("debit__mart_id", "credit__mart_id"),
)


@check("ledger: every transfer moves what its cause says")
def transfers_have_causes() -> Iterator[str]:
    """A fixed number of statements for a thousand transfers."""
    rows = Transfer.objects.order_by("pk").values(*FIELDS).iterator()
    while batch := list(islice(rows, BATCH)):
        facts = _facts(batch)
        for row in batch:
            wrong = _wrong(row, facts)
            if wrong:
                yield f"transfer {row['pk']} {row['cause']} of {row['amount_paise']} paise: {wrong}"


def _wrong(row: dict[str, Any], facts: Facts) -> str:
    """What is wrong with a transfer; empty when nothing is."""
    kind, *words = row["cause"].split(":")
    found = Move(
        At(row["debit__kind"], row["debit__owner_id"]),
        At(row["credit__kind"], row["credit__owner_id"]),
        row["amount_paise"],
    )
    if {row["debit__mart_id"], row["credit__mart_id"]} != {row["mart_id"]}:
        return "between accounts of different marts"
    if kind not in CAUSES:
        return "nothing is known that moves money so"
    try:
        wanted = CAUSES[kind][1](words, facts, found)
    except (LookupError, ValueError, Part.parcel.RelatedObjectDoesNotExist):
        return "what it speaks of is not there"
    if wanted is None:
        return "what it speaks of never moved that"
    return "" if wanted == found else f"it should move {wanted.paise} from {wanted.credit} to {wanted.debit}"


def _facts(batch: list[dict[str, Any]]) -> Facts:
    about_what = ("part", "payment", "return", "round", "refund", "payout", "share", "settlement")
    keys: dict[str, set[int]] = {about: set() for about in about_what}
    for row in batch:
        kind, *words = row["cause"].split(":")
        about = CAUSES.get(kind, ("", _banked))[0]
        if about and words[0].isdecimal():
            keys[about].add(int(words[0]))
        if kind == "paid" and len(words) == 2 and words[-1].isdecimal():
            keys["part"].add(int(words[-1]))
    parts = Part.objects.select_related("parcel__round", "order")
    shares = Share.objects.select_related("payout")
    facts = Facts(
        parts=parts.in_bulk(keys["part"]),
        divided=set(parts.filter(divided_off__isnull=False, pk__in=keys["part"]).values_list("pk", flat=True)),
        payments={row.order_id: row for row in Payment.objects.filter(order__in=keys["payment"])},
        returns=Return.objects.select_related("part").in_bulk(keys["return"]),
        rounds=Round.objects.in_bulk(keys["round"]),
        refunds=Refund.objects.select_related("payment").in_bulk(keys["refund"]),
        payouts=Payout.objects.in_bulk(keys["payout"]),
        shares=shares.in_bulk(keys["share"]),
        settlements=Settlement.objects.select_related("part").in_bulk(keys["settlement"]),
    )
    of_parts = keys["part"] | {ret.part_id for ret in facts.returns.values()}
    sales = Receivable.objects.filter(part__in=of_parts).select_related("part")
    facts.sales = {row.part_id: row for row in sales}
    back = backs_of(list(facts.returns.values()))
    facts.left_off = left_off_of(list(facts.returns.values()))
    facts.shares_back = {pk: whole_share(found) for pk, found in back.items() if found}
    facts.shares_of = {(row.payout_id, row.member_id): row for row in shares.filter(payout__in=keys["payout"])}
    moved = Event.objects.filter(kind="ledger.due_moved", subject_type=Part._meta.label_lower)
    for part_id, data in moved.order_by("pk").values_list("subject_id", "data"):
        told = (data["was"], data["maker_id"], data["amount_paise"])
        facts.movings.setdefault(data["due_id"], []).append(told)
        facts.owed_to.setdefault(part_id, set()).add(data["maker_id"])
    events = Event.objects.filter(
        kind="ledger.missing_taken", subject_type=Round._meta.label_lower, subject_id__in=keys["round"]
    )
    for round_id, data in events.values_list("subject_id", "data"):
        facts.told.setdefault(("ledger.missing_taken", round_id), []).append(data["amount_paise"])
    return facts


@check("ledger: a transfer belongs to what its cause names")
def transfers_belong() -> Iterator[str]:
    """`part`, `payout` and `round` of a transfer are those of its cause, so that passbooks and histories find it."""
    of_part = ("cash", "earned", "rounded", "cancelled", "returned", "sold")
    of_return = {str(pk): str(part_id) for pk, part_id in Return.objects.values_list("pk", "part_id").iterator()}
    settled = Settlement.objects.values_list("pk", "part_id").iterator()
    of_settlement = {str(pk): str(part_id) for pk, part_id in settled}
    rows = Transfer.objects.order_by("pk").values_list("pk", "cause", "part_id", "payout_id", "round_id").iterator()
    for pk, cause, part_id, payout_id, round_id in rows:
        kind, *words = cause.split(":")
        first = words[0] if words else ""
        paid_at = words[1] if kind == "paid" and len(words) == 2 else "None"
        wanted: dict[str, str | None] = {"paid": paid_at, **dict.fromkeys(of_part, first)}
        wanted |= dict.fromkeys(("return", "netted", "unrounded"), of_return.get(first))
        wanted |= dict.fromkeys(("settled", "unsettled"), of_settlement.get(first))
        if kind in wanted and str(part_id) != wanted[kind]:
            yield f"transfer {pk} {cause}: it stands at part {part_id}"
        if kind in ("payout", "payout-failed", "share") and str(payout_id) != first:
            yield f"transfer {pk} {cause}: it stands at payout {payout_id}"
        if kind == "missing" and str(round_id) != first:
            yield f"transfer {pk} {cause}: it stands at round {round_id}"


@check("ledger: cash was banked as told")
def banked_is_told() -> Iterator[str]:
    told = {
        subject: data["amount_paise"]
        for subject, data in Event.objects.filter(kind="ledger.banked").values_list("subject_id", "data").iterator()
    }
    rows = Transfer.objects.filter(cause__startswith="banked:").order_by("pk")
    for pk, cause, paise in rows.values_list("pk", "cause", "amount_paise").iterator():
        if told.get(pk) != paise:
            yield f"transfer {pk} {cause}: {paise} paise banked, told as {told.get(pk)}"
