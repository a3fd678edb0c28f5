"""What may be refused, said so that the reader knows the field, the reason and the way out."""

from collections.abc import Collection
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class HaatError(Exception):
    """An anticipated refusal: `code` for machines, `message` (translatable) for people, `field` it belongs to.

    `conflict`: nothing is wrong with what was asked; somebody else was there before.
    """

    conflict = False

    def __init__(self, code: str, message: "str | Promise", *, field: str = "", **facts: Any) -> None:
        super().__init__(code)
        self.code, self._message, self.field, self.facts = code, message, field, facts

    @property
    def message(self) -> str:
        """The sentence in the active language, with its facts filled in."""
        text = str(self._message)
        return text % self.facts if self.facts and "%(" in text else text

    def __str__(self) -> str:
        return self.message


class NotAllowed(HaatError):
    """The person may not do this here."""


class Stale(HaatError):
    """Somebody changed it in the meantime; look again."""

    conflict = True


class Gone(Stale):
    """What was to be changed has been deleted meanwhile."""

    def __init__(self) -> None:
        super().__init__("core.gone", _("This is no longer there: somebody took it away. Load the page again."))


class Changed(Stale):
    """What was to be decided on is not what the person saw."""

    def __init__(self) -> None:
        super().__init__("core.changed", _("This was changed in the meantime. Load the page again and look once more."))


class Answered(Stale):
    """Somebody was quicker and answered otherwise: the first answer stands."""

    def __init__(self, answer: "str | Promise") -> None:
        super().__init__(
            "core.answered",
            _("Somebody has answered this in the meantime, and that answer stands: “%(answer)s”."),
            answer=answer,
        )


class NotAnAmount(HaatError):
    """Not rupees as people write them, or more than anything costs."""

    def __init__(self, field: str) -> None:
        super().__init__(
            "money.not_an_amount",
            _("This is not an amount. Write rupees in digits, for example 120."),
            field=field,
        )


class TooManyTries(HaatError):
    """Tried more often than may be within the time."""

    def __init__(self) -> None:
        super().__init__("limits.too_many", _("Too many tries. Wait ten minutes, then try again."))


class PictureTooBig(HaatError):
    """More bytes than a picture may have."""

    def __init__(self) -> None:
        super().__init__(
            "picture.too_big", _("The picture is larger than 12 MB. Take it again, smaller."), field="photo"
        )


class PictureBusy(HaatError):
    """Another picture is being decoded, and did not end in time."""

    def __init__(self) -> None:
        super().__init__(
            "picture.busy",
            _("Many pictures are coming in at this moment. Send yours again in a minute."),
            field="photo",
        )


class PictureTooSmall(HaatError):
    """Too few pixels to show."""

    def __init__(self) -> None:
        super().__init__(
            "picture.too_small",
            _("The picture is too small to show. Take it with the camera."),
            field="photo",
        )


class TooManyPixels(HaatError):
    """More pixels than its decoder may hold."""

    def __init__(self) -> None:
        super().__init__(
            "picture.too_many_pixels",
            _("The picture has too many pixels. Take it again, smaller."),
            field="photo",
        )


class NotAPicture(HaatError):
    """Bytes that no decoder can read."""

    def __init__(self) -> None:
        super().__init__(
            "picture.not_a_picture",
            _("This file is not a picture we can read. Send a JPEG, PNG or WebP."),
            field="photo",
        )


class ScanTooBig(HaatError):
    """More bytes than the PDF of a paper may have."""

    def __init__(self) -> None:
        super().__init__(
            "scan.too_big", _("The PDF is larger than 3 MB. Send the first page only, or a photo."), field="photo"
        )


class VoiceTooBig(HaatError):
    """More bytes or minutes than a voice note may have."""

    def __init__(self) -> None:
        super().__init__("voice.too_big", _("The voice note is too long. Say it in two minutes."), field="voice")


