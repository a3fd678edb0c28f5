"""Templates are written for people, one thought a line; their white space is folded once, when they are loaded.

A gap is white space with a line break in it. Between two tags (`<…>`, `{% … %}`, `{{ … }}`) a gap is nothing; beside
words it is one space; among the attributes of an element it is one space, and before its `>` nothing. White space
within a line stays: a space that shall be seen between two tags is written on their line. Values of attributes and
what stands in `<pre>`, `<textarea>`, `<script>` and `{% blocktranslate %}` stay as they are. It is the texts between
the tags that are folded, not the file, so the lines that errors name are the file's own.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.template import Origin, TemplateDoesNotExist
from django.template.base import DebugLexer, Lexer, Parser, Template, Token, TokenType
from django.template.loaders import cached

from haat.web.ui.quick import QuickParser

# What ends a stretch of plain text outside of an element's tag, and inside of it.
OUTSIDE = re.compile(r"(?P<gap>\s*\n\s*)|<(?P<name>[/!]?[a-zA-Z][\w-]*)")
INSIDE = re.compile(r"(?P<gap>\s*\n\s*)|(?P<quote>[\"'])|>")
VERBATIM = frozenset({"pre", "textarea", "script"})
ALONE = {name: f"end{name}" for name in ("blocktranslate", "blocktrans", "comment", "verbatim")}


@dataclass
class Folder:
    """Folds the texts of one template in their order; its fields say in what the next text begins."""

    tag: str = ""  # the element between whose `<` and `>` we are
    quote: str = ""  # the mark that ends the value we are in
    verbatim: str = ""  # the element whose content stays as it is

    def fold(self, text: str) -> str:
        """`text` folded; beside it, on both sides, stand template tags or the ends of the file."""
        pieces: list[str] = []
        at = 0
        while at < len(text):
            at = self._step(text, at, pieces)
        return "".join(pieces)

    def _step(self, text: str, at: int, pieces: list[str]) -> int:
        """Put the next piece of `text` from `at` to the others; where it ends."""
        if self.quote or self.verbatim:
            return self._kept(text, at, pieces)
        found = (INSIDE if self.tag else OUTSIDE).search(text, at)
        if found is None:
            pieces.append(text[at:])
            return len(text)
        pieces += text[at : found.start()], self._met(text, found)
        return found.end()

    def _kept(self, text: str, at: int, pieces: list[str]) -> int:
        end = text.find(self.quote or f"</{self.verbatim}", at)
        if end < 0:
            pieces.append(text[at:])
            return len(text)
        end += len(self.quote)
        pieces.append(text[at:end])
        self.quote = self.verbatim = ""
        return end

    def _met(self, text: str, found: re.Match[str]) -> str:
        """What stands for a gap, a quotation mark or the beginning or end of a tag."""
        if found["gap"] is not None:
            return self._gap(text[: found.start()], text[found.end() :])
        if not self.tag:
            self.tag = found["name"].lower()
        elif found["quote"]:
            self.quote = found["quote"]
        else:
            self.tag, self.verbatim = "", self.tag if self.tag in VERBATIM else ""
        return found[0]

    def _gap(self, before: str, after: str) -> str:
        if self.tag:
            return "" if after.startswith((">", "/>")) else " "
        return "" if before[-1:] in ("", ">") and after[:1] in ("", "<") else " "


def fold(tokens: Iterable[Token]) -> list[Token]:
    """The tokens of a template with their texts folded; texts that fold to nothing are left out."""
    folder, folded = Folder(), []
    alone = ""  # the tag that ends what stays as it is
    for token in tokens:
        name = token.contents.partition(" ")[0] if token.token_type is TokenType.BLOCK else ""
        if alone:
            alone = "" if name == alone else alone
        elif token.token_type is TokenType.TEXT:
            token.contents = folder.fold(token.contents)
        else:
            alone = ALONE.get(name, "")
        if token.contents or token.token_type is not TokenType.TEXT:
            folded.append(token)
    return folded


class Folded(Template):
    """A template compiled from its folded tokens."""

    def compile_nodelist(self) -> Any:
        """As Django does it, with the folding between its two steps."""
        engine: Any = self.engine
        lexer = DebugLexer(self.source) if engine.debug else Lexer(self.source)
        reads = Parser if engine.debug else QuickParser
        parser = reads(fold(lexer.tokenize()), engine.template_libraries, engine.template_builtins, self.origin)
        try:
            nodes = parser.parse()
        except Exception as error:
            if engine.debug:
                error.template_debug = self.get_exception_info(error, error.token)  # type: ignore[attr-defined]
            raise
        self.extra_data = parser.extra_data
        return nodes


class Loader(cached.Loader):
    """Keeps each template compiled, as Django's own cached loader does, and folded."""

    def get_template(self, template_name: str, skip: Sequence[Origin] | None = None) -> Template:
        """The template of that name. Raises TemplateDoesNotExist with the places that were tried."""
        key = self.cache_key(template_name, list(skip) if skip else None)
        if key not in self.get_template_cache:
            self.get_template_cache[key] = self._compiled(template_name, skip or ())
        return self.get_template_cache[key]

    def _compiled(self, template_name: str, skip: Sequence[Origin]) -> Template:
        tried = []
        for origin in self.get_template_sources(template_name):
            if origin in skip:
                tried.append((origin, "Skipped to avoid recursion"))
                continue
            try:
                return Folded(str(self.get_contents(origin)), origin, template_name, self.engine)
            except TemplateDoesNotExist:
                tried.append((origin, "Source does not exist"))
        raise TemplateDoesNotExist(template_name, tried=tried)
