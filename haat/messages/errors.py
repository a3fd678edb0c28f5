"""What messages refuse."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haat.core.errors import HaatError
from haat.core.languages import LANGUAGES


class OnItsWay(HaatError):
    """It waits to leave already."""

    def __init__(self) -> None:
        super().__init__("messages.on_its_way", _("This message is already on its way. Look again in a minute."))


class NothingToSend(HaatError):
    """Its words are forgotten, or were never those of a registered message."""

    def __init__(self) -> None:
        super().__init__(
            "messages.nothing_to_send",
            _("This message cannot be sent again: its words are no longer kept. A new code must be asked for."),
        )


class NobodyGetsCodes(HaatError):
    """No sender that reaches people is set up, so a code would reach nobody."""

    def __init__(self, phone: str) -> None:
        super().__init__(
            "messages.nobody_gets_codes",
            _("No code can be sent from here yet. Ask the district's desk: %(phone)s."),
            field="phone",
            phone=phone,
        )


class BadWords(HaatError):
    """Words of a notice that operators would refuse, in `language`; `field` is what of them is wrong."""

    def __init__(
        self, code: str, message: "str | Promise", language: str, field: str = "text", **details: object
    ) -> None:
        super().__init__(f"messages.{code}", message, field=field, **details)
        self.language = language


class SlotUnknown(BadWords):
    """A variable this message has not."""

    def __init__(self, language: str, name: str, known: list[str]) -> None:
        super().__init__(
            "slot_unknown",
            _("Words: {%(name)s} is unknown here. Write only %(known)s."),
            language,
            name=name,
            known=", ".join(f"{{{each}}}" for each in known),
        )


class SlotAsKept(BadWords):
    """A variable as programs write it, which would leave letter by letter."""

    def __init__(self, language: str) -> None:
        super().__init__(
            "slot_as_kept",
            _("Words: what is filled in stands between { and }. Take the percent sign before the bracket away."),
            language,
        )


class SlotTwice(BadWords):
    """A variable that would be filled in twice."""

    def __init__(self, language: str, name: str) -> None:
        super().__init__(
            "slot_twice", _("Words: {%(name)s} stands there twice. Take one of them away."), language, name=name
        )


class SlotLost(BadWords):
    """A variable without which the message says too little."""

    def __init__(self, language: str, name: str) -> None:
        super().__init__(
            "slot_lost", _("Words: {%(name)s} is missing. Write it where it belongs."), language, name=name
        )


class SideBySide(BadWords):
    """Two variables with nothing between them."""

    def __init__(self, language: str) -> None:
        super().__init__(
            "side_by_side",
            _("Words: two variables stand side by side, and operators refuse that. Write a word between them."),
            language,
        )


class AddressInWords(BadWords):
    """A site or a number that no operator has registered."""

    def __init__(self, language: str, found: str) -> None:
        super().__init__(
            "address_in_words",
            _("Words: “%(found)s” is a site or a number nobody has registered. Take it away."),
            language,
            found=found,
        )


class WordsTooLong(BadWords):
    """More than one text message."""

    def __init__(self, language: str, units: int, most: int) -> None:
        super().__init__(
            "words_too_long",
            _("Words: with the longest values they are %(units)s signs, and one message holds %(most)s. Shorten them."),
            language,
            units=units,
            most=most,
        )


class NameTooLong(HaatError):
    """A mart's name with which a message would be two; `language` is the one it is written in."""

    def __init__(self, language: str, units: int, most: int) -> None:
        super().__init__(
            "messages.name_too_long",
            _("Name in %(language)s: text messages have room for %(most)s of its %(units)s signs. Shorten it."),
            field="names",
            language=LANGUAGES[language].endonym,
            units=units,
            most=most,
        )
        self.language = language


class NameLettersOther(HaatError):
    """A mart's name in letters that make a message of plain ones more than twice as long."""

    def __init__(self, language: str, letters: str) -> None:
        super().__init__(
            "messages.name_letters_other",
            _("Name in %(language)s: text messages in plain letters have no room for %(letters)s. Write it without."),
            field="names",
            language=LANGUAGES[language].endonym,
            letters=letters,
        )
        self.language = language


class BadTemplateNumber(BadWords):
    """Not the number of a template."""

    def __init__(self, language: str, field: str = "template") -> None:
        super().__init__(
            "bad_template",
            _("Number: write it as the operator gave it, some nineteen figures; the gateway's own may have letters."),
            language,
            field,
        )


class NumberAlone(BadWords):
    """A number beside the standard words, where none is kept."""

    def __init__(self, language: str, field: str) -> None:
        super().__init__(
            "number_alone",
            _(
                "Number: it belongs to words of your own, and there are none. Write them, or take the number away;"
                " the numbers of the standard words stand in the file of the senders."
            ),
            language,
            field,
        )


class NoTemplateNumber(BadWords):
    """The gateway's number without the operators'."""

    def __init__(self, language: str) -> None:
        super().__init__(
            "no_template", _("Number: write the operators' number too, not only the gateway's."), language, "template"
        )
