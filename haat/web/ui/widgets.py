"""Form widgets and fields made in Python: pages with a form a row spend most of their time in a template each."""

from collections.abc import Mapping
from typing import Any

from django.forms import BoundField
from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from haat.core.languages import LANGUAGES
from haat.web.ui.icons import icon

_WIDGETS = "django/forms/widgets/"
_INPUTS = frozenset(
    f"{_WIDGETS}{name}.html" for name in ("input", "text", "number", "email", "url", "password", "hidden", "date")
)


class Renderer(DjangoTemplates):
    """Django's own, but inputs and selects are written without their templates; what stands in them is the same."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        if template_name in _INPUTS:
            return _input(context["widget"])
        if template_name == f"{_WIDGETS}select.html":
            return _select(context["widget"])
        return super().render(template_name, context, request)


def _attributes(given: Mapping[str, Any]) -> str:
    """` name="value"` for each that is not False; True gives the bare name."""
    return "".join(
        f" {name}" if value is True else f' {name}="{conditional_escape(str(value))}"'
        for name, value in given.items()
        if value is not False
    )


def _input(widget: Mapping[str, Any]) -> SafeString:
    value = "" if widget["value"] is None else f' value="{conditional_escape(str(widget["value"]))}"'
    name = conditional_escape(widget["name"])
    return mark_safe(f'<input type="{widget["type"]}" name="{name}"{value}{_attributes(widget["attrs"])}>')


def _select(widget: Mapping[str, Any]) -> SafeString:
    parts = [f'<select name="{conditional_escape(widget["name"])}"{_attributes(widget["attrs"])}>']
    for group, options, _index in widget["optgroups"]:
        rows = [_option(option) for option in options]
        parts += [f'<optgroup label="{conditional_escape(group)}">', *rows, "</optgroup>"] if group else rows
    return mark_safe("".join([*parts, "</select>"]))


def _option(option: Mapping[str, Any]) -> str:
    value, label = conditional_escape(str(option["value"])), conditional_escape(option["label"])
    return f'<option value="{value}"{_attributes(option["attrs"])}>{label}</option>'


def field(
    bound_field: BoundField,
    *,
    hint: str = "",
    prefix: str = "",
    short: bool = False,
    done: str = "",
    placeholder: str = "",
    label: str = "",
    of: str = "",
) -> SafeString:
    """A form field: label, box, what went well (`done`) or the error at its place, and the hint.

    What was typed stays; where somebody was quicker, the form says what is there now (`now_there`). `short` is for a
    PIN or a count; `prefix` stands in the box (`+91`, `₹`). `of` is heard after the label, where rows have fields of
    one name: whose it is.
    """
    hint = hint or str(bound_field.help_text)
    error = bound_field.errors[0] if bound_field.errors else ""
    now = getattr(bound_field.form, "now_there", {}).get(bound_field.name, "")
    at = bound_field.auto_id
    told = (("error", error), ("now", now), ("hint", hint), ("done", done))
    beside = " ".join(f"{at}_{name}" for name, there in told if there)
    extra = {"aria-describedby": beside, "placeholder": placeholder, "aria-invalid": "true" if error else ""}
    spoken = LANGUAGES.get(bound_field.field.widget.attrs.get("lang", ""))
    if spoken is not None and spoken.direction == "rtl":
        extra["dir"] = "rtl"
    widget = bound_field.as_widget(attrs={name: value for name, value in extra.items() if value})
    words = conditional_escape(label or bound_field.label or "")
    tick = bound_field.widget_type == "checkbox"
    kind = f"field{' field--wrong' if error else ''}{' field--short' if short and not tick else ''}"
    box = (
        f'<label class="tick">{widget}<span>{words}</span></label>'
        if tick
        else f"{_label(bound_field, words, of)}{_box(widget, prefix)}"
    )
    cross = icon("cross", size="small")
    failed = f'<p class="field-error" id="{at}_error">{cross}<span>{conditional_escape(str(error))}</span></p>'
    return mark_safe(
        f'<div class="{kind}">{box}{failed if error else ""}{_hint(at, now, "now")}'
        f'<div class="field-done"{"" if done else " hidden"} id="{at}_done" role="status">{icon("check", size="small")}'
        f"<span>{conditional_escape(done)}</span></div>"
        f"{_hint(at, hint)}</div>"
    )


def _label(bound_field: BoundField, words: str, of: str) -> str:
    heard = f'<span class="sr">: {conditional_escape(of)}</span>' if of else ""
    # What may be left empty and is needed all the same says so by where it stands.
    wanted = bound_field.field.required or getattr(bound_field.field, "needed_later", False)
    rest = "" if wanted else f' <span class="field-optional">{gettext("if you like")}</span>'
    return f'<label class="field-label" for="{bound_field.id_for_label}">{words}{heard}{rest}</label>'


def _box(widget: str, prefix: str) -> str:
    before = (
        f'<span class="field-prefix" dir="ltr" aria-hidden="true">{conditional_escape(prefix)}</span>' if prefix else ""
    )
    return f'<div class="field-box">{before}{widget}</div>'


def _hint(at: str, hint: str, name: str = "hint") -> str:
    return f'<p class="field-hint" id="{at}_{name}">{conditional_escape(hint)}</p>' if hint else ""
