import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalogue", "0001_initial"),
        ("makers", "0001_initial"),
        ("people", "__first__"),
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Basket",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", models.CharField(max_length=32, unique=True)),
                ("pin", models.CharField(blank=True, max_length=6)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "mart",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="places.mart"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Order",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=20)),
                ("token", models.CharField(max_length=32, unique=True)),
                ("channel", models.SlugField(default="mart", max_length=20)),
                ("account", models.CharField(default="", max_length=40)),
                ("external_id", models.CharField(max_length=60)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("awaiting_payment", "Awaiting Payment"),
                            ("placed", "Placed"),
                            ("done", "Done"),
                            ("cancelled", "Cancelled"),
                        ],
                        max_length=16,
                    ),
                ),
                ("method", models.CharField(choices=[("cod", "Cod"), ("upi", "Upi")], max_length=4)),
                ("language", models.CharField(max_length=5)),
                ("phone", models.CharField(max_length=16)),
                ("name", models.CharField(max_length=120)),
                ("address", models.CharField(max_length=240)),
                ("landmark", models.CharField(blank=True, max_length=120)),
                ("pin", models.CharField(max_length=6)),
                ("goods_paise", models.PositiveBigIntegerField()),
                ("delivery_paise", models.PositiveBigIntegerField()),
                ("total_paise", models.PositiveBigIntegerField()),
                ("placed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("paid_at", models.DateTimeField(null=True)),
                (
                    "buyer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="orders",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"),
                ),
                (
                    "mart",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="orders", to="places.mart"
                    ),
                ),
                (
                    "ship_state",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["mart", "-placed_at"], name="order_placed"),
                    models.Index(fields=["phone", "-placed_at"], name="order_phone"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("mart", "number"), name="order_number"),
                    models.UniqueConstraint(fields=("mart", "channel", "account", "external_id"), name="order_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "total_paise",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("goods_paise"), "+", models.F("delivery_paise")
                                ),
                            )
                        ),
                        name="order_total_adds_up",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrderLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("names", models.JSONField()),
                ("labels", models.JSONField(default=dict)),
                ("hsn", models.CharField(max_length=8)),
                ("quantity", models.PositiveIntegerField()),
                ("piece_paise", models.PositiveBigIntegerField()),
                ("goods_paise", models.PositiveBigIntegerField()),
                ("tax_bp", models.PositiveIntegerField()),
                ("tax_rule_id", models.BigIntegerField(null=True)),
                ("tax_paise", models.PositiveBigIntegerField()),
                ("fee_paise", models.PositiveBigIntegerField()),
                ("packing_paise", models.PositiveBigIntegerField()),
                ("maker_paise", models.PositiveBigIntegerField()),
                ("weight_g", models.PositiveIntegerField(default=0)),
                (
                    "good",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalogue.good"
                    ),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalogue.variant"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "goods_paise",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("piece_paise"), "*", models.F("quantity")
                                ),
                            )
                        ),
                        name="line_adds_up",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Rating",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("stars", models.PositiveSmallIntegerField()),
                ("words", models.CharField(blank=True, max_length=500)),
                ("language", models.CharField(max_length=5)),
                ("buyer_name", models.CharField(max_length=60)),
                ("place", models.CharField(max_length=60)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "good",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="ratings", to="catalogue.good"
                    ),
                ),
                (
                    "line",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rating", to="orders.orderline"
                    ),
                ),
                (
                    "mart",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="places.mart"),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["good", "-at"], name="rating_good")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("stars__gte", 1), ("stars__lte", 5)), name="rating_one_to_five"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SellerOrder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=24)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("awaiting_payment", "Awaiting Payment"),
                            ("placed", "Placed"),
                            ("accepted", "Accepted"),
                            ("packed", "Packed"),
                            ("on_the_way", "On The Way"),
                            ("delivered", "Delivered"),
                            ("cancelled", "Cancelled"),
                            ("returned", "Returned"),
                        ],
                        max_length=16,
                    ),
                ),
                ("goods_paise", models.PositiveBigIntegerField()),
                ("delivery_paise", models.PositiveBigIntegerField()),
                ("maker_paise", models.PositiveBigIntegerField()),
                ("tax_paise", models.PositiveBigIntegerField()),
                ("fee_paise", models.PositiveBigIntegerField()),
                ("packing_paise", models.PositiveBigIntegerField()),
                ("carrier", models.SlugField(default="own", max_length=20)),
                ("promised_by", models.DateField()),
                ("placed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("accepted_at", models.DateTimeField(null=True)),
                ("packed_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("delivered_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("cancel_reason", models.CharField(blank=True, max_length=200)),
                (
                    "maker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="orders", to="makers.maker"
                    ),
                ),
                (
                    "mart",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.mart"),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="parts", to="orders.order"
                    ),
                ),
                (
                    "seller",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="orders", to="makers.seller"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["mart", "state", "placed_at"], name="seller_order_state"),
                    models.Index(fields=["maker", "state", "-placed_at"], name="seller_order_maker"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("order", "seller", "maker"), name="seller_order_once"),
                    models.UniqueConstraint(fields=("mart", "number"), name="seller_order_number"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "goods_paise",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("maker_paise"), "+", models.F("tax_paise")
                                        ),
                                        "+",
                                        models.F("fee_paise"),
                                    ),
                                    "+",
                                    models.F("packing_paise"),
                                ),
                            )
                        ),
                        name="seller_order_split_adds_up",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Return",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[("asked", "Asked"), ("received", "Received"), ("refused", "Refused")],
                        default="asked",
                        max_length=8,
                    ),
                ),
                ("reason", models.CharField(max_length=300)),
                ("answer", models.CharField(blank=True, max_length=300)),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "mart",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.mart"),
                ),
                (
                    "part",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="return_asked",
                        to="orders.sellerorder",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="orderline",
            name="part",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="orders.sellerorder"
            ),
        ),
        migrations.CreateModel(
            name="BasketLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quantity", models.PositiveIntegerField()),
                ("seen_paise", models.PositiveBigIntegerField()),
                (
                    "basket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="orders.basket"
                    ),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalogue.variant"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("basket", "variant"), name="basket_line_once"),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gte", 1), ("quantity__lte", 99)), name="basket_quantity"
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="orderline",
            constraint=models.UniqueConstraint(fields=("part", "variant"), name="order_line_once"),
        ),
    ]
