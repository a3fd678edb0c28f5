"""India Post, by hand: the desk posts the parcel and types the article number of the receipt."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from haat.core.identifiers import InvalidIdentifier, clean_s10
from haat.delivery.carriers import Carrier, Limits
from haat.delivery.errors import BadArticle


class IndiaPost(Carrier):
    """Its site asks for the article number in a form, so no address leads to a single one."""

    position = 20
    title = _("India Post")
    by_round = False
    takes_cash = False
    code_at_door = False
    # Parcels within India: 35 kg, volumetric at 5 cm³ a gram (its interface for bulk customers); 1.5 m, 3 m with girth.
    limits = Limits(most_g=35_000, longest_mm=1_500, girth_mm=3_000, cm3_per_kg=5_000)
    leaving_words = _("Parcel %(number)s is on its way by India Post: %(article)s. Follow it at indiapost.gov.in.")
    article_label = _("Article number")
    number_label = _("India Post number")
    follow_page = "https://www.indiapost.gov.in/"
    to_give_words = _("To take to the post office")
    has_words = _("With India Post")

    def arrives(self, ready: date, days: int) -> date:
        return ready + timedelta(days=days)

    def clean_article(self, text: str) -> str:
        try:
            return clean_s10(text)
        except InvalidIdentifier as error:
            raise BadArticle(error.code, error.message) from error


CARRIER = IndiaPost()
