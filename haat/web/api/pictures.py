"""Stored pictures, for demonstrations and small marts; a larger one lets nginx serve the same folder."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

# Exactly the names core.files writes: no other file of the folder can be asked for.
PATH = r"pictures/[0-9a-f]{2}/[0-9a-f]{64}/(?:(?:master|square)\.jpg|(?:160|320|640|1200)\.webp)"
TYPES = {"jpg": "image/jpeg", "webp": "image/webp"}


@require_safe
def picture(request: HttpRequest, path: str) -> HttpResponseBase:
    """A rendition by its content's name: it never changes, so it may be kept for a year."""
    tag = f'"{path.split("/")[2][:20]}-{path.rsplit("/", 1)[1]}"'
    if request.headers.get("If-None-Match") == tag:
        response: HttpResponseBase = HttpResponseNotModified()
    else:
        try:
            file = default_storage.open(path)
        except FileNotFoundError:
            raise Http404 from None
        response = FileResponse(file, content_type=TYPES[path.rsplit(".", 1)[1]])
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["ETag"] = tag
    return response
