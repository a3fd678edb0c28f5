"""What the studio does when goods come, or show other pictures."""

from collections.abc import Sequence

from haat.catalogue.models import Photo
from haat.core.events import subscribe
from haat.core.models import Event
from haat.studio.actions.pictures import want_measures


@subscribe("catalogue.good_saved", "catalogue.good_approved", many=True)
def measure_pictures(events: Sequence[Event]) -> None:
    """Have those of their pictures measured that were not; drawings never leave the mart."""
    goods = {event.subject_id for event in events}
    photos = Photo.objects.filter(good__in=goods, picture__drawn=False, picture__measure=None)
    want_measures(*photos.order_by("pk").values_list("picture_id", flat=True))
