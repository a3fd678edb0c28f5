"""How senders are set up: a file (HAAT_SENDERS_FILE, see docs/senders.example.toml), and secrets from the environment.

A table of the file belongs to the sender it is called by; a mart may have one of its own, `[marts.<slug>.<sender>]`,
whose entries stand in the place of those. `[carries]` says who is asked first.
"""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings


class BadFile(ValueError):
    """The file of the senders cannot be read."""


class Setup:
    """What one sender is set to for one mart, and the secrets of the installation by their names."""

    def __init__(self, values: Mapping[str, Any], secrets: Mapping[str, str]) -> None:
        self._values, self._secrets = values, secrets

    def text(self, name: str, default: str = "") -> str:
        return str(self._values.get(name, default)).strip()

    def table(self, name: str) -> Mapping[str, Any]:
        found = self._values.get(name, {})
        return found if isinstance(found, Mapping) else {}

    def number(self, name: str, default: int) -> int:
        found = self._values.get(name, default)
        return found if isinstance(found, int) else default

    def secret(self, name: str) -> str:
        """A secret of the environment; never one that stands in the file."""
        return self._secrets.get(name, "")


def of(sender: str, mart: str) -> Setup:
    """What `sender` is set to for the mart with this slug. Raises BadFile."""
    told = _file(settings.SENDERS_FILE)
    own = told.get("marts", {}).get(mart, {}).get(sender, {})
    return Setup(_over(told.get(sender, {}), own), settings.SENDER_SECRETS)


def carries(notice: str, mart: str, on: Sequence[str]) -> list[str]:
    """Which of the senders that are on carry a notice, in their order; all of them where the file says nothing."""
    told = _file(settings.SENDERS_FILE)
    own, all_ = told.get("marts", {}).get(mart, {}).get("carries", {}), told.get("carries", {})
    found = next((t[n] for t in (own, all_) for n in (notice, "default") if n in t), on)
    return [slug for slug in found if slug in on]


def _over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Both tables in one; what stands in `above` counts, entry by entry."""
    found = dict(below)
    for name, value in above.items():
        old = found.get(name)
        found[name] = _over(old, value) if isinstance(old, Mapping) and isinstance(value, Mapping) else value
    return found


def _file(path: str) -> Mapping[str, Any]:
    if not path:
        return {}
    try:
        return _read(path, Path(path).stat().st_mtime_ns)
    except OSError as wrong:
        raise BadFile(f"HAAT_SENDERS_FILE={path} cannot be read: {wrong.strerror}") from None


@cache
def _read(path: str, _changed: int) -> Mapping[str, Any]:
    try:
        return tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise BadFile(f"HAAT_SENDERS_FILE={path} is no TOML: {wrong}") from None
