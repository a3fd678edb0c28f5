"""What a maker hears before anything of her is written down (DPDP Act 2023, section 5): itemised, one yes a purpose."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haat.people.consents import Notice

NOTICE = Notice(
    slug="survey",
    version=1,
    languages=("en", "hi", "mr"),
    title=_("What is written down of you, and what for"),
    lines=(
        _("%(mart)s looks for people who make things by hand, and helps them to sell."),
        _("I ask you about three things, one after the other. You may say yes or no to each."),
        _("Your number is never shown to buyers. What you tell is seen by the mart’s office only."),
        _("A no takes no help from you, and no ration, pension or loan."),
        _("You may take your yes back on any day: tell a worker, or call %(phone)s. Then all of it is deleted."),
        _("You may ask what is kept of you, and have it mended. Complaints are heard by %(officer)s, %(phone)s."),
        _("If that does not help, you may go to the Data Protection Board of India."),
    ),
)
# Versions whose yes still holds: a phone without net may hear the notice of before for some days.
VERSIONS = (1,)


@dataclass(frozen=True)
class Purpose:
    """One thing she is asked: the question, and the fields and files that are kept only with a yes to it."""

    code: str
    icon: str
    question: "str | Promise"
    fields: tuple[str, ...]
    files: tuple[str, ...] = ()


CONTACT, MEDIA, HOUSEHOLD = "contact", "media", "household"
PURPOSES = {
    purpose.code: purpose
    for purpose in (
        Purpose(
            CONTACT,
            "user",
            _("May we write down your name and number, so that the office can call you and help you sell?"),
            ("name", "phone", "hamlet", "latitude", "longitude", "accuracy_m"),
        ),
        Purpose(
            MEDIA,
            "camera",
            _("May we keep the photo and your voice, so that the office sees and hears what you make?"),
            ("words",),
            ("photo", "voice"),
        ),
        Purpose(
            HOUSEHOLD,
            "whole",
            _("May we write down how many live and earn in your house, to see whom your work feeds?"),
            ("members", "women", "earners"),
        ),
    )
}
