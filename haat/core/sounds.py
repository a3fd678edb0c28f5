"""How long a voice note lasts, where its container tells that. Nothing is decoded."""

import struct
from collections.abc import Iterator

OPUS_RATE = 48_000  # a second, whatever was recorded
_CLUSTER, _DURATION, _SCALE, _AT = b"\x1f\x43\xb6\x75", b"\x44\x89", b"\x2a\xd7\xb1", b"\xe7"
_SCALE_USUAL = 1_000_000  # nanoseconds of one step
_MOST_BOXES = 4_000


def seconds(kind: str, data: bytes) -> float | None:
    """Seconds of a note of one of `voices.TYPES`; None where it does not say. Of a live one at least so many."""
    told = {"ogg": _ogg, "mp4": _mp4, "webm": _webm}[kind](data)
    return told if told is not None and told >= 0 else None


def _ogg(data: bytes) -> float | None:
    """The position of the last page, by the rate of its codec."""
    last = data.rfind(b"OggS")
    if last < 0 or last + 14 > len(data):
        return None
    position = int.from_bytes(data[last + 6 : last + 14], "little", signed=True)
    rate, head = OPUS_RATE, data[:4096]
    if (vorbis := head.find(b"\x01vorbis")) >= 0:
        rate = int.from_bytes(head[vorbis + 12 : vorbis + 16], "little")
    return position / rate if rate else None


def _boxes(data: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """(name, where it begins within, where it ends) of the boxes of an MP4, none beyond its end."""
    for _turn in range(_MOST_BOXES):
        if start + 8 > end:
            return
        size, name = struct.unpack_from(">I4s", data, start)
        inside = start + 8
        if size == 1 and start + 16 <= end:
            size, inside = int.from_bytes(data[start + 8 : start + 16], "big"), start + 16
        stop = end if size == 0 else start + size
        if stop < inside or stop > end:
            return
        yield name, inside, stop
        start = stop


def _mp4(data: bytes) -> float | None:
    """What the head of the film says; of one in fragments, what its head says of all of them."""
    for name, start, end in _boxes(data, 0, len(data)):
        if name == b"moov":
            return _moov(data, start, end)
    return None


def _moov(data: bytes, start: int, end: int) -> float | None:
    scale, length = 0, 0
    for name, inside, stop in _boxes(data, start, end):
        wide = data[inside : inside + 1] == b"\x01"
        if name == b"mvhd":
            at, size = (20, 8) if wide else (12, 4)
            scale = int.from_bytes(data[inside + at : inside + at + 4], "big")
            length = max(length, int.from_bytes(data[inside + at + 4 : inside + at + 4 + size], "big"))
        elif name == b"mvex":
            for within, begins, _ends in _boxes(data, inside, stop):
                if within == b"mehd":
                    size = 8 if data[begins : begins + 1] == b"\x01" else 4
                    length = max(length, int.from_bytes(data[begins + 4 : begins + 4 + size], "big"))
    return length / scale if scale and length else None


def _webm(data: bytes) -> float | None:
    """Its duration, or where its last cluster begins: a recorder that writes as it hears knows no duration."""
    head = data[:4096]
    told = [steps for steps in (_float(head), _last_cluster(data)) if steps is not None]
    return max(told) * (_number(head, _SCALE, most=8) or _SCALE_USUAL) / 1e9 if told else None


def _number(data: bytes, name: bytes, *, most: int) -> int | None:
    """A whole number behind its name and its size in one byte."""
    at = data.find(name)
    if at < 0 or at + len(name) >= len(data):
        return None
    size = data[at + len(name)] & 0x7F
    value = data[at + len(name) + 1 : at + len(name) + 1 + size]
    return int.from_bytes(value, "big") if 0 < size <= most and len(value) == size else None


def _float(head: bytes) -> float | None:
    at = head.find(_DURATION)
    if at < 0:
        return None
    size = head[at + 2 : at + 3]
    form = {b"\x84": ">f", b"\x88": ">d"}.get(size, "")
    value = head[at + 3 : at + 3 + struct.calcsize(form)] if form else b""
    told = struct.unpack(form, value)[0] if form and len(value) == struct.calcsize(form) else None
    return told if told is not None and 0 < told < 1e12 else None


def _last_cluster(data: bytes) -> int | None:
    """In steps; a name that stands by chance within the sound is followed by no time."""
    found, at = None, data.find(_CLUSTER)
    while at >= 0:
        size = at + len(_CLUSTER)
        first = data[size : size + 1]
        wide = 9 - first[0].bit_length() if first and first[0] else 9
        if wide <= 8 and data[size + wide : size + wide + 1] == _AT:
            told = _number(data[size + wide : size + wide + 10], _AT, most=8)
            found = told if found is None else max(found, told or 0)
        at = data.find(_CLUSTER, at + 1)
    return found
