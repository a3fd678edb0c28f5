"""Orders of 0.1.0 without a bill are taxed as bills are written now: even, and on the delivery charge too.

What was billed already keeps the rule of its bill. Nothing is undone on the way back: 0.1.0 bills an even tax too,
and the delivery's tax goes with its column.
"""

from typing import Any

from django.db import migrations

OPEN = ("awaiting_payment", "placed", "accepted", "packed", "on_the_way")


def _even_tax_inside(paise: int, basis_points: int) -> int:
    base = 10000 + basis_points
    tax = (2 * paise * basis_points + base) // (2 * base)
    return tax - tax % 2


def _delivery_tax(charge: int, goods: dict[int, int]) -> int:
    """By value over the rates, the remainder to the largest fractions, as `pricing.split.split_delivery` does."""
    whole = sum(goods.values())
    if not whole:
        return 0
    rates = sorted(goods)
    shares = {rate: charge * goods[rate] // whole for rate in rates}
    left = charge - sum(shares.values())
    for rate in sorted(rates, key=lambda rate: (-(charge * goods[rate] % whole), rate))[:left]:
        shares[rate] += 1
    return sum(_even_tax_inside(shares[rate], rate) for rate in rates)


def make_even(apps: Any, _editor: Any) -> None:
    parts = apps.get_model("orders", "SellerOrder").objects
    lines = apps.get_model("orders", "OrderLine").objects
    unbilled = parts.filter(state__in=OPEN, invoices=None, due=None)
    for part in unbilled.only("tax_paise", "maker_paise", "delivery_paise").order_by("pk").iterator():
        goods: dict[int, int] = {}
        odd = 0
        for line in lines.filter(part=part).order_by("pk"):
            goods[line.tax_bp] = goods.get(line.tax_bp, 0) + line.goods_paise
            if line.tax_paise % 2:
                odd += 1
                lines.filter(pk=line.pk).update(tax_paise=line.tax_paise - 1, maker_paise=line.maker_paise + 1)
        tax = _delivery_tax(part.delivery_paise, goods)
        if odd or tax:
            parts.filter(pk=part.pk).update(
                tax_paise=part.tax_paise - odd, maker_paise=part.maker_paise + odd, delivery_tax_paise=tax
            )


def nothing(_apps: Any, _editor: Any) -> None:
    """See above."""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_the_buyers_last_day"), ("orders", "0002_the_tax_of_the_delivery")]

    operations = [migrations.RunPython(make_even, nothing)]
