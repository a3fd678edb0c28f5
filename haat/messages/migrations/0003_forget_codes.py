"""The codes of parcels and of cash orders are wiped out when they have left; those that left before are now."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

WITH_CODES = ("order_code", "parcel_code", "parcel_code_cash")


def forget(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    messages = apps.get_model("haat_messages", "Message").objects
    messages.filter(template__in=WITH_CODES).exclude(state="waiting").update(body="", values={})


class Migration(migrations.Migration):
    dependencies = [("haat_messages", "0002_senders")]

    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
