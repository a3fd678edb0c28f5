"""What is typed about channels: an answer for many goods, keys, an account's figures, what a money was worth."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haat.catalogue.answers import NOTHING, SEVERAL, asked_of
from haat.catalogue.models import Attribute
from haat.channels.channel import Channel
from haat.channels.models import Account
from haat.makers.models import Seller
from haat.places.models import Mart
from haat.stock.models import StockPlace
from haat.web.office.channels.words import PRICES
from haat.web.office.desk.about_fields import MOST_LANGUAGES, fields_of, told_of
from haat.web.office.desk.day_field import DayField
from haat.web.office.desk.fields import choose_from

MOST_KEY = 2_000


def _typed(name: str) -> dict[str, str]:
    return {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false", "id": f"key-{name}"}


def _seller(seller: Seller) -> str:
    return f"{seller.legal_name} · {seller.gstin}" if seller.gstin else seller.legal_name


class CodeForm(forms.Form):
    """The code of a size: of ours that is meant, or another under which it goes at a channel."""

    def __init__(self, data: Any = None, *, label: "str | Promise", code: str = "", of: int = 0) -> None:
        super().__init__(data, initial={"sku": code}, auto_id=f"code-{of}-%s")
        widget = forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"})
        self.fields["sku"] = forms.CharField(label=str(label), max_length=60, widget=widget)


class AnswerForm(forms.Form):
    """One answer to one question, for all goods that it keeps back."""

    def __init__(self, mart: Mart, question: Attribute, data: Any = None) -> None:
        super().__init__(data)
        self._asked = asked_of(question) | {"required": True}
        self._languages = mart.languages[:MOST_LANGUAGES]
        self.slug, self.several = question.slug, question.type == SEVERAL
        self.fields |= dict(fields_of(self._asked, None, self._languages))

    def told(self) -> Any:
        """The answer as the catalogue keeps it."""
        return told_of(self._asked, self.cleaned_data, None, self._languages)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if not self.errors and self.told() in NOTHING:
            self.add_error(self.first, _("Write the answer."))
        return found

    @property
    def first(self) -> str:
        """The name of the field at which a refused answer stands."""
        return next(iter(self.fields))

    @property
    def picked(self) -> list[str]:
        """The answers ticked."""
        return list(self[self.first].value() or [])

    @property
    def choices(self) -> list[dict[str, Any]]:
        """The choices of a question of which several may be ticked."""
        field: Any = self.fields[self.first]
        return [{"value": value, "title": title} for value, title in field.choices]


class ConnectForm(forms.Form):
    """Who sells at a channel, from where, and with which keys. Keys are never drawn again, not even when refused."""

    seller: "forms.ModelChoiceField[Seller]" = forms.ModelChoiceField(queryset=None, label=_("Who sells there"))
    place: "forms.ModelChoiceField[StockPlace]" = forms.ModelChoiceField(
        queryset=None, label=_("Pick-up place"), required=False
    )
    key = forms.CharField(label=_("What the seller is called there"), max_length=40, required=False)

    def __init__(
        self,
        channel: Channel,
        sellers: Any,
        places: Any,
        told: Mapping[str, str],
        data: Any = None,
        account: Account | None = None,
    ) -> None:
        initial = {"seller": account.seller_id, "place": account.place_id, "key": account.key} if account else {}
        super().__init__(data, initial=initial)
        self._told = {name: value for name, value in told.items() if value}
        choose_from(self, "seller", sellers, label=_seller)
        choose_from(self, "place", places)
        place: Any = self.fields["place"]
        place.empty_label = _("From each maker, when it is ordered")
        self.secrets = list(channel.secrets)
        for name, title in channel.secrets.items():
            widget = forms.PasswordInput(attrs=_typed(name), render_value=False)
            known = name in self._told
            self.fields[name] = forms.CharField(
                label=str(title),
                max_length=MOST_KEY,
                required=not known,
                widget=widget,
                help_text=_("It stands in the environment: leave this empty to take it from there.") if known else "",
            )

    @property
    def keys(self) -> list[forms.BoundField]:
        return [self[name] for name in self.secrets]

    def given(self) -> dict[str, str]:
        """The keys: as they were typed, else as the environment has them. What it tells besides is of its own keys."""
        typed = {name: text for name in self.secrets if (text := self.cleaned_data[name])}
        beside = {} if typed else {name: text for name, text in self._told.items() if name not in self.secrets}
        return {name: text for name, text in self._told.items() if name in self.secrets} | typed | beside


class AccountForm(forms.Form):
    """How an account is called, from where it sells, and how much of the stock at which price."""

    name = forms.CharField(label=_("Name"), max_length=80)
    place: "forms.ModelChoiceField[StockPlace]" = forms.ModelChoiceField(
        queryset=None, label=_("Pick-up place"), required=False
    )
    buffer = forms.IntegerField(
        label=_("Pieces kept back of each size"),
        min_value=0,
        help_text=_("So many are not offered there: they cover what the shop sells until the channel has heard of it."),
    )
    most = forms.IntegerField(
        label=_("At most so many offered of one size"), min_value=0, help_text=_("0: as many as there are.")
    )
    handling_days = forms.IntegerField(
        label=_("Days until it leaves"),
        min_value=0,
        help_text=_("From the order until it is handed over, also when it is fetched from its maker first."),
    )
    prices = forms.ChoiceField(label=_("Price"), choices=list(PRICES.items()))

    def __init__(self, account: Account, places: Any, data: Any = None) -> None:
        names = ("name", "buffer", "most", "handling_days", "prices")
        super().__init__(data, initial={name: getattr(account, name) for name in names} | {"place": account.place_id})
        choose_from(self, "place", places)
        place: Any = self.fields["place"]
        place.empty_label = _("From each maker, when it is ordered")

    def told(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class RateForm(forms.Form):
    """What one unit of another money was worth in rupees on a day."""

    rate = forms.DecimalField(label=_("Rupees for one unit"), max_digits=12, decimal_places=6, min_value=0)
    rate_on = DayField(label=_("On the day"))


def places_for(rows: Any, channel: str, key: str = "") -> Any:
    """Of a mart's places those an account may sell from: open, and no other account's warehouse."""
    warehouse = Q(kind=StockPlace.Kind.WAREHOUSE)
    return rows.filter(~warehouse | Q(channel=channel, account=key), closed_at=None)
