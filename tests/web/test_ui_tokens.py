"""Tokens keep their promises: contrast in both schemes, no size or colour elsewhere, little weight."""

import gzip
import re
from pathlib import Path

import pytest

from haat.web.ui import accent

STATIC = Path(accent.__file__).parent / "static" / "ui"
TOKENS = (STATIC / "tokens.css").read_text()
SHEETS = ("base", "components", "shop", "maker", "office", "map")
GROUNDS = ("haldi", "lac", "leaf", "indigo", "mitti", "khadi")

# (words, what they lie on): text needs 4.5 : 1.
TEXT = [
    ("ink", "khadi"),
    ("ink", "paper"),
    ("ink", "wash"),
    ("ink-soft", "khadi"),
    ("ink-soft", "paper"),
    ("ink-soft", "wash"),
    ("lac-ink", "lac"),
    ("lac-text", "khadi"),
    ("indigo", "khadi"),
    ("indigo", "paper"),
    ("leaf", "khadi"),
    ("leaf", "paper"),
    ("leaf", "done"),
    ("alarm", "khadi"),
    ("alarm", "paper"),
    ("alarm", "wrong"),
    ("ink", "done"),
    ("ink", "wrong"),
    ("note-ink", "note"),
    ("on-ink", "ink"),
    ("on-ink", "leaf"),
    ("cloth-ink", "haldi"),
    *[(f"shade-{n}-ink", f"shade-{n}") for n in (1, 2, 3, 4)],
]
ON_CLOTH = [(words, f"ground-{ground}") for words in ("cloth-ink", "on-cloth") for ground in GROUNDS]
ON_CLOTH += [("night-ink", "ground-night"), ("night-haldi", "ground-night")]
# Edges of controls, focus and marks need 3 : 1.
SHAPES = [
    ("edge", "khadi"),
    ("edge", "paper"),
    ("focus", "khadi"),
    ("focus", "paper"),
    ("leaf", "khadi"),
    ("indigo", "khadi"),
]


def colours(scheme: str) -> dict[str, str]:
    """Every colour token of the light or the dark scheme."""
    light, _at, dark = TOKENS.partition("prefers-color-scheme: dark")
    found = dict(re.findall(r"--([a-z0-9-]+): (#[0-9A-F]{6});", light))
    found["lac-text"] = found["lac"]
    return found | (dict(re.findall(r"--([a-z0-9-]+): (#[0-9A-F]{6});", dark)) if scheme == "dark" else {})


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_can_be_read_on_every_ground(scheme):
    found = colours(scheme)
    ratios = {pair: accent.contrast(found[pair[0]], found[pair[1]]) for pair in [*TEXT, *ON_CLOTH]}
    assert {pair: round(ratio, 2) for pair, ratio in ratios.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_edges_and_focus_can_be_seen(scheme):
    found = colours(scheme)
    ratios = {pair: accent.contrast(found[pair[0]], found[pair[1]]) for pair in SHAPES}
    assert {pair: round(ratio, 2) for pair, ratio in ratios.items() if ratio < 3} == {}


def test_ink_on_khadi_is_at_least_twelve_to_one():
    assert accent.contrast(accent.INK, accent.KHADI) >= 12


@pytest.mark.parametrize("sheet", SHEETS)
def test_sizes_live_in_tokens_only(sheet):
    rules = [
        line
        for line in (STATIC / f"{sheet}.css").read_text().splitlines()
        if "@media" not in line and "@page" not in line
    ]
    assert [line.strip() for line in rules if re.search(r"(?<![\w.-])[\d.]+(px|rem|pt)\b", line)] == []


@pytest.mark.parametrize("sheet", ["tokens", *SHEETS])
def test_every_custom_property_used_is_defined(sheet):
    given = "".join((STATIC / f"{name}.css").read_text() for name in ("tokens", *SHEETS))
    defined = set(re.findall(r"(--[a-z0-9-]+)\s*:", given)) | {"--fs-body", "--behind", "--on-ground"}
    assert set(re.findall(r"var\((--[a-z0-9-]+)", (STATIC / f"{sheet}.css").read_text())) - defined == set()


def test_shop_styles_and_scripts_are_light():
    files = [STATIC / f"{name}.css" for name in ("tokens", "base", "components", "shop")]
    files += [STATIC / "js" / f"{name}.js" for name in ("shop", "basket", "listen", "pin", "menus")]
    weight = sum(len(gzip.compress(path.read_bytes(), 9)) for path in files)
    assert weight < 16_000
    assert len(gzip.compress((STATIC / "shop.css").read_bytes(), 9)) < 9_000


def test_display_fonts_are_small_and_licensed():
    sizes = {path.name: path.stat().st_size for path in (STATIC / "fonts").glob("*.woff2")}
    assert sorted(sizes) == [
        "rozha-deva.woff2",
        "rozha-digits.woff2",
        "rozha-latn.woff2",
        "sans-olck.woff2",
        "serif-beng.woff2",
    ]
    assert max(sizes.values()) <= 30_000
    assert "SIL OPEN FONT LICENSE Version 1.1" in (STATIC / "fonts" / "OFL.txt").read_text()
