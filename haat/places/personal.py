"""What this room holds of people (see `core.personal`)."""

from django.utils.translation import gettext_lazy as _

from haat.core.personal import AT_WORK, KEEP, LAW, STAFF, WORK, Excused, Holds

PERSONAL = (
    Holds(
        model="places.mart",
        what=_("Who answers for the mart"),
        fields=("grievance_officer",),
        whose=STAFF,
        purposes=(WORK, LAW),
        keeps=AT_WORK,
        mart="pk",
        erase=KEEP,
    ),
    Excused(
        "places.mart",
        {
            **dict.fromkeys(("names", "legal_name", "legal_names", "words"), "the mart's own, for everybody"),
            **dict.fromkeys(("address", "phone", "email"), "the office's, which the law has it show"),
            **dict.fromkeys(("vpa", "bank_holder", "bank_ifsc"), "the mart's account, not a person's"),
        },
    ),
    Excused("places.pincode", dict.fromkeys(("pin", "latitude", "longitude"), "a post office of India")),
    Excused("places.place", dict.fromkeys(("names", "pin", "latitude", "longitude"), "a village or town of India")),
)
