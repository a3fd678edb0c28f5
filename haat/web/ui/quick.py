"""Django's template nodes in less work: what most pages consist of, rendered to the same text in half of the calls.

A page is a hundred nodes, and each of Django's asks a dozen functions that only matter in rare cases: names that are
missing, values that are called, dates, numbers. Here the common case is looked at first, and everything else goes
Django's own way, so that what is rendered cannot differ. The parser puts these nodes in the place of Django's; not
while templates are debugged, where each node tells where it stands (`haat.web.ui.folding`).
"""

from html import escape
from typing import Any

from django.template.base import (
    FilterExpression,
    NodeList,
    Parser,
    Template,
    TextNode,
    VariableDoesNotExist,
    VariableNode,
    render_value_in_context,
)
from django.template.defaulttags import IfNode, TemplateLiteral
from django.template.library import InclusionNode, SimpleNode
from django.template.loader_tags import BLOCK_CONTEXT_KEY, BlockContext, BlockNode, ExtendsNode, IncludeNode
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

MISSING: Any = object()


class Said(FilterExpression):
    """A name with what is asked of it, and filters: `page.name.text|upper`."""

    __slots__ = ("bits",)

    def __init__(self, token: str, parser: Parser) -> None:
        super().__init__(token, parser)
        named: Any = self.var
        self.bits = named.lookups if self.is_var and not named.translate else None

    def resolve(self, context: Any, ignore_failures: bool = False) -> Any:
        """The value. Django's own way for all that is not there, or is no plain value."""
        if self.bits is None or self.filters:
            return super().resolve(context, ignore_failures)
        value = _found(context, self.bits)
        return super().resolve(context, ignore_failures) if value is MISSING else value


def _found(context: Any, bits: tuple[str, ...]) -> Any:
    """What is called so in the context; MISSING where it takes more than looking."""
    first = bits[0]
    for names in reversed(context.dicts):
        if first in names:
            value = names[first]
            break
    else:
        return MISSING
    if callable(value):
        return MISSING
    for bit in bits[1:]:
        if type(value) is dict:
            value = value.get(bit, MISSING)
        elif hasattr(type(value), "__getitem__") and not isinstance(value, tuple):
            return MISSING
        else:
            try:
                value = getattr(value, bit, MISSING)
            except Exception:  # Django knows which of them say nothing
                return MISSING
        if value is MISSING or callable(value):
            return MISSING
    return value


class Row(NodeList):
    """Nodes one after the other."""

    def render(self, context: Any) -> SafeString:
        """Their texts."""
        return SafeString("".join([node.render(context) for node in self]))


class Shown(VariableNode):
    """`{{ name }}`."""

    def render(self, context: Any) -> Any:
        """The value, escaped."""
        value = self.filter_expression.resolve(context)
        kind = type(value)
        if kind is SafeString:
            return value
        if kind is str and context.autoescape:
            return escape(value)
        return render_value_in_context(value, context)


class Chosen(IfNode):
    """`{% if %}`."""

    def render(self, context: Any) -> Any:
        """The first part whose condition holds."""
        for condition, nodes in self.conditions_nodelists:
            try:
                if type(condition) is TemplateLiteral:
                    holds = condition.value.resolve(context, True)
                else:
                    holds = condition is None or condition.eval(context)
            except VariableDoesNotExist:  # an argument of a filter
                continue
            if holds:
                return nodes.render(context)
        return ""


class Made(SimpleNode):
    """What a function of ours gives: `{% picture … %}`."""

    def render(self, context: Any) -> Any:
        """What it gives, escaped; nothing where it is put under a name."""
        given = {name: value.resolve(context) for name, value in self.kwargs.items()}
        values = [value.resolve(context) for value in self.args]
        made = self.func(context, *values, **given) if self.takes_context else self.func(*values, **given)
        if self.target_var is not None:
            context[self.target_var] = made
            return ""
        return made if type(made) is SafeString or not context.autoescape else conditional_escape(made)