class NotAVoice(HaatError):
    """No sound that a phone records."""

    def __init__(self) -> None:
        super().__init__(
            "voice.not_a_voice", _("This is not a voice note we can play. Say it again, or write it."), field="voice"
        )


class BrokenPdf(HaatError):
    """It calls itself a PDF and is none, or not the whole of it came."""

    def __init__(self) -> None:
        super().__init__(
            "scan.broken", _("This PDF is broken or did not come whole. Send it again, or a photo."), field="photo"
        )


class ActivePdf(HaatError):
    """A PDF that does more than show pages."""

    def __init__(self) -> None:
        super().__init__(
            "scan.active", _("This PDF carries programs or other files. Print it, and send a photo."), field="photo"
        )


class LockedPdf(HaatError):
    """A PDF that asks for a password."""

    def __init__(self) -> None:
        super().__init__(
            "scan.locked", _("This PDF asks for a password. Send it without one, or a photo."), field="photo"
        )


class HeicPicture(HaatError):
    """A photo as some phones keep it, which no free decoder reads well."""

    def __init__(self) -> None:
        super().__init__(
            "picture.heic",
            _(
                "This photo is kept as HEIC, which cannot be opened here. In the settings of the camera choose JPEG"
                " (“Most Compatible”) and take it again, or send it to your own number on WhatsApp and choose that one."
            ),
            field="photo",
        )


class AvifPicture(HaatError):
    """A picture as some web pages keep it, which no decoder here reads."""

    def __init__(self) -> None:
        super().__init__(
            "picture.avif",
            _("This picture is kept as AVIF, which cannot be opened here. Save it as JPEG, and send that one."),
            field="photo",
        )


class BadTable(HaatError):
    """A file from which no table can be read, or a larger one than is read at once."""

    def __init__(self, code: str, message: "str | Promise", *, field: str = "file", **facts: Any) -> None:
        super().__init__(f"table.{code}", message, field=field, **facts)

    @classmethod
    def unreadable(cls) -> "BadTable":
        said = _("This file cannot be read. Save the table as XLSX or as “CSV UTF-8”, and try again.")
        return cls("unreadable", said)

    @classmethod
    def not_utf8(cls) -> "BadTable":
        return cls("not_utf8", _("The letters of this file cannot be read. Save it as “CSV UTF-8” or as XLSX."))

    @classmethod
    def too_large(cls) -> "BadTable":
        return cls("too_large", _("This file is too large. Divide the table, and send one part after the other."))

    @classmethod
    def too_long(cls, most: int) -> "BadTable":
        said = _("The table has more than %(most)s rows. Divide it, and send one part after the other.")
        return cls("too_long", said, most=most)

    @classmethod
    def no_sheet(cls, wanted: str, sheets: Collection[str]) -> "BadTable":
        said = _("There is no sheet “%(wanted)s”. The sheets are: %(sheets)s.")
        return cls("no_sheet", said, field="sheet", wanted=wanted, sheets=", ".join(sheets))

    @classmethod
    def no_sheets(cls) -> "BadTable":
        return cls("no_sheets", _("A CSV file has no sheets: leave the name of the sheet empty."), field="sheet")

    @classmethod
    def many_sheets(cls, sheets: Collection[str], *, nameable: bool) -> "BadTable":
        if nameable:
            said = _("Several sheets hold such a table: %(sheets)s. Name one of them, and send the others after it.")
        else:
            said = _(
                "Several sheets hold such a table: %(sheets)s. Leave one in the file, and send the others after it."
            )
        return cls("many_sheets", said, field="sheet" if nameable else "file", sheets=", ".join(sheets))

    @classmethod
    def no_headings(cls, known: Collection[str], sheets: Collection[str]) -> "BadTable":
        if sheets:
            said = _("No row with headings was found on %(sheets)s. A row must name the columns: %(columns)s.")
        else:
            said = _("No row with headings was found. A row must name the columns: %(columns)s.")
        return cls("no_headings", said, sheets=", ".join(sheets), columns=", ".join(known))
