"""One yes a purpose; a no stops at once what it allowed, and nothing that is owed."""

import pytest

from haat.core import worker
from haat.core.actor import Actor
from haat.core.models import Event
from haat.core.personal import MESSAGES, PAYING, SELLING, SHOWING, SURVEY, TRAINING
from haat.core.voices import Voice
from haat.learning import actions as learning
from haat.learning.models import Study
from haat.learning.queries import lesson_of, may_note
from haat.ledger import actions as ledger
from haat.ledger.models import Payout
from haat.makers.actions import set_portrait
from haat.makers.models import Maker
from haat.messages.jobs import send_message
from haat.messages.models import Message
from haat.people.models import Consent
from haat.privacy import actions
from haat.privacy.models import SpokenYes
from haat.privacy.purposes import PURPOSES
from haat.privacy.queries import spoken_yes, standings
from haat.survey.models import Find
from tests.core.test_voices import OGG
from tests.ledger.books import ACCOUNTANT, COLLECTOR, payable
from tests.make import make_picture
from tests.make_survey import make_find
from tests.privacy.made import answered, artisan
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def states(user, mart) -> dict[str, bool]:
    return {each.purpose.code: each.yes is not None for each in standings(user, mart)}


def test_each_purpose_is_answered_by_itself_and_twice_counts_once():
    maker, _seat, user = artisan()
    for _turn in range(2):
        answered(user, maker.mart, SHOWING, agrees=True)
        answered(user, maker.mart, TRAINING, agrees=False)
    assert states(user, maker.mart) == {
        **dict.fromkeys((SELLING, PAYING, TRAINING, MESSAGES, SURVEY), False),
        SHOWING: True,
    }
    kinds = Event.objects.filter(kind__startswith="people.consent").order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["people.consent_given", "people.consent_refused"]


def test_no_to_a_face_takes_the_picture_away_and_keeps_it_away():
    maker, _seat, user = artisan(portrait=make_picture())
    answered(user, maker.mart, SHOWING, agrees=True)
    answered(user, maker.mart, SHOWING, agrees=False)
    maker.refresh_from_db()
    assert maker.portrait is None
    with refused("makers.face_refused", field="photo"):
        set_portrait(maker, picture=make_picture(), by=Actor(None))
    answered(user, maker.mart, SHOWING, agrees=True)
    assert set_portrait(maker, picture=make_picture(), by=Actor(None)).portrait is not None


@pytest.mark.parametrize("code", [SELLING, PAYING])
def test_no_to_selling_or_paying_pauses_and_a_payout_under_way_still_comes(code):
    maker, _seat, user = artisan()
    payable(maker)
    run = ledger.release_payouts(ledger.propose_payouts(maker.mart, by=ACCOUNTANT), by=COLLECTOR)
    answered(user, maker.mart, code, agrees=True)
    answered(user, maker.mart, code, agrees=False)
    maker.refresh_from_db()
    assert maker.state == Maker.State.PAUSED
    paid = ledger.payout_paid(run.payouts.get(), utr="SBIN2026112299", by=ACCOUNTANT)
    assert paid.state == Payout.State.PAID
    assert paid.amount_paise > 0


def test_no_to_training_deletes_what_was_written_down():
    maker, _seat, user = artisan()
    learning.begin(maker, lesson=lesson_of(maker.mart, "photo"), by=Actor(user.pk))
    answered(user, maker.mart, TRAINING, agrees=False)
    assert Study.objects.count() == 0
    assert may_note(maker.mart_id, user.pk) is False


@pytest.mark.parametrize(("template", "state"), [("lesson_photo", "kept"), ("help_heard", "taken")])
def test_no_to_messages_keeps_tips_in_the_app_and_lets_answers_go(template, state, settings):
    settings.SENDERS = ["log"]
    maker, _seat, user = artisan()
    answered(user, maker.mart, MESSAGES, agrees=False)
    told = {"template": template, "language": "hi", "values": {}, "user": user, "mart": maker.mart}
    message = Message.objects.create(phone=user.phone, body="x", cause="c", **told)
    send_message(message.pk)
    message.refresh_from_db()
    assert message.state == state


def test_survey_is_only_taken_back_here():
    maker, _seat, user = artisan()
    find = make_find(phone=user.phone)
    assert states(user, maker.mart)[SURVEY] is True
    with refused("privacy.asked_by_worker", field="purpose"):
        answered(user, maker.mart, SURVEY, agrees=True)
    answered(user, maker.mart, SURVEY, agrees=False)
    find.refresh_from_db()
    assert (find.state, find.phone) == (Find.State.COUNTED, "")


def test_her_yes_is_recorded_sealed_and_every_hearing_is_on_record():
    maker, _seat, user = artisan()
    purpose = PURPOSES[SHOWING]
    told = {"mart": maker.mart, "purpose": purpose, "agrees": True, "language": "hi", "how": "spoken"}
    actions.answer_purpose(user, **told, voice=Voice("ogg", OGG), by=Actor(7))
    kept = spoken_yes(user, maker.mart, purpose)
    assert OGG not in bytes(SpokenYes.objects.get().sealed)
    assert actions.play_yes(kept, by=Actor(8)) == OGG
    assert Event.objects.get(kind="privacy.yes_played").by_id == 8
    assert Consent.objects.get().how == "spoken"


def test_stop_told_late_leaves_a_new_yes_alone():
    maker, _seat, user = artisan(portrait=make_picture())
    told = {"mart": maker.mart, "purpose": PURPOSES[SHOWING], "language": "hi", "by": Actor(user.pk)}
    for agrees in (True, False, True):
        actions.answer_purpose(user, agrees=agrees, **told)
    worker.run_due()
    maker.refresh_from_db()
    assert maker.portrait is not None
