"""Where somebody was quicker: what stands now at each field that was typed otherwise, for the writer to see."""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from django import forms
from django.utils.translation import gettext


def changed_meanwhile() -> str:
    """That somebody was quicker, and what one's own words are for now."""
    return gettext(
        "Somebody has changed this in the meantime. What you typed is still here: save it again to put it"
        " in the place of theirs."
    )


def digest(standing: object) -> str:
    """What stands, in short, to be known again."""
    return sha256(repr(standing).encode()).hexdigest()[:16]


class SeenForm(forms.Form):
    """A form whose page says in `seen` how things stood when it was drawn (`standing`).

    What somebody else has changed since is not written over unread: it stands at its field (`now_there`).
    """

    standing = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.now_there: dict[str, str] = {}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.data.get("seen", "") not in ("", self.standing):
            self.now_there = what_stands(self)
            self.add_error(None, changed_meanwhile())
        return given


def what_stands(form: forms.Form) -> dict[str, str]:
    """Field → a line with what it holds now, where that is not what was typed; only of fields that show what is."""
    found = {}
    for name, field in form.fields.items():
        now = form.get_initial_for_field(field, name)
        typed = field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
        shows = name in form.initial or field.initial is not None
        if shows and not field.widget.is_hidden and _plain(now) != _plain(typed):
            found[name] = gettext("There now: %(now)s") % {"now": _said(field, now) or "–"}
    return found


def _plain(value: Any) -> Any:
    """A value as a form sends it: texts by their words, several choices in any order, a tick set or not."""
    if isinstance(value, (list, tuple)):
        return sorted(str(each) for each in value)
    return "" if value in (None, False) else "on" if value is True else " ".join(str(value).split())


def _said(field: Any, now: Any) -> str:
    """A value in the words the form has for it."""
    if isinstance(now, bool):
        return gettext("yes") if now else gettext("no")
    words = {str(code): str(text) for code, text in getattr(field, "choices", ())}
    several: Iterable[Any] = now if isinstance(now, (list, tuple)) else [now]
    return ", ".join(words.get(str(each), str(each)) for each in several if each not in (None, ""))
