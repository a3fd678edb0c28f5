"""Cut the display faces down to what Haat's headings use, and write the woff2 files the pages load.

Needs `pip install '.[fonts]'` and the npm packages `@fontsource/rozha-one`,
`@fontsource/noto-serif-bengali` and `@fontsource/noto-sans-ol-chiki` (all SIL Open Font License 1.1):

    npm install @fontsource/rozha-one @fontsource/noto-serif-bengali @fontsource/noto-sans-ol-chiki
    python tools/fonts.py node_modules

Why shape instead of list characters: a Devanagari face carries some six hundred conjuncts that no
character code names. HarfBuzz tells which of them real headings reach; the others are dropped together with
their rules, and the shaper then draws half form + letter, in the same face. So any name a maker
gives her good stays in one face, and only rare stacked conjuncts look less tied.
"""

import io
import sys
from collections.abc import Iterable
from itertools import product
from pathlib import Path

import uharfbuzz  # type: ignore[import-not-found]
from fontTools import merge, subset  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

UI = Path(__file__).resolve().parent.parent / "haat" / "web" / "ui"
HERE = UI / "fonts"
OUT = UI / "static" / "ui" / "fonts"

# Read as ranges so that the file needs no eye for look-alike letters.
DEVANAGARI_LETTERS = [*range(0x0915, 0x0929), *range(0x092A, 0x0931), 0x0932, 0x0933, *range(0x0935, 0x093A)]
DEVANAGARI_MATRAS = [*range(0x093E, 0x0944), 0x0945, 0x0947, 0x0948, 0x0949, 0x094B, 0x094C]
DEVANAGARI_OTHERS = [*range(0x0901, 0x0904), *range(0x0905, 0x090C), *range(0x090D, 0x0915), 0x093C, 0x093D]
DEVANAGARI_OTHERS += [0x0931, 0x094D, 0x0950, 0x0964, 0x0965, 0x0972, *range(0x0958, 0x0960)]
DEVANAGARI_NUKTA = "कखगजडढफ"
DEVANAGARI_CONJUNCTS = (
    "क्ष ज्ञ त्र श्र द्ध द्य द्व द्म द्द ट्ट ट्ठ ड्ड ड्ढ ह्म ह्न ह्य ह्र ह्व ह्ल त्त क्त क्क च्च ज्ज न्न ल्ल "
    "ष्ट ष्ठ ष्ण स्त स्थ न्त न्द न्ध म्ब म्भ प्त ब्ब च्छ ङ्ग ञ्च ञ्ज ण्ड ण्ट ण्ठ स्त्र न्द्र क्ट ऱ्य ऱ्ह "
    "क्र ग्र घ्र ज्र ट्र ड्र द्र ध्र प्र फ्र ब्र भ्र म्र व्र स्र रु रू हृ दृ र्थी र्मि र्वि र्ति "
)
BENGALI_LETTERS = [*range(0x0995, 0x09A9), *range(0x09AA, 0x09B1), 0x09B2, *range(0x09B6, 0x09BA)]
BENGALI_MATRAS = [*range(0x09BE, 0x09C4), 0x09C7, 0x09C8, 0x09CB, 0x09CC]
BENGALI_OTHERS = [*range(0x0981, 0x0984), *range(0x0985, 0x098C), 0x098F, 0x0990, 0x0993, 0x0994, 0x09BC]
BENGALI_OTHERS += [0x09CD, 0x09CE, 0x09DC, 0x09DD, 0x09DF, 0x0964]
BENGALI_CONJUNCTS = (
    "ক্ষ জ্ঞ ত্র শ্র দ্ধ দ্ব দ্য ট্ট ত্ত ন্ত ন্দ ন্ধ ন্ন ম্ব ম্প ল্ল স্ত স্থ ষ্ট ষ্ঠ ঙ্গ ঞ্চ ঞ্জ ণ্ড ণ্ট ক্র গ্র প্র ব্র "
    "ক্ত চ্ছ জ্জ হ্ম ব্দ র্ট র্ড ড্র ট্র স্ক্র ম্পূ প্ত ঙ্ক স্ব শ্ব রু রূ শু হু গু "
)
LATIN = [*range(0x41, 0x5B), *range(0x61, 0x7B)]
SHARED = [0x20, 0xA0, *range(0x30, 0x3A), *(ord(c) for c in "!%&'()+,-./:;?·×–—‘’“”…")]
RUPEE = 0x20B9


def source(modules: Path, package: str, name: str) -> bytes:
    """The bytes of a woff2 in an npm package, unpacked to a plain TrueType font."""
    font = TTFont(modules / "@fontsource" / package / "files" / f"{name}-normal.woff2")
    font.flavor = None
    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue()


def headings(first: int, last: int) -> list[str]:
    """Lines of headings.txt that hold a letter of the script between two code points."""
    lines = (HERE / "headings.txt").read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if line.strip() and not line.startswith("#")]
    return [line for line in kept if any(first <= ord(c) <= last for c in line)]


