"""`{% framed %}…{% endframed %}`: a page as one ready string with holes, in which `{% own %}…{% endown %}` stands.

What is the same on every page of a kind (styles, head, foot, scripts) is rendered once for a mart and a language, from
a context that has nothing of the page: only the names below, and what the page says its frame depends on. Any other
name that is used outside of `{% own %}` is empty there, at once and on every page, and never another reader's. What
stands in a hole is rendered each time, from the whole context of the page; what an `{% include … with %}` or a loop
around it gave is not there. Parts of a page may be framed as well.

A page is framed when its context has `frame`: pairs of a name and a value that the frame may use too, often none. All
others are rendered from end to end.
"""

from typing import Any

from django.template import Node, NodeList
from django.template.base import Parser, Token
from django.utils.safestring import SafeString, mark_safe

from haat.core.languages import current
from haat.web.ui.kept import parts_of

# What a frame is made of: the same for every page of a mart in a language.
NAMES = ("mart", "language", "offered", "demo", "home_url", "search_url", "basket_url", "foot_links")
HOLE = "\x00"  # stands in no page
HOLES = "holes of the frame"  # no name a template could use


class Own(Node):
    """What is the page's own."""

    def __init__(self, inside: NodeList) -> None:
        self.nodelist = inside

    def render(self, context: Any) -> SafeString:
        """Its text; a hole while the frame around it is made."""
        holes: list[Own] | None = context.get(HOLES)
        if holes is None:
            return self.nodelist.render(context)
        holes.append(self)
        return mark_safe(HOLE)


class Framed(Node):
    """A whole page."""

    def __init__(self, inside: NodeList) -> None:
        self.nodelist = inside

    def render(self, context: Any) -> SafeString:
        """The frame from memory, its holes filled."""
        frame, mart = context.get("frame"), context.get("mart")
        if frame is None or mart is None:
            return self.nodelist.render(context)
        key = (self, context.template.name, current(), frame)
        parts = parts_of(mart).once(key, lambda: self._parts(context, frame))
        return mark_safe("".join([part if isinstance(part, str) else part.nodelist.render(context) for part in parts]))

    def _parts(self, context: Any, frame: tuple[tuple[str, Any], ...]) -> list[str | Own]:
        """The texts of the frame, and between them what fills its holes."""
        holes: list[Own] = []
        bare = context.new({**{name: context.get(name) for name in NAMES}, **dict(frame), HOLES: holes})
        first, *others = self.nodelist.render(bare).split(HOLE)
        parts: list[str | Own] = [first]
        for hole, text in zip(holes, others, strict=True):
            parts += [hole, text]
        return parts


def framed(parser: Parser, _token: Token) -> Node:
    """Reads the tag."""
    inside = parser.parse(("endframed",))
    parser.delete_first_token()
    return Framed(inside)


def own(parser: Parser, _token: Token) -> Node:
    """Reads the tag."""
    inside = parser.parse(("endown",))
    parser.delete_first_token()
    return Own(inside)
