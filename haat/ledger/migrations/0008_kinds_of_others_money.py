"""Accounts for the money that others hold of ours, and for what became of it on the way."""

from django.db import migrations, models
from django.db.models import F, Q

CREDITS = ("buyers", "maker_due", "member_share", "tax_due", "fee", "packing", "carrier_due", "refund_due")
BEFORE = ("bank", "rider_cash", "cash_desk", "group_purse", "return_loss")
DEBITS = (*BEFORE, "receivable", "channel_fee", "tcs_credit", "tds_credit", "adjustment_loss", "rounding_loss")
KINDS = (
    *("bank", "rider_cash", "cash_desk", "group_purse", *CREDITS, "return_loss"),
    *("receivable", "channel_due", "channel_fee", "tcs_credit", "tds_credit"),
    *("adjustment_loss", "adjustment_gain", "rounding_loss", "rounding_gain"),
)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0007_one_note_per_cause")]

    operations = [
        migrations.RemoveConstraint("account", "account_never_overdrawn"),
        migrations.AlterField(
            "account",
            "kind",
            models.CharField(choices=[(kind, kind.replace("_", " ").title()) for kind in KINDS], max_length=16),
        ),
        migrations.AddConstraint(
            "account",
            models.CheckConstraint(
                condition=(Q(kind__in=DEBITS) & Q(credits_paise__lte=F("debits_paise")))
                | (~Q(kind__in=DEBITS) & Q(debits_paise__lte=F("credits_paise"))),
                name="account_never_overdrawn",
            ),
        ),
    ]
