"""What is kept of a person, as a paper she can read: the page of her copy, in its language."""

from haat.web.papers.printer import to_pdf


def copy_pdf(page: str) -> bytes:
    """The PDF of the page of a copy (`privacy.actions.page_of`), which says its language itself."""
    return to_pdf(page, styles=["sheet", "copy"])
