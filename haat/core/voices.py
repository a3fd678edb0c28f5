"""Voice notes, hostile until judged: by size, length and content, never by name or type.

Only sound, in what phones record.
"""

import re
from dataclasses import dataclass

from haat.core import sounds
from haat.core.errors import NotAVoice, VoiceTooBig

# Two minutes as phones record them; a minute of Opus is some 300 kB, and may be a tenth of it: so both are bounded.
MOST_BYTES, MOST_SECONDS = 2_000_000, 120
# A recorder ends a little after it is told to.
LATE = 5
# What a browser may be told a note is: nothing of it runs.
TYPES = {"webm": "audio/webm", "ogg": "audio/ogg", "mp4": "audio/mp4"}
_WEBM, _OGG = b"\x1a\x45\xdf\xa3", b"OggS"
_HEAD = 4096
# The tracks of a film name the codec of its pictures, or who handles them.
_FILM = re.compile(rb"V_VP[89]|V_AV1|V_MPEG4|\x80theora|hdlr.{8}vide", re.DOTALL)


@dataclass(frozen=True)
class Voice:
    """A voice note that may be kept; `kind` is one of TYPES."""

    kind: str
    content: bytes


def read_voice(data: bytes) -> Voice:
    """The note, judged; its length where its container tells it. Raises VoiceTooBig, NotAVoice."""
    if len(data) > MOST_BYTES:
        raise VoiceTooBig()
    kind = _kind(data[:_HEAD])
    if kind is None or _FILM.search(data):
        raise NotAVoice()
    if (sounds.seconds(kind, data) or 0) > MOST_SECONDS + LATE:
        raise VoiceTooBig()
    return Voice(kind, data)


def _kind(head: bytes) -> str | None:
    if head.startswith(_WEBM) and b"webm" in head[:64] and b"A_OPUS" in head:
        return "webm"
    if head.startswith(_OGG) and (b"OpusHead" in head or b"\x01vorbis" in head):
        return "ogg"
    if head[4:8] == b"ftyp" and head[8:12] in (b"M4A ", b"mp42", b"isom", b"iso5", b"iso6", b"mp41"):
        return "mp4"
    return None
