from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shelf", "0005_within_the_state_only")]

    operations = [
        migrations.AddField("shelfcount", "edition", models.PositiveBigIntegerField(default=0)),
    ]
