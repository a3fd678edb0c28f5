"""What is refused of questions and answers."""

from django.utils.translation import gettext_lazy as _

from haat.core.errors import HaatError, Stale


class NothingAsked(HaatError):
    """Neither words nor a voice note."""

    def __init__(self) -> None:
        super().__init__("helping.nothing_asked", _("Write what you need, or say it."), field="words")


class WordsTooLong(HaatError):
    """More letters than a question or an answer may have."""

    def __init__(self, field: str, most: int) -> None:
        super().__init__(
            "helping.too_long",
            _("%(label)s: it is too long. Write at most %(most)d letters."),
            field=field,
            label=_("Answer") if field == "answer" else _("Question"),
            most=most,
        )


class NoAnswer(HaatError):
    """An answer without words."""

    def __init__(self) -> None:
        super().__init__("helping.no_answer", _("Answer: write what the maker is to read."), field="answer")


class Answered(Stale):
    """Somebody else has answered it."""

    def __init__(self) -> None:
        super().__init__("helping.answered", _("Somebody has answered this in the meantime. Load the page again."))


class VoiceUnreadable(HaatError):
    """Sealed under a secret that this installation no longer has."""

    def __init__(self) -> None:
        super().__init__(
            "helping.voice_unreadable",
            _("This voice note can no longer be opened: the secret it was sealed with is gone. Call the maker."),
        )
