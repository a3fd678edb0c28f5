"""What is typed to mend a good; the rooms below judge it. A form remembers what its writer saw."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from haat.catalogue.models import Good, GoodText, Variant
from haat.catalogue.rules import language_name
from haat.core.dates import monday_of, today
from haat.core.errors import HaatError
from haat.core.languages import best
from haat.core.numerals import latin_digits, without_groups
from haat.pricing.models import TaxRule
from haat.stock.rules import MOST_PIECES
from haat.studio.facts import Mended, SizeMended
from haat.web.office.desk.about_fields import about_fields, about_values, asked_values
from haat.web.office.desk.day_field import DayField
from haat.web.office.desk.fields import RupeesField, rupees_text
from haat.web.office.desk.meanwhile import what_stands
from haat.web.office.goods.words import UNIT_WORDS

# So many of the mart's languages are asked for a label; the good's words have a form for each.
MOST_LANGUAGES = 3
A_YEAR = timedelta(days=366)
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def line(label: Any, most: int, **more: Any) -> forms.CharField:
    """One line of text."""
    return forms.CharField(
        label=label,
        max_length=most,
        widget=forms.TextInput(attrs={"autocomplete": "off", **more.pop("attrs", {})}),
        **more,
    )


class NumberField(forms.IntegerField):
    """A whole number in digits of any script."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__(widget=forms.TextInput(attrs=attrs), **kwargs)

    def to_python(self, value: Any) -> int | None:
        return super().to_python(without_groups(latin_digits(value).strip()) if isinstance(value, str) else value)


