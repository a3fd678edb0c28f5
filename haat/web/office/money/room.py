"""Money: what buyers paid, what is owed back, what goes to makers, cash to the bank."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from haat.ledger.queries import reckoned_and_came, sale_of, to_release
from haat.orders.models import Order, Part
from haat.payments.queries import claimed_in
from haat.places.models import Mart, Place
from haat.review import stuck
from haat.web.office.desk.rooms import Block, Field, Room, Shape, Trouble
from haat.web.office.money.words import ACCOUNTS, HEADS, LANDS, PAYOUT_STATES, RUN_STATES


def waits(mart: Mart, place: Place) -> Iterable[QuerySet[Any]]:
    """Payments to look for in the bank, and payouts that wait for a second person."""
    return claimed_in(mart), to_release(mart)


def fee(data: Mapping[str, Any]) -> Shape:
    """0.1.0 told only what holds from a day on."""
    after = data.get("after", {"fee_bp": data["fee_bp"], "packing_paise": data["packing_paise"]})
    return data.get("before", {}), dict(after) | {"from_date": data["from_date"], "channel": data["channel"]}


def channel_fee(data: Mapping[str, Any]) -> Shape:
    """Of which goods of a channel (of all: not said), and what of it is otherwise now."""
    named = {field: data[field] for field in ("channel", "category", "from_paise", "from_date") if data[field] != ""}
    return data.get("before", {}), named | data.get("after", {})


def named(data: Mapping[str, Any]) -> Shape:
    """What a party was called before, and is now."""
    return {"name": data["before"]}, {"name": data["name"]}


def sold_elsewhere(part: Part) -> Block | None:
    """Of a part that somebody else sold: what was reckoned beside what came."""
    if part.order.pays != Order.Pays.ELSEWHERE:
        return None
    sale = sale_of(part)
    return Block("office/money/parts/on_part.html", {"sale": sale, "heads": reckoned_and_came(part)}) if sale else None


ROOM = Room(
    title=_("Money"),
    order=60,
    first="office:money:money",
    deed="see_money",
    whole_mart=True,
    waits=waits,
    words={
        "run": RUN_STATES,
        "payout": PAYOUT_STATES,
        "account": ACCOUNTS,
        "head": HEADS,
        "lands": LANDS,
    },
    events={
        "ledger.earned": _("Money put down for the maker"),
        "ledger.taken_back": _("Money taken back after the return"),
        "ledger.due_moved": _("Owed to the maker she was found to be"),
        "ledger.payouts_proposed": _("Proposed"),
        "ledger.sold": _("Owed by who sold it elsewhere"),
        "ledger.settled": _("Others settled it"),
        "ledger.settlement_taken_back": _("A settlement taken back"),
        "ledger.party_named": _("Named"),
        "ledger.payouts_reduced": _("Taken out of the payouts: the buyer sends it back, or its money has not come"),
        "ledger.payouts_released": _("Released"),
        "ledger.payouts_dropped": _("Dropped"),
        "payments.claimed": _("The buyer says she has paid"),
        "payments.confirmed": _("The payment has come"),
        "payments.refused": _("The payment was not found"),
        "payments.refund_owed": _("Owed back to the buyer"),
        "payments.refund_prepared": _("Written down to whom money goes back"),
        "payments.refund_sent": _("Sent back to the buyer"),
        "pricing.fee_set": _("The mart’s fee set"),
        "pricing.channel_fee_set": _("A channel’s fee written down"),
        "pricing.channel_fee_taken_back": _("A channel’s fee taken back"),
    },
    sums={
        "ledger.sold": "amount_paise",
        "ledger.settled": "came_paise",
        "payments.claimed": "amount_paise",
        "payments.confirmed": "amount_paise",
        "payments.refund_owed": "amount_paise",
        "payments.refund_sent": "amount_paise",
    },
    fields={
        "ledger.name": Field(_("Name")),
        "pricing.fee_bp": Field(_("The mart’s fee"), "bp"),
        "pricing.packing_paise": Field(_("Packing"), "money"),
        "pricing.from_date": Field(_("Holds from"), "day"),
        "pricing.category": Field(_("Of goods"), "kind"),
        "pricing.from_paise": Field(_("Price from"), "money"),
        "pricing.to_paise": Field(_("Price below"), "money"),
        "pricing.referral_bp": Field(_("Referral fee"), "bp"),
        "pricing.closing_paise": Field(_("Closing fee"), "money"),
        "pricing.slabs": Field(_("Fee by weight"), "slabs"),
        "pricing.further_kg_paise": Field(_("Each further kilogram"), "money"),
        "pricing.tax_bp": Field(_("Tax on the fees"), "bp"),
        "pricing.source": Field(_("Source")),
        "pricing.sure": Field(_("Proven"), "yes"),
    },
    reads={
        "pricing.fee_set": fee,
        "pricing.channel_fee_set": channel_fee,
        "pricing.channel_fee_taken_back": channel_fee,
        "ledger.party_named": named,
    },
    on_part=sold_elsewhere,
    troubles=(
        Trouble(
            kind="unconfirmed_payment",
            find=stuck.unconfirmed_payments,
            says=_("Payment of %(what)s not looked for"),
            key=_("Look in the bank"),
            page="office:money:payments",
        ),
        Trouble(
            kind="owed_refund",
            find=stuck.owed_refunds,
            says=_("Refund of %(what)s not sent"),
            key=_("Send refund"),
            page="office:money:payments",
        ),
        Trouble(
            kind="late_sale",
            find=stuck.late_sales_elsewhere,
            says=_("The money of %(what)s has not come"),
            key=_("Write what came"),
            page="office:money:sale",
        ),
    ),
)
