"""Product types: searched by words, and each one's schema behind a link, with a checksum and a version that changes."""

import base64
import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from haat.cli.rehearsal.amazon.attributes import ALL, DEFS, GOOD, OFFER, Schema, named, several
from haat.cli.rehearsal.amazon.documents import Documents
from haat.cli.rehearsal.amazon.kinds import (
    IDENTIFIED,
    KINDS,
    OF_A_SALE,
    OF_ALL,
    OF_WHAT_IS_SOLD,
    Kind,
    rules,
)
from haat.cli.rehearsal.amazon.wire import DAY, LOCALE, MARKETPLACE, BadInput, Call, Calls, NotThere

META = "https://schemas.amazon.com/selling-partners/definitions/product-types/meta-schema/v1"
_PARENT = {
    "required": ["parentage_level"],
    "properties": {"parentage_level": {"contains": {"properties": {"value": {"const": "parent"}}}}},
}
_CHILD = {
    "required": ["parentage_level"],
    "properties": {"parentage_level": {"contains": {"properties": {"value": {"const": "child"}}}}},
}
_VOCABULARY = (
    "selectors", "minUniqueItems", "maxUniqueItems", "editable", "hidden", "enumNames",
)  # fmt: skip
GROUPS = {
    "product_identity": ("Product identity", ("item_name", "brand", *IDENTIFIED)),
    "offer": ("Offer", OF_A_SALE),
    "images": ("Images", tuple(name for name in GOOD if "image_locator" in name)),
    "safety_and_compliance": (
        "Safety and compliance",
        ("country_of_origin", "external_product_information", "supplier_declared_dg_hz_regulation"),
    ),
}


