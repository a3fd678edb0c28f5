"""The sums of a part after its lines or its delivery charge changed."""

from django.db.models import Sum

from haat.core.rows import update
from haat.orders.models import Order, OrderLine, Part
from haat.orders.rules import DIVISIBLE, left_off
from haat.pricing.split import split_delivery

HEADS = ("goods_paise", "tax_paise", "fee_paise", "packing_paise", "maker_paise")


def add_up(part: Part) -> None:
    """Write the part's sums from its lines, the tax inside its delivery charge by what it brings now, and what is left
    off of both in cash. `leave_off` follows, once all parts are added up.
    """
    lines = OrderLine.objects.filter(part=part)
    sums = lines.aggregate(**{f"all_{head}": Sum(head) for head in HEADS})
    for head in HEADS:
        setattr(part, head, int(sums[f"all_{head}"] or 0))
    charges = split_delivery(part.delivery_paise, lines.order_by("pk").values_list("tax_bp", "goods_paise"))
    part.delivery_tax_paise = sum(charge.tax for charge in charges)
    part.rounding_paise = left_off(part.order.pays, part.goods_paise + part.delivery_paise)
    update(part, *HEADS, "delivery_paise", "delivery_tax_paise", "rounding_paise")


def leave_off(order: Order) -> None:
    """Write what the parts of the held order leave off now, and its total: divided parcels leave off more."""
    if order.pays != Order.Pays.AT_THE_DOOR:
        return
    rounding = int(order.parts.aggregate(all=Sum("rounding_paise"))["all"] or 0)
    if rounding != order.rounding_paise:
        order.total_paise += order.rounding_paise - rounding
        order.rounding_paise = rounding
        update(order, "rounding_paise", "total_paise")


def pass_charge_on(part: Part) -> Part | None:
    """Give the delivery charge of a part that is about to be cancelled to the eldest of those divided with it.

    Only one that is not packed yet can take it, for the bill of a packed one is written. Gives the heir, None when
    there is none: then the charge ends with the part. The order is held.
    """
    if not part.delivery_paise or part.state not in DIVISIBLE:
        return None
    others = Part.objects.filter(order=part.order_id, seller=part.seller_id, maker=part.maker_id)
    heir = others.filter(state__in=DIVISIBLE).exclude(pk=part.pk).order_by("pk").first()
    if heir is not None:
        heir.order = part.order
        heir.delivery_paise, part.delivery_paise = part.delivery_paise, 0
        add_up(part)
        add_up(heir)
        leave_off(part.order)
    return heir
