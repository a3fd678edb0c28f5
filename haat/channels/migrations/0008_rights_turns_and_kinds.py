from typing import Any

from django.db import migrations, models


def forget_kinds(apps: Any, schema_editor: Any) -> None:
    """What was asked of one kind alone cannot be kept without it: the channel asks it anew."""
    apps.get_model("channels", "Asked").objects.exclude(kind="").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("channels", "0007_feed_asks"),
    ]

    operations = [
        migrations.AddField(
            model_name="account",
            name="lacking",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="account",
            name="lacking_since",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="sale",
            name="tried_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="asked",
            name="kind",
            field=models.CharField(blank=True, default="", max_length=40),
        ),
        migrations.RemoveConstraint(
            model_name="asked",
            name="asked_once",
        ),
        migrations.AddConstraint(
            model_name="asked",
            constraint=models.UniqueConstraint(fields=("account", "product_type", "kind", "name"), name="asked_once"),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget_kinds),
    ]
