import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0001_initial"),
        ("makers", "0001_initial"),
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Craft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=40, unique=True)),
                ("names", models.JSONField(default=dict)),
                ("lines", models.JSONField(default=dict)),
                ("attributes", models.JSONField(default=list)),
                ("materials", models.JSONField(default=list)),
                ("papers", models.JSONField(default=list)),
                ("tax_slug", models.SlugField(max_length=60)),
                ("drawing", models.CharField(max_length=60)),
                ("ground", models.CharField(default="khadi", max_length=10)),
                ("food", models.BooleanField(default=False)),
                ("fragile", models.BooleanField(default=False)),
                ("position", models.PositiveSmallIntegerField(default=100)),
            ],
        ),
        migrations.CreateModel(
            name="Good",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("waiting", "Waiting"),
                            ("sent_back", "Sent Back"),
                            ("live", "Live"),
                            ("paused", "Paused"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("slug", models.SlugField(max_length=100)),
                ("key", models.CharField(max_length=40)),
                ("attributes", models.JSONField(default=dict)),
                ("ground", models.CharField(default="khadi", max_length=10)),
                ("made_to_order", models.BooleanField(default=False)),
                ("making_days", models.PositiveSmallIntegerField(default=0)),
                ("tax_slug", models.SlugField(max_length=60)),
                ("hsn", models.CharField(blank=True, max_length=8)),
                ("packed_and_labelled", models.BooleanField(default=False)),
                ("shelf_life_days", models.PositiveSmallIntegerField(null=True)),
                ("fragile", models.BooleanField(default=False)),
                ("length_mm", models.PositiveIntegerField(null=True)),
                ("width_mm", models.PositiveIntegerField(null=True)),
                ("height_mm", models.PositiveIntegerField(null=True)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("sent_at", models.DateTimeField(null=True)),
                ("live_at", models.DateTimeField(null=True)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "craft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="goods", to="catalogue.craft"
                    ),
                ),
                (
                    "maker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="goods", to="makers.maker"
                    ),
                ),
                (
                    "mart",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="goods", to="places.mart"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["mart", "state", "sent_at"], name="good_waiting"),
                    models.Index(fields=["maker", "state"], name="good_maker"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("mart", "slug"), name="good_slug"),
                    models.UniqueConstraint(fields=("maker", "key"), name="good_key"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Check",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "outcome",
                    models.CharField(choices=[("approved", "Approved"), ("sent_back", "Sent Back")], max_length=10),
                ),
                ("reasons", models.JSONField(default=list)),
                ("note", models.TextField(blank=True)),
                ("by_id", models.BigIntegerField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "good",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="checks", to="catalogue.good"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["good", "-at"], name="check_good")],
            },
        ),
        migrations.CreateModel(
            name="GoodText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=5)),
                ("name", models.CharField(max_length=120)),
                ("description", models.TextField(blank=True)),
                ("care", models.TextField(blank=True)),
                (
                    "origin",
                    models.CharField(
                        choices=[("person", "Person"), ("machine", "Machine")], default="person", max_length=8
                    ),
                ),
                ("reviewed_by_id", models.BigIntegerField(null=True)),
                (
                    "good",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="texts", to="catalogue.good"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("good", "language"), name="good_text_language")],
            },
        ),
        migrations.CreateModel(
            name="Photo",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "good",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="photos", to="catalogue.good"
                    ),
                ),
                (
                    "picture",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.picture"),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("good", "position"), name="photo_position")],
            },
        ),
        migrations.CreateModel(
            name="Variant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sku", models.CharField(max_length=40)),
                ("labels", models.JSONField(default=dict)),
                ("price_paise", models.PositiveBigIntegerField()),
                ("mrp_paise", models.PositiveBigIntegerField()),
                ("weight_g", models.PositiveIntegerField(null=True)),
                ("net_quantity", models.PositiveIntegerField(default=1)),
                ("net_unit", models.CharField(default="piece", max_length=10)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("active", models.BooleanField(default=True)),
                (
                    "good",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="variants", to="catalogue.good"
                    ),
                ),
                (
                    "mart",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="places.mart"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("mart", "sku"), name="variant_sku"),
                    models.CheckConstraint(
                        condition=models.Q(("price_paise__gt", 0), ("price_paise__lte", models.F("mrp_paise"))),
                        name="variant_price_within_mrp",
                    ),
                ],
            },
        ),
    ]
