from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("channels", "0004_maker_tasks"),
    ]

    operations = [
        migrations.AddField(
            model_name="sale",
            name="read_state",
            field=models.CharField(blank=True, default="", max_length=40),
        ),
        migrations.AddField(
            model_name="sale",
            name="to_pack",
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name="sale",
            name="problem",
            field=models.CharField(
                blank=True,
                choices=[
                    ("unreadable", "Unreadable"),
                    ("rate", "Rate"),
                    ("waits", "Waits"),
                    ("packed", "Packed"),
                    ("gone", "Gone"),
                    ("state", "State"),
                ],
                max_length=10,
            ),
        ),
    ]
