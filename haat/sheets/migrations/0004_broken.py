from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sheets", "0003_page")]

    operations = [
        migrations.AlterField(
            "sheet",
            "state",
            models.CharField(
                choices=[
                    ("looking", "Looking"),
                    ("looked", "Looked"),
                    ("bringing", "Bringing"),
                    ("brought", "Brought"),
                    ("broken", "Broken"),
                ],
                default="looking",
                max_length=8,
            ),
        ),
    ]
