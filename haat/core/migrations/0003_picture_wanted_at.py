import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0002_limit")]

    operations = [
        migrations.AddField(
            model_name="picture",
            name="wanted_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
    ]
