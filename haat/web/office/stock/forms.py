"""What is written down of places, and of what goes from one to another."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from haat.catalogue.models import Variant
from haat.catalogue.queries import variants_by_sku, variants_called
from haat.core.languages import best
from haat.places.models import Mart, Place
from haat.places.queries import blocks_within
from haat.stock.models import MoveLine, StockItem, StockPlace
from haat.stock.rules import MOST_PIECES
from haat.web.office.desk.fields import choose_from
from haat.web.office.stock.words import PLACE_KINDS, channel_words

OPENED = [(kind, words) for kind, words in PLACE_KINDS.items() if kind != StockPlace.Kind.MAKER]

# So many goods that bear the words somebody typed are named, to choose one by its SKU.
MOST_CALLED = 6


def _line(label: Any, most: int, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.TextInput(attrs={"autocomplete": "off"}), **more)


def _digits(label: Any) -> forms.CharField:
    attributes = {"inputmode": "numeric", "autocomplete": "off"}
    return forms.CharField(label=label, max_length=20, widget=forms.TextInput(attrs=attributes))


def _pieces(label: Any, **more: Any) -> forms.IntegerField:
    attributes = {"inputmode": "numeric", "autocomplete": "off"}
    return forms.IntegerField(
        label=label, min_value=0, max_value=MOST_PIECES, widget=forms.TextInput(attrs=attributes), **more
    )


def place_label(place: StockPlace) -> str:
    """A place as it is called: a maker's own by its maker."""
    return best(place.maker.names).text if place.maker else place.name


class PlaceForm(forms.Form):
    """Where stock lies, and who keeps it; the room of stock judges it. A warehouse needs no more than a name."""

    name = _line(_("Name"), 80)
    where: "forms.ModelChoiceField[Place]" = forms.ModelChoiceField(label=_("Block"), queryset=None)
    address = _line(_("Address"), 240)
    pin = _digits(_("PIN code"))
    keeper = _line(_("Name of the keeper"), 80, required=False)
    phone = _digits(_("Phone"))

    def __init__(self, mart: Mart, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("where", "address", "pin", "phone"):
            self.fields[name].required = kind != StockPlace.Kind.WAREHOUSE
        choose_from(self, "where", blocks_within(mart.place), label=lambda place: best(place.names).text)


class OpenForm(PlaceForm):
    """A new place; a warehouse also says whose it is."""

    kind = forms.ChoiceField(label=_("What it is"), choices=OPENED)
    channel = forms.RegexField(
        r"^[a-z][a-z0-9-]*$",
        label=_("Marketplace, for a warehouse"),
        max_length=20,
        required=False,
        error_messages={"invalid": _("Marketplace: write its name in small letters: amazon, flipkart.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    account = _line(_("Account there"), 40, required=False)


class SellForm(forms.Form):
    """A channel that shall sell from a place: the mart's shop, or a marketplace the mart has a warehouse of."""

    seller = forms.ChoiceField(label=_("Who sells from here"))

    def __init__(self, sellers: Iterable[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["seller"]
        field.choices = [
            (f"{channel} {account}".strip(), channel_words(channel, account)) for channel, account in sellers
        ]


class SendForm(forms.Form):
    """Where to, and how many pieces of each good that lies here."""

    target: "forms.ModelChoiceField[StockPlace]" = forms.ModelChoiceField(
        label=_("Where to"), queryset=None, empty_label="–"
    )

    def __init__(self, items: Sequence[StockItem], targets: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "target", targets, label=place_label)
        field: Any = self.fields["target"]
        field.choices = list(field.choices)  # asked for once
        self.items = items
        for item in items:
            self.fields[f"pieces_{item.variant_id}"] = _pieces(_("Pieces"), required=False)

    @property
    def somewhere(self) -> bool:
        """Whether there is another place."""
        field: Any = self.fields["target"]
        return any(value for value, _words in field.choices)

    @property
    def rows(self) -> list[tuple[StockItem, forms.BoundField]]:
        """Each item with its field."""
        return [(item, self[f"pieces_{item.variant_id}"]) for item in self.items]

    def pieces(self) -> dict[int, int]:
        """How many of each variant go."""
        return {item.variant_id: self.cleaned_data[f"pieces_{item.variant_id}"] or 0 for item in self.items}


class ReceiveForm(forms.Form):
    """What has come of each line: whole, and spoilt."""

    def __init__(self, lines: Sequence[MoveLine], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            self.fields[f"came_{line.variant_id}"] = _pieces(_("Came"), initial=line.sent)
            self.fields[f"spoilt_{line.variant_id}"] = _pieces(_("Spoilt"), initial=0)

    @property
    def rows(self) -> list[tuple[MoveLine, forms.BoundField, forms.BoundField]]:
        """Each line with its two fields."""
        return [(line, self[f"came_{line.variant_id}"], self[f"spoilt_{line.variant_id}"]) for line in self.lines]


class SettleForm(forms.Form):
    """What became of missing pieces."""

    found = _pieces(_("Found"))
    reason = _line(_("What became of the others"), 200, required=False)


class CountForm(forms.Form):
    """How many pieces lie at a place."""

    on_hand = _pieces(_("Pieces counted"))


class FoundForm(CountForm):
    """Another good that was found at a place, by its SKU or name: `cleaned_data["good"]` is its variant."""

    good = _line(_("SKU, or name"), 120)
    field_order = ("good", "on_hand")

    def __init__(self, place: StockPlace, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place = place

    def clean_good(self) -> Variant:
        """The one ready good that is called so and does not stand in the list of the place already."""
        words = " ".join(self.cleaned_data["good"].split())
        by_sku = variants_by_sku(self.place.mart, {words})
        called = list(by_sku.values()) or variants_called(self.place.mart, words, most=MOST_CALLED)
        found = [variant for variant in called if not variant.good.made_to_order]
        if not found:
            raise forms.ValidationError(say("Goods: none that is kept in pieces is called so. Write the SKU."))
        if len(found) > 1:
            skus = ", ".join(variant.sku for variant in found)
            raise forms.ValidationError(say("Goods: several are called so. Write the SKU: %(skus)s.") % {"skus": skus})
        if self.place.items.filter(variant=found[0], on_hand__gt=0).exists():
            raise forms.ValidationError(say("Goods: this one stands in the list already. Count it there."))
        return found[0]
