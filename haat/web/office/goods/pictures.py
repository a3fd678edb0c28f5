"""The pictures of a good as a form: a place for each, another in its stead, one more, one less."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from haat.catalogue.models import Good, Photo
from haat.catalogue.rules import MOST_PHOTOS
from haat.core.errors import HaatError
from haat.core.files import check_size, store_picture
from haat.core.models import Picture
from haat.web.office.goods.mend_forms import Mending, NumberField


@dataclass(frozen=True)
class Line:
    """A picture with its fields."""

    photo: Photo
    place: forms.BoundField
    other: forms.BoundField
    gone: forms.BoundField


def _file(label: Any) -> forms.FileField:
    return forms.FileField(label=label, required=False, widget=forms.FileInput(attrs={"accept": "image/*"}))


class PicturesForm(Mending):
    """Places count from 1; the first is the main picture. A new one stands last."""

    photo = _file(_("One more picture"))

    def __init__(self, good: Good, data: Any = None, files: Any = None) -> None:
        super().__init__(good, data, files, prefix="pictures")
        self.photos = sorted(good.photos.all(), key=lambda photo: photo.position)
        for number, photo in enumerate(self.photos, start=1):
            self.fields[f"place_{photo.pk}"] = NumberField(
                label=_("Place"), initial=number, min_value=1, max_value=99, required=False
            )
            self.fields[f"other_{photo.pk}"] = _file(_("Another in its place"))
            self.fields[f"gone_{photo.pk}"] = forms.BooleanField(label=_("Take it away"), required=False)

    @property
    def lines(self) -> list[Line]:
        """The pictures there are."""
        return [
            Line(photo, self[f"place_{photo.pk}"], self[f"other_{photo.pk}"], self[f"gone_{photo.pk}"])
            for photo in self.photos
        ]

    @property
    def more(self) -> bool:
        """Whether one more may be added."""
        return len(self.photos) < MOST_PHOTOS

    def wanted(self) -> list[Picture]:
        """The pictures to be shown, in their order; what was sent is decoded and stored. Raises HaatError."""
        given = self.cleaned_data
        kept = [photo for photo in self.photos if not given[f"gone_{photo.pk}"]]
        kept.sort(key=lambda photo: (given[f"place_{photo.pk}"] or photo.position + 1, photo.position))
        shown = [self._sent(f"other_{photo.pk}") or photo.picture for photo in kept]
        new = self._sent("photo")
        return [*shown, new] if new else shown

    def _sent(self, name: str) -> Picture | None:
        sent = self.cleaned_data[name]
        if not sent:
            return None
        try:
            check_size(sent.size)
            return store_picture(sent.read())
        except HaatError as problem:
            problem.field = name  # of several files, the one that was refused
            raise

    def told_of_change(self) -> None:
        """The pictures that stand there now are drawn beside the form; files must be chosen again."""
        self.stale = True

    def refuse(self, problem: HaatError) -> None:
        """Files cannot be kept in a page: say that they must be chosen once more."""
        super().refuse(problem)
        if self.files:
            self.add_error(None, gettext("Choose the picture once more: a page cannot keep a file."))
