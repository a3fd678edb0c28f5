"""Who else takes buyers' money, what they owe us part by part, and what they told and paid."""

import django.utils.timezone
from django.db import migrations, models
from django.db.models import PROTECT, F, Q


def key() -> models.BigAutoField:
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0008_kinds_of_others_money"),
        ("orders", "0006_from_anywhere"),
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            "Party",
            [
                ("id", key()),
                ("mart", models.ForeignKey("places.mart", PROTECT, related_name="parties")),
                ("channel", models.SlugField(db_index=False, max_length=20)),
                ("account", models.CharField(blank=True, max_length=40)),
                ("name", models.CharField(blank=True, max_length=80)),
            ],
            {"constraints": [models.UniqueConstraint(fields=["mart", "channel", "account"], name="party_once")]},
        ),
        migrations.CreateModel(
            "Receivable",
            [
                ("id", key()),
                ("mart", models.ForeignKey("places.mart", PROTECT, related_name="+")),
                ("party", models.ForeignKey("ledger.party", PROTECT, related_name="receivables", db_index=False)),
                ("part", models.OneToOneField("orders.part", PROTECT, related_name="receivable")),
                ("sold_paise", models.PositiveBigIntegerField()),
                ("returned_paise", models.PositiveBigIntegerField(default=0)),
                ("settled_paise", models.PositiveBigIntegerField(default=0)),
                ("came_paise", models.BigIntegerField(default=0)),
                ("sold_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            {
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(returned_paise__lte=F("sold_paise")), name="receivable_returns_sold"
                    ),
                    models.CheckConstraint(
                        condition=Q(settled_paise__lte=F("sold_paise")), name="receivable_settles_sold"
                    ),
                ],
                "indexes": [
                    models.Index(fields=["party", "-sold_at"], name="receivable_party"),
                    models.Index(
                        fields=["mart", "sold_at"],
                        condition=Q(settled_paise__lt=F("sold_paise") - F("returned_paise")),
                        name="receivable_open",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            "Settlement",
            [
                ("id", key()),
                ("mart", models.ForeignKey("places.mart", PROTECT, related_name="+")),
                ("party", models.ForeignKey("ledger.party", PROTECT, related_name="settlements", db_index=False)),
                ("part", models.ForeignKey("orders.part", PROTECT, related_name="settlements")),
                ("key", models.CharField(max_length=80)),
                ("came_paise", models.BigIntegerField(default=0)),
                ("fee_paise", models.BigIntegerField(default=0)),
                ("tcs_paise", models.BigIntegerField(default=0)),
                ("tds_paise", models.BigIntegerField(default=0)),
                ("adjustment_paise", models.BigIntegerField(default=0)),
                ("rounding_paise", models.BigIntegerField(default=0)),
                ("reason", models.CharField(blank=True, max_length=200)),
                (
                    "lands_in",
                    models.CharField(
                        choices=[("bank", "Bank"), ("cash_desk", "Cash Desk")], default="bank", max_length=12
                    ),
                ),
                ("reference", models.CharField(max_length=60)),
                ("day", models.DateField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("by_id", models.BigIntegerField(null=True)),
                ("taken_back_at", models.DateTimeField(null=True)),
                ("taken_back_by_id", models.BigIntegerField(null=True)),
                ("taken_back_reason", models.CharField(blank=True, max_length=200)),
            ],
            {
                "constraints": [
                    models.UniqueConstraint(
                        fields=["mart", "key"], condition=Q(taken_back_at=None), name="settlement_once"
                    ),
                    models.CheckConstraint(
                        condition=Q(rounding_paise__gt=-100) & Q(rounding_paise__lt=100),
                        name="settlement_rounds_little",
                    ),
                    models.CheckConstraint(
                        condition=Q(adjustment_paise=0) | ~Q(reason=""), name="settlement_adjusts_with_a_reason"
                    ),
                ],
                "indexes": [
                    models.Index(fields=["party", "-day"], name="settlement_party"),
                    models.Index(fields=["mart", "key"], name="settlement_key"),
                ],
            },
        ),
    ]
