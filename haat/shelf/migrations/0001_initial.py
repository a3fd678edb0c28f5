import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalogue", "0001_initial"),
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ShelfMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("good_id", models.BigIntegerField(unique=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name="ShelfWords",
            fields=[
                (
                    "good",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="catalogue.good",
                    ),
                ),
                ("keys", models.TextField()),
                (
                    "mart",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="places.mart"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Shelf",
            fields=[
                (
                    "good",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="shelf",
                        serialize=False,
                        to="catalogue.good",
                    ),
                ),
                ("slug", models.CharField(max_length=100)),
                ("maker_id", models.BigIntegerField()),
                ("maker_slug", models.CharField(max_length=80)),
                ("artisan", models.BooleanField(default=False)),
                ("craft", models.CharField(max_length=40)),
                ("block", models.CharField(max_length=60)),
                ("price_paise", models.PositiveBigIntegerField()),
                ("top_paise", models.PositiveBigIntegerField()),
                ("maker_paise", models.PositiveBigIntegerField()),
                ("picture", models.CharField(max_length=64)),
                ("drawn", models.BooleanField(default=False)),
                ("ground", models.CharField(max_length=10)),
                ("available", models.PositiveIntegerField(default=0)),
                ("made_to_order", models.BooleanField(default=False)),
                ("making_days", models.PositiveSmallIntegerField(default=0)),
                ("can_buy", models.BooleanField(default=True)),
                ("stars_sum", models.PositiveIntegerField(default=0)),
                ("stars_count", models.PositiveIntegerField(default=0)),
                ("sold", models.PositiveIntegerField(default=0)),
                ("live_at", models.DateTimeField()),
                ("by_new", models.BigIntegerField()),
                ("by_cheap", models.BigIntegerField()),
                ("by_dear", models.BigIntegerField()),
                ("by_best", models.BigIntegerField()),
                ("by_loved", models.BigIntegerField()),
                (
                    "mart",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="places.mart"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["mart", "by_new"], name="shelf_all_new"),
                    models.Index(fields=["mart", "by_cheap"], name="shelf_all_cheap"),
                    models.Index(fields=["mart", "by_dear"], name="shelf_all_dear"),
                    models.Index(fields=["mart", "by_best"], name="shelf_all_best"),
                    models.Index(fields=["mart", "by_loved"], name="shelf_all_loved"),
                    models.Index(fields=["mart", "craft", "by_new"], name="shelf_craft_new"),
                    models.Index(fields=["mart", "craft", "by_cheap"], name="shelf_craft_cheap"),
                    models.Index(fields=["mart", "craft", "by_dear"], name="shelf_craft_dear"),
                    models.Index(fields=["mart", "craft", "by_best"], name="shelf_craft_best"),
                    models.Index(fields=["mart", "craft", "by_loved"], name="shelf_craft_loved"),
                    models.Index(fields=["mart", "block", "by_new"], name="shelf_block_new"),
                    models.Index(fields=["mart", "block", "by_cheap"], name="shelf_block_cheap"),
                    models.Index(fields=["mart", "block", "by_dear"], name="shelf_block_dear"),
                    models.Index(fields=["mart", "block", "by_best"], name="shelf_block_best"),
                    models.Index(fields=["mart", "block", "by_loved"], name="shelf_block_loved"),
                    models.Index(fields=["maker_id", "by_new"], name="shelf_maker"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ShelfCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("craft", models.CharField(blank=True, max_length=40)),
                ("block", models.CharField(blank=True, max_length=60)),
                (
                    "readiness",
                    models.CharField(blank=True, choices=[("ready", "Ready"), ("order", "Order")], max_length=5),
                ),
                ("craft_names", models.JSONField(default=dict)),
                ("block_names", models.JSONField(default=dict)),
                ("goods", models.PositiveIntegerField()),
                ("makers", models.PositiveIntegerField()),
                (
                    "mart",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="places.mart"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("mart", "craft", "block", "readiness"), name="shelf_count_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ShelfText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=5)),
                ("name", models.CharField(max_length=120)),
                ("name_language", models.CharField(max_length=5)),
                ("maker_name", models.CharField(max_length=120)),
                ("place_name", models.CharField(max_length=80)),
                (
                    "good",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="catalogue.good",
                    ),
                ),
                (
                    "mart",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="places.mart"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("good", "language"), name="shelf_text_once")],
            },
        ),
    ]
