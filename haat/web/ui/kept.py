"""`{% kept %}…{% endkept %}`: a part of a page that is the same for every reader of a mart in one language.

It is rendered once and kept with the mart as the process knows it, which reads its marts anew every half minute.
Names after `kept` are what else it depends on: `{% kept basket_count %}`. Nothing about one reader may stand inside
but what is so named: no token, no basket, no address of the page.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

from django.template import Node, NodeList
from django.template.base import FilterExpression, Parser, Token

from haat.core.languages import current

MOST = 1000  # parts a mart keeps; more would be a mistake in a template
Part = TypeVar("Part")


class Parts:
    """What was worked out for a mart, by whatever it depends on."""

    def __init__(self) -> None:
        self._known: dict[Any, Any] = {}

    def once(self, key: Any, make: Callable[[], Part]) -> Part:
        """What was made for this key before, or is made now. What comes when there are too many is not kept."""
        found: Part | None = self._known.get(key)
        if found is None:
            found = make()
            if len(self._known) < MOST:
                self._known[key] = found
        return found


def parts_of(mart: Any, kind: str = "templates") -> Parts:
    """The parts kept with a mart as the process knows it: they go with it. Each kind has its own room."""
    kept: defaultdict[str, Parts] = mart.__dict__.setdefault("_kept_parts", defaultdict(Parts))
    return kept[kind]


class Kept(Node):
    """What stands inside, from memory where it was rendered before."""

    def __init__(self, inside: NodeList, depends: list[FilterExpression]) -> None:
        self.nodelist = inside
        self._depends = depends

    def render(self, context: Any) -> str:
        """The part as text. Without a mart it is rendered each time."""
        mart = context.get("mart")
        if mart is None:
            return self.nodelist.render(context)
        key = (self, current(), *[name.resolve(context) for name in self._depends])
        return parts_of(mart).once(key, lambda: self.nodelist.render(context))


def kept(parser: Parser, token: Token) -> Node:
    """Reads the tag."""
    depends = [parser.compile_filter(word) for word in token.split_contents()[1:]]
    inside = parser.parse(("endkept",))
    parser.delete_first_token()
    return Kept(inside, depends)
