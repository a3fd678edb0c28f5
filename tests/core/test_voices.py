"""A voice note is judged by what it holds, never by its name: sound of the kinds phones record, and no film."""

import pytest

from haat.core.voices import MOST_BYTES, read_voice
from tests.refusals import refused

WEBM = b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm" + b"\x86\x86A_OPUS"
OGG = b"OggS\x00\x02" + b"\x00" * 22 + b"OpusHead" + b"\x01" * 20
MP4 = b"\x00\x00\x00\x20ftypM4A \x00\x00" + b"\x00" * 40 + b"hdlr" + b"\x00" * 8 + b"soun"


@pytest.mark.parametrize(("data", "kind"), [(WEBM, "webm"), (OGG, "ogg"), (MP4, "mp4")])
def test_sound_of_phones_is_kept_as_it_is(data: bytes, kind: str):
    voice = read_voice(data + b"more")
    assert (voice.kind, voice.content) == (kind, data + b"more")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<script>alert(1)</script>",
        b"MZ" + b"\x00" * 500,
        b"\xff\xd8\xff\xe0" + b"\x00" * 500,
        b"%PDF-1.7 OpusHead",
        WEBM[4:],
        WEBM.replace(b"A_OPUS", b"A_FLAC"),
        WEBM + b"\x86\x85V_VP8",
        WEBM + b"\x86\x85V_VP9",
        OGG.replace(b"OpusHead", b"OtherHed"),
        OGG + b"\x80theora",
        MP4.replace(b"soun", b"vide"),
        MP4.replace(b"M4A ", b"qt  "),
    ],
)
def test_what_is_no_sound_is_refused(data: bytes):
    with refused("voice.not_a_voice", field="voice"):
        read_voice(data)


def test_two_minutes_are_enough():
    assert len(read_voice(WEBM.ljust(MOST_BYTES)).content) == MOST_BYTES
    with refused("voice.too_big", field="voice"):
        read_voice(WEBM.ljust(MOST_BYTES + 1))
