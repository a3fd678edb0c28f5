"""Telling makers what the desk decided about their goods."""

from django.db.models import BigIntegerField, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import override

from haat.catalogue.models import Good
from haat.catalogue.queries import name
from haat.catalogue.rules import SEND_BACK_REASONS
from haat.core.events import subscribe
from haat.core.models import Event
from haat.core.prepared import Prepared, Slot
from haat.makers.queries import spoken_to
from haat.messages.actions import tell
from haat.people.models import User


@subscribe("catalogue.good_approved")
def tell_approved(event: Event) -> None:
    """Tell the maker's leader that her good is in the shop."""
    good = _good(event)
    user, language = spoken_to(good.maker)
    with override(language):
        body = _("“%(good)s” is now in the shop. Well made!") % {"good": name(good).text}
    _tell(event, good, "good_approved", body, user, language)


@subscribe("catalogue.good_sent_back")
def tell_sent_back(event: Event) -> None:
    """Tell the maker's leader what to mend, in her language."""
    good = _good(event)
    user, language = spoken_to(good.maker)
    with override(language):
        reasons = [str(SEND_BACK_REASONS[code]) for code in event.data["reasons"]]
        said = " ".join([*reasons, event.data["note"]]).strip()
        body = _("“%(good)s” needs one more look from you: %(said)s") % {
            "good": name(good).text,
            "said": said,
        }
    _tell(event, good, "good_sent_back", body, user, language)


def _good(event: Event) -> Good:
    good = _goods.get(pk=event.subject_id)
    prefetch_related_objects([good], "texts")
    return good


@Prepared
def _goods() -> QuerySet[Good]:
    return Good.objects.select_related("maker__mart").filter(pk=Slot("pk", BigIntegerField()))


def _tell(event: Event, good: Good, template: str, body: str, user: User | None, language: str) -> None:
    tell(
        good.maker.phone,
        template=template,
        language=language,
        body=body,
        cause=f"{event.kind}:{event.pk}",
        mart=good.maker.mart,
        user=user,
    )
