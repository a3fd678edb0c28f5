"""Where what the papers are made of lies."""

from pathlib import Path

HERE = Path(__file__).resolve().parent
STATIC = (HERE.parent / "ui" / "static" / "ui").resolve()
