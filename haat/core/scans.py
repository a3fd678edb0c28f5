"""Papers as files: a picture, re-encoded, or a PDF that only shows pages. Judged by content, never by name or type."""

import io
import re
import zlib
from contextlib import suppress
from dataclasses import dataclass

from PIL import Image

from haat.core.decoding import decode
from haat.core.errors import ActivePdf, BrokenPdf, LockedPdf, ScanTooBig
from haat.core.files import check_size

MOST_PDF_BYTES = 3_000_000
QUALITY = 80
JPEG, PDF = "jpeg", "pdf"
_BEGIN = re.compile(rb"%PDF-[12]\.[0-9]")
_END = b"%%EOF"
_TAIL = 2048
# What a PDF does besides showing pages: run, start, carry files, fill itself in. The short names stand in every eighth
# scan by chance, within its compressed pictures: those are looked for outside of streams alone.
_ACTIVE = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData)\b")
_ACTIVE_SHORT = re.compile(rb"/(?:JS|XFA)\b")
_LOCKED = re.compile(rb"/Encrypt\b")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_DICTIONARY, _MOST_UNPACKED = 500, 4_000_000


@dataclass(frozen=True)
class Scan:
    """A paper's file, judged and clean: `kind` is JPEG or PDF."""

    kind: str
    content: bytes


def read_scan(data: bytes) -> Scan:
    """The file of a paper, clean; a picture is encoded anew, upright and without what a camera wrote into it.

    Raises ScanTooBig, BrokenPdf, ActivePdf, LockedPdf, and what a picture raises (`files.encode`).
    """
    if data.startswith(b"%PDF"):
        return Scan(PDF, _checked(data))
    check_size(len(data))
    buffer = io.BytesIO()
    decode(data).save(buffer, "JPEG", quality=QUALITY)
    return Scan(JPEG, buffer.getvalue())


def size_of(picture: bytes) -> tuple[int, int]:
    """Width and height of a picture that `read_scan` made."""
    return Image.open(io.BytesIO(picture), formats=("JPEG",)).size


def _checked(data: bytes) -> bytes:
    if len(data) > MOST_PDF_BYTES:
        raise ScanTooBig()
    if not _BEGIN.match(data) or _END not in data[-_TAIL:]:
        raise BrokenPdf()
    if _LOCKED.search(data):
        raise LockedPdf()
    outside = _names(_outside_streams(data))
    if _ACTIVE.search(_names(data)) or _ACTIVE.search(outside) or _ACTIVE_SHORT.search(outside):
        raise ActivePdf()
    return data


def _names(data: bytes) -> bytes:
    """The same with names as they are meant: `/J#53` is `/JS`."""
    return _ESCAPED.sub(lambda found: bytes((int(found[1], 16),)), data)


def _outside_streams(data: bytes) -> bytes:
    """What stands outside of streams, and what is packed in streams of objects."""
    found, at, left = [], 0, _MOST_UNPACKED
    while (begin := data.find(b"stream", at)) >= 0 and (end := data.find(b"endstream", begin + 6)) >= 0:
        found.append(data[at:begin])
        if b"/ObjStm" in data[max(at, begin - _DICTIONARY) : begin] and left > 0:
            with suppress(zlib.error):
                found.append(zlib.decompressobj().decompress(data[begin + 6 : end].lstrip(b"\r\n"), left))
                left -= len(found[-1])
        at = end + len(b"endstream")
    return b"\n".join([*found, data[at:]])
