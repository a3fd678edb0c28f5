"""A printed sheet as an answer."""

from django.http import HttpResponse


def pdf(name: str, content: bytes) -> HttpResponse:
    """A sheet to print, opened in the browser."""
    return HttpResponse(
        content, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}.pdf"'}
    )
