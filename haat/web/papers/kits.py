"""What a group shares of a good: its picture with words and price, as large as a status or a square post wants it.

The words are what the shop says, in the sharer's language: name, who made it and where, price, and what of it is hers.
Nothing is said that the good's page does not say.
"""

import io
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from django.utils.translation import override
from PIL import Image, ImageDraw, ImageOps

from haat.core.files import picture_path, said_within
from haat.core.languages import LANGUAGES, Text
from haat.core.money import format_rupees
from haat.core.qr import qr
from haat.web.papers.ink import WITHOUT_ONE, paint
from haat.web.papers.lettering import Style, words
from haat.web.papers.ours import STATIC
from haat.web.papers.tags import END_ISOLATE, ISOLATE

Form = Literal["status", "square"]
WIDTH, MARGIN = 1080, 56
HEIGHTS: Mapping[Form, int] = {"status": 1920, "square": 1080}
# A status has the phone's own bars over its head and foot: nothing that must be read stands there.
HEAD, FOOT = 240, 220
BAND = 54
QR = 208
KHADI, INK, SOFT, LEAF, SAND = "#FAF6EE", "#241C15", "#6A5D50", "#3C6E47", "#C9B48C"
CLOTH = "#E9DEC8"


class Sizes(NamedTuple):
    """How large the words below a picture are set, in pixels."""

    name: int
    who: int
    price: int
    share: int


@dataclass(frozen=True)
class Kit:
    """What is shared: texts with their languages, the price in paise (`several`: of the cheapest size) and what of it
    reaches her (None when no rate is known), the digest of the good's main picture, and the link that says who shared
    it. One that is `drawn`, or `rendered` by a program, says so."""

    mart: Text
    motif: str
    name: Text
    maker: Text
    where: str
    price_paise: int
    several: bool
    maker_paise: int | None
    to_group: bool
    digest: str
    link: str
    host: str
    language: str
    drawn: bool = False
    rendered: bool = False


def picture(kit: Kit, form: Form) -> bytes:
    """The picture as a JPEG, 1080 wide and 1920 (status) or 1080 (square) high."""
    with override(kit.language):
        sheet = Image.new("RGB", (WIDTH, HEIGHTS[form]), KHADI)
        _status(sheet, kit) if form == "status" else _square(sheet, kit)
    out = io.BytesIO()
    sheet.save(out, "JPEG", quality=90, **said_within(rendered=kit.rendered))
    return out.getvalue()


def _status(sheet: Image.Image, kit: Kit) -> None:
    """The mart's name, the picture across, what is said of it with the code beside, and where the shop is."""
    left = MARGIN if _from_left(kit) else MARGIN + QR + 40
    said = _said(kit, Sizes(74, 36, 92, 33), left, WIDTH - 2 * MARGIN - QR - 40, least=QR + 60)
    said.paste(_code(kit.link), (WIDTH - MARGIN - QR if _from_left(kit) else MARGIN, 36))
    bottom = HEIGHTS["status"] - FOOT - said.height
    head = Style(56, display=True, align="center")
    _letters(sheet, kit.mart.text, head, (MARGIN, HEAD - 104), WIDTH - 2 * MARGIN, kit.mart.language, INK)
    sheet.paste(_photo(kit, (WIDTH, bottom - BAND - HEAD)), (0, HEAD))
    sheet.paste(_band(kit.motif), (0, bottom - BAND))
    sheet.paste(said, (0, bottom))
    where = (MARGIN, HEIGHTS["status"] - FOOT + 24)
    _letters(sheet, kit.host, Style(34, align="center"), where, WIDTH - 2 * MARGIN, "en", SOFT)


