"""What a patch makes of a listing's attributes. An entry takes the place of those with its selectors."""

from collections.abc import Mapping, Sequence
from typing import Any

from haat.cli.rehearsal.amazon.checking import Issue, key_of, missing, wrong

PREFIX = "/attributes/"
Entries = list[dict[str, Any]]


def patched(
    before: Mapping[str, Any], patches: Sequence[Mapping[str, Any]]
) -> tuple[dict[str, Any], set[str], list[Issue]]:
    """The attributes afterwards, which of them were told anew, and what cannot be done."""
    after, touched, issues = dict(before), set[str](), list[Issue]()
    for patch in patches:
        name = patch["path"].removeprefix(PREFIX)
        if not patch["path"].startswith(PREFIX) or not name or "/" in name:
            issues.append(wrong(patch["path"]))
            continue
        value = patch.get("value") or []
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            issues.append(wrong(name))
            continue
        if patch["op"] != "delete" and not value:
            issues.append(missing(name))
            continue
        touched.add(name)
        entries = _after(name, patch["op"], after.get(name, []), value)
        if entries:
            after[name] = entries
        else:
            after.pop(name, None)
    return after, touched, issues


def _after(name: str, op: str, entries: Entries, told: Entries) -> Entries:
    keys = [key_of(name, each) for each in told]
    if op == "delete":
        return [each for each in entries if told and key_of(name, each) not in keys]
    if op == "merge":
        merged = dict(zip(keys, told, strict=True))
        kept = [each | merged.pop(key_of(name, each), {}) for each in entries]
        return kept + list(merged.values())
    return [each for each in entries if key_of(name, each) not in keys] + told
