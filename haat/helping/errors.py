"""What is refused of questions, answers, and what is published of them."""

from collections.abc import Mapping
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haat.core.errors import HaatError, Stale


class NothingAsked(HaatError):
    """Neither words nor a voice note nor a picture."""

    def __init__(self) -> None:
        super().__init__("helping.nothing_asked", _("Write what you need, or say it."), field="words")


class NothingComplained(HaatError):
    """A buyer's complaint without words."""

    def __init__(self) -> None:
        super().__init__("helping.nothing_complained", _("What happened: write it in a few words."), field="words")


class NothingAgainst(HaatError):
    """It did not help, and nobody says why."""

    def __init__(self) -> None:
        super().__init__("helping.nothing_against", _("Say or write what is still wrong."), field="words")


class NoName(HaatError):
    """A complaint of nobody."""

    def __init__(self) -> None:
        super().__init__("helping.no_name", _("Name: write how we may call you."), field="name")


class LongName(HaatError):
    """More letters than a name may have."""

    def __init__(self, most: int) -> None:
        super().__init__(
            "helping.long_name", _("Name: it is too long. Write at most %(most)d letters."), field="name", most=most
        )


class BadPhone(HaatError):
    """Not the number of a mobile phone: `why`, in the reader's language."""

    def __init__(self, why: "str | Promise") -> None:
        super().__init__("helping.bad_phone", why, field="phone")


class NotYours(HaatError):
    """An order or a good of another mart."""

    def __init__(self) -> None:
        super().__init__("helping.not_yours", _("This order is not of this shop. Open the link of your order again."))


class BadSubject(HaatError):
    """A subject that nobody offers."""

    def __init__(self) -> None:
        super().__init__("helping.bad_subject", _("What it is about: choose one of the list."), field="subject")


class WordsTooLong(HaatError):
    """More letters than a question or an answer may have."""

    LABELS: ClassVar[Mapping[str, "str | Promise"]] = {"answer": _("Answer"), "happened": _("What happened")}

    def __init__(self, name: str, most: int) -> None:
        super().__init__(
            "helping.too_long",
            _("%(label)s: it is too long. Write at most %(most)d letters."),
            field="words" if name == "happened" else name,
            label=self.LABELS.get(name, _("Question")),
            most=most,
        )


class FaqTooLong(HaatError):
    """More letters than the line of a question may have."""

    def __init__(self, most: int) -> None:
        super().__init__(
            "helping.faq_too_long",
            _("Question: it is too long. Write at most %(most)d letters."),
            field="asks",
            most=most,
        )


class TooManyPictures(HaatError):
    """More pictures than one entry may have."""

    def __init__(self, most: int) -> None:
        super().__init__(
            "helping.too_many_pictures",
            _("Photos: at most %(most)d at a time. Send the others afterwards."),
            field="pictures",
            most=most,
        )


class OnlyPictures(HaatError):
    """A PDF where a photo is asked for."""

    def __init__(self) -> None:
        super().__init__("helping.only_pictures", _("Photo: this is not a photo. Take one."), field="pictures")


class ThreadFull(HaatError):
    """More is said than anybody reads."""

    def __init__(self) -> None:
        super().__init__("helping.thread_full", _("So much has been said here. Call us, the number stands above."))


class Closed(Stale):
    """It is answered; more belongs into a new question."""

    def __init__(self) -> None:
        super().__init__("helping.closed", _("This is answered. Say that it did not help, or ask anew."), field="words")


class NoAnswer(HaatError):
    """An answer without words or voice."""

    def __init__(self) -> None:
        super().__init__("helping.no_answer", _("Answer: write it, or say it in a voice note."), field="answer")


class Answered(Stale):
    """Somebody else has answered it."""

    def __init__(self) -> None:
        super().__init__("helping.answered", _("Somebody has answered this in the meantime. Load the page again."))


class NotAnswered(Stale):
    """Nobody has answered it yet."""

    def __init__(self) -> None:
        super().__init__("helping.not_answered", _("Nobody has answered this yet."))


class ReopenedBefore(Stale):
    """It was opened again once, and once only."""

    def __init__(self) -> None:
        super().__init__(
            "helping.reopened_before",
            _("You said once already that it did not help. Call us, or ask anew."),
            field="words",
        )


class TooLateToReopen(Stale):
    """Two weeks have gone, or she said that it helped."""

    def __init__(self) -> None:
        super().__init__("helping.too_late", _("This is closed. Ask anew, we listen."), field="words")


class BadLevel(HaatError):
    """Nobody takes it up there."""

    def __init__(self) -> None:
        super().__init__("helping.bad_level", _("Handed on to: choose one of the list."), field="level")


class NoReason(HaatError):
    """Handed on without a word."""

    def __init__(self) -> None:
        super().__init__(
            "helping.no_reason", _("Reason: write in a few words why they are to take it up."), field="reason"
        )


class ThereAlready(Stale):
    """It lies there."""

    def __init__(self) -> None:
        super().__init__("helping.there_already", _("It lies there already."), field="level")


class ClockOutside(HaatError):
    """A clock that the law, or sense, does not let run so long."""

    def __init__(self, field: str, most: int) -> None:
        super().__init__("helping.clock_outside", _("Write a number from 1 to %(most)d."), field=field, most=most)


class BadOfficerPhone(HaatError):
    """Not the number of a mobile phone."""

    def __init__(self, field: str) -> None:
        super().__init__(
            "helping.bad_officer_phone",
            _("Phone: write a mobile number with ten figures, or leave it empty."),
            field=field,
        )


class NoFaqWords(HaatError):
    """A question or an answer for all without words."""

    def __init__(self, field: str) -> None:
        said = _("Question: write it as others would ask it.") if field == "asks" else _("Answer: write it for all.")
        super().__init__("helping.no_faq_words", said, field=field)


class NotLookedAt(HaatError):
    """Nobody says that she has read it."""

    def __init__(self) -> None:
        super().__init__(
            "helping.not_looked_at", _("Read both once more, then tick that nobody is named."), field="looked_at"
        )


class PersonalLeft(HaatError):
    """A name or a number of somebody still stands in it."""

    def __init__(self, field: str, found: str) -> None:
        super().__init__(
            "helping.personal_left",
            _("“%(found)s” says who asked. Strike it, then publish."),
            field=field,
            found=found,
        )


class EnclosureUnreadable(HaatError):
    """Sealed under a secret that this installation no longer has."""

    def __init__(self) -> None:
        super().__init__(
            "helping.voice_unreadable",
            _("This can no longer be opened: the secret it was sealed with is gone. Call who asked."),
        )
