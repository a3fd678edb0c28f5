from django.db import migrations, models
from django.db.models import F, Q


def whole_again(apps, schema_editor):
    """Before this, an order cost its goods and its way, to the paisa."""
    rounded = apps.get_model("orders", "Order").objects.filter(rounding_paise__gt=0)
    rounded.update(total_paise=F("goods_paise") + F("delivery_paise"))


class Migration(migrations.Migration):
    dependencies = [("orders", "0011_words_are_looked_at")]

    operations = [
        migrations.AddField("order", "rounding_paise", models.PositiveIntegerField(db_default=0, default=0)),
        migrations.AddField("part", "rounding_paise", models.PositiveSmallIntegerField(db_default=0, default=0)),
        migrations.RemoveConstraint("order", "order_total_adds_up"),
        migrations.RunPython(migrations.RunPython.noop, whole_again),
        migrations.AddConstraint(
            "order",
            models.CheckConstraint(
                condition=Q(total_paise=F("goods_paise") + F("delivery_paise") - F("rounding_paise")),
                name="order_total_adds_up",
            ),
        ),
        migrations.AddConstraint(
            "part", models.CheckConstraint(condition=Q(rounding_paise__lt=100), name="part_leaves_off_little")
        ),
    ]
