"""Fields of forms that several rooms ask for: an amount in rupees, a choice among rows."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from haat.core.errors import HaatError
from haat.core.money import MAX_PAISE, format_rupees, parse_rupees, parse_signed_rupees


class RupeesField(forms.CharField):
    """Rupees as people write them; cleaned to paise, at least `least` of them and no more than `most`."""

    def __init__(self, *, least: int = 0, most: int = MAX_PAISE, **kwargs: object) -> None:
        self.least, self.most = least, most
        kwargs.setdefault("max_length", 20)
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)  # type: ignore[arg-type]

    def clean(self, value: object) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            paise = parse_rupees(text)
        except HaatError as problem:
            raise forms.ValidationError(problem.message) from None
        if paise < self.least:
            raise forms.ValidationError(_("Write an amount above zero."))
        if paise > self.most:
            raise forms.ValidationError(_("Write at most %(most)s."), params={"most": format_rupees(self.most)})
        return paise


class SignedRupeesField(forms.CharField):
    """Rupees with a minus in front where they are taken back; cleaned to paise, nothing typed to 0."""

    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("required", False)
        # The number pad of some phones has no minus: the plain keyboard has both.
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off"}))
        super().__init__(max_length=20, **kwargs)  # type: ignore[arg-type]

    def clean(self, value: object) -> int:
        text = super().clean(value)
        try:
            return parse_signed_rupees(text) if text else 0
        except HaatError as problem:
            raise forms.ValidationError(problem.message) from None


def rupees_text(paise: int) -> str:
    """Paise as one would type them: `129` or `129.50`."""
    return f"{paise // 100}.{paise % 100:02d}".removesuffix(".00")


def choose_from(form: forms.Form, name: str, rows: Any, *, label: Callable[[Any], str] = str) -> None:
    """Let the field `name` choose among `rows`, each shown by `label`."""
    field: Any = form.fields[name]
    field.queryset = rows
    field.label_from_instance = label
    if not field.required:
        field.empty_label = "–"
