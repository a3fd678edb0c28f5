import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0001_initial"),
        ("places", "0001_initial"),
        ("stock", "0004_who_sells_from_where"),
    ]

    operations = [
        migrations.AlterField(
            "movement",
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
                    ("divided", "Divided"),
                    ("dispatched", "Dispatched"),
                    ("received", "Received"),
                ],
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="Move",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=16)),
                ("key", models.CharField(max_length=60)),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("sent_by_id", models.BigIntegerField(null=True)),
                ("received_at", models.DateTimeField(null=True)),
                ("received_by_id", models.BigIntegerField(null=True)),
                (
                    "mart",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="places.mart"),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="moves_out", to="stock.stockplace"
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="moves_in", to="stock.stockplace"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["mart", "received_at"], name="move_open")],
                "constraints": [
                    models.UniqueConstraint(fields=["mart", "number"], name="move_number"),
                    models.UniqueConstraint(fields=["mart", "key"], name="move_once"),
                    models.CheckConstraint(condition=~Q(source=F("target")), name="move_goes_somewhere"),
                ],
            },
        ),
        migrations.CreateModel(
            name="MoveLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sent", models.PositiveIntegerField()),
                ("received", models.PositiveIntegerField(default=0)),
                ("spoilt", models.PositiveIntegerField(default=0)),
                ("missing", models.PositiveIntegerField(default=0)),
                ("found", models.PositiveIntegerField(default=0)),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "move",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="stock.move"
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
                "indexes": [
                    models.Index(fields=["move"], condition=Q(missing__gt=0, settled_at=None), name="move_line_missing")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=["move", "variant"], name="move_line_once"),
                    models.CheckConstraint(
                        condition=Q(sent__gte=1)
                        & (Q(received=0, spoilt=0, missing=0) | Q(sent=F("received") + F("spoilt") + F("missing"))),
                        name="move_line_adds_up",
                    ),
                    models.CheckConstraint(
                        condition=Q(found=0, settled_at=None) | Q(found__lte=F("missing"), settled_at__isnull=False),
                        name="move_line_found_was_missing",
                    ),
                ],
            },
        ),
    ]