class Block(BlockNode):
    """`{% block %}` of a page that has a frame."""

    def render(self, context: Any) -> Any:
        """The innermost block of that name."""
        blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
        if blocks is None:
            return super().render(context)
        taken = blocks.pop(self.name)
        source = self if taken is None else taken
        block: Any = type(self)(source.name, source.nodelist)
        block.context = context
        context.dicts.append({"block": block})
        try:
            result = block.nodelist.render(context)
        finally:
            context.pop()
        if taken is not None:
            blocks.push(self.name, taken)
        return result


class Extends(ExtendsNode):
    """`{% extends "…" %}`: which template that is does not change, nor which blocks it has."""

    parent: Any = None

    def render(self, context: Any) -> Any:
        """The frame with this page's blocks."""
        name = self.parent_name
        if name.is_var or name.filters or name.var == self.origin.template_name:
            return super().render(context)
        if self.parent is None:
            self.parent = context.template.engine.get_template(name.var)
        rest = context.render_context
        blocks = rest.get(BLOCK_CONTEXT_KEY)
        if blocks is None:
            blocks = rest[BLOCK_CONTEXT_KEY] = BlockContext()
        blocks.add_blocks(self.blocks)
        blocks.add_blocks(_blocks_of(self.parent))
        with rest.push_state(self.parent, isolated_context=False):
            return self.parent._render(context)


def _blocks_of(template: Any) -> dict[str, BlockNode]:
    """The blocks of a template that extends no other."""
    found: dict[str, BlockNode] | None = template.__dict__.get("own_blocks")
    if found is None:
        row = template.nodelist
        first = next((node for node in row if not isinstance(node, TextNode)), None)
        root = first is not None and not isinstance(first, ExtendsNode)
        nodes = row.get_nodes_by_type(BlockNode) if root else []
        found = template.own_blocks = {node.name: node for node in nodes}
    return found


class Included(IncludeNode):
    """`{% include "…" %}`."""

    found: Template | None = None

    def render(self, context: Any) -> Any:
        """The template with what is given to it."""
        name = self.template
        if name.is_var or name.filters or str(name.var).startswith("."):
            return super().render(context)
        if self.found is None:
            self.found = context.template.engine.get_template(name.var)
        values = {called: value.resolve(context) for called, value in self.extra_context.items()}
        if self.isolated_context:
            return self.found.render(context.new(values))
        context.dicts.append(values)
        try:
            return self.found.render(context)
        finally:
            context.pop()


class Component(InclusionNode):
    """A component that is a template."""

    found: Template | None = None

    def render(self, context: Any) -> Any:
        """The template with what its function gives."""
        if not isinstance(self.filename, str):
            return super().render(context)
        if self.found is None:
            self.found = context.template.engine.get_template(self.filename)
        values, given = self.get_resolved_arguments(context)
        inside = context.new(self.func(*values, **given))
        token = context.get("csrf_token")
        if token is not None:
            inside["csrf_token"] = token
        return self.found.render(inside)


# Django's nodes, and ours in their place; what another tag has made of them stays.
_QUICK: dict[type[Any], type[Any]] = {
    VariableNode: Shown,
    IfNode: Chosen,
    SimpleNode: Made,
    BlockNode: Block,
    ExtendsNode: Extends,
    IncludeNode: Included,
    InclusionNode: Component,
}


class QuickParser(Parser):
    """Django's parser; it makes our nodes."""

    def compile_filter(self, token: str) -> FilterExpression:
        """A value as it is written in a tag."""
        return Said(token, self)

    def extend_nodelist(self, nodelist: NodeList, node: Any, token: Any) -> None:
        """Put the next node to the others."""
        if type(nodelist) is NodeList:
            nodelist.__class__ = Row
        node.__class__ = _QUICK.get(type(node), type(node))
        super().extend_nodelist(nodelist, node, token)
