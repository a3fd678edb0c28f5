"""500 finds with their photos and voices, told in a day without net, over 50 kbit/s with 30% of the requests cut.

All arrive once. The link does not really take its hours: what each request would take is added up, and none may take
longer than the phone waits for it (queue.js). `-s` shows what came of it.
"""

import io
import json
import random
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.load.haat import Haat, own_database
from tests.load.phone import FINAL, Deed, Link, Phone

SEED, DROPS, FINDS, MOST_TURNS = 814112, 0.3, 500, 4000
BYTES_A_SECOND, ROUND_TRIP = 6250, 0.6
PATIENCE, BYTES_A_MS = 20.0, 4
LONGEST_HOURS = 6
VOICE = b"OggS" + bytes(24) + b"OpusHead" + bytes(30_000)

pytestmark = [pytest.mark.load, pytest.mark.django_db]


@pytest.fixture
def haat(tmp_path: Path) -> Iterator[Haat]:
    with own_database() as url:
        served = Haat(tmp_path, url)
        try:
            yield served
        finally:
            served.kill()


def photo() -> bytes:
    """As the phone makes it small: some 60 kB."""
    noise = Image.frombytes("L", (80, 60), random.Random(4).randbytes(4800)).resize((1280, 960))
    out = io.BytesIO()
    Image.merge("RGB", (noise, noise, noise)).save(out, "JPEG", quality=72)
    return out.getvalue()


class Walker(Phone):
    """A phone whose deeds carry files, and that adds up what a slow link takes."""

    seconds = 0.0
    longest = 0.0

    def _send(self, deed: Deed, token: str) -> bool:
        deed.tries += 1
        mark = uuid.uuid4().hex
        body = b"".join(_part(mark, name, value) for name, value in deed.fields.items()) + f"--{mark}--\r\n".encode()
        took = ROUND_TRIP + len(body) / BYTES_A_SECOND
        self.seconds += took
        self.longest = max(self.longest, took / (PATIENCE + len(body) / BYTES_A_MS / 1000))
        headers = {
            "X-Deed": deed.key,
            "X-Deed-For": "",
            "X-Deed-Age": str(deed.age),
            "X-CSRFToken": token,
            "Content-Type": f"multipart/form-data; boundary={mark}",
        }
        status, told = self._ask("POST", deed.path, body, **headers)  # type: ignore[arg-type]
        if status == 200 and told and told.get("done"):
            deed.state, deed.again = "sent", bool(told["again"])
        elif status in FINAL:
            deed.state, deed.said = "refused", list((told or {}).get("said", []))
        return deed.state == "sent"


def _part(mark: str, name: str, value: Any) -> bytes:
    file = '; filename="f"' if isinstance(value, bytes) else ""
    head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'.encode()
    return head + (value if isinstance(value, bytes) else str(value).encode()) + b"\r\n"


def deeds(place: int) -> list[Deed]:
    """The day: facts first, then the files, of each find in this order."""
    made, picture = [], photo()
    yes = dict.fromkeys(("contact", "media", "household"), "yes")
    for at in range(FINDS):
        key = uuid.uuid4().hex
        path, of, age = f"/maker/survey/finds/{key}/", f"find:{key}", 40_000 - at * 60
        facts = {
            **{"place": place, "craft": "bamboo", "turn": 1, "version": 1, "tongue": "hi", "how": "read", **yes},
            **{"name": f"Phulmani {at}", "phone": f"98{at:08d}", "month_pieces": 40, "files": "photo-a,voice-b"},
        }
        files = {"photo-a": picture, "voice-b": VOICE}
        made.append(Deed(path, of, age, facts))  # type: ignore[arg-type]
        made += [Deed(f"{path}files/{name}/", of, age, {"file": content}) for name, content in files.items()]  # type: ignore[dict-item]
    return made


def test_a_days_finds_arrive_once(haat: Haat):
    haat.run("-m", "haat.cli", "migrate")
    laid = haat.mart("lay()", of="walked")
    haat.start()
    link = Link(haat.port, drops=DROPS, seed=SEED)
    with link.open() as way:
        phone = Walker(way, laid["session"], deeds(laid["place"]))
        phone.send_all(MOST_TURNS)
    assert phone.kept("refused") == []
    assert phone.waits() == []
    asked = sum(link.came.values())
    dropped = link.came["before"] + link.came["after"]
    assert 0.25 < dropped / asked < 0.35
    assert sum(deed.again for deed in phone.deeds) > 20, "no answer was lost after its find was kept"
    told = haat.mart("told()", of="walked")
    all_of = dict.fromkeys(("finds", "keys", "answers", "photos", "voices"), FINDS)
    assert told == all_of | {"waiting": 0}
    assert phone.longest < 1, "a request takes longer than the phone waits for it"
    assert phone.seconds < LONGEST_HOURS * 3600
    hours = phone.seconds / 3600
    sys.stdout.write(f"{asked} requests, {dropped} dropped, {hours:.1f} h over 50 kbit/s; {told}\n")
    report = json.loads(haat.run("-m", "haat.cli", "doctor", "--json"))
    assert [check for check in report["checks"] if check["broken"]] == []
