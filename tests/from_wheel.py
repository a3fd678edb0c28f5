"""Run by tests/test_wheel.py in a process that knows the wheel only: opens a mart from it and looks at its pages.

`from_wheel.py PROJECT MART_FILE` prints, as JSON, where the code lies, words of the first page, and what each drawing
of the pages answers.
"""

import contextlib
import json
import os
import re
import sys
from pathlib import Path


def main(project: str, mart_file: str) -> None:
    here = str(Path(__file__).parent)
    sys.path[:] = [path for path in sys.path if path not in ("", project, here)]
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    from haat.cli import command

    with contextlib.redirect_stdout(sys.stderr):
        codes = [command.main(["migrate"]), command.main(["mart", mart_file]), command.main(["doctor"])]
    from django.conf import settings
    from django.test import Client

    client, drawings, heads = Client(), {}, {}
    shut = client.get("/hi/basket/").content.decode()
    soon = re.sub(r"<[^>]+>", "", re.findall(r"<h1.*?</h1>", shut, re.S)[0]).strip()
    _open()
    for language in ("en", "hi"):
        page = client.get(f"/{language}/basket/").content.decode()
        heads[language] = re.sub(r"<[^>]+>", "", re.findall(r"<h1.*?</h1>|<h2.*?</h2>", page, re.S)[0]).strip()
        for address in re.findall(r'"(/static/ui/drawings/[^"]+)"', page):
            answer = client.get(address)
            drawings[address] = answer.status_code
            answer.close()
    lies = {str(Path(sys.modules[name].__file__ or "").parents[1]) for name in ("haat", "config", "config.urls")}
    found = {
        "soon": soon,
        "codes": codes,
        "lies": sorted(lies),
        "data": str(settings.DATA_DIR),
        "heads": heads,
        "drawings": drawings,
    }
    sys.stdout.write(json.dumps(found))


def _open() -> None:
    from django.utils import timezone

    from haat.places.models import Mart
    from haat.web.ui.middleware import HOSTS

    Mart.objects.update(opened_at=timezone.now())
    HOSTS.forget()


if __name__ == "__main__":
    main(*sys.argv[1:])
