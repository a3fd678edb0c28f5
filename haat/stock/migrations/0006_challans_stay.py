"""What stands on a challan is kept with its lines: the price of a piece, and the HSN code."""

from django.db import migrations, models


def keep(apps, schema_editor):
    """What was sent before keeps what its challan would say today."""
    rules = {}
    for rule in apps.get_model("pricing", "TaxRule").objects.order_by("from_date", "pk"):
        rules.setdefault(rule.slug, []).append(rule)
    lines = apps.get_model("stock", "MoveLine").objects.select_related("move", "variant__good")
    for line in lines.iterator():
        good, day = line.variant.good, line.move.sent_at.date()
        begun = [rule.hsn for rule in rules.get(good.tax_slug, ()) if rule.from_date <= day]
        line.piece_paise, line.hsn = line.variant.price_paise, good.hsn or (begun[-1] if begun else "")
        line.save(update_fields=["piece_paise", "hsn"])


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0001_initial"),
        ("pricing", "0001_initial"),
        ("stock", "0005_moves"),
    ]

    operations = [
        migrations.AddField(
            "moveline", "piece_paise", models.PositiveBigIntegerField(default=0), preserve_default=False
        ),
        migrations.AddField("moveline", "hsn", models.CharField(blank=True, max_length=8), preserve_default=True),
        migrations.RunPython(keep, migrations.RunPython.noop),
    ]
