"""What is done at a moment: `python -m tests.upgrade.at 2026-11-21T10:00+05:30 doctor --json`, or `… walk`."""

import json
import os
import sys
from datetime import datetime

import time_machine


def main(moment: str, *command: str) -> int:
    """A command of `haat` with the clock set; `walk` prints what people do that day as JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    with time_machine.travel(datetime.fromisoformat(moment), tick=True):
        if command != ("walk",):
            from haat.cli import main as haat

            return haat(command)
        import django

        django.setup()
        from tests.upgrade.walk import walk

        sys.stdout.write(json.dumps(walk()))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
