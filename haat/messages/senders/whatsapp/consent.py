"""What a person is told before anything comes to her by WhatsApp."""

from django.utils.translation import gettext_lazy as _

from haat.people.consents import Notice

NOTICE = Notice(
    slug="whatsapp",
    version=1,
    languages=("en", "hi", "mr"),
    title=_("Messages by WhatsApp"),
    lines=(
        _("%(mart)s then sends to your number by WhatsApp what it sends as a text message now: codes, orders, money."),
        _("WhatsApp learns your number and that the mart writes to you. No advertisements are sent."),
        _("You may say no: text messages come as before. You may take your yes back here on any day."),
        _("Questions and complaints are heard by %(officer)s, %(phone)s."),
    ),
)
