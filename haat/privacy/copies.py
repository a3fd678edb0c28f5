"""What a person reads of the copy of her data."""

import io
import zipfile

from haat.privacy.errors import PageTooLong

PAGE, MOST_PAGE = "data.html", 300_000


def page_of(archive: bytes) -> str:
    """The page of an archive (`take_export`) that a person reads (HTML). Raises PageTooLong: too long for a paper."""
    with zipfile.ZipFile(io.BytesIO(archive)) as found:
        page = found.read(PAGE).decode()
    if len(page) > MOST_PAGE:
        raise PageTooLong()
    return page
