"""What was typed in Kruti Dev, as Unicode: real words there and back, and nothing guessed."""

import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from haat.core import kruti_dev
from haat.core.imports import Row
from haat.core.kruti_dev import (
    BELOW,
    HALANT,
    HALF,
    NUKTA,
    RA_BELOW,
    ROUND,
    SIGNS,
    VOWELS,
    WHOLE,
    WITH_SIGN,
    Unsure,
    to_unicode,
)
from haat.core.legacy_fonts import convert, meant_anyhow, meant_by
from haat.core.tables import Line
from haat.places import data as places

ROOT = Path(__file__).resolve().parents[2]
KNOWN = {
    "lewg dk uke": "समूह का नाम",
    "xzke iapk;r": "ग्राम पंचायत",
    "fodkl[k.M": "विकासखण्ड",
    "v/;{k": "अध्यक्ष",
    "lfpo": "सचिव",
    "lnL; dk uke": "सदस्य का नाम",
    "eksckby": "मोबाइल",
    "[kkrk la[;k": "खाता संख्या",
    "cSad": "बैंक",
    "ljLorh efgyk lewg": "सरस्वती महिला समूह",
    "xkSjh Lo;a lgk;rk lewg": "गौरी स्वयं सहायता समूह",
    "fLFkfr": "स्थिति",
    "'keZk": "शर्मा",
    "'kekZ": "शर्मा",
    "iwf.kZek": "पूर्णिमा",
    "fiz;": "प्रिय",
    'jk"Vªh;': "राष्ट्रीय",
    'vkS"kf/k': "औषधि",
    "bZ'oj": "ईश्वर",
    ",sjkor": "ऐरावत",
    "yM+dh": "लड़की",
    "#ik": "रुपा",
    "vkWfQl": "ऑफिस",
    "m|ksx": "उद्योग",
    "{ks=": "क्षेत्र",
    "Hkxor~": "भगवत्",
    "jhuk nsoh( ehuk nsoh": "रीना देवी; मीना देवी",
    "xzke & 4]": "ग्राम - 4,",
}


@pytest.mark.parametrize("typed", KNOWN)
def test_words_as_typists_write_them(typed):
    assert to_unicode(typed) == unicodedata.normalize("NFC", KNOWN[typed])


# ---- there and back: the typist's part, for these tests alone

_HALF = {text: key for key, text in reversed(HALF.items())}
_WHOLE = {text: key for key, text in reversed(WHOLE.items())}
_BARE = sorted({text.removesuffix(HALANT) for text in (*_HALF, *_WHOLE)}, key=len, reverse=True)
_VOWEL_KEYS = {text: key for key, text in VOWELS.items()} | {"आ": "vk", "ओ": "vks", "औ": "vkS", "ई": "bZ", "ऐ": ",s"}
_SIGN_KEYS = {text: key for key, text in SIGNS.items()} | {"ा": "k", "े": "s", "ै": "S", "ो": "ks", "ौ": "kS", "ॅ": "W"}
_MARK_KEYS = {"ं": "a", "ँ": "¡", "ः": "%", "ऑ": "v‚", "ॉ": "‚"}
_ALONE = _VOWEL_KEYS | _MARK_KEYS
_ALONE |= {" ": " ", ".": "-", "-": "&", ",": "]", "(": "¼", ")": "½", "/": "@", "।": "A", ";": "(", "?": "\\"}


def typed(text: str) -> str:
    """What a typist types for a text in Unicode."""
    keys, rest = "", text
    while rest:
        cluster = _cluster(rest)
        if cluster:
            rest = rest[len(cluster) :]
            sign = rest[:1] if rest[:1] in {*_SIGN_KEYS, "ि"} else ""
            rest = rest[len(sign) :]
            keys += _syllable(cluster, sign)
        else:
            keys += _ALONE.get(rest[0], rest[0])
            rest = rest[1:]
    return keys


def _cluster(text: str) -> str:
    end = 0
    while end < len(text) and "\u0915" <= text[end] <= "\u0939":
        end += 1
        end += text[end : end + 1] == "\u093c"
        if text[end : end + 1] != HALANT:
            return text[:end]
        end += 1
    return text[:end]


