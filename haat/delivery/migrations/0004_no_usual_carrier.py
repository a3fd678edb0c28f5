"""Who carries is always said: no carrier is the usual one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("delivery", "0003_parcel_article_once")]

    operations = [
        migrations.AlterField(
            model_name=name,
            name="carrier",
            field=models.SlugField(max_length=20),
        )
        for name in ("parcel", "zone")
    ]
