import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("orders", "0001_initial"),
        ("people", "__first__"),
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Round",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[("planned", "Planned"), ("out", "Out"), ("back", "Back"), ("closed", "Closed")],
                        default="planned",
                        max_length=8,
                    ),
                ),
                ("cash_paise", models.PositiveBigIntegerField(default=0)),
                ("counted_paise", models.PositiveBigIntegerField(null=True)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("closed_at", models.DateTimeField(null=True)),
                ("closed_by_id", models.BigIntegerField(null=True)),
                (
                    "mart",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rounds", to="places.mart"
                    ),
                ),
                (
                    "rider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rounds", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["mart", "state", "day"], name="round_state")],
            },
        ),
        migrations.CreateModel(
            name="Parcel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=24)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("packed", "Packed"),
                            ("out", "Out"),
                            ("delivered", "Delivered"),
                            ("not_delivered", "Not Delivered"),
                            ("back", "Back"),
                        ],
                        default="packed",
                        max_length=14,
                    ),
                ),
                ("carrier", models.SlugField(default="own", max_length=20)),
                ("article", models.CharField(blank=True, max_length=30)),
                ("weight_g", models.PositiveIntegerField()),
                ("collect_paise", models.PositiveBigIntegerField(default=0)),
                ("collected_paise", models.PositiveBigIntegerField(default=0)),
                ("code", models.CharField(max_length=6)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("wrong_codes", models.PositiveSmallIntegerField(default=0)),
                ("stop", models.PositiveSmallIntegerField(default=0)),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("packed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("delivered_at", models.DateTimeField(null=True)),
                (
                    "mart",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.mart"),
                ),
                (
                    "part",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="parcel", to="orders.sellerorder"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parcels",
                        to="delivery.round",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["mart", "state", "packed_at"], name="parcel_state")],
                "constraints": [
                    models.UniqueConstraint(fields=("mart", "number"), name="parcel_number"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("collected_paise", 0), ("collected_paise", models.F("collect_paise")), _connector="OR"
                        ),
                        name="parcel_collects_all_or_nothing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Zone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("carrier", models.SlugField(default="own", max_length=20)),
                ("days", models.PositiveSmallIntegerField()),
                ("charge_paise", models.PositiveIntegerField()),
                ("free_from_paise", models.PositiveBigIntegerField(null=True)),
                ("cod", models.BooleanField(default=True)),
                ("cod_limit_paise", models.PositiveBigIntegerField(default=500000)),
                ("fresh_food", models.BooleanField(default=True)),
                (
                    "mart",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="zones", to="places.mart"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("mart", "place"), name="zone_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("place__isnull", True)), fields=("mart",), name="zone_one_for_india"
                    ),
                ],
            },
        ),
    ]
