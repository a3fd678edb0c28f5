"""The survivors that are explained: tests/mutants/survivors.toml says of each why no test need notice it."""

import tomllib
from collections.abc import Collection
from pathlib import Path

from tools.mutants.kept import ROOT

FILE = ROOT / "tests" / "mutants" / "survivors.toml"
Key = tuple[str, str, str, str]  # file, function, the changed lines before and after


def explained(file: Path = FILE) -> dict[Key, str]:
    """Each explained survivor and its reason. Raises ValueError when one says nothing, or stands there twice."""
    found: dict[Key, str] = {}
    for row in tomllib.loads(file.read_text(encoding="utf-8")).get("survivor", []):
        key = (row["file"], row["function"], row["before"].strip(), row["after"].strip())
        if key in found or not row["reason"].strip():
            raise ValueError(f"{row['file']}: {row['before']}")
        found[key] = row["reason"]
    return found


def compared(survivors: Collection[Key], files: Collection[str], known: dict[Key, str]) -> tuple[list[Key], list[Key]]:
    """Survivors of these files that nobody explained, and explanations of mutants that do not survive (any more)."""
    unexplained = sorted(key for key in survivors if key not in known)
    stale = sorted(key for key in known if key[0] in files and key not in survivors)
    return unexplained, stale
