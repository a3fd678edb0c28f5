"""Django's nodes, each with a `render` that has worked out beforehand what it can."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from django.template import Node, NodeList, Template
from django.template.base import TextNode, Token, TokenType
from django.template.defaulttags import ForNode, URLNode
from django.template.library import InclusionNode
from django.template.loader_tags import BLOCK_CONTEXT_KEY, BlockContext, BlockNode, ExtendsNode, IncludeNode
from django.templatetags.i18n import BlockTranslateNode
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext, trim_whitespace

from haat.web.ui.quick.addresses import known_address
from haat.web.ui.quick.values import fixed, shown


class QuickNodes(NodeList):
    """Nodes one after the other: their texts as they are, of all others what they render."""

    _parts: "list[str | Callable[[Any], str]] | None" = None

    def render(self, context: Any) -> SafeString:
        """All of them as one text."""
        parts = self._parts
        if parts is None:
            parts = self._parts = [each.s if isinstance(each, TextNode) else each.render for each in self]
        return SafeString("".join([each if type(each) is str else each(context) for each in parts]))  # type: ignore[operator]


class QuickFor(ForNode):
    """`{% for %}`."""

    def render(self, context: Any) -> SafeString:
        """What stands inside, once for each; else what stands behind `{% empty %}`."""
        around, node = context.get("forloop", {}), self._node
        with _pushed(context, {}) as own:
            rows = node.sequence.resolve(context, ignore_failures=True)
            rows = () if rows is None else rows if hasattr(rows, "__len__") else list(rows)
            count = len(rows)
            if not count:
                return node.nodelist_empty.render(context)
            inside, names = node.nodelist_loop.render, list(node.loopvars)
            own["forloop"] = loop = {"parentloop": around}
            written = []
            for at, row in enumerate(reversed(rows) if self.is_reversed else rows):
                left = count - at
                loop.update(counter0=at, counter=at + 1, revcounter=left, revcounter0=left - 1)
                loop.update(first=not at, last=left == 1)
                if len(names) == 1:
                    own[names[0]] = row
                    written.append(inside(context))
                else:
                    with _pushed(context, _unpacked(names, row)):
                        written.append(inside(context))
        return mark_safe("".join(written))

    @property
    def _node(self) -> Any:
        """Itself, of which the stubs say less than is so."""
        return self


def _unpacked(names: "list[str]", row: Any) -> dict[str, Any]:
    """What each of several names stands for."""
    try:
        found = len(row)
    except TypeError:
        found = 1
    if found != len(names):
        raise ValueError(f"{', '.join(names)} in a for loop: {found} values instead of {len(names)}")
    return dict(zip(names, row, strict=True))


@contextmanager
def _pushed(context: Any, values: dict[str, Any]) -> "Iterator[dict[str, Any]]":
    """With these names on top of the context."""
    context.dicts.append(values)
    try:
        yield values
    finally:
        context.dicts.pop()


class QuickInclude(IncludeNode):
    """`{% include %}` of a template whose name is written out: it is found once."""

    _found: Template | None = None

    def render(self, context: Any) -> SafeString:
        """The other template, with the names that are given to it."""
        name = fixed(self.template)
        if not name or name.startswith("."):
            return super().render(context)
        if self._found is None:
            self._found = context.template.engine.get_template(name)
        values = {name: value.resolve(context) for name, value in self.extra_context.items()}
        if self.isolated_context:
            return _drawn(self._found, context.new(values))
        with _pushed(context, values):
            return _drawn(self._found, context)


def _drawn(template: Any, context: Any) -> SafeString:
    """A template within another, whose blocks and states are its own."""
    state = context.render_context
    before, state.template = state.template, template
    state.dicts.append({})
    try:
        return template._render(context)
    finally:
        state.template = before
        state.dicts.pop()


class QuickExtends(ExtendsNode):
    """`{% extends %}` of a template whose name is written out: it is found once, and so are its blocks."""

    _found: "tuple[Any, dict[str, Any]] | None" = None

    def render(self, context: Any) -> SafeString:
        """The template it extends, with the blocks of this one."""
        name = fixed(self.parent_name)  # type: ignore[arg-type]
        if not name or name == self.origin.template_name:
            return super().render(context)
        if self._found is None:
            parent: Any = context.template.engine.get_template(name)
            self._found = parent, _blocks(parent)
        template, blocks = self._found
        state = context.render_context
        ready = state.get(BLOCK_CONTEXT_KEY)
        if ready is None:
            ready = state[BLOCK_CONTEXT_KEY] = BlockContext()
        ready.add_blocks(self.blocks)
        ready.add_blocks(blocks)
        before, state.template = state.template, template
        try:
            return template._render(context)
        finally:
            state.template = before


def _blocks(template: Any) -> dict[str, Any]:
    """The blocks of a template that extends no other; none of one that does, which adds its own."""
    first = next((node for node in template.nodelist if not isinstance(node, TextNode)), None)
    if first is None or isinstance(first, ExtendsNode):
        return {}
    return {node.name: node for node in template.nodelist.get_nodes_by_type(BlockNode)}


class QuickInclusion(InclusionNode):
    """A tag that draws a template: it is found once."""

    _found: Template | None = None

    def render(self, context: Any) -> str:
        """The template with what the tag's function gives it."""
        if not isinstance(self.filename, str):
            return super().render(context)
        if self._found is None:
            self._found = context.template.engine.get_template(self.filename)
        given, named = self.get_resolved_arguments(context)
        inner = context.new(self.func(*given, **named))
        token = context.get("csrf_token")
        if token is not None:
            inner["csrf_token"] = token
        return _drawn(self._found, inner)


