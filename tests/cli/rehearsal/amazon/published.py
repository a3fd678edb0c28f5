"""Amazon's published models (Swagger 2.0), read for tests: what an operation may be told, and what it may answer."""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema_rs import Draft4Validator

FOLDER = Path(os.environ.get("HAAT_SPECS", "")) / "amazon"
THERE = bool(os.environ.get("HAAT_SPECS")) and (FOLDER / "models").is_dir()
WHY = (
    "HAAT_SPECS names no folder with amazon/models: these tests did not run; the models are published in "
    "amzn/selling-partner-api-models"
)
Model = dict[str, Any]


@cache
def models() -> tuple[Model, ...]:
    return tuple(json.loads(path.read_text(encoding="utf-8")) for path in sorted((FOLDER / "models").glob("*.json")))


@cache
def operation(method: str, address: str) -> tuple[Model, Model]:
    """(model, operation) at an address as the model writes it."""
    for model in models():
        found = model["paths"].get(address, {})
        if method.lower() in found:
            shared = found.get("parameters", [])
            told = found[method.lower()]
            return model, told | {"parameters": [*shared, *told.get("parameters", [])]}
    raise LookupError(f"{method} {address}")


def parameters(model: Model, told: Model, where: str) -> list[Model]:
    """Those in the path, in the query, or the body."""
    named = [
        model["parameters"][each["$ref"].split("/")[-1]] if "$ref" in each else each for each in told["parameters"]
    ]
    return [each for each in named if each["in"] == where]


def answer_schema(model: Model, told: Model, status: int) -> Model | None:
    """The schema of an answer, in which no key may stand that the model has not; None where it has no body."""
    found = told["responses"][str(status)].get("schema")
    if found is None:
        return None
    definitions = {name: _closed(each) for name, each in model.get("definitions", {}).items()}
    return {"allOf": [found], "definitions": definitions}


def wrong(schema: Model, body: Any) -> list[str]:
    validator = Draft4Validator(json.dumps(schema), validate_formats=True)
    return [f"{list(each.instance_path)}: {each.message}" for each in validator.iter_errors(body)]


def _closed(schema: Model) -> Model:
    """An object that names its keys has no others."""
    if schema.get("type") == "object" and "properties" in schema and "additionalProperties" not in schema:
        return schema | {"additionalProperties": False}
    return schema


def resolved(model: Model, schema: Model) -> Model:
    while "$ref" in schema:
        schema = model["definitions"][schema["$ref"].split("/")[-1]]
    return schema
