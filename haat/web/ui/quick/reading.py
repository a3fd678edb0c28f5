"""Reading a template into quick nodes."""

from collections.abc import Iterable
from typing import Any

from django.template import Node, NodeList
from django.template.base import FilterExpression, Parser, Token, VariableNode

from haat.web.ui.quick.nodes import QUICK, QuickNodes
from haat.web.ui.quick.values import QuickExpression, QuickVariable


class QuickParser(Parser):
    """Django's parser; what it gives are the same nodes, rendered quicker."""

    def compile_filter(self, token: str) -> FilterExpression:
        """A name or words with filters."""
        return QuickExpression(token, self)

    def extend_nodelist(self, nodelist: NodeList, node: Node, token: Token) -> None:
        """Put a node to those read before."""
        kind: Any = QuickVariable if type(node) is VariableNode else QUICK.get(type(node))
        if kind is not None:
            node.__class__ = kind
        super().extend_nodelist(nodelist, node, token)
        node.token = None  # only `debug` tells of it, and a page has hundreds

    def parse(self, parse_until: Iterable[str] | None = None) -> NodeList:
        """The nodes up to one of these tags, or to the end."""
        nodes = super().parse(parse_until)
        quick = QuickNodes(nodes)
        quick.contains_nontext = nodes.contains_nontext
        return quick