class QuickURL(URLNode):
    """`{% url %}`: an address is put together once for each kind of it."""

    def render(self, context: Any) -> str:
        """The address, or nothing when it is put into a variable (`as`)."""
        name = fixed(self.view_name)
        given = [value.resolve(context) for value in self.args]
        found = known_address(name, given) if name and not self.kwargs else None
        if found is None:
            return super().render(context)
        if self.asvar:
            context[self.asvar] = found
            return ""
        return conditional_escape(found) if context.autoescape else found


class QuickSaid(BlockTranslateNode):
    """`{% blocktranslate %}`: its sentence and the names in it are read once."""

    _read: "tuple[str, str, list[str]] | None" = None

    def render(self, context: Any, nested: bool = False) -> str:
        """The sentence in the reader's language, with its values."""
        if self.message_context or nested:
            return super().render(context, nested)
        if self._read is None:
            one, names = self._sentence(self.singular)
            many, more = self._sentence(self.plural or [])
            self._read = one, many, names + more
        one, many, names = self._read
        own = {name: value.resolve(context) for name, value in self.extra_context.items()}
        with _pushed(context, own):
            if self.plural and self.countervar and self.counter:
                count = self.counter.resolve(context)
                if not isinstance(count, Decimal | float | int):
                    return super().render(context, nested)  # says what is wrong
                own[self.countervar] = count
                words = ngettext(one, many, count)  # type: ignore[arg-type]
            else:
                words = gettext(one)
            values = {name: _value(name, context) for name in names}
        try:
            said = words % values
        except (KeyError, ValueError):  # a translation with other names: the sentence as it was written
            return super().render(context, nested)
        if self.asvar:
            context[self.asvar] = SafeString(said)
            return ""
        return said

    def _sentence(self, tokens: list[Token]) -> tuple[str, list[str]]:
        """As the translators know it, and the names in it."""
        words = "".join(
            f"%({token.contents})s" if token.token_type is TokenType.VAR else token.contents.replace("%", "%%")
            for token in tokens
        )
        names = [token.contents for token in tokens if token.token_type is TokenType.VAR]
        return trim_whitespace(words) if self.trimmed else words, names


def _value(name: str, context: Any) -> str:
    if name in context:
        return shown(context[name], context)
    invalid: str = context.template.engine.string_if_invalid
    return shown(invalid % name if "%s" in invalid else invalid, context)


# Django's own → what stands for it.
QUICK: dict[type[Node], type[Node]] = {
    ForNode: QuickFor,
    IncludeNode: QuickInclude,
    ExtendsNode: QuickExtends,
    InclusionNode: QuickInclusion,
    URLNode: QuickURL,
    BlockTranslateNode: QuickSaid,
}
