from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("orders", "0012_whole_rupees_in_cash")]

    operations = [
        migrations.AddField(
            model_name="part",
            name="pieces",
            field=models.CharField(
                blank=True, choices=[("away", "Away"), ("lost", "Lost")], db_default="", default="", max_length=4
            ),
        ),
        migrations.AddConstraint(
            model_name="part",
            constraint=models.CheckConstraint(
                condition=Q(("pieces", ""), ("state", "cancelled"), _connector="OR"), name="part_away_is_cancelled"
            ),
        ),
    ]
