"""Files behind addresses that end: what is uploaded for a feed, and what is fetched of a schema, a report, a label."""

import gzip
import hashlib
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from haat.cli.rehearsal.double import Asked, Said

UPLOAD, FETCH = "/upload/", "/document/"
LASTS = 300  # seconds an address of a feed or a report can be used
KEPT, UPLOADS_KEPT = 5_000, 200


@dataclass
class _File:
    data: bytes
    kind: str
    ends: float
    headers: Mapping[str, str]


class Documents:
    """`waiting`: id → the content type it was asked for, until the file has come. Texts are kept packed."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._files: dict[str, _File] = {}
        self.waiting: dict[str, tuple[str, float]] = {}
        self.uploads: dict[str, bytes] = {}

    def await_upload(self, name: str, kind: str, base: str) -> str:
        """Where a file is to be put."""
        self.waiting[name] = (kind, self._now() + LASTS)
        return f"{base}{UPLOAD}{name}"

    def known(self, name: str) -> bool:
        return name in self.waiting

    def uploaded(self, name: str) -> bytes | None:
        """What came, unpacked; None when nothing did, or it cannot be unpacked."""
        packed = self.uploads.get(name)
        try:
            return None if packed is None else gzip.decompress(packed)
        except (OSError, EOFError, zlib.error):
            return None

    def publish(
        self, data: bytes, kind: str, base: str, *, lasts: float = LASTS, packed: bool = False, encoded: bool = False
    ) -> str:
        """Where a file is fetched; the same file has the same address. `packed`: as gzip bytes; `encoded`: and its
        header says so, which a client of HTTP unpacks by itself.
        """
        name = hashlib.sha256(data).hexdigest()[:32] + "p" * packed + "e" * encoded
        body = gzip.compress(data, 6, mtime=0) if packed else data
        self._files.pop(name, None)
        encoding = {"Content-Encoding": "gzip"} if packed and encoded else {}
        self._files[name] = _File(body, kind, self._now() + lasts, encoding)
        while len(self._files) > KEPT:
            del self._files[next(iter(self._files))]
        return f"{base}{FETCH}{name}"

    def answer(self, asked: Asked) -> Said:
        """PUT or GET at one of the addresses."""
        if asked.path.startswith(UPLOAD):
            return self._take(asked, asked.path.removeprefix(UPLOAD))
        file = self._files.get(asked.path.removeprefix(FETCH))
        if file is None or asked.method != "GET" or self._now() >= file.ends:
            return _refused("AccessDenied", "Request has expired")
        return Said(200, file.data, file.kind, file.headers)

    def _take(self, asked: Asked, name: str) -> Said:
        kind, ends = self.waiting.get(name, ("", 0.0))
        if asked.method != "PUT" or self._now() >= ends:
            return _refused("AccessDenied", "Request has expired")
        headers = {key.lower(): value for key, value in asked.headers.items()}
        if _plain(headers.get("content-type", "")) != _plain(kind):
            return _refused("SignatureDoesNotMatch", "The content type is not the one the address was made for")
        while len(self.uploads) >= UPLOADS_KEPT:
            del self.uploads[next(iter(self.uploads))]
        self.uploads[name] = asked.body if _is_packed(asked.body, headers) else gzip.compress(asked.body, 1)
        return Said(200, "")


def _plain(kind: str) -> str:
    return kind.lower().replace(" ", "")


def _is_packed(data: bytes, headers: Mapping[str, str]) -> bool:
    return headers.get("content-encoding", "") == "gzip" or data[:2] == b"\x1f\x8b"


def _refused(code: str, said: str) -> Said:
    return Said(403, f"<Error><Code>{code}</Code><Message>{said}</Message></Error>", "application/xml")