def _syllable(cluster: str, sign: str) -> str:
    reph = cluster.startswith("र्") and len(cluster) > 2
    cluster = cluster[2:] if reph else cluster
    with_sign = next((key for key, text in WITH_SIGN.items() if text == cluster + sign), "")
    keys = with_sign or _letters(cluster)
    hung = "" if with_sign or sign in ("", "ि") else _SIGN_KEYS[sign]
    return ("f" if sign == "ि" else "") + keys + hung + ("Z" if reph else "")


def _letters(cluster: str) -> str:
    keys = ""
    while cluster:
        bare = next(text for text in _BARE if cluster.startswith(text))
        rest = cluster[len(bare) :]
        dot, rest = ("+", rest[1:]) if rest[:1] == NUKTA else ("", rest)
        half, whole = _HALF.get(bare + HALANT), _WHOLE.get(bare)
        if rest == RA_BELOW and whole:
            return keys + whole + dot + ("ª" if bare[-1] in ROUND else "z")
        if rest[:1] == HALANT and half:
            keys, cluster = keys + half + dot, rest[1:]
        elif rest[:1] == HALANT:
            keys, cluster = keys + whole + dot + "~", rest[1:]
        else:
            keys, cluster = keys + (whole + dot if whole else half + dot + "k"), rest
    return keys


# What these keys can write; Marathi has two letters more, and some texts have words in Latin letters.
WRITABLE = re.compile(r"[\u0901-\u0930\u0932-\u094f\u0951-\u0971 ।,.;0-9?-]+")


def spoken() -> set[str]:
    """Texts in Devanagari of the project's places, crafts and demonstrations."""
    found = {district.name_hi for district in places.districts()} | {state.name_hi for state in places.states()}
    for file in (*ROOT.glob("haat/catalogue/data/*.json"), *ROOT.glob("demo/content/**/*.json")):
        found |= set(_texts(json.loads(file.read_text(encoding="utf-8"))))
    return {text for each in found if WRITABLE.fullmatch(text := unicodedata.normalize("NFC", each))}


def _texts(told: Any) -> Iterator[str]:
    if isinstance(told, str):
        yield told
    for below in told.values() if isinstance(told, dict) else told if isinstance(told, list) else ():
        yield from _texts(below)


def test_words_of_places_crafts_and_goods_come_back_as_they_were():
    texts = [text for text in spoken() if any(sign > "\u0900" for sign in text)]
    assert len(texts) > 4000
    assert [(text, typed(text)) for text in sorted(texts) if to_unicode(typed(text)) != text] == []


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("SHG", "S"),
        ("p'", "'"),
        ("kk", "k"),
        ("lewg’", "’"),
        ("x–g", "–"),
        ("maihlaa", "a"),
        ("f", "f"),
        ("gkk", "k"),
        ("lhh", "h"),
        ("iV+", "+"),
        ("dª", "ª"),
    ],
)
def test_what_is_not_sure_is_not_guessed(text, sign):
    with pytest.raises(Unsure) as refusal:
        to_unicode(text)
    assert refusal.value.sign == sign


def test_no_key_stands_in_two_tables():
    tables = (WHOLE, HALF, WITH_SIGN, VOWELS, SIGNS, kruti_dev.MARKS, kruti_dev.OTHERS, BELOW)
    keys = [key for table in tables for key in table]
    assert len(keys) == len(set(keys))
    assert {"छ", "ट"} <= ROUND


@pytest.mark.parametrize(
    "name", ["Saraswati Mahila Samuh", "rina devi", "UJALA SHG", "Tokri", "moti", "सरस्वती SHG", ""]
)
def test_names_that_can_be_read_are_not_touched(name):
    assert meant_by(name, "hi", beside=True) is None
    assert meant_by(name, "en") is None


def test_a_word_somebody_might_speak_is_read_only_beside_others():
    assert meant_by("lewg", "hi") is None
    assert meant_by("lewg", "hi", beside=True) == "समूह"


def test_a_table_without_such_letters_stays_as_it_is():
    lines = [Line({"name_hi": "lok", "name_en": "p'kk", "block": "tonk"}.items(), 2)]
    assert convert(lines) == (lines, [])


