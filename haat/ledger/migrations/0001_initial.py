import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("makers", "0001_initial"),
        ("orders", "0001_initial"),
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("bank", "Bank"),
                            ("rider_cash", "Rider Cash"),
                            ("cash_desk", "Cash Desk"),
                            ("group_purse", "Group Purse"),
                            ("buyers", "Buyers"),
                            ("maker_due", "Maker Due"),
                            ("member_share", "Member Share"),
                            ("tax_due", "Tax Due"),
                            ("fee", "Fee"),
                            ("packing", "Packing"),
                            ("carrier_due", "Carrier Due"),
                            ("refund_due", "Refund Due"),
                            ("return_loss", "Return Loss"),
                        ],
                        max_length=12,
                    ),
                ),
                ("owner_id", models.BigIntegerField(default=0)),
                ("debits_paise", models.PositiveBigIntegerField(default=0)),
                ("credits_paise", models.PositiveBigIntegerField(default=0)),
                (
                    "mart",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.mart"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("mart", "kind", "owner_id"), name="account_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind__in", ("bank", "rider_cash", "cash_desk", "group_purse", "return_loss")),
                                ("credits_paise__lte", models.F("debits_paise")),
                            ),
                            models.Q(
                                models.Q(
                                    ("kind__in", ("bank", "rider_cash", "cash_desk", "group_purse", "return_loss")),
                                    _negated=True,
                                ),
                                ("debits_paise__lte", models.F("credits_paise")),
                            ),
                            _connector="OR",
                        ),
                        name="account_never_overdrawn",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Invoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("invoice", "Invoice"), ("bill", "Bill"), ("credit_note", "Credit Note")],
                        max_length=12,
                    ),
                ),
                ("year", models.CharField(max_length=7)),
                ("number", models.CharField(max_length=16)),
                ("facts", models.JSONField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "mart",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.mart"),
                ),
                (
                    "part",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="invoices", to="orders.sellerorder"
                    ),
                ),
                (
                    "seller",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="invoices", to="makers.seller"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("seller", "year", "number"), name="invoice_number"),
                    models.UniqueConstraint(fields=("part", "kind"), name="invoice_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Payout",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount_paise", models.PositiveBigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("sent", "Sent"),
                            ("paid", "Paid"),
                            ("failed", "Failed"),
                            ("dropped", "Dropped"),
                        ],
                        default="proposed",
                        max_length=8,
                    ),
                ),
                ("holder", models.CharField(max_length=120)),
                ("account_number", models.CharField(max_length=20)),
                ("ifsc", models.CharField(max_length=11)),
                ("utr", models.CharField(blank=True, max_length=40)),
                ("failure", models.CharField(blank=True, max_length=200)),
                ("sent_at", models.DateTimeField(null=True)),
                ("paid_at", models.DateTimeField(null=True)),
                (
                    "maker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="payouts", to="makers.maker"
                    ),
                ),
                (
                    "mart",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.mart"),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["maker", "-id"], name="payout_maker")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("utr", ""), _negated=True), fields=("mart", "utr"), name="payout_utr_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Due",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount_paise", models.PositiveBigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("earned", "Earned"),
                            ("in_payout", "In Payout"),
                            ("paid", "Paid"),
                            ("taken_back", "Taken Back"),
                        ],
                        default="earned",
                        max_length=10,
                    ),
                ),
                ("earned_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("pay_from", models.DateField()),
                (
                    "maker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="dues", to="makers.maker"
                    ),
                ),
                (
                    "mart",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.mart"),
                ),
                (
                    "part",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="due", to="orders.sellerorder"
                    ),
                ),
                (
                    "payout",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="dues", to="ledger.payout"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["mart", "state", "earned_at"], name="due_state")],
            },
        ),
        migrations.CreateModel(
            name="PayoutRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=24)),
                (
                    "state",
                    models.CharField(
                        choices=[("proposed", "Proposed"), ("released", "Released"), ("dropped", "Dropped")],
                        default="proposed",
                        max_length=8,
                    ),
                ),
                ("proposed_by_id", models.BigIntegerField()),
                ("proposed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("released_by_id", models.BigIntegerField(null=True)),
                ("released_at", models.DateTimeField(null=True)),
                (
                    "mart",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="payout_runs", to="places.mart"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("mart", "number"), name="payout_run_number"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("released_by_id__isnull", True),
                            models.Q(("released_by_id", models.F("proposed_by_id")), _negated=True),
                            _connector="OR",
                        ),
                        name="payout_maker_is_not_checker",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="payout",
            name="run",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="payouts", to="ledger.payoutrun"
            ),
        ),
        migrations.CreateModel(
            name="Share",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount_paise", models.PositiveBigIntegerField()),
                ("given_at", models.DateTimeField(null=True)),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="shares", to="makers.member"
                    ),
                ),
                (
                    "payout",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="shares", to="ledger.payout"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("payout", "member"), name="share_once")],
            },
        ),
        migrations.CreateModel(
            name="Transfer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount_paise", models.PositiveBigIntegerField()),
                ("cause", models.CharField(max_length=80, unique=True)),
                ("by_id", models.BigIntegerField(null=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "credit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="credited", to="ledger.account"
                    ),
                ),
                (
                    "debit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="debited", to="ledger.account"
                    ),
                ),
                (
                    "mart",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.mart"),
                ),
                (
                    "part",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers",
                        to="orders.sellerorder",
                    ),
                ),
                (
                    "payout",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers",
                        to="ledger.payout",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["debit", "-id"], name="transfer_debit"),
                    models.Index(fields=["credit", "-id"], name="transfer_credit"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount_paise__gt", 0)), name="transfer_positive"),
                    models.CheckConstraint(
                        condition=models.Q(("debit", models.F("credit")), _negated=True), name="transfer_between_two"
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="payout",
            constraint=models.UniqueConstraint(fields=("run", "maker"), name="payout_once_a_run"),
        ),
    ]
