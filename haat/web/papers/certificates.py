"""A certificate: A4, in the mart's first language and English, with its border on four sides; and the list to sign."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from haat.core.dates import day_of
from haat.core.languages import LANGUAGES, Text, best
from haat.letters.models import Ceremony, Letter
from haat.places.models import Mart
from haat.web.papers.ink import photo, qr
from haat.web.papers.printer import fill, to_pdf
from haat.web.papers.tags import in_both
from haat.web.ui.dates import date_year

LONG, VERY_LONG = 16, 26  # letters of a name from which it is set smaller
CLOTH_PIXELS = (480, 440)


@dataclass(frozen=True)
class Page:
    """What the template of a certificate reads: every sentence in one or two languages."""

    letter: Letter
    mart: Mart
    name: list[Text]
    size: str
    who: list[Text]
    sentence: list[Text]
    cloths: list[dict[str, Any]]
    sold: list[dict[str, Any]]
    share: list[Text]
    share_percent: str
    signing: list[dict[str, list[Text]]]
    qr: str
    address: str
    made: list[Text]
    again: list[Text]
    specimen: bool


def letters_pdf(letters: Sequence[Letter], *, base: str, specimen: bool = False) -> bytes:
    """The certificates of these letters (`mart`, `maker` loaded), a page each in their order.

    `base`: where the shop stands (`https://mart.example/`). A `specimen` is to be looked at before printing, and says
    so; a letter that was printed before says that too.
    """
    pages = []
    motif = letters[0].mart.motif if letters else ""
    for letter in letters:
        language = letter.mart.default_language
        with translation.override(language):
            pages.append(fill("certificate", {"page": page_of(letter, base=base, specimen=specimen)}))
    return to_pdf(fill("certificates", {"pages": mark_safe("".join(pages)), "motif": motif}), styles=["certificate"])


def page_of(letter: Letter, *, base: str, specimen: bool = False) -> Page:
    """The certificate of a letter in the active language and English."""
    facts, mart = letter.facts, letter.mart
    name = in_both(facts["maker"])
    languages = [translation.get_language() or "en", "en"]
    link = f"{base}{mart.spoken[0]}/"
    return Page(
        letter=letter,
        mart=mart,
        name=name,
        size="small" if len(name[0].text) > VERY_LONG else "middle" if len(name[0].text) > LONG else "",
        who=said(languages, lambda: _who(facts)),
        sentence=said(languages, lambda: _sentence(letter)),
        cloths=[_cloth(good) for good in facts["goods"]],
        sold=[_sold(one, languages) for one in facts["sold"][:3]],
        share=said(languages, lambda: _share(facts)) if facts["share_bp"] else [],
        share_percent=f"{(facts['share_bp'] or 0) / 100:.0f}",
        signing=[{part: in_both(each[part]) for part in ("names", "offices")} for each in facts["signing"]],
        qr=qr(f"{link}makers/{letter.maker.slug}/"),
        address=f"{link.partition('://')[2]}letter/{letter.code}/",
        made=said(languages, lambda: f"{date_year(letter.made_at)}, {best(facts['district']).text}"),
        again=said(languages, lambda: _again(letter)) if letter.prints > 1 and not specimen else [],
        specimen=specimen,
    )


def said(languages: Sequence[str], words: Callable[[], str]) -> list[Text]:
    """A sentence in each of these languages, once where they say the same."""
    found: list[Text] = []
    for code in dict.fromkeys(languages):
        with translation.override(code):
            text = Text(words(), code)
        if text.text not in [each.text for each in found]:
            found.append(text)
    return found


def _who(facts: Mapping[str, Any]) -> str:
    """`12 सदस्य, अगुआ सुनीता देवी · रिखिया, ब्लॉक मोहनपुर`."""
    place, block = best(facts["place"]).text, best(facts["block"]).text
    where = place if place == block else _("%(place)s, %(block)s block") % {"place": place, "block": block}
    if not facts["group"]:
        return where
    members = ngettext("%(n)s member", "%(n)s members", facts["members"]) % {"n": facts["members"]}
    if facts["leader"]:
        members = _("%(members)s, led by %(leader)s") % {"members": members, "leader": best(facts["leader"]).text}
    return f"{members} · {where}"


def _sentence(letter: Letter) -> str:
    where = next((one["names"] for one in letter.facts["sold"] if one["where"] == letter.where), letter.mart.names)
    told = {"day": date_year(letter.day), "where": best(where).text}
    if letter.facts["group"]:
        return _("What they make by hand has been on sale on %(where)s since %(day)s.") % told
    return _("What this artisan makes by hand has been on sale on %(where)s since %(day)s.") % told


def _cloth(good: Mapping[str, Any]) -> dict[str, Any]:
    picture = photo(good["digest"], *CLOTH_PIXELS) if good["digest"] else ""
    return {"names": in_both(good["names"]), "ground": good["ground"], "picture": picture}


def _sold(one: Mapping[str, Any], languages: Sequence[str]) -> dict[str, Any]:
    day = date.fromisoformat(one["day"])
    return {
        "name": best(one["names"]),
        "since": said(languages, lambda: _("since %(day)s") % {"day": date_year(day)}),
    }


def _share(facts: Mapping[str, Any]) -> str:
    percent = {"rupees": f"₹{facts['share_bp'] / 100:.0f}"}
    if facts["group"]:
        return _("Of every ₹100 %(rupees)s reach the group") % percent
    return _("Of every ₹100 %(rupees)s reach the artisan") % percent


def _again(letter: Letter) -> str:
    day = date_year(letter.printed_at) if letter.printed_at else ""
    return _("Printed again on %(day)s, print %(n)s") % {"day": day, "n": letter.prints}


def handing_list_pdf(ceremony: Ceremony, letters: Sequence[Letter], language: str) -> bytes:
    """The list of who receives a certificate, to be signed: A4, in `language` and English."""
    with translation.override(language if language in LANGUAGES else "en"):
        rows = [(letter, in_both(letter.facts["maker"]), best(letter.facts["block"])) for letter in letters]
        html = fill(
            "handing_list", {"ceremony": ceremony, "mart": ceremony.mart, "rows": rows, "day": ceremony.held_on}
        )
    return to_pdf(html, styles=["sheet", "handing_list"])


def file_name(letter: Letter) -> str:
    """What a file of one certificate is called: `DM-2026-0117`, of the day it was made."""
    return f"{letter.number}-{day_of(letter.made_at):%Y%m%d}"