@pytest.mark.parametrize("cell", ["ÖæÚUÌ ×çãUÜæ â×êãU", "âèÌæ Îðßè", "ÚUæ×", "»æ¡ß", "·¤×Üæ Îðßè", "Rani ÎðßUèæ"])
@pytest.mark.parametrize("language", ["hi", "mr"])
def test_letters_of_chanakya_and_its_kin_are_unsure(cell, language):
    with pytest.raises(Unsure) as refusal:
        meant_by(cell, language)
    assert refusal.value.sign in cell
    assert refusal.value.sign > "\x7f"


@pytest.mark.parametrize(
    "name", ["Sarasvatī Mahilā Samūha", "Café Ujala", "“Ujala” – Rina’s SHG", "Rs 20½", "500 g • 2"]
)
def test_signs_that_names_borrow_are_no_old_font(name):
    assert meant_by(name, "hi") is None


CELLS = {
    "jhuk nsoh": "रीना देवी",
    "Jherh lhrk": "श्रीमती सीता",
    "fodkl[k.M": "विकासखण्ड",
}


@pytest.mark.parametrize("cell", CELLS)
def test_a_cell_that_may_be_in_latin_letters_is_read_where_no_name_looks_so(cell):
    assert meant_anyhow(cell) == CELLS[cell]


@pytest.mark.parametrize(
    "name",
    [
        "Smt Jyoti",
        "Rina Devi W/O Ram Das",
        "D'Souza",
        "SitaDevi",
        "rina devi",
        "RINA DEVI",
        "tonk",
        "Shg Ltd",
        "Café Crème",
    ],
)
def test_names_in_latin_letters_stand_in_any_column(name):
    row = Row({"account_holder": name, "members": f"{name}; {name}", "name_en": name}, 2)
    assert (row.words("account_holder"), row.words("members", apart=";")) == (name, f"{name}; {name}")
    row.texts("name")
    assert row.refusals == []


def said(column: str, cell: str) -> list[str]:
    row = Row({column: cell}, 2)
    if column.endswith("_en"):
        row.texts(column[:-3])
    else:
        row.words(column, apart=";" if column == "members" else "")
    return [refusal.sentence for refusal in row.refusals if refusal.field == column]


@pytest.mark.parametrize(
    ("column", "cell", "sign"),
    [
        ("members", "jhuk nsoh; ehuk nsoh", "“;” cannot be read surely"),
        ("members", "jhuk nsoh( ehuk nsoh", "Is “रीना देवी; मीना देवी” meant?"),
        ("members", "रीना देवी; jhuk nsoh", "Is “रीना देवी” meant?"),
        ("members", "âèÌæ Îðßè", "“â” cannot be read surely"),
        ("account_holder", "jhuk nsoh", "Is “रीना देवी” meant?"),
        ("name_en", "ljLorh efgyk lewg", "say “सरस्वती महिला समूह”. Write it so under name_hi."),
        ("name_en", "âèÌæ Îðßè", "“â” cannot be read surely"),
    ],
)
def test_an_old_font_is_refused_in_columns_without_a_language_and_in_english_too(column, cell, sign):
    (sentence,) = said(column, cell)
    assert sign in sentence


def test_a_column_that_alone_was_typed_so_is_converted():
    told = {"name_hi": "चाँदनी", "members": "jhuk nsoh( ehuk nsoh", "account_holder": "jhuk nsoh", "block": "lkjB"}
    kept, changed = convert([Line(told.items(), 2), Line({"name_hi": "", "members": "fot; flag; jke"}.items(), 3)])
    assert [each.field for each in changed] == ["block", "members", "account_holder"]
    assert kept[0]["members"] == "रीना देवी; मीना देवी"
    assert kept[1]["members"] == "fot; flag; jke"


def test_columns_of_codes_are_left_alone():
    lines = [Line({"name_hi": "ljLorh lewg", "ifsc": "SBIN0000064", "sku": "lkjB-1", "block": "lkjB"}.items(), 7)]
    kept, changed = convert(lines)
    assert [(each.row, each.field) for each in changed] == [(7, "name_hi"), (7, "block")]
    assert kept[0] == {"name_hi": "सरस्वती समूह", "ifsc": "SBIN0000064", "sku": "lkjB-1", "block": "सारठ"}
    assert kept[0].number == 7
    assert json.dumps(kept[0], ensure_ascii=False)
