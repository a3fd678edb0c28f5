"""Pictures that lie about themselves: a header and hardly a pixel, each the smallest of its kind."""

import zlib

Size = tuple[int, int]


def png(size: Size, *, kind: int = 2, pixels: bool = False) -> bytes:
    """A PNG (kind 2: RGB, 3: palette, 6: RGBA) without pixels, or with as many black ones as it says."""
    width, height = size
    head = width.to_bytes(4) + height.to_bytes(4) + bytes([8, kind, 0, 0, 0])
    line = bytes(1 + width * {2: 3, 3: 1, 6: 4}[kind])
    packer = zlib.compressobj(1)
    body = b"".join(packer.compress(line) for _line in range(height if pixels else 0)) + packer.flush()
    palette = _chunk(b"PLTE", bytes(3)) if kind == 3 else b""
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + palette + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def _chunk(name: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4) + name + body + zlib.crc32(name + body).to_bytes(4)


def jpeg(size: Size, *, progressive: bool = False, scans: int = 1, in_scan: int = 3) -> bytes:
    """A JPEG of three colours without pixels; `in_scan` is how many of them its first scan brings."""
    width, height = size
    colours = b"".join(bytes([number, 0x11, 0]) for number in (1, 2, 3))
    frame = b"\xff" + (b"\xc2" if progressive else b"\xc0") + bytes([0, 17, 8])
    frame += height.to_bytes(2) + width.to_bytes(2) + b"\x03" + colours
    chosen = b"".join(bytes([number, 0]) for number in range(1, in_scan + 1))
    scan = b"\xff\xda" + (6 + 2 * in_scan).to_bytes(2) + bytes([in_scan]) + chosen + bytes([0, 63, 0])
    return b"\xff\xd8" + frame + scan * scans + b"\xff\xd9"


def webp(size: Size) -> bytes:
    """A lossless WebP without pixels."""
    width, height = size
    body = b"\x2f" + ((width - 1) | (height - 1) << 14).to_bytes(4, "little") + bytes(9)
    chunk = b"VP8L" + len(body).to_bytes(4, "little") + body
    return b"RIFF" + (4 + len(chunk)).to_bytes(4, "little") + b"WEBP" + chunk
