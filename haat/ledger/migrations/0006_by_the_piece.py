"""Dues are taken back piece by piece, and a seller order has a credit note for each cause."""

from typing import Any

from django.db import migrations, models
from django.db.models import F


def name_causes(apps: Any, _editor: Any) -> None:
    """Until now a seller order had one note: it was cancelled, or all of it came back with its one return."""
    notes = apps.get_model("ledger", "Invoice").objects.filter(kind="credit_note").order_by("pk")
    returns = dict(apps.get_model("orders", "Return").objects.values_list("part_id", "pk"))
    for pk, part_id, state in list(notes.values_list("pk", "part_id", "part__state")):
        returned = state == "returned" and part_id in returns
        cause = f"return:{returns[part_id]}" if returned else f"cancelled:{part_id}"
        notes.filter(pk=pk).update(cause=cause)


def take_back(apps: Any, _editor: Any) -> None:
    dues = apps.get_model("ledger", "Due").objects
    dues.filter(state="taken_back").update(taken_back_paise=F("amount_paise"), amount_paise=0)


def give_again(apps: Any, _editor: Any) -> None:
    dues = apps.get_model("ledger", "Due").objects
    dues.filter(state="taken_back").update(amount_paise=F("taken_back_paise"), taken_back_paise=0)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0005_fill_the_round_of_missing_cash"), ("orders", "0004_by_the_piece")]

    operations = [
        migrations.AddField("due", "taken_back_paise", models.PositiveBigIntegerField(default=0)),
        migrations.RunPython(take_back, give_again),
        migrations.AddField("invoice", "cause", models.CharField(blank=True, default="", max_length=40)),
        migrations.RunPython(name_causes, migrations.RunPython.noop),
    ]
