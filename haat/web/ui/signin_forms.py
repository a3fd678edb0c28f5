"""What is typed to sign in, read forgivingly: spaces, +91 and Devanagari digits are all fine."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from haat.core.errors import HaatError
from haat.core.identifiers import InvalidIdentifier, clean_mobile
from haat.core.numerals import latin_digits


class PhoneForm(forms.Form):
    """A mobile number; cleaned to E.164."""

    phone = forms.CharField(
        label=_("Mobile number"),
        error_messages={"required": _("Mobile number: write it, all 10 digits.")},
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel-national", "enterkeyhint": "go"}),
    )

    def clean_phone(self) -> str:
        try:
            return clean_mobile(self.cleaned_data["phone"], allow_demo=settings.DEMO)
        except InvalidIdentifier as problem:
            raise forms.ValidationError(problem.message) from None


class CodeForm(forms.Form):
    """Six digits."""

    code = forms.CharField(
        label=_("Six-digit code"),
        error_messages={"required": _("The code: write the six digits of the last message we sent.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "enterkeyhint": "go"}),
    )

    def clean_code(self) -> str:
        code = "".join(latin_digits(self.cleaned_data["code"]).split())
        if not code.isdigit():
            raise forms.ValidationError(_("The code is digits alone. Take the other signs out."))
        if len(code) < 6:
            raise forms.ValidationError(_("The code is six digits. Look at the last message we sent."))
        if len(code) > 6:
            raise forms.ValidationError(_("The code is six digits, here are more. Write it alone."))
        return code


class PasswordForm(PhoneForm):
    """A mobile number and a password, for the office."""

    password = forms.CharField(
        label=_("Password"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


def refuse(form: forms.Form, problem: HaatError) -> None:
    """Put a refusal at the field it belongs to."""
    form.add_error(problem.field if problem.field in form.fields else None, problem.message)
