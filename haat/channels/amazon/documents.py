"""Documents of Amazon's that lie elsewhere, each behind a link of its own: fetched, unpacked, and bounded.

A link opens the document by itself, so an account's token never goes with it.
"""

import zlib
from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings

from haat.channels.amazon.api import call
from haat.channels.channel import Keys, Line, Trouble
from haat.channels.http import Ask, ask, is_here

MOST_PACKED, MOST_UNPACKED = 64 * 1024 * 1024, 256 * 1024 * 1024


def of_feed(document: str, keys: Keys, line: Line) -> bytes:
    """What a feed's document holds. Raises Trouble or Shut."""
    return _behind(call("getFeedDocument", keys, line, path={"document": document}))


def of_report(document: str, keys: Keys, line: Line) -> bytes:
    """What a report's document holds. Raises Trouble or Shut."""
    return _behind(call("getReportDocument", keys, line, path={"document": document}))


def fetched(address: Any) -> bytes:
    """What lies behind a link. Raises Trouble."""
    reply = ask(Ask("GET", _allowed(address), most=MOST_PACKED))
    if reply.status != 200:
        raise Trouble("down", f"document {reply.status}")
    return reply.body


def laid(address: Any, content: "bytes | IO[bytes]", kind: str) -> None:
    """Lay a document where a link says; laid twice it is the same. Raises Trouble."""
    reply = ask(Ask("PUT", _allowed(address), content=content, headers={"Content-Type": kind}, again=True))
    if reply.status not in (200, 201, 204):
        raise Trouble("down", f"document {reply.status}")


def unpacked(body: bytes) -> bytes:
    """A gzip unpacked, as it is when it is none (who fetched it may have unpacked it). Raises Trouble."""
    if body[:2] != b"\x1f\x8b":
        return body
    found, rest = bytearray(), body
    while rest.startswith(b"\x1f\x8b"):  # one may stand behind the other
        unpacker = zlib.decompressobj(wbits=31)
        try:
            found += unpacker.decompress(rest, MOST_UNPACKED - len(found) + 1)
        except zlib.error:
            raise Trouble("unreadable", "gzip") from None
        if len(found) > MOST_UNPACKED:
            raise Trouble("unreadable", "a document that is too large")
        if not unpacker.eof:
            raise Trouble("unreadable", "gzip")
        rest = unpacker.unused_data
    return bytes(found)


def _behind(told: Mapping[str, Any]) -> bytes:
    body = fetched(told.get("url"))
    return unpacked(body) if told.get("compressionAlgorithm") == "GZIP" else body


def _allowed(address: Any) -> str:
    """A link that may be followed: this machine's own addresses only where Amazon is rehearsed on it."""
    told = address if isinstance(address, str) else ""
    if is_here(told) and not is_here(str(settings.CHANNELS["amazon_api_url"])):
        raise Trouble("unreadable", "a link to this machine")
    return told
