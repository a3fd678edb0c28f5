import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalogue", "0001_initial"),
        ("makers", "0001_initial"),
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="OrdinaryWeek",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("capacity", models.PositiveIntegerField()),
                (
                    "mart",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="places.mart"),
                ),
                (
                    "variant",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ordinary_week",
                        to="catalogue.variant",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StockPlace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80)),
                (
                    "maker",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stock_place",
                        to="makers.maker",
                    ),
                ),
                (
                    "mart",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="places.mart"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StockItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on_hand", models.PositiveIntegerField(default=0)),
                ("reserved", models.PositiveIntegerField(default=0)),
                ("counted_at", models.DateTimeField(null=True)),
                (
                    "mart",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="places.mart"),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="stock", to="catalogue.variant"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="stock.stockplace"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("variant", "place"), name="stock_item_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("on_hand__gte", 0), ("reserved__gte", 0), ("reserved__lte", models.F("on_hand"))
                        ),
                        name="stock_never_oversold",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WeekCapacity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("week", models.DateField()),
                ("capacity", models.PositiveIntegerField()),
                ("reserved", models.PositiveIntegerField(default=0)),
                (
                    "mart",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="places.mart"),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="weeks", to="catalogue.variant"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("variant", "week"), name="week_once"),
                    models.CheckConstraint(
                        condition=models.Q(("reserved__lte", models.F("capacity"))), name="week_never_overpromised"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Movement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("counted", "Counted"),
                            ("made", "Made"),
                            ("reserved", "Reserved"),
                            ("released", "Released"),
                            ("sold", "Sold"),
                            ("returned", "Returned"),
                            ("spoilt", "Spoilt"),
                        ],
                        max_length=10,
                    ),
                ),
                ("on_hand", models.IntegerField(default=0)),
                ("reserved", models.IntegerField(default=0)),
                ("cause", models.CharField(max_length=80, unique=True)),
                ("by_id", models.BigIntegerField(null=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "item",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="movements",
                        to="stock.stockitem",
                    ),
                ),
                (
                    "week",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="movements",
                        to="stock.weekcapacity",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("item__isnull", False), ("week__isnull", True)),
                            models.Q(("item__isnull", True), ("week__isnull", False)),
                            _connector="OR",
                        ),
                        name="movement_of_one_thing",
                    )
                ],
            },
        ),
    ]
