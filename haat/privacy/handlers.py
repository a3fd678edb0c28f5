"""What a no stops, is stopped at once."""

from haat.core.events import subscribe
from haat.core.models import Event
from haat.privacy.actions import stop


@subscribe("people.consent_withdrawn", "people.consent_refused")
def stop_what_it_allowed(event: Event) -> None:
    """Faces, lessons and selling end with the yes to them."""
    if event.mart_id is not None:
        stop(event.subject_id, mart_id=event.mart_id, notice=event.data["notice"])