def syllables(letters: list[int], matras: list[int], nukta: str = "", nukta_sign: str = "") -> list[str]:
    """Each letter alone, with each matra, as a half form and under the reph."""
    virama = {0x0915: "\u094d", 0x0995: "\u09cd"}[letters[0]]
    ra = {0x0915: "\u0930", 0x0995: "\u09b0"}[letters[0]]
    bases = [chr(letter) for letter in letters] + [letter + nukta_sign for letter in nukta]
    made = [base + chr(matra) for base, matra in product(bases, matras)]
    made += [base + virama + "\u200d" for base in bases]
    made += [ra + virama + base for base in bases]
    made += [base + virama + ra for base in bases]
    made += [base + virama + chr(letters[0] + 26) for base in bases]  # the ya, the commonest second letter
    return bases + made


def glyphs_of(data: bytes, words: list[str]) -> set[int]:
    """Glyph ids that HarfBuzz passes through or ends at for these words.

    The steps between count: क + ् + र first becomes क and a low ra, then क्र; without the low ra the rule
    for क्र would be dropped although its result is kept.
    """
    font = uharfbuzz.Font(uharfbuzz.Face(data))
    found: set[int] = set()
    for word in words:
        buffer = uharfbuzz.Buffer()
        buffer.add_str(word)
        buffer.guess_segment_properties()

        def keep(message: str, seen: uharfbuzz.Buffer = buffer, kept: set[int] = found) -> bool:
            if message.startswith("end lookup"):
                kept.update(info.codepoint for info in seen.glyph_infos)
            return True

        buffer.set_message_func(keep)
        uharfbuzz.shape(font, buffer)
        found |= {info.codepoint for info in buffer.glyph_infos}
    return found


def cut(data: bytes, *, gids: Iterable[int] = (), unicodes: Iterable[int] = (), closure: bool = False) -> TTFont:
    """A subset holding these glyphs and characters; `closure` keeps everything their rules can reach."""
    options = subset.Options()
    options.layout_closure = closure
    options.layout_features = ["*"]
    options.hinting = False
    options.name_IDs = [0, 1, 2, 5, 13, 14]
    options.notdef_outline = True
    font = TTFont(io.BytesIO(data))
    cutter = subset.Subsetter(options)
    cutter.populate(gids=gids, unicodes=unicodes)
    cutter.subset(font)
    return font


def write(font: TTFont, name: str) -> None:
    """Save as woff2 under static/ui/fonts and say how large it is."""
    font.flavor = "woff2"
    font.save(OUT / name)
    sys.stdout.write(f"{name}: {(OUT / name).stat().st_size} bytes, {len(font.getGlyphOrder())} glyphs\n")


def shared_face(latin: bytes, devanagari: bytes) -> TTFont:
    """Digits and punctuation of the Latin file with the rupee sign of the Devanagari file, in one face."""
    parts = []
    for font in (cut(latin, unicodes=SHARED), cut(devanagari, unicodes=[RUPEE])):
        for table in ("GSUB", "GPOS", "GDEF", "DSIG", "gasp", "meta"):
            if table in font:
                del font[table]
        buffer = io.BytesIO()
        font.save(buffer)
        buffer.seek(0)
        parts.append(buffer)
    return merge.Merger().merge(parts)


def main(modules: Path) -> None:
    """Write all five files."""
    OUT.mkdir(parents=True, exist_ok=True)
    latin = source(modules, "rozha-one", "rozha-one-latin-400")
    deva = source(modules, "rozha-one", "rozha-one-devanagari-400")
    words = headings(0x0900, 0x097F) + DEVANAGARI_CONJUNCTS.split()
    words += syllables(DEVANAGARI_LETTERS, DEVANAGARI_MATRAS, DEVANAGARI_NUKTA, "\u093c")
    letters = DEVANAGARI_LETTERS + DEVANAGARI_MATRAS + DEVANAGARI_OTHERS
    write(cut(deva, gids=glyphs_of(deva, words), unicodes=letters), "rozha-deva.woff2")
    write(cut(latin, unicodes=LATIN, closure=True), "rozha-latn.woff2")
    write(shared_face(latin, deva), "rozha-digits.woff2")
    beng = source(modules, "noto-serif-bengali", "noto-serif-bengali-bengali-700")
    words = headings(0x0980, 0x09FF) + BENGALI_CONJUNCTS.split()
    words += syllables(BENGALI_LETTERS, BENGALI_MATRAS)
    letters = BENGALI_LETTERS + BENGALI_MATRAS + BENGALI_OTHERS
    write(cut(beng, gids=glyphs_of(beng, words), unicodes=letters), "serif-beng.woff2")
    olck = source(modules, "noto-sans-ol-chiki", "noto-sans-ol-chiki-ol-chiki-700")
    write(cut(olck, unicodes=[*range(0x1C50, 0x1C80)], closure=True), "sans-olck.woff2")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
