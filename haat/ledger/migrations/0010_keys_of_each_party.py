from django.db import migrations, models
from django.db.models import Q


def once(*fields: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(fields=fields, condition=Q(taken_back_at=None), name="settlement_once")


class Migration(migrations.Migration):
    """Each party names the lines of its statements by itself.

    On the way back no two parties may have settled under one key meanwhile: the older rule has no room for them.
    """

    dependencies = [("ledger", "0009_others_money")]

    operations = [
        migrations.RemoveConstraint("settlement", "settlement_once"),
        migrations.AddConstraint("settlement", once("mart", "party", "key")),
        migrations.RemoveIndex("settlement", "settlement_key"),
        migrations.AddIndex("settlement", models.Index(fields=["mart", "party", "key"], name="settlement_key")),
    ]
