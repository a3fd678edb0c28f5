"""What the papers' templates are written with: a word in two languages, the border, money, days, weight."""

from collections.abc import Iterable, Mapping
from datetime import date

from django import template
from django.utils import translation
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from haat.core.languages import LANGUAGES, Text, best, current
from haat.core.money import format_rupees
from haat.payments import methods
from haat.web.papers import ink
from haat.web.ui import dates

register = template.Library()
# Unicode's own marks, because WeasyPrint knows no dir="auto" and no unicode-bidi.
WIDE = 15  # characters from which a mart's name is set smaller; Ol Chiki letters are wide by themselves
ISOLATE, END_ISOLATE = "\u2068", "\u2069"


def in_both(texts: Mapping[str, str]) -> list[Text]:
    """A name in the reader's language and in English; one when the two are the same or only one is there."""
    found = [best(texts), best(texts, "en")]
    return found[:1] if found[0].text == found[1].text else found


def word_in_both(word: Promise | str) -> list[Text]:
    """A translatable word in the reader's language and in English; one when there is no translation."""
    with translation.override("en"):
        english = str(word)
    here = str(word)
    return [Text(english, "en")] if here == english else [Text(here, current()), Text(english, "en")]


@register.filter
def apart(text: str) -> str:
    """On a paper read from the right, text that keeps its own direction: 14 Circular Road, 420 g, DM-2610-1."""
    return f"{ISOLATE}{text}{END_ISOLATE}" if LANGUAGES[current()].direction == "rtl" else str(text)


@register.filter
def marked(text: Text) -> SafeString:
    """A text marked with its language."""
    return format_html('<span lang="{}">{}</span>', text.language, apart(text.text))


@register.simple_tag
def both(word: Promise | str) -> SafeString:
    """`पाने वाले · Deliver to`."""
    return format_html_join(" · ", "{}", ((marked(text),) for text in word_in_both(word)))


@register.simple_tag
def stacked(word: Promise | str) -> SafeString:
    """The same, English below."""
    return format_html_join("", '<div class="both">{}</div>', ((marked(text),) for text in word_in_both(word)))


@register.filter
def names(texts: Mapping[str, str]) -> SafeString:
    """A name in both languages: `माँ तारा समूह · Maa Tara group`."""
    return format_html_join(" · ", "{}", ((marked(text),) for text in in_both(texts)))


@register.filter
def names_stacked(texts: Mapping[str, str]) -> SafeString:
    """The same, English below."""
    return format_html_join("", '<div class="both">{}</div>', ((marked(text),) for text in in_both(texts)))


@register.filter
def name(texts: Mapping[str, str]) -> SafeString:
    """A name in the reader's language."""
    return marked(best(texts))


@register.simple_tag
def masthead(texts: Mapping[str, str]) -> SafeString:
    """The mart's name large, and in English below.

    Word by word, because the display face of one script has no space of its own.
    """
    first, *rest = in_both(texts)
    words = format_html_join(" ", "<span>{}</span>", ((word,) for word in first.text.split()))
    wide = len(first.text) > WIDE or first.language == "sat"
    large = format_html(
        '<div class="display{}" lang="{}">{}</div>', " display--wide" if wide else "", first.language, words
    )
    return large + format_html_join("", "<div>{}</div>", ((marked(text),) for text in rest))


@register.simple_tag
def border(motif: str, times: int = 2) -> SafeString:
    """The mart's border in one ink, repeated along the top of the paper."""
    piece = ink.border(motif)
    pictures = format_html_join("", '<img src="{}" alt="">', ((piece,) for _time in range(times)))
    return format_html('<div class="motif" dir="ltr">{}</div>', pictures)


@register.simple_tag
def frame(motif: str) -> SafeString:
    """The mart's border on the four sides of a certificate, in colour."""
    over, side, edge = ink.band(motif, 6), ink.band(motif, 9, standing=True), ink.corner(motif)
    sides = [("over", over), ("under", over), ("before", side), ("after", side)]
    sides += [(f"corner corner-{n}", edge) for n in (1, 2, 3, 4)]
    pictures = format_html_join("", '<img class="{}" src="{}" alt="">', sides)
    return format_html('<div class="frame">{}</div>', pictures)


@register.simple_tag
def card_band(motif: str) -> SafeString:
    """The mart's border along the head of a card, in colour."""
    return format_html('<div class="card-band"><img src="{}" alt=""></div>', ink.band(motif, 4))


@register.simple_tag
def titled(word: Promise | str) -> SafeString:
    """What a paper is, in the display face, and in English below."""
    first, *rest = word_in_both(word)
    return format_html("{}{}", display_of(first), format_html_join("", "<div>{}</div>", ((marked(t),) for t in rest)))


def display_of(text: Text) -> SafeString:
    """A text in the display face, word by word, because that of one script has no space of its own."""
    spaced = format_html_join(" ", "<span>{}</span>", ((word,) for word in text.text.split()))
    return format_html('<div class="display" lang="{}">{}</div>', text.language, spaced)


register.filter("display", display_of)


@register.filter
def lines(texts: Iterable[Text]) -> SafeString:
    """Each of these texts on a line of its own."""
    return format_html_join("", "<div>{}</div>", ((marked(text),) for text in texts))


@register.simple_tag
def share_bar(basis_points: int) -> SafeString:
    """What of a price reaches the maker, as a bar."""
    return format_html('<div class="bar"><img src="{}" alt=""></div>', ink.share(basis_points))


@register.filter
def rupees(paise: int) -> str:
    """Paise as ₹1,20,500."""
    return format_rupees(paise)


@register.filter
def amount(paise: int) -> str:
    """Paise as 1,20,500.00, for the columns of a bill."""
    return f"{format_rupees(paise // 100 * 100, sign=False)}.{paise % 100:02d}"


@register.filter
def percent(basis_points: int) -> str:
    """500 as 5%, 250 as 2.5%."""
    return f"{basis_points / 100:g}%"


@register.filter
def weight(grams: int) -> str:
    """420 as 420 g, 1250 as 1.25 kg."""
    return f"{grams} g" if grams < 1000 else f"{grams / 1000:g} kg"


@register.filter
def day(moment: date) -> str:
    """A day in the reader's words: 20 अक्टूबर 2026."""
    return dates.date_year(moment)


@register.filter
def month(first: date) -> str:
    """A month in the reader's words: अक्टूबर 2026."""
    return dates.month(first)


@register.filter
def phone(number: str) -> str:
    """+919876543210 as 98765 43210."""
    digits = number.removeprefix("+91")
    return f"{digits[:5]} {digits[5:]}" if len(digits) == 10 else number


@register.filter
def method(code: str) -> SafeString:
    """How it was paid, in both languages."""
    found = methods.find(code)
    return both(found.receipt_words if found else code)
