"""Rows as text: what is written is read back as it was, whatever stands in it."""

import csv
import io
import xml.etree.ElementTree as ET

import pytest

from haat.channels.feeds.words import plain
from haat.channels.feeds.writing import writer

G = "{http://base.google.com/ns/1.0}"
HOSTILE = [
    "tabs\tand\nlines",
    '=HYPERLINK("http://evil.example")',
    'she said "red", twice',
    "<b>&amp;</b> ]]>",
    "emoji 🎉🪔",
    "دیوگھر کی لاکھ کی چوڑیاں",
    "x" * 5000,
    "half \ud83c",
]
LINES = [plain(text) for text in HOSTILE]


@pytest.mark.parametrize(("form", "mark"), [("csv", ","), ("tsv", "\t")])
def test_table_is_read_back_as_it_was(form, mark):
    made = writer(form, ["id", "title", "more"])
    text = made.begin("Mart", "http://x") + "".join(
        made.row([str(at), line, ["a", "b"]]) for at, line in enumerate(LINES)
    )
    rows = list(csv.reader(io.StringIO(text + made.end(), newline=""), delimiter=mark))
    assert rows[0] == ["id", "title", "more"]
    assert [row[1] for row in rows[1:]] == LINES
    assert {row[2] for row in rows[1:]} == {"a,b"}


def test_rss_is_read_back_as_it_was_and_leaves_out_what_is_empty():
    made = writer("xml", ["id", "title", "brand", "additional_image_link"])
    rows = "".join(made.row([str(at), line, "", ["a.jpg", "b.jpg"]]) for at, line in enumerate(LINES))
    channel = ET.fromstring(made.begin("Mart & <co>", "http://x/?a=1&b") + rows + made.end()).find("channel")
    assert channel.findtext("title") == "Mart & <co>"
    items = channel.findall("item")
    assert [item.findtext(f"{G}title") for item in items] == LINES
    assert [[each.text for each in item.findall(f"{G}additional_image_link")] for item in items] == [
        ["a.jpg", "b.jpg"]
    ] * len(LINES)
    assert items[0].find(f"{G}brand") is None
