"""What the demonstration says of itself: one officer for complaints everywhere, people shown as they are."""

import re
from typing import Any

import pytest

from demo import drawing, pictures
from demo.content import load
from demo.goods import rows_of
from demo.seed import SHOWN
from demo.world import MARTS, OFFICERS, legal_pages
from tests.each import offenders

MAKERS = [row for slug in MARTS for row in load(slug, "makers")]
GOODS = [row for slug in MARTS for row in rows_of(slug)]
SLUGS = [(slug, language) for slug in MARTS for language in ("en", "hi", "mr")]
MEN = {
    "artisan-smith",
    "artisan-potter-man",
    "artisan-potter-old",
    *(f"man-{k}" for k in ("cap", "grey", "indigo", "khadi", "leaf")),
}
MARRIED = {"woman-lac", "woman-leaf", "woman-indigo", "artisan-potter"}
MUSLIM = {"Khatun", "Bibi", "Parveen", "Begum", "Ansari"}
COVERED = {"woman-tailor", "woman-dupatta", "woman-dupatta-lac", "man-cap"}
SANTAL = {"Murmu", "Soren", "Hembrom", "Kisku", "Hansda", "Tudu", "Besra", "Marandi"}
# A number and a unit of weight or volume, in the digits and words of the seven languages.
WEIGHT = re.compile(
    r"[0-9०-९০-৯᱐-᱙୦-୯۰-۹]\s*"
    r"(kg|g\b|ml|lit|gram|किलो|किग्रा|ग्रा|ग्रॅ|मिली|लीटर|लिटर|গ্রাম|কেজি|কিলো|মিলি|লিটার|ᱜᱨᱟᱢ|ᱠᱤᱞᱳ|କିଲୋ|ଗ୍ରାମ|ମିଲି|گرام|کلو|ملی)"
)


def text_of(slug: str, language: str) -> str:
    return "\n".join(row[language] for page in legal_pages(slug) for row in page["paragraphs"])


@pytest.mark.parametrize(("slug", "language"), SLUGS)
def test_legal_pages_name_one_officer_phone_and_address(slug: str, language: str) -> None:
    text = text_of(slug, language)
    assert OFFICERS[slug][language] in text
    assert OFFICERS[slug]["en"] in MARTS[slug]["grievance_officer"]
    assert {found.replace(" ", "") for found in re.findall(r"\b1\d{4} \d{5}\b", text)} == {MARTS[slug]["phone"][3:]}
    assert set(re.findall(r"[\w.]+@[\w.]+\w", text)) == {MARTS[slug]["email"]}
    assert "{" not in text


def shows_who_it_is(row: dict[str, Any]) -> None:
    file = pictures.portrait_of(row)
    stem, surname = file.removesuffix(".svg"), row["leader"]["en"].split()[-1]
    person = row.get("leader_is")
    if drawing.index()[file]["kind"] != "person":
        assert person is None  # a thing they make, where nothing is said of the person
        return
    if row["kind"] != "artisan":
        assert file == pictures.GROUP
        return
    assert person == ("man" if stem in MEN else "woman")
    assert (surname in MUSLIM) == (stem in COVERED)
    assert stem != "woman-santal" or surname in SANTAL
    assert stem not in MARRIED or surname not in {"Kumari", *MUSLIM, *SANTAL}
    assert (stem == "artisan-smith") == ("iron" in row["crafts"])
    assert not stem.startswith("artisan-potter") or "clay" in row["crafts"]


def test_portraits_fit_the_person() -> None:
    assert offenders(shows_who_it_is, MAKERS, name=lambda row: row["slug"]) == []


def test_every_artisan_has_a_portrait_of_her_own_choice() -> None:
    assert [row["slug"] for row in MAKERS if row["kind"] == "artisan" and "portrait" not in row] == []


def test_the_shown_maker_is_a_group_of_the_content() -> None:
    assert {row["slug"]: row["kind"] for row in MAKERS}[SHOWN["deoghar"]] == "group"


def carries_no_weight(row: dict[str, Any]) -> None:
    if row["net"]["unit"] == "piece" and len(row["variants"]) < 2:
        return  # a pot of ten litres is sold as one pot
    assert [name for name in row["names"].values() if WEIGHT.search(name)] == []


def test_names_of_goods_carry_no_weight() -> None:
    assert offenders(carries_no_weight, GOODS, name=lambda row: row["slug"]) == []


def test_goods_show_drawings_that_stand_for_goods() -> None:
    wrong = {
        row["slug"]: row["drawing"]
        for row in GOODS
        if drawing.index()[row["drawing"]]["kind"] not in ("good", "material")
    }
    assert wrong == {}


def test_makers_names_do_not_end_with_their_village() -> None:
    ends = [
        row["slug"]
        for row in MAKERS
        for language, name in row["names"].items()
        if name.endswith(row["village"].get(language, row["village"]["hi"]))
    ]
    assert ends == []
