"""Voice notes and photos that a form sends: judged by size before they are read whole, then by their content."""

from collections.abc import Sequence

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from haat.core.errors import HaatError, PictureTooBig, VoiceTooBig
from haat.core.files import MOST_BYTES as MOST_OF_PICTURE
from haat.core.scans import Scan, read_scan
from haat.core.voices import MOST_BYTES, Voice, read_voice
from haat.web.ui.request import Request

VOICE, PICTURES = "voice", "pictures"
TOO_LONG = _("The voice note is too long. Say it in two minutes.")


class SoundInput(forms.FileInput):
    """A file of sound; one that lasts too long is put away before it is sent (ui/js/sounds.js, on its page)."""

    def __init__(self) -> None:
        super().__init__(attrs={"accept": "audio/*", "data-too-long": TOO_LONG})


def voice_of(request: Request, *, name: str = VOICE) -> Voice | None:
    """The voice note of a form, if there is one. Raises VoiceTooBig, NotAVoice."""
    sent = request.FILES.get(name)
    if not isinstance(sent, UploadedFile) or not sent.size:
        return None
    if sent.size > MOST_BYTES:
        raise VoiceTooBig()
    return read_voice(sent.read())


def pictures_of(request: Request, *, most: int, name: str = PICTURES) -> Sequence[Scan]:
    """The photos of a form, clean, one more than `most` at the utmost: the room below refuses so many.

    Raises what a picture raises, at the field `name`.
    """
    found = [sent for sent in request.FILES.getlist(name) if sent.size]
    return [_picture(sent, name) for sent in found[: most + 1]]


def _picture(sent: UploadedFile, name: str) -> Scan:
    try:
        if (sent.size or 0) > MOST_OF_PICTURE:
            raise PictureTooBig()
        return read_scan(sent.read())
    except HaatError as problem:
        problem.field = name
        raise
