"""Amazon's published models (Swagger 2.0) read as JSON Schema: one request and one answer checked against them.

The models are not part of the project. They are looked for where `HAAT_SPECS` names a folder that holds
`amazon/models`; how to get them is said by the one line of the tests that are left out without them.
"""

import json
import os
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema_rs

ROOT = Path(__file__).resolve().parents[3]
HOW = (
    "HAAT_SPECS is not set, so Amazon's published models were not asked: clone amzn/selling-partner-api-models from "
    "GitHub, lay its models/*/*.json flat under <folder>/amazon/models and its schemas under <folder>/amazon/schemas, "
    "and set HAAT_SPECS=<folder>"
)
PARTS = {
    "sellers": "sellers",
    "definitions": "definitionsProductTypes_2020-09-01",
    "listings": "listingsItems_2021-08-01",
    "feeds": "feeds_2021-06-30",
    "orders/2026-01-01": "orders_2026-01-01",
    "orders/v0": "ordersV0",
    "easyShip": "easyShip_2022-03-23",
    "reports": "reports_2021-06-30",
    "finances": "finances_2024-06-19",
}


def folder() -> Path | None:
    """Where the models lie; None where nobody said."""
    told = os.environ.get("HAAT_SPECS", "")
    return (ROOT / told).resolve() if told else None


def read(*parts: str) -> Any:
    """One JSON file of the folder."""
    found = folder()
    assert found is not None
    return json.loads(found.joinpath(*parts).read_text(encoding="utf-8"))


class Call:
    """One operation of a model, and the model it stands in."""

    def __init__(self, model: Mapping[str, Any], name: str, method: str, path: str, told: Mapping[str, Any]) -> None:
        self.model, self.name, self.method, self.path, self.told = model, name, method, path, told

    def matches(self, method: str, path: str) -> Mapping[str, str] | None:
        """What the path names, when this is the operation."""
        pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(self.path))
        found = re.fullmatch(pattern, path)
        return found.groupdict() if found and method == self.method else None

    def faults_of_request(self, named: Mapping[str, str], query: Mapping[str, str], body: Any) -> Iterator[str]:
        """What of a request the model does not allow; a word it does not know is a fault too."""
        known = {each["name"]: each for each in self.told.get("parameters", []) if each["in"] in ("path", "query")}
        told = {name: unquote(value) for name, value in named.items()} | dict(query)
        yield from (f"{self.name}: {name} is not asked" for name in told.keys() - known.keys())
        for name, each in known.items():
            if name in told:
                value = _typed(each, told[name])
                plain = {word: found for word, found in each.items() if word not in ("name", "in", "required")}
                yield from self._faults({**plain}, value, name)
            elif each.get("required"):
                yield f"{self.name}: {name} lacks"
        yield from self._of_body(body)

    def _of_body(self, body: Any) -> Iterator[str]:
        wanted = next((each for each in self.told.get("parameters", []) if each["in"] == "body"), None)
        if wanted is None:
            if body is not None:
                yield f"{self.name}: no body is asked"
        elif body is not None:
            yield from self._faults(wanted["schema"], body, "body")
            yield from (f"{self.name}: body{each} is unknown" for each in self._strange(wanted["schema"], body, ""))
        elif wanted.get("required"):
            yield f"{self.name}: a body lacks"

    def faults_of_answer(self, status: int, body: Any) -> list[str]:
        """What of an answer is not as the model says."""
        told = self.told["responses"].get(str(status))
        if told is None:
            return [f"{self.name}: no answer of {status}"]
        return list(self._faults(told["schema"], body, "answer")) if "schema" in told and body is not None else []

    def _faults(self, schema: Mapping[str, Any], value: Any, what: str) -> Iterator[str]:
        whole = {"allOf": [dict(schema)], "definitions": self.model.get("definitions", {})}
        checks = jsonschema_rs.Draft4Validator(whole, validate_formats=True, offline=True)
        yield from (
            f"{self.name}: {what}{''.join(f'.{each}' for each in error.instance_path)}: {error.message}"
            for error in checks.iter_errors(value)
        )

    def _strange(self, schema: Mapping[str, Any], value: Any, at: str) -> Iterator[str]:
        """Names in a value that the model's objects do not have."""
        while "$ref" in schema:
            schema = self.model["definitions"][schema["$ref"].rpartition("/")[2]]
        if isinstance(value, list):
            for place, each in enumerate(value):
                yield from self._strange(schema.get("items", {}), each, f"{at}.{place}")
        elif isinstance(value, dict) and "properties" in schema:
            for name, each in value.items():
                if name in schema["properties"]:
                    yield from self._strange(schema["properties"][name], each, f"{at}.{name}")
                elif not schema.get("additionalProperties"):
                    yield f"{at}.{name}"


def _typed(parameter: Mapping[str, Any], text: str) -> Any:
    """A text of the path or the query as its parameter's type has it."""
    kind = parameter.get("type")
    if kind == "array":
        return [_typed(parameter["items"], each) for each in text.split(",")]
    if kind == "integer":
        return int(text) if re.fullmatch(r"-?[0-9]+", text) else text
    if kind == "boolean":
        return {"true": True, "false": False}.get(text, text)
    return text


@cache
def calls() -> dict[str, Call]:
    """`<model>.<operation>` → the operation, of the models our calls stand in."""
    found = {}
    for model_name in PARTS.values():
        model = read("amazon", "models", f"{model_name}.json")
        for path, methods in model["paths"].items():
            for method, told in methods.items():
                if method != "parameters":
                    name = f"{model_name}.{told['operationId']}"
                    found[name] = Call(model, told["operationId"], method.upper(), path, told)
    return found


def call_of(method: str, path: str) -> tuple[str, Call, Mapping[str, str]] | None:
    """The operation that a request is."""
    for name, call in calls().items():
        named = call.matches(method, path)
        if named is not None:
            return name, call, named
    return None


def rate_of(call: Call) -> tuple[float, int]:
    """Calls a second and at once, as the usage plan in an operation's own words says."""
    found = re.search(r"\|\s*([0-9.]+)\s*\|\s*([0-9]+)\s*\|", call.told["description"])
    assert found is not None, call.name
    return float(found[1]), int(found[2])


@cache
def cases() -> list[dict[str, Any]]:
    """The published sandbox cases of the models: operation, status, which of them it is, and its answer."""
    return [
        {"model": name.rpartition(".")[0], "operationId": call.name, "status": int(status), "case": place, **case}
        for name, call in calls().items()
        for status, told in call.told["responses"].items()
        for place, case in enumerate(_static(told.get("x-amzn-api-sandbox")))
    ]


def _static(sandbox: Any) -> list[dict[str, Any]]:
    found = sandbox.get("static") if isinstance(sandbox, dict) else None
    return [{"response": each.get("response")} for each in found or []]
