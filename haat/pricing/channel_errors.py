"""What pricing refuses when an office writes down what a channel takes."""

from django.utils.translation import gettext_lazy as _

from haat.core.errors import HaatError

_FIELDS = {
    "channel": _("Channel: choose one that somebody else runs; the mart’s own fee is set as the mart’s fee."),
    "from_paise": _("Price from: write rupees, zero or more."),
    "to_paise": _("Price below: write more than where it begins, or leave it empty for no end."),
    "referral_bp": _("Referral fee: between 0 and 50 percent of the price, or empty while nobody knows it."),
    "closing_paise": _("Closing fee: write rupees, at most ₹10,000 a piece, or leave it empty while nobody knows it."),
    "slabs": _("Fee by weight: write grams from light to heavy, each with its rupees, at most 20 rows and ₹10,000."),
    "tax_bp": _("Tax on the fees: between 0 and 40 percent, or empty while nobody knows it."),
    "source": _("Source: write where it stands, for example the rate card and its day."),
}


class BadChannelFee(HaatError):
    """Something that cannot be said of what a channel takes; `field` is what."""

    def __init__(self, field: str) -> None:
        super().__init__("fee.bad_channel_fee", _FIELDS[field], field=field)
