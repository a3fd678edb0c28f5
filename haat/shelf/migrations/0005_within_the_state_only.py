from django.db import migrations, models


def fill(apps, schema_editor):
    """Whose seller has no GSTIN sells within its state."""
    unregistered = apps.get_model("makers", "Maker").objects.filter(seller__gstin="").values("pk")
    apps.get_model("shelf", "Shelf").objects.filter(maker_id__in=unregistered).update(home_only=True)


class Migration(migrations.Migration):
    dependencies = [("makers", "0004_doubles_and_files"), ("shelf", "0004_search_newest_first")]

    operations = [
        migrations.AddField("shelf", "home_only", models.BooleanField(default=False)),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
