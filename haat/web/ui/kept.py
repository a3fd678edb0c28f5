"""`{% kept %}…{% endkept %}`: a part of a page that is the same for every reader of a mart in one language.

It is rendered once and kept with the mart as the process knows it, which reads its marts anew every half minute.
Names after `kept` are what else it depends on: `{% kept basket_count %}`. Nothing about one reader may stand inside
but what is so named: no token, no basket, no address of the page.
"""

from typing import Any

from django.template import Node, NodeList
from django.template.base import FilterExpression, Parser, Token

from haat.core.languages import current

MOST = 1000  # parts a mart keeps; more would be a mistake in a template


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
        memory: dict[Any, str] = mart.__dict__.setdefault("_kept_parts", {})
        key = (self, current(), *(name.resolve(context) for name in self._depends))
        found = memory.get(key)
        if found is None:
            found = self.nodelist.render(context)
            if len(memory) < MOST:
                memory[key] = found
        return found


def kept(parser: Parser, token: Token) -> Node:
    """Reads the tag."""
    depends = [parser.compile_filter(word) for word in token.split_contents()[1:]]
    inside = parser.parse(("endkept",))
    parser.delete_first_token()
    return Kept(inside, depends)
