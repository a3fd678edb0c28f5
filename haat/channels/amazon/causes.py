"""What Amazon's codes mean, in words for the person who can mend it.

Only codes with a source are here; every other stands in Amazon's own words, with whose work its category is.
Sources: the published models (categories, enforcements), amzn/selling-partner-api-models #5311 (8560, 13013), #4173 and
#4970 (90220), #3537 and docs #2658 (99022), docs #3685 (8008, 8572), #1641 (4002008), the report example (18027).
"""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

from haat.channels.channel import Advice, Issue
from haat.studio.where import COORDINATOR, DESK, FEDERATION, MAKER

CHANNEL = "channel"
Severity = Literal["error", "warning", "info"]
MISSING = "90220"  # an attribute that is required and was not sent
FROM_AMAZON = "haat.sent_by_amazon"  # a code of ours: see `offering.sent_by_amazon`
_SEVERITIES: dict[str, Severity] = {"ERROR": "error", "WARNING": "warning", "INFO": "info"}

_NO_CODE = Advice(
    FEDERATION,
    _("Amazon wants a bar code, or its letter that this brand needs none in this category."),
    _("Ask Amazon for the GTIN exemption of the brand and category, and keep its letter with the papers."),
)
ADVICE: dict[str, Advice] = {
    "8560": _NO_CODE,
    "13013": Advice(
        FEDERATION,
        _("Amazon has not made the page, so nothing can be sold on it."),
        _("Mend what else Amazon says of it. When that is all: ask for the GTIN exemption, or write to Amazon."),
    ),
    "8572": Advice(
        DESK,
        _("Amazon knows the bar code as another good's."),
        _("Compare the bar code with the pack. Without one of our own: ask for the GTIN exemption."),
    ),
    "8008": Advice(
        DESK,
        _("Amazon does not find the good to which this size belongs."),
        _("Send the good anew with all its sizes."),
    ),
    "18027": Advice(
        COORDINATOR,
        _("There are letters, a logo or a mark on the main picture, so Amazon hides the good."),
        _("Take a picture of the good alone on white, without any letters."),
    ),
    MISSING: Advice(
        DESK,
        _("Amazon asks something of this good that nobody has answered."),
        _("Answer it: once answered, every good with the same question is sent again."),
    ),
    "99022": Advice(
        DESK,
        _("An answer of this good is not as Amazon takes it."),
        _("Look at the answer, and choose one that Amazon knows."),
    ),
    "4002008": Advice(
        DESK,
        _("Amazon could not read what was sent of this good."),
        _("Tell whoever looks after this installation, with Amazon's own words."),
    ),
    FROM_AMAZON: Advice(
        DESK,
        _("Its pieces lie in Amazon's own warehouse, so its stock is not ours to say."),
        _("Choose at Amazon that the seller sends it, or take it off our list."),
    ),
}
# Whose work a category is, where the code is not known; the first that a problem has counts.
_WORK = {
    "MISSING_IMAGE": COORDINATOR,
    "INVALID_IMAGE": COORDINATOR,
    "MISSING_ATTRIBUTE": DESK,
    "INVALID_ATTRIBUTE": DESK,
    "MISSING_PRICE": DESK,
    "INVALID_PRICE": DESK,
    "DUPLICATE": DESK,
    "QUALIFICATION_REQUIRED": FEDERATION,
}
# Questions that only who made the good can answer.
_MAKERS = ("material", "fabric_type", "ingredients", "item_weight", "item_dimensions", "color", "size", "scent")


def issues(told: Any) -> list[Issue]:
    """Amazon's list of issues as ours; one of several attributes becomes one of each."""
    rows = [each for each in told if isinstance(each, dict)] if isinstance(told, list) else []
    return [issue for row in rows for issue in _each(row)]


def _each(row: Mapping[str, Any]) -> Iterator[Issue]:
    names = row.get("attributeNames")
    single = row.get("attributeName")  # as feeds' reports have it
    found = [str(name) for name in names] if isinstance(names, list) else [str(single)] if single else []
    for name in found or [""]:
        yield Issue(
            code=str(row.get("code") or "")[:40],
            severity=_SEVERITIES.get(str(row.get("severity") or ""), "error"),
            said=str(row.get("message") or ""),
            about=name[:80],
            raw=row,
            who=_who(row, name),
            asks=bool(name) and (row.get("code") == MISSING or "MISSING_ATTRIBUTE" in _categories(row)),
        )


def refusal(errors: Any, status: int) -> Issue:
    """An answer of 4xx to one offer's call, as an issue of that offer."""
    first = errors[0] if errors else {}
    said = " ".join(str(first.get(part) or "") for part in ("message", "details")).strip()
    return Issue(code=str(first.get("code") or status)[:40], severity="error", said=said, raw=dict(first), who=DESK)


def _who(row: Mapping[str, Any], name: str) -> str:
    """Who can mend it; the channel where nothing but a wait is left."""
    advice = ADVICE.get(str(row.get("code") or ""))
    if name in _MAKERS:
        return MAKER
    if advice is not None:
        return advice.who
    found = [_WORK[each] for each in _categories(row) if each in _WORK]
    return found[0] if found else DESK if row.get("severity") != "INFO" else CHANNEL


def _categories(row: Mapping[str, Any]) -> list[str]:
    found = row.get("categories")
    return [str(each) for each in found] if isinstance(found, list) else []
