"""What is asked about a good, by its craft or by its kind, and whether what is told answers it."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from haat.catalogue.data import choices
from haat.catalogue.errors import BadAnswer
from haat.catalogue.models import Attribute
from haat.core.languages import LANGUAGES, best

TEXT, NUMBER, CHOICE, SIZE, YES_NO = "text", "number", "choice", "size", "yes_no"
SEVERAL, MEASURE = "several", "measure"
KINDS = (TEXT, NUMBER, CHOICE, SIZE, YES_NO)
MOST_LETTERS, MOST_NUMBER, MOST_SIDES, MOST_ASKED_LETTERS = 300, 1_000_000, 3, 1000
Asked = Mapping[str, Any]
NOTHING: tuple[Any, ...] = (None, "", [], {})

# What nobody answers here: it follows from what the good's page, its maker's papers or its pack say already.
FOLLOWS = frozenset(
    {
        *("title", "description", "country_of_origin", "maker_name_address", "packer_name_address"),
        *("importer_name_address", "consumer_care", "net_quantity", "mrp", "unit_sale_price", "made_month_year", "hsn"),
        *("flipkart_tax_code", "gtin_exempt", "model_number", "pictures", "package_weight", "package_size"),
        *("days_to_dispatch", "return_days", "condition", "google_category", "whatsapp_compliance", "maker_story"),
        *("fssai_number", "batch", "use_before"),
    }
)
# What one size of a good may have otherwise than the others.
OF_A_SIZE = frozenset(
    {
        *("bangle_size", "inner_mm", "set_of", "garment_size", "chest_cm", "garment_chest_cm", "length_cm", "length_m"),
        *(
            "width_cm",
            "shoe_size",
            "foot_cm",
            "cushion_size",
            "size",
            "size_cm",
            "capacity_ml",
            "volume_ml",
            "weight_g",
        ),
        *("item_weight", "pieces", "sticks", "count", "diameter_cm", "colour", "colour_family", "colour_hex", "gtin"),
        *("included", "saree_length_m", "blouse_length_m", "thickness_mm", "carries_kg", "strap_cm"),
    }
)
# Texts that are the same in every language.
PLAIN = frozenset(
    {"brand", "gtin", "colour_hex", "size_chart", "licence_number", "khadi_certificate", "harvest_year", "artist"}
)
# Answers that a column of the good repeats, for the rooms above.
COLUMNS = {"packed_and_labelled": "packed_and_labelled", "shelf_life": "shelf_life_days", "fragile": "fragile"}
_FORMS = {"colour_hex": re.compile(r"#[0-9A-Fa-f]{6}"), "gtin": re.compile(r"[0-9]{8}|[0-9]{12,14}")}


def asked_of(attribute: Attribute) -> dict[str, Any]:
    """A question of a kind in the form in which crafts keep theirs; what is no words is one text (`plain`)."""
    return {
        "slug": attribute.slug,
        "label": attribute.labels,
        "type": attribute.type,
        "unit": attribute.unit,
        "choices": attribute.choices,
        "words": attribute.words,
        "plain": attribute.slug in PLAIN,
        "least": 0 if attribute.type == NUMBER else 1,
        "most_letters": MOST_ASKED_LETTERS,
    }


def choices_of(asked: Asked) -> list[str]:
    """The values one chooses among."""
    return list(asked.get("choices") or asked.get("options") or ())


def choice_names(asked: Asked, value: str) -> dict[str, str]:
    """What a value is called, by language: in the craft's own words, else in the project's."""
    own: dict[str, str] = (asked.get("words") or {}).get(value) or {}
    return own or choices().get(value, {"en": value})


def check_answers(asked: Sequence[Asked], told: Mapping[str, Any], *, known: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept of `told`: answers, and whatever the craft does not ask about. Raises BadAnswer.

    What is `known` already may stay, though the craft would not take it today.
    """
    slugs = {each["slug"] for each in asked}
    kept = {slug: value for slug, value in told.items() if slug not in slugs}
    for each in asked:
        value = told.get(each["slug"])
        if value in NOTHING:
            if each.get("required"):
                raise BadAnswer(each["slug"], best(each["label"]).text, missing=True)
            continue
        if value != known.get(each["slug"]) and not fits(each, value):
            raise BadAnswer(each["slug"], best(each["label"]).text, missing=False)
        kept[each["slug"]] = value
    return kept


def fits(asked: Asked, value: Any) -> bool:
    """Whether a value answers a question."""
    kind = asked.get("type", TEXT)
    if kind == YES_NO:
        return isinstance(value, bool)
    if kind in (NUMBER, MEASURE):
        return _is_number(value, asked.get("least", 1))
    if kind == SIZE:
        return isinstance(value, list) and 0 < len(value) <= MOST_SIDES and all(_is_number(side) for side in value)
    if kind == CHOICE:
        return isinstance(value, str) and value in choices_of(asked)
    if kind == SEVERAL:
        return _are_choices(asked, value)
    return _is_text(asked, value)


def _are_choices(asked: Asked, value: Any) -> bool:
    """Some of the choices, each once; "none" stands alone."""
    if not isinstance(value, list) or not value or not all(isinstance(each, str) for each in value):
        return False
    alone = "none" not in value or len(value) == 1
    return alone and len(set(value)) == len(value) and set(value) <= set(choices_of(asked))


def _is_text(asked: Asked, value: Any) -> bool:
    """By language, or one text; a code in its own form."""
    form = _FORMS.get(asked["slug"])
    if form is not None:
        right = isinstance(value, str) and form.fullmatch(value) is not None
        return right and (asked["slug"] != "gtin" or _adds(value))
    texts = value if isinstance(value, dict) else {"en": value}
    most = asked.get("most_letters", MOST_LETTERS)
    return all(code in LANGUAGES and isinstance(text, str) and 0 < len(text) <= most for code, text in texts.items())


def _adds(gtin: str) -> bool:
    """Whether the last digit of an EAN, UPC or GTIN checks the others."""
    weighed = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(gtin)))
    return weighed % 10 == 0


def _is_number(value: Any, least: int = 1) -> bool:
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return False
    return value <= MOST_NUMBER and (value > 0 or (least == 0 and value == 0))
