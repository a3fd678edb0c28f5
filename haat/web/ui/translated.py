"""`{% translate "…" %}` with a memory: a page says the same two dozen words at each reading."""

from typing import Any

from django.template import Node
from django.template.base import Parser, Token
from django.templatetags.i18n import TranslateNode, do_translate
from django.utils.translation import get_language


class Translated(Node):
    """Words written out in a template, looked up once for each language."""

    child_nodelists = ()

    def __init__(self, words: TranslateNode) -> None:
        self._words = words
        self._found: dict[str | None, str] = {}

    def render(self, context: Any) -> str:
        """The words in the active language; nothing when they are put into a variable (`as`)."""
        language = get_language()
        found = self._found.get(language)
        if found is None:
            found = self._words.render(context)
            if name := self._words.asvar:
                found = context[name]
            self._found[language] = found
        if name := self._words.asvar:
            context[name] = found
            return ""
        return found


def translate(parser: Parser, token: Token) -> Node:
    """Django's own tag; words known beforehand are remembered."""
    node = do_translate(parser, token)
    words = node.filter_expression
    known = words.var.literal is not None and not words.filters and not node.message_context and not node.noop
    return Translated(node) if known else node
