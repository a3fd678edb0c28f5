"""One part of the benchmark on the configured database, in a process of its own; prints JSON.

    python -m benchmarks.part NAME [NUMBER …]

NAME is a module beside this one with `measure(*numbers) -> dict`. The database is HAAT_DATABASE_URL's, or SQLite's in
HAAT_DATA_DIR; `python -m benchmarks.part size 10000` makes and fills it.
"""

import importlib
import json
import os
import sys

import django
from django.apps import apps


def main(arguments: list[str]) -> None:
    name, *numbers = arguments
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if not apps.ready:
        django.setup()
    found = importlib.import_module(f"benchmarks.{name}").measure(*map(int, numbers))
    print(json.dumps(found, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1:])
