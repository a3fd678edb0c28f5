"""There is one recorder, and it lets nobody speak longer than the server takes."""

import re
from pathlib import Path

from haat.core.voices import LATE, MOST_SECONDS

HAAT = Path(__file__).parents[2] / "haat"
ONE, CHOSEN = (HAAT / f"web/ui/static/ui/js/{name}.js" for name in ("recorder", "sounds"))


def test_sound_is_recorded_in_one_place():
    found = [path for path in HAAT.rglob("*.js") if re.search(r"new MediaRecorder", path.read_text())]
    assert found == [ONE]


def test_recorder_ends_where_the_server_does():
    told = [dict(re.findall(r"const (MOST|LATE) = (\d+);", path.read_text())) for path in (ONE, CHOSEN)]
    assert told == [{"MOST": str(MOST_SECONDS)}, {"MOST": str(MOST_SECONDS), "LATE": str(LATE)}]
    own = [
        int(most)
        for path in HAAT.rglob("*.js")
        if "recorder(box" in path.read_text()
        for most in re.findall(r"^const MOST = (\d+);", path.read_text(), re.MULTILINE)
    ]
    assert [most for most in own if most > MOST_SECONDS] == []
