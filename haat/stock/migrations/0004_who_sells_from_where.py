import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("places", "0001_initial"), ("stock", "0003_kinds_of_places")]

    operations = [
        migrations.AddConstraint(
            "stockplace",
            models.CheckConstraint(
                condition=Q(kind="maker", maker__isnull=False) | (~Q(kind="maker") & Q(maker__isnull=True)),
                name="stock_place_of_its_maker",
            ),
        ),
        migrations.AddConstraint(
            "stockplace",
            models.CheckConstraint(
                condition=Q(kind="warehouse") & ~Q(channel="") | ~Q(kind="warehouse") & Q(channel="", account=""),
                name="stock_place_of_its_marketplace",
            ),
        ),
        migrations.AddConstraint(
            "stockplace",
            models.CheckConstraint(
                condition=Q(kind__in=("maker", "warehouse")) | Q(place__isnull=False), name="stock_place_is_somewhere"
            ),
        ),
        migrations.AddConstraint(
            "stockplace",
            models.UniqueConstraint(
                fields=["mart", "name"], condition=Q(maker=None, closed_at=None), name="stock_place_name"
            ),
        ),
        migrations.CreateModel(
            name="SellsFrom",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("channel", models.SlugField(db_index=False, max_length=20)),
                ("account", models.CharField(blank=True, max_length=40)),
                ("since", models.DateTimeField(default=django.utils.timezone.now)),
                ("stopped_at", models.DateTimeField(null=True)),
                (
                    "mart",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="places.mart"),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sold_by", to="stock.stockplace"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["place", "channel", "account"], name="sells_from_once")
                ],
            },
        ),
    ]
