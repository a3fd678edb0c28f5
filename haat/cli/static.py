"""Static files gathered and compressed, but only when one of them has changed: it costs seconds of CPU."""

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.management.commands.collectstatic import Command
from django.core.management import call_command
from django.utils.module_loading import import_string

from haat.cli.holding import held

STAMP = "gathered"
MANIFEST = "staticfiles.json"


def gather() -> bool:
    """Bring STATIC_ROOT up to date; answers whether there was anything to do.

    One at a time, whoever asks. Files are made beside it and moved in under the names they keep, what says their names
    last: a server that starts or serves meanwhile, be it of an older version, finds whole files and no others.
    """
    with held("static", wait=True):
        kept, wanted = settings.STATIC_ROOT / STAMP, _stamp()
        if kept.exists() and kept.read_text() == wanted:
            return False
        beside = settings.STATIC_ROOT.resolve().parent
        with tempfile.TemporaryDirectory(prefix="static-", dir=beside) as aside:
            _collect(Path(aside))
            (Path(aside) / STAMP).write_text(wanted)
            _move(Path(aside), settings.STATIC_ROOT)
    return True


def _collect(folder: Path) -> None:
    """Django's command, with its storage at another place."""
    command = Command()
    command.storage = import_string(settings.STORAGES["staticfiles"]["BACKEND"])(location=folder)
    call_command(command, verbosity=0, interactive=False)


def _move(folder: Path, there: Path) -> None:
    """Every file to the same place under `there`, each at once whole; the names, then the stamp, at the end."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    for path in sorted(files, key=lambda path: (path.name in (MANIFEST, STAMP), path.name == STAMP)):
        to = there / path.relative_to(folder)
        to.parent.mkdir(parents=True, exist_ok=True)
        path.replace(to)


def _stamp() -> str:
    """A name for every static file as it lies in the project: path, size, time of its last change."""
    told = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            seen = storage.path(path)
            about = os.stat(seen)
            told.update(f"{seen}:{about.st_size}:{about.st_mtime_ns}\n".encode())
    return told.hexdigest()
