"""Keep a database of this release for the releases to come: `python -m tests.upgrade.make_snapshot`.

Run once, on the commit that is released. The small district of `lived` is lived through on SQLite and on a PostgreSQL
of its own, and what comes of it is written, compressed, into a folder named for the version. A folder that is there
is never written again: it is what that release left on people's disks.
"""

import io
import lzma
import os
import re
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path

from tests.upgrade.snapshots import HERE, LEFT_AT, PICTURES, POSTGRESQL, ROOT, SQLITE, environment, run
from tools.postgres import cluster, programs

HARD = lzma.PRESET_EXTREME | 9


def main() -> None:
    """Make both, and say how large they are."""
    folder = HERE / tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    folder.mkdir()
    with tempfile.TemporaryDirectory() as data:
        _live(Path(data), "")
        (folder / SQLITE).write_bytes(lzma.compress(_sqlite(Path(data)), preset=HARD))
        (folder / PICTURES).write_bytes(_pictures(Path(data) / "media"))
        (folder / LEFT_AT).write_text((Path(data) / LEFT_AT).read_text())
    with tempfile.TemporaryDirectory() as data, cluster() as url:
        _live(Path(data), url)
        (folder / POSTGRESQL).write_bytes(lzma.compress(_postgresql(url), preset=HARD))
    for path in sorted(folder.iterdir()):
        sys.stdout.write(f"{path.stat().st_size:8} {path.relative_to(ROOT)}\n")


def _live(data: Path, url: str) -> None:
    # A demonstration's phone numbers cannot be dialled, so that no number belongs to anybody.
    run(["-m", "tests.upgrade.make_snapshot", "live"], environment(data, url, HAAT_DEMO="1"))


def _sqlite(data: Path) -> bytes:
    """The file without its log and its empty pages."""
    whole = data / "whole.sqlite3"
    with sqlite3.connect(data / "haat.sqlite3") as line:
        line.create_function("REGEXP", 2, lambda pattern, text: bool(re.search(pattern, text)))  # a CHECK asks for it
        line.execute("VACUUM INTO ?", [str(whole)])
    return whole.read_bytes()


def _postgresql(url: str) -> bytes:
    """Plain SQL that any client can run: no COPY, no commands of psql, no owner."""
    program = [str(programs() / "pg_dump"), "--inserts", "--rows-per-insert=200", "--no-owner", "--no-privileges", url]
    dump = subprocess.run(program, check=True, capture_output=True, text=True).stdout
    return "".join(line for line in dump.splitlines(keepends=True) if not line.startswith("\\")).encode()


def _pictures(media: Path) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:xz", preset=9) as pictures:
        pictures.add(media, "media")
    return out.getvalue()


def _fill() -> None:
    """Tables and life, in the database of the environment."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from tests.upgrade.lived import ENDS_AT, live

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    live()
    (settings.DATA_DIR / LEFT_AT).write_text(f"{ENDS_AT.isoformat()}\n")


if __name__ == "__main__":
    os.chdir(ROOT)
    _fill() if sys.argv[1:] == ["live"] else main()
