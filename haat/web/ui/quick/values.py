"""What a name in a template stands for, and how it is written."""

from collections.abc import Sequence
from html import escape
from inspect import signature
from typing import Any

from django.conf import settings
from django.template.base import FilterExpression, Parser, VariableNode, render_value_in_context
from django.template.context import BaseContext
from django.utils.safestring import SafeData, SafeString, mark_safe
from django.utils.timezone import template_localtime  # type: ignore[attr-defined]

MISSING: Any = object()
# What a lookup by key may raise that only says: there is none.
NO_KEY = (TypeError, AttributeError, KeyError, ValueError, IndexError)


def look(names: Sequence[str], context: Any) -> Any:
    """The value of `names` (`part.maker.names`), as Django finds it; MISSING instead of VariableDoesNotExist."""
    first = names[0]
    for known in reversed(context.dicts):
        if first in known:
            found = known[first]
            break
    else:
        return MISSING
    try:
        if callable(found):
            found = _called(found, context)
        for name in names[1:]:
            found = _below(found, name)
            if found is MISSING:
                return MISSING
            if callable(found):
                found = _called(found, context)
    except Exception as error:
        if getattr(error, "silent_variable_failure", False):  # a row that is not there
            return _invalid(context)
        raise
    return found


def _below(found: Any, name: str) -> Any:
    """`found.name` by key, attribute or place in a list."""
    if type(found) is dict and name in found:
        return found[name]
    if hasattr(type(found), "__getitem__"):
        try:
            return found[name]
        except NO_KEY:
            pass
    try:
        return getattr(found, name)
    except (TypeError, AttributeError):
        if name in dir(found):
            raise  # there is one, and it went wrong
    try:
        return found[int(name)]
    except NO_KEY:
        return MISSING


def _called(found: Any, context: BaseContext) -> Any:
    """What a function gives without arguments; one that wants some, or changes data, is not called."""
    if getattr(found, "do_not_call_in_templates", False):
        return found
    if getattr(found, "alters_data", False):
        return _invalid(context)
    try:
        return found()
    except TypeError:
        try:
            wants = signature(found)
        except ValueError:
            return _invalid(context)
        try:
            wants.bind()
        except TypeError:
            return _invalid(context)
        raise


def _invalid(context: Any) -> str:
    said: str = context.template.engine.string_if_invalid
    return said


class QuickExpression(FilterExpression):
    """A name or words with their filters; what is known of the filters beforehand is worked out once."""

    __slots__ = ("_names", "_steps")

    def __init__(self, token: str, parser: Parser) -> None:
        super().__init__(token, parser)
        self._names = self.var.lookups if self.is_var else None
        self._steps = tuple(_Step(function, arguments) for function, arguments in self.filters)

    def resolve(self, context: Any, ignore_failures: bool = False) -> Any:
        """Its value: None or nothing for a name that is not there."""
        if not self.is_var:
            found: Any = self.var
        elif self._names is None or self.var.translate or not isinstance(context, BaseContext):
            return super().resolve(context, ignore_failures)
        else:
            found = look(self._names, context)
            if found is MISSING:
                if not ignore_failures and _invalid(context):
                    return super().resolve(context)  # type: ignore[arg-type]
                found = None if ignore_failures else ""
        for step in self._steps:
            found = step(found, context)
        return found


class _Step:
    """One filter with its arguments."""

    __slots__ = ("_arguments", "_autoescape", "_function", "_known", "_localtime", "_safe")

    def __init__(self, function: Any, arguments: Sequence[tuple[bool, Any]]) -> None:
        self._function, self._arguments = function, arguments
        self._localtime = getattr(function, "expects_localtime", False)
        self._autoescape = getattr(function, "needs_autoescape", False)
        self._safe = getattr(function, "is_safe", False)
        # Words to be translated are others in another language.
        fixed = all(not looked and isinstance(value, str) for looked, value in arguments)
        self._known = [mark_safe(value) for _looked, value in arguments] if fixed else None

    def __call__(self, found: Any, context: Any) -> Any:
        given = self._known
        if given is None:
            given = [value.resolve(context) if looked else mark_safe(value) for looked, value in self._arguments]
        if self._localtime:
            found = template_localtime(found, context.use_tz)
        if self._autoescape:
            made = self._function(found, *given, autoescape=context.autoescape)
        else:
            made = self._function(found, *given)
        return mark_safe(made) if self._safe and isinstance(found, SafeData) else made


class QuickVariable(VariableNode):
    """`{{ … }}`."""

    def render(self, context: Any) -> str:
        """The value as it stands in the page."""
        return shown(self.filter_expression.resolve(context), context)

    render_annotated = render


def shown(value: Any, context: Any) -> str:
    """As `render_value_in_context`: texts and whole numbers, which most values are, without what others need."""
    kind = type(value)
    if kind is SafeString:
        return str(value)
    if kind is str:
        return escape(value) if context.autoescape else value
    if kind is int and not settings.USE_THOUSAND_SEPARATOR:
        return str(value)
    written: str = render_value_in_context(value, context)
    return written


def fixed(expression: FilterExpression) -> str:
    """The words written out in the template, the same in every language; nothing for any other expression."""
    words = expression.var
    return str(words) if isinstance(words, str) and not expression.filters else ""