class CentimetresField(forms.DecimalField):
    """A length in centimetres, cleaned to whole millimetres."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off"}
        super().__init__(max_digits=6, decimal_places=1, required=False, widget=forms.TextInput(attrs=attrs), **kwargs)

    def to_python(self, value: Any) -> Any:
        return super().to_python(latin_digits(value).replace(",", ".") if isinstance(value, str) else value)

    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        return None if found is None else int(found * 10)


def centimetres(mm: int | None) -> str:
    """Millimetres as one would type them: `28.5`."""
    return "" if mm is None else f"{mm / 10:g}"


class Mending(forms.Form):
    """A form about something of a good. It carries when the good was changed last as its writer saw it (`seen`).

    When somebody was quicker, what was typed stays, and beside it stands what is there now.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput(), max_length=40)

    def __init__(self, good: Good, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.good = good
        self.stale, self.now_there = False, dict[str, str]()

    @property
    def seen_at(self) -> datetime:
        """The moment it carries; one at which nothing was when it carries none."""
        try:
            found = datetime.fromisoformat(self.cleaned_data["seen"])
        except ValueError:
            return NEVER
        return found if found.tzinfo else NEVER

    @property
    def seen_now(self) -> str:
        """What the form drawn again carries: as it was sent, unless the writer was just told of the change."""
        if self.is_bound and not self.stale:
            return str(self.data.get(self.add_prefix("seen"), ""))[:40]
        return self.good.changed_at.isoformat()

    @property
    def seen_name(self) -> str:
        """What it is called in the sending."""
        return self.add_prefix("seen")

    def told_of_change(self) -> None:
        """Somebody was quicker: say at each field that differs what stands there now."""
        self.stale, self.now_there = True, what_stands(self)

    def refuse(self, problem: HaatError) -> None:
        """Put a refusal of the rooms at its field."""
        self.add_error(problem.field if problem.field in self.fields else None, problem.message)


class WordsForm(Mending):
    """What a good is called in one language, what is told of it, and who wrote that."""

    name = line(_("Name"), 120)
    description = forms.CharField(
        label=_("Description"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    care = forms.CharField(label=_("Care"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    origin = forms.ChoiceField(
        label=_("Written by"), choices=[("person", _("a person")), ("machine", _("a machine"))], initial="person"
    )
    read = forms.BooleanField(label=_("I have read it over"), required=False)

    def __init__(self, good: Good, language: str, data: Any = None) -> None:
        self.text = next((text for text in good.texts.all() if text.language == language), None)
        super().__init__(good, data, prefix=f"w-{language}", initial=_words(self.text))
        self.language, self.language_name = language, language_name(language)
        for name in ("name", "description", "care"):
            self.fields[name].widget.attrs["lang"] = language
        self.auto_id = f"id_{language}_%s"

    def reviewer(self, me: int | None) -> int | None:
        """Who has read the words over: as known while they stay as they are, else who sends this, if she says so."""
        if not self.cleaned_data["read"]:
            return None
        same = self.text is not None and all(
            getattr(self.text, name).strip() == self.cleaned_data[name].strip()
            for name in ("name", "description", "care")
        )
        known = self.text.reviewed_by_id if self.text is not None else None
        return known if same and known is not None else me


def _words(text: GoodText | None) -> dict[str, Any]:
    if text is None:
        return {}
    told = {"name": text.name, "description": text.description, "care": text.care, "origin": text.origin}
    return told | {"read": text.reviewed_by_id is not None}


class FactsForm(Mending):
    """What is declared of a good, how large it is, and what its craft asks."""

    hsn = line(_("HSN"), 8, required=False, attrs={"inputmode": "numeric"})
    tax_slug = forms.ChoiceField(label=_("Tax line"))
    packed_and_labelled = forms.BooleanField(label=_("Packed and labelled"), required=False)
    shelf_life_days = NumberField(label=_("Keeps for days"), required=False)
    fragile = forms.BooleanField(label=_("Breaks easily"), required=False)
    made_to_order = forms.BooleanField(label=_("Made to order"), required=False)
    making_days = NumberField(label=_("Days to make"), required=False)
    length_mm = CentimetresField(label=_("Length in cm"))
    width_mm = CentimetresField(label=_("Width in cm"))
    height_mm = CentimetresField(label=_("Height in cm"))

    def __init__(self, good: Good, lines: Iterable[TaxRule], data: Any = None) -> None:
        super().__init__(good, data, prefix="facts", initial=_facts(good))
        known = {rule.slug: f"{rule.hsn} · {best(rule.names).text} · {rule.rate_bp / 100:g}%" for rule in lines}
        known.setdefault(good.tax_slug, good.tax_slug)
        tax: Any = self.fields["tax_slug"]
        tax.choices = list(known.items())
        self.asked = good.craft.attributes
        self.fields |= about_fields(good)

    @property
    def about(self) -> list[forms.BoundField]:
        """What the craft asks, in its order."""
        return [self[name] for name in self.fields if name.startswith("about_")]

    @property
    def sides(self) -> list[forms.BoundField]:
        """Length, width and height."""
        return [self[name] for name in ("length_mm", "width_mm", "height_mm")]

    def told(self) -> Mended:
        """The same as the studio takes it."""
        given = self.cleaned_data
        return Mended(
            hsn=latin_digits(given["hsn"]).replace(" ", ""),
            tax_slug=given["tax_slug"],
            packed_and_labelled=given["packed_and_labelled"],
            shelf_life_days=given["shelf_life_days"],
            fragile=given["fragile"],
            made_to_order=given["made_to_order"],
            making_days=given["making_days"] or 0,
            attributes=asked_values(self.asked, given, self.good.attributes, self.good.mart.languages),
            size_mm=(given["length_mm"], given["width_mm"], given["height_mm"]),
        )

    def refuse(self, problem: HaatError) -> None:
        """An answer to the craft stands at its first field."""
        fields = [name for name in self.fields if name == problem.field or name.startswith(f"{problem.field}_")]
        self.add_error(fields[0] if problem.field and fields else None, problem.message)


def _facts(good: Good) -> dict[str, Any]:
    fields = ("hsn", "tax_slug", "packed_and_labelled", "shelf_life_days", "fragile", "made_to_order")
    told: dict[str, Any] = {name: getattr(good, name) for name in fields}
    told |= {name: centimetres(getattr(good, name)) for name in ("length_mm", "width_mm", "height_mm")}
    return told | {"making_days": good.making_days or None} | about_values(good)


class SizeForm(Mending):
    """A size or colour: what it is called, what it costs and weighs. Without a variant, one more of them."""

    price = RupeesField(label=_("Price"), least=100)
    mrp = RupeesField(label=_("MRP"), required=False)
    weight = NumberField(label=_("Weight in grams"), required=False)
    net_quantity = NumberField(label=_("Net quantity"), initial=1)
    net_unit = forms.ChoiceField(label=_("Unit"), choices=list(UNIT_WORDS.items()), initial="piece")
    sku = line(_("SKU"), 40, required=False)
    place = NumberField(label=_("Place in the list"), required=False)
    reason = line(_("Reason for a price below her cost"), 200, required=False)

    def __init__(self, good: Good, variant: Variant | None, data: Any = None) -> None:
        place = 1 + [row.pk for row in made(good)].index(variant.pk) if variant and variant.active else None
        initial = _size(variant, place) if variant else {}
        super().__init__(good, data, prefix=f"v{variant.pk}" if variant else "new", initial=initial)
        self.variant = variant
        self.languages = good.mart.languages[:MOST_LANGUAGES]
        for code in self.languages:
            label = gettext("Size or colour in %(language)s") % {"language": language_name(code)}
            self.fields[f"label_{code}"] = line(label, 40, required=False, attrs={"lang": code})
        self.fields["sku"].required = variant is not None
        if variant is None:
            del self.fields["place"], self.fields["reason"]

    @property
    def labels(self) -> list[forms.BoundField]:
        """What it is called, in the mart's languages."""
        return [self[f"label_{code}"] for code in self.languages]

    def told(self) -> SizeMended:
        """The same as the studio takes it; a printed price not given is the price."""
        given = self.cleaned_data
        kept = dict(self.variant.labels) if self.variant else {}
        labels = {**kept, **{code: given[f"label_{code}"] for code in self.languages}}
        return SizeMended(
            sku=given["sku"].strip(),
            labels={code: text for code, text in labels.items() if text},
            price_paise=given["price"],
            mrp_paise=given["mrp"] or given["price"],
            weight_g=given["weight"],
            net_quantity=given["net_quantity"],
            net_unit=given["net_unit"],
            place=given.get("place") or len(made(self.good)) + 1,
        )

    def refuse(self, problem: HaatError) -> None:
        """A label too long stands at its language."""
        named = f"label_{problem.facts.get('language', '')}"
        field = named if problem.field == "labels" else problem.field
        self.add_error(field if field in self.fields else None, problem.message)


def made(good: Good) -> list[Variant]:
    """The sizes a good is made in, in their order."""
    return [variant for variant in good.variants.all() if variant.active]


def _size(variant: Variant, place: int | None) -> dict[str, Any]:
    told: dict[str, Any] = {
        "price": rupees_text(variant.price_paise),
        "mrp": rupees_text(variant.mrp_paise),
        "weight": variant.weight_g,
        "net_quantity": variant.net_quantity,
        "net_unit": variant.net_unit,
        "sku": variant.sku,
        "place": place,
    }
    return told | {f"label_{code}": text for code, text in variant.labels.items()}


class PiecesForm(forms.Form):
    """How many lie with the maker, or can be made in a week: every ordinary one, or that of a day."""

    pieces = NumberField(label=_("Pieces"), min_value=0, max_value=MOST_PIECES)
    week = DayField(label=_("Only in the week of"), required=False)

    def __init__(self, variant: Variant, *, known: int | None, to_order: bool, data: Any = None) -> None:
        super().__init__(data, prefix=f"p{variant.pk}", initial={"pieces": known})
        self.variant = variant
        self.fields["pieces"].label = gettext("Pieces a week") if to_order else gettext("Pieces with the maker")
        if not to_order:
            del self.fields["week"]

    def clean_week(self) -> date | None:
        """A week that can still come, and not too far ahead."""
        day: date | None = self.cleaned_data["week"]
        if day is not None and not monday_of(today()) <= day <= today() + A_YEAR:
            raise forms.ValidationError(_("Choose a day from this week on, at most a year ahead."))
        return day

    def refuse(self, problem: HaatError) -> None:
        """The rooms call the figure by their own names."""
        self.add_error("week" if problem.field == "week" and "week" in self.fields else "pieces", problem.message)
