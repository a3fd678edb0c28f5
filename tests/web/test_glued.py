"""A sentence and a link on two lines of a template stand glued: the line break between them is no space."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from django.template.base import Lexer, Token, TokenType

import haat
from haat.web.ui.folding import fold

HAAT = Path(haat.__file__).parent
OPENS = re.compile(r"<(a|b|strong|bdi|small)\b(?! class=\"(icon)?key)")
CLOSES = re.compile(r"</(a|b|strong|bdi|small|span)>$")
EMPTY = re.compile(r"(aria-hidden=\"true\">[^<]*|></span>$)")  # a mark: nobody reads it as a word
# What stands apart by its style: columns, blocks and flexible rows.
APART = {"counts.html", "foot.html", "row.html", "office_base.html"}
SAYS = {"translate", "blocktranslate"}
SILENT = {"", "if", "endif", "with", "endwith", "for", "endfor", "url", "querystring", "endblocktranslate"}


def drawn(tokens: list[Token]) -> Iterator[tuple[str, str]]:
    """What a template draws one after the other: words, text, or something other (that branches part, for one)."""
    alone = ""
    for token in tokens:
        name = token.contents.split()[0] if token.token_type is TokenType.BLOCK else ""
        if alone:
            alone = "" if name == "endblocktranslate" else alone
        elif token.token_type is TokenType.TEXT:
            yield "text", token.contents
        elif token.token_type is TokenType.VAR:
            yield "words", token.contents
        elif name in SAYS:
            alone = "so" if name == "blocktranslate" else ""
            if not re.search(r" asvar | as \w+$", token.contents):
                yield "words", token.contents
        elif name not in SILENT:
            yield "other", name


def glued(source: str) -> list[tuple[str, str]]:
    """The places of a template where words and a tag within their line have no space between."""
    found = []
    all_of = list(drawn(fold(Lexer(source).tokenize())))
    for (kind, one), (following, two) in pairwise(all_of):
        opens = (kind, following) == ("words", "text") and OPENS.match(two)
        closes = (kind, following) == ("text", "words") and CLOSES.search(one) and not EMPTY.search(one[-60:])
        if opens or closes:
            found.append((one[-40:], two[:40]))
    return found


@pytest.mark.parametrize(
    ("source", "number"),
    [
        ('<p>\n  {% translate "Read this." %}\n  <a href="/">x</a>\n</p>', 1),
        ('<p>\n  {% translate "Read this." %} <a href="/">x</a>\n</p>', 0),
        ('<p>\n  {% translate "Read this." %}\n  {% if x %}\n    <a href="/">x</a>\n  {% endif %}\n</p>', 1),
        ('<p>\n  {% if x %}\n    {% translate "Read" %}\n  {% else %}\n    <a href="/">x</a>\n  {% endif %}\n</p>', 0),
        ('<p>\n  <b>x</b>\n  {% translate "Read this." %}\n</p>', 1),
        ('<p>\n  <b>x</b> {% translate "Read this." %}\n</p>', 0),
    ],
)
def test_the_check_finds_what_is_glued(source: str, number: int):
    assert len(glued(source)) == number


def test_no_sentence_is_glued_to_what_follows():
    pages = [path for path in sorted(HAAT.glob("**/templates/**/*.html")) if path.name not in APART]
    found = {str(path.relative_to(HAAT)): places for path in pages if (places := glued(path.read_text("utf-8")))}
    assert found == {}
