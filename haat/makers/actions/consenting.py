"""A member's yes to what is kept of her, and what follows when she takes it back."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q

from haat.core.actor import Actor
from haat.core.locks import hold_all, hold_key
from haat.makers.actions.opening import pause_maker
from haat.makers.errors import NoPhoneYet
from haat.makers.models import Maker, Member
from haat.people.actions import give_consent, refuse_consent, withdraw_consent
from haat.people.consents import SELLING
from haat.people.models import User


@transaction.atomic
def answer_notice(member: Member, *, agrees: bool, language: str, how: str, by: Actor) -> None:
    """The notice was read to her in this language, and she answered. Raises NoPhoneYet, UnknownHow.

    When she says no, nothing is shown any more of any maker of the mart that she leads: they are paused.
    """
    user, mart_id, led = _of_hers(member)
    notice, version = SELLING.slug, SELLING.version
    if agrees:
        give_consent(user, notice=notice, version=version, language=language, how=how, mart_id=mart_id, by=by)
    else:
        refuse_consent(user, notice=notice, version=version, language=language, how=how, mart_id=mart_id, by=by)
        _rest(led, by)


@transaction.atomic
def take_back_consent(member: Member, *, by: Actor) -> None:
    """She takes her yes back; whatever she leads in the mart is paused, and its goods leave the shop.

    Raises NoPhoneYet.
    """
    user, mart_id, led = _of_hers(member)
    if withdraw_consent(user, notice=SELLING.slug, mart_id=mart_id, by=by):
        _rest(led, by)


def _of_hers(member: Member) -> tuple[User, int, list[Maker]]:
    """Who she is, in which mart, and the makers of it that she leads, held: consent is hers, not one maker's."""
    before = Member.objects.select_related("maker").get(pk=member.pk)
    mart_id = before.maker.mart_id
    if before.user_id is None:
        raise NoPhoneYet()
    hold_key(User, before.user_id)
    led = Member.objects.filter(user=before.user_id, leads=True, active=True, maker__mart=mart_id)
    hold_all(Maker.objects.filter(Q(pk=before.maker_id) | Q(pk__in=led.values("maker"))))
    now = Member.objects.select_related("user").get(pk=member.pk)
    if now.user is None or now.user_id != before.user_id:
        raise NoPhoneYet()
    return now.user, mart_id, list(Maker.objects.filter(pk__in=led.values("maker")).order_by("pk"))


def _rest(makers: Iterable[Maker], by: Actor) -> None:
    for maker in makers:
        if maker.state == Maker.State.LIVE:
            pause_maker(maker, by=by)