@dataclass
class Definitions:
    """The types with what was added to each since; a schema's text is made once for each set of requirements."""

    documents: Documents
    added: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _made: dict[tuple[str, ...], str] = field(default_factory=dict)

    def calls(self) -> Calls:
        return {"searchDefinitionsProductTypes": self.search, "getDefinitionsProductType": self.get}

    def change(self, name: str, asks: str) -> None:
        """From now on a type asks for one attribute more. Raises BadInput."""
        if name not in KINDS or asks not in ALL:
            raise BadInput(f"no product type {name}, or no attribute {asks}")
        self.added[name] = (*self.added.get(name, ()), asks)

    def search(self, call: Call) -> dict[str, Any]:
        """By keywords, or by the name of a good; without either, all."""
        wanted = call.query.get("itemName", ""), call.many("keywords")
        if all(wanted):
            raise BadInput("keywords cannot be used with itemName", code="BAD_REQUEST")
        said = [word.lower() for each in (wanted[0], *wanted[1]) for word in each.replace(",", " ").split()]
        found = [kind for kind in KINDS.values() if not said or _matches(kind, said)]
        types = [{"name": kind.name, "displayName": kind.title, "marketplaceIds": [MARKETPLACE]} for kind in found]
        return {"productTypes": types, "productTypeVersion": self.version("", "LISTING")}

    def get(self, call: Call) -> dict[str, Any]:
        """One type, with links to its schema."""
        name, query = call.path["productType"], call.query
        if name not in KINDS:
            raise NotThere(f"Product type {name} is not known in {MARKETPLACE}", code="NOT_FOUND")
        if query.get("locale", "DEFAULT") not in ("DEFAULT", LOCALE):
            raise BadInput(f"locale: {MARKETPLACE} has {LOCALE}", code="BAD_REQUEST")
        requirements, enforced = query.get("requirements", "LISTING"), query.get("requirementsEnforced", "ENFORCED")
        version = self.version(name, requirements)
        if query.get("productTypeVersion", "LATEST") not in ("LATEST", "RELEASE_CANDIDATE", version):
            raise NotThere("This version of the product type is not kept", code="NOT_FOUND")
        text = self.text(name, requirements, enforced, query.get("parentageLevel", ""))
        shown = json.loads(text)["properties"]
        return {
            "metaSchema": self._link(_meta(), call.base),
            "schema": self._link(text, call.base),
            "requirements": requirements,
            "requirementsEnforced": enforced,
            "propertyGroups": {
                group: {"title": title, "propertyNames": [each for each in names if each in shown]}
                for group, (title, names) in GROUPS.items()
            },
            "locale": LOCALE,
            "marketplaceIds": [MARKETPLACE],
            "productType": name,
            "displayName": KINDS[name].title,
            "productTypeVersion": {"version": version, "latest": True, "releaseCandidate": False},
        }

    def version(self, name: str, requirements: str) -> str:
        """Changes when what is asked changes."""
        told = "|".join((name, requirements, *self.added.get(name, ())))
        return base64.b64encode(hashlib.sha256(told.encode()).digest()[:8]).decode()

    def text(self, name: str, requirements: str, enforced: str = "ENFORCED", level: str = "") -> str:
        """The schema as it is served."""
        key = (name, requirements, enforced, level, *self.added.get(name, ()))
        if key not in self._made:
            schema = self._schema(KINDS[name], requirements, enforced == "ENFORCED", level)
            self._made[key] = json.dumps(schema, separators=(",", ":"))
        return self._made[key]

    def _schema(self, kind: Kind, requirements: str, enforced: bool, level: str) -> Schema:
        shown = OFFER | {IDENTIFIED[0]: GOOD[IDENTIFIED[0]]} if requirements == "LISTING_OFFER_ONLY" else dict(ALL)
        if requirements == "LISTING_PRODUCT_ONLY":
            shown = GOOD | {"merchant_suggested_asin": OFFER["merchant_suggested_asin"]}
        if requirements != "LISTING_OFFER_ONLY":
            shown["variation_theme"] = several("Variation theme", {"name": named(*kind.themes)}, ("name",))
        schema: Schema = {
            "$schema": META,
            "$id": f"https://schemas.amazon.com/selling-partners/definitions/product-types/schema/v1/{kind.name}",
            "$comment": "Invented for a rehearsal; not what Amazon asks for.",
            "$defs": DEFS,
            "type": "object",
            "properties": shown,
            "additionalProperties": False,
        }
        return schema | (self._required(kind, requirements, level) if enforced else {})

    def _required(self, kind: Kind, requirements: str, level: str) -> Schema:
        """What must be there: always, of what is sold, of a child; and what follows from an answer."""
        if requirements == "LISTING_OFFER_ONLY":
            return {"required": list(OF_A_SALE), "anyOf": _any_of((IDENTIFIED[0], IDENTIFIED[2]))}
        sold = [*OF_WHAT_IS_SOLD, *(OF_A_SALE if requirements == "LISTING" else ()), *kind.must]
        always = [*OF_ALL, *self.added.get(kind.name, ())]
        told: Schema = {"required": sold}
        whole: Schema = {"allOf": [told, {"anyOf": _any_of(IDENTIFIED)}]}
        follows = [when.schema() for when in rules(kind)]
        related = ["child_parent_sku_relationship", "variation_theme"]
        if level == "PARENT":
            return {"required": [*always, "parentage_level", "variation_theme"], "allOf": follows}
        if level == "CHILD":
            return {"required": [*always, "parentage_level", *related], "allOf": [whole, *follows]}
        if level == "NONE":
            return {"required": always, "allOf": [whole, *follows]}
        parts = [{"if": _PARENT, "then": {"required": ["variation_theme"]}, "else": whole}]
        return {"required": always, "allOf": [*parts, {"if": _CHILD, "then": {"required": related}}, *follows]}

    def _link(self, text: str, base: str) -> Schema:
        data = text.encode()
        return {
            "link": {"resource": self.documents.publish(data, "application/json", base, lasts=7 * DAY), "verb": "GET"},
            "checksum": base64.b64encode(hashlib.md5(data, usedforsecurity=False).digest()).decode(),
        }


def _any_of(names: tuple[str, ...]) -> list[Schema]:
    return [{"required": [name]} for name in names]


def _meta() -> str:
    """What the words of our own in a schema are called; they ask for more than plain JSON Schema can."""
    return json.dumps(
        {
            "$schema": "https://json-schema.org/draft/2019-09/schema",
            "$id": META,
            "allOf": [{"$ref": "https://json-schema.org/draft/2019-09/schema"}],
            "properties": dict.fromkeys(_VOCABULARY, True),
        }
    )


def _matches(kind: Kind, said: list[str]) -> bool:
    told = f"{kind.name} {kind.title} {kind.keywords}".lower().replace("_", " ").split()
    return any(word in told or word.rstrip("s") in told for word in said)
