from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sheets", "0002_converted_letters")]

    operations = [
        migrations.AddField("sheet", "page", models.CharField(blank=True, default="", max_length=200), False),
    ]