def _square(sheet: Image.Image, kit: Kit) -> None:
    """The picture whole, with the mart's name and the code on a cloth beside it, and below what is said of it."""
    said = _said(kit, Sizes(58, 31, 70, 31), MARGIN, WIDTH - 2 * MARGIN, least=300)
    side = HEIGHTS["square"] - said.height - BAND
    first = 0 if _from_left(kit) else WIDTH - side
    sheet.paste(_photo(kit, (side, side)), (first, 0))
    cloth = Image.new("RGB", (WIDTH - side, side), CLOTH)
    inner, middle = cloth.width - 48, (cloth.height - QR) // 2
    name = words(
        kit.mart.text, Style(46, display=True, lines=3, align="center"), width=inner, language=kit.mart.language
    )
    cloth.paste(Image.new("RGB", name.size, INK), (24, max(16, (middle - name.height) // 2)), name)
    cloth.paste(_code(kit.link), ((cloth.width - QR) // 2, middle))
    _letters(cloth, kit.host, Style(27, align="center", lines=2), (24, middle + QR + 28), inner, "en", SOFT)
    sheet.paste(cloth, (side if _from_left(kit) else 0, 0))
    sheet.paste(_band(kit.motif), (0, side))
    sheet.paste(said, (0, side + BAND))


def caption(kit: Kit) -> str:
    """The words to go with it: name, maker, price and the link."""
    with override(kit.language):
        line = _("%(name)s, by %(maker)s") % {"name": kit.name.text, "maker": kit.maker.text}
        return f"{line}\n{_price(kit)}\n{kit.link}"


def _price(kit: Kit) -> str:
    price = format_rupees(kit.price_paise)
    return _("from %(price)s") % {"price": price} if kit.several else price


def _said(kit: Kit, sizes: Sizes, left: int, width: int, *, least: int) -> Image.Image:
    """What is said below the picture, as high as it is, from `left` on and so wide."""
    said = Image.new("RGB", (WIDTH, 800), KHADI)
    at = 26
    title = Style(sizes.name, display=True, lines=2, line=1.15)
    at += _letters(said, kit.name.text, title, (left, at), width, kit.name.language, INK) + 6
    who = f"{kit.maker.text}, {kit.where}" if kit.where else kit.maker.text
    at += _letters(said, who, Style(sizes.who, lines=2), (left, at), width, kit.maker.language, SOFT) + 10
    price = Style(sizes.price, display=True, align="start" if _from_left(kit) else "end")
    at += _letters(said, _price(kit), price, (left, at), width, kit.language, INK) + 8
    if kit.maker_paise is not None:
        at += _split(said, kit, (left, at), width, sizes.share)
    return said.crop((0, 0, WIDTH, max(at + 26, least)))


def _from_left(kit: Kit) -> bool:
    return LANGUAGES[kit.language].direction == "ltr"


def _letters(
    sheet: Image.Image, text: str, style: Style, at: tuple[int, int], width: int, language: str, colour: str
) -> int:
    """Set words; how high they are."""
    mask = words(text, style, width=width, language=language)
    sheet.paste(Image.new("RGB", mask.size, colour), at, mask)
    return mask.height


def _split(said: Image.Image, kit: Kit, at: tuple[int, int], width: int, size: int) -> int:
    """The split bar and its words; how high both are."""
    gets = kit.maker_paise or 0
    hers = min(width, max(0, round(width * gets / kit.price_paise)))
    draw = ImageDraw.Draw(said)
    first = at[0] if _from_left(kit) else at[0] + width - hers
    draw.rectangle((at[0], at[1], at[0] + width - 1, at[1] + 13), fill=SAND)
    if hers:
        draw.rectangle((first, at[1], first + hers - 1, at[1] + 13), fill=LEAF)
    words_ = _("%(amount)s of this reaches the group") if kit.to_group else _("%(amount)s of this reaches the maker")
    text = words_ % {"amount": f"{ISOLATE}{format_rupees(gets)}{END_ISOLATE}"}
    style = Style(size, bold=True, lines=2)
    return 26 + _letters(said, text, style, (at[0], at[1] + 26), width, kit.language, LEAF)


def _photo(kit: Kit, size: tuple[int, int]) -> Image.Image:
    """The good's picture, filling its place edge to edge; a cloth without one, or where the store has lost it."""
    with suppress(OSError):
        if kit.digest:
            with default_storage.open(picture_path(kit.digest)) as file, Image.open(file) as photo:
                fits = ImageOps.fit(photo.convert("RGB"), size, Image.Resampling.LANCZOS, centering=(0.5, 0.45))
            _say_what_it_is(fits, kit)
            return fits
    return Image.new("RGB", size, CLOTH)


def _say_what_it_is(photo: Image.Image, kit: Kit) -> None:
    """What is no photo says so, at its foot, as in the shop."""
    if not (kit.drawn or kit.rendered):
        return
    what = _("drawn picture") if kit.drawn else _("test picture made by a computer")
    mask = words(what, Style(26), width=photo.width - 2 * MARGIN, language=kit.language)
    left, _top, right, _foot = mask.getbbox() or (0, 0, 1, 1)
    letters = mask.crop((left, 0, right, mask.height))
    tag = Image.new("RGB", (letters.width + 28, letters.height + 12), KHADI)
    tag.paste(Image.new("RGB", letters.size, SOFT), (14, 6), letters)
    photo.paste(tag, (16, photo.height - tag.height - 16))


@lru_cache(maxsize=8)
def _band(motif: str) -> Image.Image:
    """The mart's border across the sheet."""
    folder = STATIC / "motifs"
    own = folder / f"border-{motif}.svg"
    source = own if own.is_file() else folder / f"border-{WITHOUT_ONE}.svg"
    size = (BAND * 360 // 48, BAND)
    piece = Image.frombytes("RGBA", size, paint(source.read_bytes(), *size)).convert("RGB")
    band = Image.new("RGB", (WIDTH, BAND), KHADI)
    for at in range(0, WIDTH, size[0]):
        band.paste(piece, (at, 0))
    return band


def _code(link: str) -> Image.Image:
    """The link as a code to be scanned from the screen, on white with its quiet rim."""
    made = qr(link)
    scale = max(1, QR // made.symbol_size(border=3)[0])
    out = io.BytesIO()
    made.save(out, kind="png", scale=scale, border=3, dark=INK, light="#FFFFFF")
    with Image.open(out) as code:
        return code.convert("RGB")
