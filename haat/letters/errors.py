"""What letters and cards refuse."""

from django.utils.translation import gettext_lazy as _

from haat.core.errors import HaatError


class NotOnSale(HaatError):
    """Nothing of the maker's is on sale there now: a certificate would say what is not so."""

    def __init__(self, names: str) -> None:
        super().__init__(
            "letters.not_on_sale",
            _("Not on sale there now: %(names)s. Take these off the list, or wait until their goods are live again."),
            field="chosen",
            names=names,
        )


class NobodyChosen(HaatError):
    """A list of nobody."""

    def __init__(self) -> None:
        super().__init__("letters.nobody_chosen", _("Choose at least one of the list."), field="chosen")


class TooManyChosen(HaatError):
    """More than one file bears."""

    def __init__(self, most: int) -> None:
        super().__init__(
            "letters.too_many", _("Choose at most %(most)s at once. Make the others next."), field="chosen", most=most
        )


class NobodySigns(HaatError):
    """Nobody is written down who signs."""

    def __init__(self) -> None:
        super().__init__(
            "letters.nobody_signs", _("First write down who signs: name and office, under “Who signs”."), field="chosen"
        )


class NoSigner(HaatError):
    """A name without an office, or an office without a name, or neither."""

    def __init__(self, field: str) -> None:
        super().__init__("letters.no_signer", _("Write both the name and the office of who signs."), field=field)


class BadSigningDay(HaatError):
    """Who signed in the past stands on papers that were handed over."""

    def __init__(self) -> None:
        super().__init__("letters.bad_signing_day", _("From: choose today or a later day."), field="from_on")


class BadCeremony(HaatError):
    """A ceremony that cannot be so."""

    def __init__(self, field: str) -> None:
        words = {
            "title": _("Occasion: write what the day is called."),
            "place": _("Where: write the place."),
            "held_on": _("Day: choose a day of this year or the next."),
        }
        super().__init__("letters.bad_ceremony", words[field], field=field)


class CeremonyOff(HaatError):
    """Nothing is printed for, or handed over at, a day that does not take place."""

    conflict = True

    def __init__(self) -> None:
        super().__init__(
            "letters.ceremony_off",
            _("This ceremony was called off. Hand a certificate over from its own page, or make a new list."),
        )


class CeremonyWasHeld(HaatError):
    """A day on which somebody got hers took place."""

    conflict = True

    def __init__(self) -> None:
        super().__init__(
            "letters.ceremony_was_held",
            _("Somebody has hers already, so it took place. Take that back first if it was ticked by mistake."),
        )


class BadHanding(HaatError):
    """Handed over on a day that is not yet, or before the letter was there; or by nobody."""

    def __init__(self, field: str) -> None:
        words = {
            "handed_on": _("Day: choose today or an earlier day, not before the certificate was made."),
            "handed_by": _("By whom: write who handed it over."),
        }
        super().__init__("letters.bad_handing", words[field], field=field)


class HandedAlready(HaatError):
    """What was handed over stays in its list."""

    def __init__(self) -> None:
        super().__init__(
            "letters.handed_already", _("It was handed over. Take that back first if it was ticked by mistake.")
        )


class NotHanded(HaatError):
    """Nothing to take back."""

    conflict = True

    def __init__(self) -> None:
        super().__init__("letters.not_handed", _("It is not marked as handed over."))


class BadCardDay(HaatError):
    """A card that has run out when it is made, or holds too long."""

    def __init__(self, years: int) -> None:
        super().__init__(
            "letters.bad_card_day",
            _("Valid until: choose a day after today, at most %(years)s years ahead."),
            field="valid_until",
            years=years,
        )


class NoCardFor(HaatError):
    """Somebody who does not sell or work here now."""

    def __init__(self, names: str) -> None:
        super().__init__(
            "letters.no_card_for",
            _("A card is only for who sells or works here now. Leave out: %(names)s."),
            field="chosen",
            names=names,
        )


class CardOver(HaatError):
    """A card that ended, or holds no more, is not printed and not replaced."""

    conflict = True

    def __init__(self, number: str) -> None:
        super().__init__(
            "letters.card_over", _("Card %(number)s holds no more. Make a new one from the list."), number=number
        )
