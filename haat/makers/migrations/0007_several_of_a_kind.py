from django.db import migrations
from django.db.models import F

# The kinds of papers that were known before; numbers of enrolment had at most so many signs.
OLD = ("pan", "gstin", "enrolment", "fssai", "udyam", "passbook", "artisan_card")
MOST_ENROLMENT = 15


def tell_cards_apart(apps, schema_editor):
    """Cards belong to persons: a group has several, known by their numbers."""
    apps.get_model("makers", "Document").objects.filter(kind="artisan_card").update(which=F("number"))


def only_old_ones(apps, schema_editor):
    """What the version before has no place for goes: other kinds, and all but the newest card of a maker."""
    documents = apps.get_model("makers", "Document").objects
    documents.exclude(kind__in=OLD).delete()
    newest = dict(documents.filter(kind="artisan_card").order_by("pk").values_list("maker", "pk"))
    documents.filter(kind="artisan_card").exclude(pk__in=newest.values()).delete()
    documents.update(which="")
    for seller in apps.get_model("makers", "Seller").objects.exclude(enrolment="").iterator():
        if len(seller.enrolment) > MOST_ENROLMENT:
            seller.enrolment = ""
            seller.save(update_fields=["enrolment"])


class Migration(migrations.Migration):
    dependencies = [
        ("makers", "0006_papers_as_data"),
    ]

    operations = [
        migrations.RunPython(tell_cards_apart, only_old_ones),
    ]
