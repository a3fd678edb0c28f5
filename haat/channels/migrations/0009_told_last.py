"""What was told last counts before what was seen: where both are known and it was read as wanted, it is as if told."""

from typing import Any

from django.db import migrations
from django.db.models import F

SOME = 500


def tell_what_is_seen(apps: Any, schema_editor: Any) -> None:
    """Of offers that stand there as wanted, though something else was sent last, nothing is sent for that."""
    offers = apps.get_model("channels", "Offer").objects.filter(there=True)
    changed = []
    for offer in offers.exclude(sent=F("wanted")).only("wanted", "sent", "seen").iterator(chunk_size=SOME):
        sent = offer.sent | {
            part: digest
            for part, digest in offer.wanted.items()
            if part in offer.sent and offer.seen.get(part) == digest
        }
        if sent != offer.sent:
            offer.sent = sent
            changed.append(offer)
        if len(changed) == SOME:
            offers.bulk_update(changed, ["sent"])
            changed = []
    offers.bulk_update(changed, ["sent"])


class Migration(migrations.Migration):
    dependencies = [("channels", "0008_rights_turns_and_kinds")]

    operations = [migrations.RunPython(tell_what_is_seen, migrations.RunPython.noop, elidable=True)]
