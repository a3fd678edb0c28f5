from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("ledger", "0006_by_the_piece")]

    operations = [
        migrations.RemoveConstraint("invoice", "invoice_once"),
        migrations.AddConstraint(
            "invoice",
            models.UniqueConstraint(fields=["part", "kind"], condition=~Q(kind="credit_note"), name="bill_once"),
        ),
        migrations.AddConstraint(
            "invoice", models.UniqueConstraint(fields=["cause"], condition=~Q(cause=""), name="credit_note_once")
        ),
        migrations.AddConstraint(
            "invoice",
            models.CheckConstraint(
                condition=(Q(kind="credit_note") & ~Q(cause="")) | (~Q(kind="credit_note") & Q(cause="")),
                name="credit_note_has_cause",
            ),
        ),
    ]
