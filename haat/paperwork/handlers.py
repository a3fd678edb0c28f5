"""What happens elsewhere to a paper, an account or a maker, and what the maker is told of her road."""

from django.utils.translation import gettext, override

from haat.core.actor import Actor
from haat.core.events import subscribe
from haat.core.languages import best
from haat.core.models import Event
from haat.makers.models import Document, Maker, SellerPaper
from haat.makers.queries import spoken_to
from haat.messages.actions import tell
from haat.messages.notices import Notice
from haat.paperwork import actions
from haat.paperwork.models import Road
from haat.paperwork.notices import GRANTED, REFUSED
from haat.paperwork.roads import road_of


def _by(event: Event) -> Actor:
    return Actor(event.by_id, event.for_maker_id)


def _paper(event: Event) -> Document | SellerPaper | None:
    if event.subject_type == SellerPaper._meta.label_lower:
        return SellerPaper.objects.filter(pk=event.subject_id).first()
    return Document.objects.filter(pk=event.subject_id).first()


@subscribe("makers.document_given", "makers.seller_paper_given")
def paper_given(event: Event) -> None:
    """The road that is open for it has its number."""
    if (paper := _paper(event)) is not None:
        actions.hear_given(paper, by=_by(event))


@subscribe("makers.document_decided", "makers.seller_paper_decided")
def paper_decided(event: Event) -> None:
    """Its road has ended, or goes on."""
    if (paper := _paper(event)) is not None:
        actions.hear_decided(paper, accepted=bool(event.data["accepted"]), by=_by(event))


@subscribe("makers.bank_set")
def account_written(event: Event) -> None:
    """The account waits for another person."""
    maker = Maker.objects.filter(pk=event.subject_id).first()
    if maker is not None:
        actions.hear_bank(maker, confirmed=False, by=_by(event))


@subscribe("makers.bank_confirmed")
def account_confirmed(event: Event) -> None:
    """The account is there."""
    maker = Maker.objects.filter(pk=event.subject_id).first()
    if maker is not None:
        actions.hear_bank(maker, confirmed=True, by=_by(event))


@subscribe("makers.merged")
def makers_merged(event: Event) -> None:
    """What was being made for the one goes on for the other."""
    gone = Maker.objects.filter(pk=event.subject_id).first()
    kept = Maker.objects.filter(pk=event.data["into"]).first()
    if gone is not None and kept is not None:
        actions.hand_over_roads(gone, to=kept, by=_by(event))


@subscribe("makers.parted")
def makers_parted(event: Event) -> None:
    """What came over and is still being made goes back."""
    gone = Maker.objects.filter(pk=event.subject_id).first()
    kept = Maker.objects.filter(pk=event.data["was"]).first()
    if gone is not None and kept is not None:
        actions.give_back_roads(gone, kept=kept, by=_by(event))


@subscribe("paperwork.granted")
def tell_granted(event: Event) -> None:
    """Her paper has come."""
    _tell(event, GRANTED)


@subscribe("paperwork.refused")
def tell_refused(event: Event) -> None:
    """It came back, and the app says what to do."""
    _tell(event, REFUSED)


def _tell(event: Event, notice: Notice) -> None:
    road = Road.objects.select_related("maker__mart").filter(pk=event.subject_id).first()
    if road is None or road.maker is None or not road.maker.phone:
        return
    maker = road.maker
    user, language = spoken_to(maker)
    values = {"paper": best(road_of(road.kind).short, language).text}
    with override(language):
        body = gettext(notice.words) % values
    tell(
        maker.phone,
        template=notice.name,
        language=language,
        body=body,
        values=values,
        cause=f"{event.kind}:{event.pk}",
        mart=maker.mart,
        user=user,
        link="/maker/papers/",
    )
