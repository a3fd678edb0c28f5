"""What is wrong with a good's attributes, as the issues a submission is answered with.

Codes seen in the open: 90220 a required attribute is missing, 99022 a part of one, 90244 a choice that is none,
4000001 another wrong value, 90000900 an attribute that does not belong, 8560 and 13013 a barcode that is missing and no
exemption was granted for brand and category, 8008 a parent that is not known, 18027 letters on the main picture.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from jsonschema_rs import Draft201909Validator, ValidationError, ValidationErrorKind

from haat.cli.rehearsal.amazon.attributes import ALL, selectors
from haat.cli.rehearsal.amazon.definitions import Definitions
from haat.cli.rehearsal.amazon.kinds import IDENTIFIED
from haat.cli.rehearsal.amazon.wire import LOCALE, MARKETPLACE, minor_of
from haat.cli.rehearsal.amazon.world import Switches

Issue = dict[str, Any]
Attributes = Mapping[str, Any]
_TAKEN_FOR = {"marketplace_id": MARKETPLACE, "language_tag": LOCALE, "audience": "ALL"}
_Kind = ValidationErrorKind


def issue(code: str, message: str, names: Iterable[str], *categories: str, severity: str = "ERROR") -> Issue:
    return {
        "code": code,
        "message": message,
        "severity": severity,
        "attributeNames": list(names),
        "categories": list(categories),
    }


def enforced(told: Issue, action: str, exempt_until: str = "") -> Issue:
    """The same with what is done to the listing because of it, from when on."""
    exemption = {"status": "EXEMPT_UNTIL_EXPIRY_DATE", "expiryDate": exempt_until} if exempt_until else {}
    return told | {
        "enforcements": {"actions": [{"action": action}], "exemption": exemption or {"status": "NOT_EXEMPT"}}
    }


def missing(name: str) -> Issue:
    return issue("90220", f"'{title(name)}' is required but missing.", [name], "MISSING_ATTRIBUTE")


def wrong(name: str, *categories: str) -> Issue:
    said = f"The provided value for '{title(name)}' is invalid."
    return issue("4000001", said, [name], *(categories or ("INVALID_ATTRIBUTE",)))


def title(name: str) -> str:
    return str(ALL.get(name, {}).get("title", name))


def key_of(name: str, entry: Mapping[str, Any]) -> tuple[Any, ...]:
    """What makes an entry of an attribute this one: its selectors, with what is taken for granted."""
    return tuple(entry.get(part, _TAKEN_FOR.get(part)) for part in selectors(name))


@dataclass
class Checking:
    """Validators are made once for each set of requirements of a type."""

    definitions: Definitions
    switches: Switches
    _validators: dict[str, Draft201909Validator] = field(default_factory=dict)

    def issues(self, kind: str, requirements: str, attributes: Attributes, *, whole: bool = True) -> list[Issue]:
        """What the schema and rules beyond it find wrong; of a part (`whole` false), only what is told."""
        text = self.definitions.text(kind, requirements, "ENFORCED" if whole else "NOT_ENFORCED")
        validator = self._validators.get(text)
        if validator is None:
            validator = self._validators[text] = Draft201909Validator(text)
        found: dict[tuple[str, ...], Issue] = {}
        for error in validator.iter_errors(attributes):
            for each in _told(error):
                found.setdefault((each["code"], *each["attributeNames"]), each)
        if not found:
            found = {(each["code"], *each["attributeNames"]): each for each in _beyond(attributes)}
        return list(found.values())

    def unseen(self, kind: str, attributes: Attributes) -> list[Issue]:
        """What no schema says and a preview finds: barcodes, and what is asked for all the same."""
        asked = [missing(name) for name in self.switches.asks.get(kind, ()) if name not in attributes]
        return [*asked, *([] if self.identified(kind, attributes) else [NO_BARCODE])]

    def identified(self, kind: str, attributes: Attributes) -> bool:
        """Whether it has a barcode, belongs to a good there is, or its brand and type were granted an exemption."""
        if attributes.get(IDENTIFIED[0]) or attributes.get(IDENTIFIED[2]) or is_parent(attributes):
            return True
        brand = first(attributes, "brand").lower()
        return self.switches.exempt_all or (brand, kind) in self.switches.exempt


def first(attributes: Attributes, name: str, part: str = "value") -> str:
    """The first text of an attribute; empty when there is none."""
    entries = attributes.get(name) or [{}]
    return str(entries[0].get(part, "")) if isinstance(entries[0], dict) else ""


def is_parent(attributes: Attributes) -> bool:
    return first(attributes, "parentage_level") == "parent"


NO_BARCODE = issue(
    "8560",
    "The product has no ID with which a product is matched or made: give one, or have an exemption granted.",
    [IDENTIFIED[0]],
    "MISSING_ATTRIBUTE",
    "INVALID_ATTRIBUTE",
)
NOT_IN_CATALOGUE = enforced(
    issue("13013", "The offer for this SKU cannot be added: the product is not in the catalogue.", []),
    "LISTING_SUPPRESSED",
)
LETTERED = issue(
    "18027", "The main image has text, a logo or a watermark on it.", ["main_product_image_locator"], "INVALID_IMAGE",
    severity="WARNING",
)  # fmt: skip
NO_PARENT = issue(
    "8008", "The parent of this child SKU is not known.", ["child_parent_sku_relationship"], severity="WARNING"
)


def _told(error: ValidationError) -> Iterator[Issue]:
    """The issues of one finding of the schema."""
    path = [str(part) for part in error.instance_path]
    kind = error.kind
    if not path:
        yield from _of_the_whole(kind)
    elif isinstance(kind, _Kind.Required):
        field_name = ".".join([part for part in path[2:] if not part.isdigit()] + [kind.property])
        said = f"The field '{field_name}' for the attribute '{title(path[0])}' does not have enough values."
        yield issue("99022", f"{said} The required minimum is '1' value(s).", [path[0]], "INVALID_ATTRIBUTE")
    elif isinstance(kind, _Kind.Enum | _Kind.Constant):
        said = f"We can't accept the {str(error.instance)[:60]} you entered for {title(path[0])}."
        yield issue("90244", said, [path[0]], "INVALID_ATTRIBUTE")
    elif isinstance(kind, _Kind.AdditionalProperties):
        yield _foreign(path[0])
    else:
        yield wrong(path[0])


def _of_the_whole(kind: ValidationErrorKind) -> Iterator[Issue]:
    if isinstance(kind, _Kind.Required):
        yield missing(kind.property)
    elif isinstance(kind, _Kind.AdditionalProperties):
        yield from map(_foreign, kind.unexpected)
    elif isinstance(kind, _Kind.AnyOf):
        # One of them would do; both are named, as an account without an exemption sees it.
        yield missing(IDENTIFIED[0])
        yield missing(IDENTIFIED[2])
    else:
        yield wrong("attributes")


def _foreign(name: str) -> Issue:
    return issue("90000900", f"You submitted an attribute {name} that does not belong here.", [name])


def _beyond(attributes: Attributes) -> Iterator[Issue]:
    """What plain JSON Schema cannot say: one entry for each selector, prices below the MRP, sums of digits."""
    for name, entries in attributes.items():
        if len(entries) > 1:
            most = ALL.get(name, {}).get("maxUniqueItems", 1)
            if max(Counter(key_of(name, entry) for entry in entries).values()) > most:
                yield wrong(name)
    for offer in attributes.get("purchasable_offer", ()):
        price, most_allowed = price_in(offer, "our_price"), price_in(offer, "maximum_retail_price")
        if price is None or most_allowed is None or price > most_allowed:
            yield wrong("purchasable_offer", "INVALID_PRICE")
    for entry in attributes.get(IDENTIFIED[0], ()):
        if not _sums(str(entry["value"])):
            yield wrong(IDENTIFIED[0])


def price_in(offer: Mapping[str, Any], part: str) -> int | None:
    """The first amount of a part of an offer, in paise."""
    try:
        return minor_of(offer[part][0]["schedule"][0]["value_with_tax"])
    except (KeyError, IndexError, TypeError):
        return None


def _sums(digits: str) -> bool:
    """Whether the last digit of a barcode is the check digit of the others."""
    body, check = digits[:-1], int(digits[-1])
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body)))
    return (10 - total % 10) % 10 == check
