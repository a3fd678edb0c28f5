"""A yes or no to one purpose, by whom, in which tongue and how; and what a no stops at once."""

from django.db import transaction

from haat.core.actor import MACHINE, Actor
from haat.core.events import record
from haat.core.locks import hold, hold_all
from haat.core.personal import PAYING, SELLING, SHOWING, SURVEY, TRAINING
from haat.core.sealing import Unreadable, seal, unseal
from haat.core.voices import Voice
from haat.helping.errors import EnclosureUnreadable
from haat.learning.actions.forgetting import forget_studies
from haat.makers.actions import answer_notice, pause_maker, set_portrait, take_back_consent
from haat.makers.models import Maker
from haat.people.actions import give_consent, refuse_consent, withdraw_consent
from haat.people.models import User
from haat.people.queries import consent_of, said_no
from haat.places.models import Mart
from haat.privacy.errors import AskedByWorker
from haat.privacy.models import SpokenYes
from haat.privacy.purposes import PURPOSES, Purpose
from haat.privacy.queries import seats_of
from haat.survey.actions.withdrawing import withdraw_these
from haat.survey.models import Find

SEALED_FOR = "spoken_yes"


@transaction.atomic
def answer_purpose(
    user: User,
    *,
    mart: Mart,
    purpose: Purpose,
    agrees: bool,
    language: str,
    how: str = "",
    voice: Voice | None = None,
    by: Actor,
) -> None:
    """The notice of one purpose was read to her in this language, and she answered; a yes of before is taken back.

    The same answer again changes nothing. `voice`: her yes as she said it. Raises UnknownHow, AskedByWorker.
    """
    if purpose.code == SURVEY:
        _of_survey(user, mart, agrees, by)
        return
    hold(user)
    standing = consent_of(user, purpose.notice.slug, mart)
    if agrees and standing is not None and standing.version == purpose.notice.version:
        _keep_voice(user, mart, purpose, voice, by)
        return
    if not agrees and standing is None and said_no(user.pk, [purpose.notice.slug], mart.pk):
        return
    told = {"notice": purpose.notice.slug, "version": purpose.notice.version, "language": language, "how": how}
    seat = seats_of(user, mart).first()
    if purpose.code == SELLING and seat is not None:
        if standing is not None and not agrees:
            take_back_consent(seat, by=by)
        else:
            answer_notice(seat, agrees=agrees, language=language, how=how, by=by)
    elif agrees:
        give_consent(user, mart_id=mart.pk, by=by, **told)  # type: ignore[arg-type]
    elif standing is not None:
        withdraw_consent(user, notice=purpose.notice.slug, mart_id=mart.pk, by=by)
    else:
        refuse_consent(user, mart_id=mart.pk, by=by, **told)  # type: ignore[arg-type]
    if agrees:
        _keep_voice(user, mart, purpose, voice, by)


def _of_survey(user: User, mart: Mart, agrees: bool, by: Actor) -> None:
    if agrees:
        raise AskedByWorker()
    finds = Find.objects.filter(mart=mart, phone=user.phone).exclude(phone="")
    withdraw_these(list(finds.values_list("pk", flat=True)), by)


def _keep_voice(user: User, mart: Mart, purpose: Purpose, voice: Voice | None, by: Actor) -> None:
    consent = consent_of(user, purpose.notice.slug, mart)
    if voice is None or consent is None:
        return
    sealed = seal(SEALED_FOR, voice.content, owner=user.pk)
    SpokenYes.objects.filter(consent=consent).delete()
    SpokenYes.objects.create(consent=consent, kind=voice.kind, sealed=sealed)
    record("privacy.yes_recorded", user, by=by, mart_id=mart.pk, notice=purpose.notice.slug)


@transaction.atomic
def play_yes(spoken: SpokenYes, *, by: Actor) -> bytes:
    """Her yes as she said it; that somebody listened is written down. Raises EnclosureUnreadable."""
    consent = spoken.consent
    try:
        content = unseal(SEALED_FOR, spoken.sealed, owner=consent.user_id)
    except Unreadable:
        raise EnclosureUnreadable() from None
    record("privacy.yes_played", consent.user, by=by, mart_id=consent.mart_id, notice=consent.notice)
    return content


@transaction.atomic
def stop(user_id: int, *, mart_id: int, notice: str) -> None:
    """What her yes to a notice allowed ends, unless she has said yes again; told twice it counts once.

    Money owed, and orders that came before, are not touched.
    """
    if notice not in {PURPOSES[code].notice.slug for code in (SELLING, PAYING, SHOWING, TRAINING)}:
        return
    if not said_no(user_id, [notice], mart_id):
        return
    led = Maker.objects.filter(mart=mart_id, members__user=user_id, members__leads=True, members__active=True)
    makers, rows = 0, 0
    for maker in hold_all(Maker.objects.filter(pk__in=led.values("pk"))):
        if notice == SHOWING and maker.portrait_id is not None:
            set_portrait(maker, picture=None, by=MACHINE)
            makers += 1
        elif notice in (SELLING, PAYING) and maker.state == Maker.State.LIVE:
            pause_maker(maker, by=MACHINE)
            makers += 1
    if notice == TRAINING:
        rows = forget_studies(mart_id, user_id)
    if makers or rows:
        user = User.objects.get(pk=user_id)
        record("privacy.stopped", user, by=MACHINE, mart_id=mart_id, notice=notice, makers=makers, rows=rows)
