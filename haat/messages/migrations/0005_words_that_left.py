from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("haat_messages", "0004_found_by_phone")]

    operations = [
        migrations.AddField("attempt", "language", models.CharField(blank=True, default="", max_length=5)),
        migrations.AddField("attempt", "text", models.TextField(blank=True, default="")),
    ]
