"""A seller's and maker's share of an order is a part, in the tables and in the trail as on the screens."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F, Q

SUM = Q(goods_paise=F("maker_paise") + F("tax_paise") + F("fee_paise") + F("packing_paise"))
TAX = Q(delivery_tax_paise__lte=F("delivery_paise"))
OLD, NEW = "orders.sellerorder", "orders.part"


def told_anew(before: str, after: str):
    """What the trail says of `before` it says of `after`; nothing of 0.1.0 is sealed yet."""

    def tell(apps: Apps, schema: BaseDatabaseSchemaEditor) -> None:
        apps.get_model("core", "Event").objects.filter(subject_type=before).update(subject_type=after)

    return tell


class Migration(migrations.Migration):
    # Every migration that speaks of the model by its old name comes before.
    dependencies = [
        ("core", "0006_mark"),
        ("delivery", "0004_no_usual_carrier"),
        ("ledger", "0007_one_note_per_cause"),
        ("orders", "0004_by_the_piece"),
        ("payments", "0003_refund_once_per_cause"),
    ]

    operations = [
        migrations.RemoveConstraint("sellerorder", "seller_order_number"),
        migrations.RemoveConstraint("sellerorder", "seller_order_split_adds_up"),
        migrations.RemoveConstraint("sellerorder", "seller_order_delivery_holds_its_tax"),
        migrations.RenameIndex("sellerorder", old_name="seller_order_state", new_name="part_state"),
        migrations.RenameIndex("sellerorder", old_name="seller_order_maker", new_name="part_maker"),
        migrations.RenameModel("SellerOrder", "Part"),
        migrations.AddConstraint("part", models.UniqueConstraint(fields=["mart", "number"], name="part_number")),
        migrations.AddConstraint("part", models.CheckConstraint(condition=SUM, name="part_split_adds_up")),
        migrations.AddConstraint("part", models.CheckConstraint(condition=TAX, name="part_delivery_holds_its_tax")),
        migrations.RunPython(told_anew(OLD, NEW), told_anew(NEW, OLD)),
    ]
