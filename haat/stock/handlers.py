"""Telling a maker what became of pieces of hers that did not come whole: once for each variant of a move."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from haat.catalogue.models import Variant
from haat.catalogue.queries import name as name_of
from haat.core.events import subscribe
from haat.core.languages import best
from haat.core.models import Event
from haat.makers.queries import name as maker_name
from haat.makers.queries import spoken_to
from haat.messages.actions import tell
from haat.messages.notices import Notice
from haat.stock import notices
from haat.stock.models import StockPlace


@subscribe("stock.missing_settled")
def tell_written_off(event: Event) -> None:
    """What did not come and was not found either is taken off the count, and why."""
    gone = event.data["missing"] - event.data["found"]
    if gone:
        sentence = gettext_noop("Did not come to %(place)s: %(pieces)s × %(good)s. Taken off the count: %(reason)s.")
        _tell(
            event,
            event.data["variant_id"],
            notices.MISSING,
            sentence,
            pieces=gone,
            reason=event.data["reason"].rstrip("."),
        )


@subscribe("stock.received")
def tell_spoilt(event: Event) -> None:
    """What came spoilt cannot be sold."""
    for line in event.data["lines"]:
        if line["spoilt"]:
            sentence = gettext_noop("Came spoilt to %(place)s: %(pieces)s × %(good)s. Taken off the count.")
            _tell(event, line["variant_id"], notices.SPOILT, sentence, pieces=line["spoilt"])


def _tell(event: Event, variant_id: int, notice: Notice, sentence: str, **facts: object) -> None:
    """Say it to whose pieces they are, in her language."""
    variant = Variant.objects.select_related("mart", "good__maker__mart").get(pk=variant_id)
    place = StockPlace.objects.select_related("maker").get(pk=event.data["target_id"])
    maker = variant.good.maker
    if not maker.phone:
        return
    user, language = spoken_to(maker)
    with override(language):
        label = best(variant.labels).text
        told = facts | {
            "place": place.name if place.maker is None else maker_name(place.maker),
            "good": f"{name_of(variant.good).text} {label}".strip(),
        }
        body = _(sentence) % told
    tell(
        maker.phone,
        template=notice.name,
        language=language,
        body=body,
        values={"good": str(told["good"]), "pieces": str(told["pieces"])},
        cause=f"{event.kind}:{event.pk}:{variant_id}",
        mart=variant.mart,
        user=user,
    )
