"""Coming back after three days and after thirty: a message that names the deed, or a question where it is done."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, override

from haat.core.locks import hold
from haat.learning.models import Study
from haat.learning.notices import notice_for
from haat.makers.queries import spoken_to
from haat.messages.actions import tell
from haat.people.models import User


@transaction.atomic
def follow_up(study: Study) -> Study:
    """Three days later, once: done right by then, a question waits for her; else she gets a message."""
    held = hold(study, "maker__mart", "person")
    if held.followed_at is not None:
        return held
    held.followed_at = timezone.now()
    if held.first == Study.Verdict.RIGHT:
        held.asks = True
    else:
        _tell(held)
    held.save(update_fields=["followed_at", "asks"])
    return held


@transaction.atomic
def ask_again(study: Study) -> Study:
    """Thirty days later, once: a question waits for her."""
    held = hold(study)
    if held.again_at is None:
        held.again_at, held.asks = timezone.now(), True
        held.save(update_fields=["again_at", "asks"])
    return held


def _tell(study: Study) -> None:
    maker, user = study.maker, study.person
    language = user.language if user is not None else ""
    if user is None or not user.phone:
        user, language = spoken_to(maker)
    phone = _phone(user) or maker.phone
    if not phone:
        return
    notice = notice_for(study.lesson)
    with override(language or maker.mart.default_language):
        body = gettext(notice.words)
    tell(
        phone,
        template=notice.name,
        language=language or maker.mart.default_language,
        body=body,
        values={},
        cause=f"lesson:{study.pk}",
        mart=maker.mart,
        user=user,
        link=f"/maker/lessons/{study.lesson}/",
    )


def _phone(user: User | None) -> str:
    return user.phone if user is not None else ""
