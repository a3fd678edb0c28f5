"""The buyer's forms. Rules stand in the rooms; here their answers are put at the fields."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from haat.core.texts import clean_text
from haat.orders.errors import BadBuyer
from haat.orders.rules import Buyer, checked_buyer

FIELDS = ("phone", "pin", "name", "address", "landmark")


def _input(**attributes: Any) -> forms.TextInput:
    return forms.TextInput(attrs=attributes)


class CheckoutForm(forms.Form):
    """Who buys and where it goes. `buyer` holds the clean answer once the form is valid."""

    phone = forms.CharField(
        label=_("Mobile number"),
        widget=_input(type="tel", inputmode="tel", autocomplete="tel-national", enterkeyhint="next", maxlength=20),
    )
    pin = forms.CharField(
        label=_("PIN code"),
        widget=_input(inputmode="numeric", autocomplete="postal-code", enterkeyhint="next", maxlength=12),
    )
    name = forms.CharField(
        label=_("Name"), widget=_input(autocomplete="name", enterkeyhint="next", maxlength=160, dir="auto")
    )
    address = forms.CharField(
        label=_("House and street"),
        widget=_input(autocomplete="street-address", enterkeyhint="next", maxlength=300, dir="auto"),
    )
    landmark = forms.CharField(
        label=_("Landmark"),
        required=False,
        widget=_input(autocomplete="off", enterkeyhint="done", maxlength=160, dir="auto"),
    )

    buyer: Buyer | None = None

    def typed(self) -> dict[str, Any]:
        """What was typed, field by field."""
        return {name: clean_text(str(self.data.get(name, "")))[:400] for name in FIELDS}

    def clean(self) -> dict[str, Any]:
        """Let the rules of orders judge every field, and put each sentence at its own."""
        self.errors.clear()
        try:
            self.buyer = checked_buyer(Buyer(**self.typed()))
        except BadBuyer as error:
            for field, problem in error.fields.items():
                self.add_error(field, problem.message)
        return self.cleaned_data


class WishForm(forms.Form):
    """Who asks for what no parcel brings, and where to; the rooms below judge each field."""

    pin = forms.CharField(
        label=_("PIN code"),
        widget=_input(inputmode="numeric", autocomplete="postal-code", enterkeyhint="next", maxlength=12),
    )
    name = forms.CharField(label=_("Name"), widget=_input(autocomplete="name", enterkeyhint="next", dir="auto"))
    phone = forms.CharField(
        label=_("Mobile number"),
        widget=_input(type="tel", inputmode="tel", autocomplete="tel-national", enterkeyhint="next", maxlength=20),
    )
    words = forms.CharField(
        label=_("What you would like to ask"),
        required=False,
        widget=_input(autocomplete="off", enterkeyhint="done", dir="auto"),
    )

    def clean(self) -> dict[str, Any]:
        """What was typed: an empty field too is judged by the rules, in their own sentence."""
        self.errors.clear()
        return {name: clean_text(str(self.data.get(name, "")))[:2000] for name in self.fields}
