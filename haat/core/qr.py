"""QR codes; what draws them takes 4 MB in a process, and is read when the first one is drawn."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from segno import QRCode


def qr(text: str) -> "QRCode":
    """A QR code that says `text`, to be written as SVG or PNG; a seventh of it may be spoilt and it is still read."""
    import segno

    return segno.make(text, error="m", micro=False)
