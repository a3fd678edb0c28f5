"""Identity cards: 85.6 by 54 mm, eight a sheet, in the mart's first language and English."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haat.core.languages import Text
from haat.letters.models import Card
from haat.people.models import Role
from haat.places.models import Mart
from haat.web.papers.ink import photo, qr
from haat.web.papers.printer import fill, to_pdf
from haat.web.papers.tags import in_both, word_in_both
from haat.web.ui.dates import date_year

A_SHEET = 8
FACE_PIXELS = (264, 324)
LONG = 24  # letters of a name from which it is set smaller
ROLES: dict[str, "str | Promise"] = {
    Role.Kind.COORDINATOR: _("Block coordinator"),
    Role.Kind.SURVEYOR: _("Field worker"),
    Role.Kind.RIDER: _("Rider"),
}


@dataclass(frozen=True)
class Face:
    """What the template of a card reads."""

    card: Card
    mart: Mart
    name: list[Text]
    small: bool
    role: list[Text]
    maker: list[Text]
    place: list[Text]
    until: str
    portrait: str
    qr: str


def cards_pdf(cards: Sequence[Card], *, base: str) -> bytes:
    """These cards (`place`, `mart`, and of a seller `member__maker__portrait` loaded), A_SHEET on a sheet, in order.

    `base`: where the shop stands (`https://mart.example/`).
    """
    language = cards[0].mart.default_language if cards else "en"
    with translation.override(language):
        faces = [face_of(card, base=base) for card in cards]
        sheets = [faces[start : start + A_SHEET] for start in range(0, len(faces), A_SHEET)]
        html = fill("cards", {"sheets": sheets})
    return to_pdf(html, styles=["cards"])


def face_of(card: Card, *, base: str) -> Face:
    """A card in the active language and English."""
    maker = card.member.maker if card.member else None
    name = in_both(card.names)
    if maker is None:
        role = word_in_both(ROLES[card.role])
    else:
        role = word_in_both(_("Leads the group") if maker.is_group else _("Artisan"))
    return Face(
        card=card,
        mart=card.mart,
        name=name,
        small=len(name[0].text) > LONG,
        role=role,
        maker=in_both(maker.names)[:1] if maker is not None and maker.is_group else [],
        place=in_both(card.place.names),
        until=date_year(card.valid_until),
        portrait=photo(maker.portrait.digest, *FACE_PIXELS) if maker is not None and maker.portrait else "",
        qr=qr(f"{base}{card.mart.spoken[0]}/card/{card.code}/"),
    )
