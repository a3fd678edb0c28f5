"""The round of cash brought later, out of its cause: `missing:<round>:…`."""

from typing import Any

from django.db import migrations


def fill(apps: Any, _editor: Any) -> None:
    transfers = apps.get_model("ledger", "Transfer").objects
    told = transfers.filter(cause__startswith="missing:", round=None).order_by("pk")
    for pk, cause in list(told.values_list("pk", "cause")):
        transfers.filter(pk=pk).update(round_id=int(cause.split(":")[1]))


def nothing(_apps: Any, _editor: Any) -> None:
    """The column goes with the migration before; the causes stay."""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_the_round_of_missing_cash")]

    operations = [migrations.RunPython(fill, nothing)]
