"""What may be refused, said so that the reader knows the field, the reason and the way out."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class HaatError(Exception):
    """An anticipated refusal: `code` for machines, `message` (translatable) for people, `field` it belongs to."""

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


class Gone(Stale):
    """What was to be changed has been deleted meanwhile."""

    def __init__(self) -> None:
        super().__init__("core.gone", _("This is no longer there: somebody took it away. Load the page again."))


class Changed(Stale):
    """What was to be decided on is not what the person saw."""

    def __init__(self) -> None:
        super().__init__("core.changed", _("This was changed in the meantime. Load the page again and look once more."))


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
