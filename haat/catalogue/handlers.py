"""Telling makers what the desk decided about their goods."""

from django.db.models import BigIntegerField, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import override

from haat.catalogue import actions, notices
from haat.catalogue.asking import moved_by
from haat.catalogue.models import Good, GoodKind
from haat.catalogue.queries import craft, name
from haat.catalogue.rules import SEND_BACK_REASONS
from haat.catalogue.taxing import Rules
from haat.core.actor import Actor
from haat.core.events import subscribe
from haat.core.languages import best
from haat.core.models import Event
from haat.core.prepared import Prepared, Slot
from haat.makers.models import Maker
from haat.makers.queries import spoken_to
from haat.messages.actions import tell
from haat.messages.notices import Notice
from haat.people.models import User


@subscribe("catalogue.good_approved")
def tell_approved(event: Event) -> None:
    """Tell the maker's leader that her good is in the shop."""
    good = _good(event)
    user, language = spoken_to(good.maker)
    with override(language):
        body = _("“%(good)s” is now in the shop. Well made!") % {"good": name(good).text}
    _tell(event, good, notices.APPROVED, body, user, language)


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
    _tell(event, good, notices.SENT_BACK, body, user, language)


@subscribe("catalogue.change_accepted")
def tell_change_accepted(event: Event) -> None:
    """Tell the maker's leader that buyers see her new name, words or picture."""
    good = _good(event)
    user, language = spoken_to(good.maker)
    with override(language):
        body = _("“%(good)s”: buyers see your change now.") % {"good": name(good).text}
    _tell(event, good, notices.CHANGE_ACCEPTED, body, user, language)


@subscribe("catalogue.change_sent_back")
def tell_change_sent_back(event: Event) -> None:
    """Tell the maker's leader why the old one stays, in her language."""
    good = _good(event)
    user, language = spoken_to(good.maker)
    with override(language):
        reasons = [str(SEND_BACK_REASONS[code]) for code in event.data["reasons"]]
        said = " ".join([*reasons, event.data["note"]]).strip()
        body = _("“%(good)s” stays as it was: %(said)s") % {"good": name(good).text, "said": said}
    _tell(event, good, notices.CHANGE_SENT_BACK, body, user, language)


@subscribe("catalogue.craft_answered")
def tell_craft_answered(event: Event) -> None:
    """Tell the maker's leader under which craft she finds what she makes, or that the desk will call."""
    maker = Maker.objects.select_related("mart").get(pk=event.data["maker_id"])
    if not maker.phone:
        return
    user, language = spoken_to(maker)
    found = craft(event.data["craft"]) if event.data["craft"] else None
    notice, values = notices.CRAFT_REFUSED, dict[str, str]()
    with override(language):
        if found is not None:
            notice, values = notices.CRAFT_THERE, {"craft": best(found.names).text}
            body = _("Your craft is on the list now: “%(craft)s”. Add your good.") % {"craft": best(found.names).text}
        else:
            body = _("Your craft “%(words)s” cannot be sold here yet. The desk will call you.") % {
                "words": event.data["words"]
            }
    tell(
        maker.phone,
        template=notice.name,
        language=language,
        body=body,
        values=values,
        cause=f"{event.kind}:{event.pk}",
        mart=maker.mart,
        user=user,
    )


@subscribe("catalogue.kind_changed")
def follow_rules(event: Event) -> None:
    """Goods of a kind whose rules for code and tax line are others now follow them, each by itself."""
    was = event.data["was"]
    for kind in GoodKind.objects.filter(pk=event.subject_id):
        for moved in moved_by(kind, kind, was=Rules(was["hsn"], was["tax_slug"], was["rules"], was["sure"])):
            for good in Good.objects.filter(pk=moved.good_id):
                actions.follow_kind(good, was, by=Actor(event.by_id))


def _good(event: Event) -> Good:
    good = _goods.get(pk=event.subject_id)
    prefetch_related_objects([good], "texts")
    return good


@Prepared
def _goods() -> QuerySet[Good]:
    return Good.objects.select_related("maker__mart").filter(pk=Slot("pk", BigIntegerField()))


def _tell(event: Event, good: Good, notice: Notice, body: str, user: User | None, language: str) -> None:
    if not good.maker.phone:
        return
    tell(
        good.maker.phone,
        template=notice.name,
        language=language,
        body=body,
        values={"good": name(good, language).text},
        cause=f"{event.kind}:{event.pk}",
        mart=good.maker.mart,
        user=user,
    )
