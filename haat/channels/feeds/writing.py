"""A feed's rows as text: parted by commas or tabs, or RSS with Google's names. A row at a time: nothing is gathered."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from xml.sax.saxutils import escape

from haat.channels.feeds.kind import Cell, Form

MIME: Mapping[Form, str] = {
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "xml": "application/xml; charset=utf-8",
}
NS = 'xmlns:g="http://base.google.com/ns/1.0"'


class Writer:
    """`begin`, then `row` for each good, then `end`: what they give, one after the other, is the file."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names

    def begin(self, title: str, link: str) -> str:
        raise NotImplementedError

    def row(self, cells: Iterable[Cell]) -> str:
        raise NotImplementedError

    def end(self) -> str:
        return ""


class Table(Writer):
    """One line a good; several of one name stand in one cell, parted by commas."""

    mark = ","

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(names)
        self._out = io.StringIO(newline="")
        self._lines = csv.writer(self._out, delimiter=self.mark, lineterminator="\n")

    def begin(self, title: str, link: str) -> str:
        return self.row(self.names)

    def row(self, cells: Iterable[Cell]) -> str:
        self._lines.writerow([cell if isinstance(cell, str) else ",".join(cell) for cell in cells])
        line = self._out.getvalue()
        self._out.seek(0)
        self._out.truncate()
        return line


class Tabs(Table):
    mark = "\t"


class Rss(Writer):
    """An item a good, a field a line; what is empty is left out, several of one name stand one after the other."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(names)
        self._tags = [(f"<g:{name}>", f"</g:{name}>\n") for name in names]

    def begin(self, title: str, link: str) -> str:
        head = (
            f"<title>{escape(title)}</title>\n<link>{escape(link)}</link>\n<description>{escape(title)}</description>"
        )
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" {NS}>\n<channel>\n{head}\n'

    def row(self, cells: Iterable[Cell]) -> str:
        lines = ["<item>\n"]
        for (begins, ends), cell in zip(self._tags, cells, strict=True):
            if not cell:
                continue
            for text in (cell,) if isinstance(cell, str) else cell:
                if text:
                    lines += (begins, _safe(text), ends)
        lines.append("</item>\n")
        return "".join(lines)

    def end(self) -> str:
        return "</channel>\n</rss>\n"


def _safe(text: str) -> str:
    return escape(text) if "&" in text or "<" in text or ">" in text else text


_WRITERS: Mapping[Form, type[Writer]] = {"csv": Table, "tsv": Tabs, "xml": Rss}


def writer(form: Form, names: Sequence[str]) -> Writer:
    """The writer of a form, for columns of these names."""
    return _WRITERS[form](names)
