"""What a marketplace fetches with carriers of its own: its room tells when it has, and when it arrived."""

import re
from datetime import date, timedelta

from haat.delivery.carriers import Carrier
from haat.delivery.errors import BadArticle
from haat.delivery.marketplace import words

ARTICLE = re.compile(r"[A-Z0-9][A-Z0-9/_.-]{3,29}")


class OfMarketplaces(Carrier):
    """No zone of a mart names it: an order that came from a marketplace does."""

    position = 90
    title = words.TITLE
    by_round = False
    takes_cash = False
    code_at_door = False
    for_channels = True
    leaving_words = words.LEAVING
    article_label = words.ARTICLE
    number_label = words.ARTICLE
    to_give_words = words.TO_GIVE
    has_words = words.HAS

    def arrives(self, ready: date, days: int) -> date:
        return ready + timedelta(days=days)

    def clean_article(self, text: str) -> str:
        found = "".join(text.split()).upper()
        if not ARTICLE.fullmatch(found):
            raise BadArticle("delivery.bad_tracking", words.BAD_ARTICLE)
        return found


CARRIER = OfMarketplaces()
