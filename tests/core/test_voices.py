"""A voice note is judged by what it holds, never by its name: sound of the kinds phones record, and no film."""

import struct

import pytest

from haat.core.sounds import seconds
from haat.core.voices import LATE, MOST_BYTES, MOST_SECONDS, read_voice
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


def page(position: int, rest: bytes = b"") -> bytes:
    return b"OggS\x00\x04" + position.to_bytes(8, "little", signed=True) + b"\x00" * 14 + rest


def ogg(length: float) -> bytes:
    return OGG + page(48_000) + page(round(length * 48_000))


def vorbis(length: float) -> bytes:
    head = b"\x01vorbis" + bytes(4) + b"\x01" + (16_000).to_bytes(4, "little")
    return page(0, head) + page(round(length * 16_000))


def webm(length: float) -> bytes:
    """As one that is finished: its head says how long."""
    return WEBM + b"\x44\x89\x88" + struct.pack(">d", length * 1000)


def live(length: float) -> bytes:
    """As a browser records: a cluster of unknown size every so often, with its time."""
    cluster = b"\x1f\x43\xb6\x75\x01" + b"\xff" * 7 + b"\xe7"
    last = round(length * 1000).to_bytes(4, "big")
    return WEBM + b"\x2a\xd7\xb1\x83\x0f\x42\x40" + cluster + b"\x81\x00" + bytes(90) + cluster + b"\x84" + last


def box(name: bytes, inside: bytes) -> bytes:
    return struct.pack(">I4s", len(inside) + 8, name) + inside


def mp4(length: float, *, wide: bool = False) -> bytes:
    steps = round(length * 1000)
    told = struct.pack(">IQQIQ", 1 << 24, 0, 0, 1000, steps) if wide else struct.pack(">IIIII", 0, 0, 0, 1000, steps)
    return box(b"ftyp", b"M4A " + bytes(4)) + box(b"free", b"") + box(b"moov", box(b"mvhd", told + bytes(20)))


def fragments(length: float) -> bytes:
    head = struct.pack(">IIIII", 0, 0, 0, 1000, 0) + bytes(20)
    more = box(b"mvex", box(b"mehd", struct.pack(">II", 0, round(length * 1000))))
    return box(b"ftyp", b"iso5" + bytes(4)) + box(b"moov", box(b"mvhd", head) + more)


ALL = [ogg, vorbis, webm, live, mp4, lambda length: mp4(length, wide=True), fragments]


@pytest.mark.parametrize("made", ALL)
def test_a_note_of_an_hour_is_refused_however_small_it_is(made):
    for length in (3600, MOST_SECONDS + LATE + 1):
        assert len(made(length)) < 1000
        with refused("voice.too_big", field="voice"):
            read_voice(made(length))


@pytest.mark.parametrize("made", ALL)
def test_a_note_of_two_minutes_is_taken_though_its_recorder_ended_late(made):
    for length in (1, MOST_SECONDS, MOST_SECONDS + LATE):
        voice = read_voice(made(length))
        assert seconds(voice.kind, voice.content) == pytest.approx(length)


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        *(("ogg", data) for data in (b"", OGG[:10], page(-1), page(0, b"\x01vorbis"))),
        *(("webm", WEBM + end) for end in (b"", b"\x44\x89", b"\x44\x89\x88\x7f\xf8", b"\x1f\x43\xb6\x75")),
        ("webm", webm(float("nan"))),
        ("webm", WEBM + b"\x1f\x43\xb6\x75\x00\xe7\x84\xff\xff\xff\xff"),
        *(("mp4", data) for data in (MP4, b"\x00\x00\x00\x01moov", box(b"moov", box(b"mvhd", b"")))),
        ("mp4", b"\x00\x00\x00\x04moov" * 9),
    ],
)
def test_what_says_no_length_is_of_none(kind: str, data: bytes):
    assert not seconds(kind, data)
