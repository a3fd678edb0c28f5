"""What is typed of a portal: its columns one below the other, and the headings of its list of orders."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from haat.channels.models import Portal
from haat.channels.portals.errors import BadPortal
from haat.channels.portals.facts import MOST_PICTURES
from haat.channels.portals.told import MOST_COLUMNS, MOST_HEADING, MOST_TEXT, NEEDED, ORDER_FIELDS, Column, PortalTold
from haat.core.errors import HaatError
from haat.core.languages import LANGUAGES
from haat.places.models import Mart
from haat.web.office.channels.words import BILLS
from haat.web.ui.signin_forms import refuse

# What a new portal begins with, for the desk to call it as the portal's sheet does.
FIRST = (
    *("sku", "title", "description", "craft", "price", "mrp", "pieces_free", "hsn", "tax_percent", "net_quantity"),
    *("package_weight", "maker", "block", "picture_1", "picture_2", "picture_3"),
)
SPARE = 5
LIST = "portal-sources"


def _text(most: int, **more: Any) -> forms.CharField:
    attributes = {"autocomplete": "off", **more.pop("attributes", {})}
    return forms.CharField(max_length=most, required=False, widget=forms.TextInput(attrs=attributes), **more)


class PortalForm(forms.Form):
    """A portal as a whole; of its columns as many rows as stand, and some to add."""

    title = forms.CharField(label=_("Name of the portal"), max_length=80)
    slug = forms.CharField(
        label=_("Short name"),
        max_length=20,
        required=False,
        help_text=_("Its orders stand under it, and it stays: small letters, digits and dashes, like esaras."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    language = forms.ChoiceField(label=_("Language of the sheet"))
    pictures = forms.IntegerField(label=_("Pictures of each good"), min_value=0, max_value=MOST_PICTURES, initial=3)
    bills = forms.ChoiceField(label=_("Invoice"), choices=list(BILLS.items()), initial="here")

    def __init__(self, mart: Mart, sources: Mapping[str, Any], portal: Portal | None = None, data: Any = None) -> None:
        super().__init__(data)
        self.portal = portal
        self._called = _called(sources)
        self.fields["language"].choices = [  # type: ignore[attr-defined]
            (code, LANGUAGES[code].endonym) for code in mart.languages
        ]
        kept = portal.columns if portal else self._begun()
        count = self._sent() if data is not None else len(kept) + SPARE
        self.numbers = range(1, min(max(count, len(kept), 1), MOST_COLUMNS) + 1)
        for row in self.numbers:
            self.fields[f"heading_{row}"] = _text(MOST_HEADING, label=_("Heading"))
            self.fields[f"from_{row}"] = _text(200, label=_("Filled from"), attributes={"list": LIST})
            self.fields[f"text_{row}"] = _text(MOST_TEXT, label=_("Or always this text"))
        for name, label in ORDER_FIELDS.items():
            self.fields[f"order_{name}"] = _text(MOST_HEADING, label=label)
        if portal is not None:
            known = ("title", "slug", "language", "pictures", "bills")
            self.initial.update({name: getattr(portal, name) for name in known})
            self.initial.update({f"order_{name}": head for name, head in portal.orders.items()})
            del self.fields["slug"]
        self._fill(kept)

    def _begun(self) -> list[dict[str, str]]:
        names = {slug: label for label, slug in self._called.items()}
        return [{"heading": names[slug], "from": slug, "text": ""} for slug in FIRST if slug in names]

    def _sent(self) -> int:
        """How many rows the sent form had."""
        rows = [name.rpartition("_")[2] for name in self.data if name.startswith("heading_")]
        return max((int(row) for row in rows if row.isascii() and row.isdigit() and len(row) < 4), default=0)

    def _fill(self, kept: Sequence[Mapping[str, str]]) -> None:
        names = {slug: label for label, slug in self._called.items()}
        for row, column in enumerate(kept, start=1):
            self.initial[f"heading_{row}"], self.initial[f"text_{row}"] = column["heading"], column["text"]
            self.initial[f"from_{row}"] = names.get(column["from"], column["from"])

    @property
    def sources(self) -> list[str]:
        """What a column can be filled from, as it is called."""
        return list(self._called)

    @property
    def rows(self) -> list[tuple[int, forms.BoundField, forms.BoundField, forms.BoundField]]:
        return [(row, self[f"heading_{row}"], self[f"from_{row}"], self[f"text_{row}"]) for row in self.numbers]

    @property
    def order_columns(self) -> list[tuple[forms.BoundField, bool]]:
        """Each with whether no order can be read without it."""
        return [(self[f"order_{name}"], name in NEEDED) for name in ORDER_FIELDS]

    @property
    def reads_orders(self) -> bool:
        """Whether the fold of the orders stands open."""
        names = [f"order_{name}" for name in ORDER_FIELDS]
        return any(self[name].value() or name in self.errors for name in names)

    @property
    def seen(self) -> str:
        """When the portal was changed last, as the form says it back."""
        return self.portal.changed_at.isoformat() if self.portal else ""

    def told(self) -> PortalTold:
        """All that was typed, for `channels.set_portal`. Raises BadPortal."""
        given = self.cleaned_data
        self._rows: list[int] = []
        columns = []
        for row in self.numbers:
            head, source, text = (given[f"{part}_{row}"].strip() for part in ("heading", "from", "text"))
            if head or source or text:
                self._rows.append(row)
                columns.append(Column(head, self._slug(source), text))
        orders = {name: given[f"order_{name}"] for name in ORDER_FIELDS}
        slug = self.portal.slug if self.portal else given["slug"].strip().lower()
        return PortalTold(slug, given["title"], given["language"], columns, orders, given["bills"], given["pictures"])

    def _slug(self, typed: str) -> str:
        """The slug of what was chosen from the list; what is not on it stays, and is refused."""
        wanted = typed.casefold()
        return next((slug for label, slug in self._called.items() if label.casefold() == wanted), typed)

    def refuse(self, problem: HaatError) -> None:
        """At its row: rows left empty above it do not count for the room below."""
        part, _line, number = problem.field.partition("_")
        if isinstance(problem, BadPortal) and part in ("heading", "from", "text") and number.isdigit():
            at = int(number) - 1
            problem.field = f"{part}_{self._rows[at] if at < len(self._rows) else 1}"
        refuse(self, problem)

    def told_of_change(self) -> None:
        """Somebody else was quicker: what stands there now is said, and this page may be sent once more."""
        self.add_error(None, say("It was changed by somebody else. What you typed stands here: look, then save again."))


def _called(sources: Mapping[str, Any]) -> dict[str, str]:
    """What each source is called → its slug; of two that are called alike, the second says its slug too."""
    found: dict[str, str] = {}
    for slug, label in sources.items():
        name = str(label) if str(label) not in found else f"{label} ({slug})"
        found[name] = slug
    return found
