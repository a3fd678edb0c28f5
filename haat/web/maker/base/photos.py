"""A photo that came with a form of the phone."""

from haat.core.files import check_size
from haat.core.limits import hit
from haat.core.scans import Scan, read_scan
from haat.web.maker.base.request import Request


def photo_sent(request: Request, name: str) -> Scan | None:
    """The photo in this field, clean; None when none was taken. Raises what `read_scan` raises, and TooManyTries."""
    file = request.FILES.get(name)
    if file is None or not file.size:
        return None
    check_size(file.size)
    hit(f"photos:{request.user.pk}", most=120, seconds=600)
    return read_scan(file.read())
