"""India Post, by hand: the desk posts the parcel and types the article number of the receipt."""

from datetime import date, timedelta

from haat.core.identifiers import InvalidIdentifier, clean_s10
from haat.delivery.errors import BadArticle


class IndiaPost:
    takes_cash = False

    def arrives(self, ready: date, days: int) -> date:
        return ready + timedelta(days=days)

    def clean_article(self, text: str) -> str:
        try:
            return clean_s10(text)
        except InvalidIdentifier as error:
            raise BadArticle(error.code, error.message) from error


CARRIER = IndiaPost()
