"""What is refused of pictures of people."""

from django.utils.translation import gettext_lazy as _

from haat.core.errors import HaatError


class FaceRefused(HaatError):
    """Who leads said no to showing faces."""

    def __init__(self) -> None:
        sentence = _("Picture: she said no to showing her face. Ask her first, and keep her yes with her consent.")
        super().__init__("makers.face_refused", sentence, field="photo")
