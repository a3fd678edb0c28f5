"""How much of a delivery charge is the seller's tax; nothing of what was sold before this."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="sellerorder",
            name="delivery_tax_paise",
            field=models.PositiveBigIntegerField(default=0),
        ),
        migrations.AddConstraint(
            model_name="sellerorder",
            constraint=models.CheckConstraint(
                condition=models.Q(("delivery_tax_paise__lte", models.F("delivery_paise"))),
                name="seller_order_delivery_holds_its_tax",
            ),
        ),
    ]
