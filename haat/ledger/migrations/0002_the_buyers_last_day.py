"""A due may be paid from the day after the buyer's last day of return: a day later than it was written until now."""

from datetime import timedelta
from typing import Any

from django.db import migrations


def _shift(apps: Any, days: int) -> None:
    dues = apps.get_model("ledger", "Due").objects
    known = sorted(dues.order_by().values_list("pay_from", flat=True).distinct(), reverse=days > 0)
    for day in known:  # the far end first, so that no day is met twice
        dues.filter(pay_from=day).update(pay_from=day + timedelta(days=days))


def later(apps: Any, _editor: Any) -> None:
    _shift(apps, 1)


def earlier(apps: Any, _editor: Any) -> None:
    _shift(apps, -1)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [migrations.RunPython(later, earlier)]
