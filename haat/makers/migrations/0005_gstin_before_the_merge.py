from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("makers", "0004_doubles_and_files"),
    ]

    operations = [
        migrations.AddField(
            model_name="seller",
            name="gstin_before",
            field=models.CharField(blank=True, max_length=15),
        ),
    ]
