"""Privacy in the demonstration: petitions in every state, a no and what it stopped, and a drill."""

from datetime import timedelta

from django.utils import timezone

from demo.people import Team
from demo.work import run_jobs
from haat.core.actor import Actor
from haat.core.personal import MESSAGES, SHOWING, TRAINING
from haat.makers.models import Maker, Member
from haat.people.models import Role
from haat.places.models import Mart
from haat.privacy import actions
from haat.privacy.models import Petition
from haat.privacy.purposes import PURPOSES

K = Petition.Kind
BREACH = {
    "deoghar": (
        "अभ्यास: ब्लॉक की सूची वाला फ़ोन खोया",
        "मेले में फ़ोन खो गया। उसमें समूहों के नाम और नंबर खुले थे।",
        "फ़ोन का साइन-इन बंद किया, पासवर्ड बदला।",
    ),
    "chandrapur": (
        "सराव: तालुक्याच्या यादीचा फोन हरवला",
        "जत्रेत फोन हरवला. त्यात गटांची नावे आणि नंबर उघडे होते.",
        "फोनचे साइन-इन बंद केले, पासवर्ड बदलला.",
    ),
}
WORDS = {
    "deoghar": ("मेरे गाँव का नाम ग़लत लिखा है।", "मुझे बार-बार फ़ोन आता है।", "आपका गाँव ठीक कर दिया गया।"),
    "chandrapur": ("माझ्या गावाचे नाव चुकीचे लिहिले आहे.", "मला सारखे फोन येतात.", "तुमचे गाव दुरुस्त केले."),
}


class Petitioning:
    """What leaders and members asked in the last days, and one who works alone and left for good."""

    def __init__(self, mart: Mart, team: Team) -> None:
        self.mart = mart
        self.desk, self.collector = team.actor(Role.Kind.DESK), team.actor(Role.Kind.COLLECTOR)
        seats = Member.objects.filter(maker__mart=mart, leads=True, active=True, user__isnull=False)
        self.seats = list(seats.select_related("maker", "user").order_by("-pk")[:40])

    def go(self) -> None:
        """Yes and no, petitions, and the drill."""
        groups = [seat for seat in self.seats if seat.maker.kind != Maker.Kind.ARTISAN]
        if len(groups) < 6:
            return
        self._answer(groups[0], SHOWING, yes=True)
        self._answer(groups[0], TRAINING, yes=True)
        self._answer(groups[1], SHOWING, yes=False)
        self._answer(groups[1], MESSAGES, yes=False)
        mend, calls, done = WORDS[self.mart.slug]
        self._ask(groups[0], K.EXPORT)
        actions.answer(self._ask(groups[2], K.CORRECT, mend), words=done, by=self.desk)
        self._ask(groups[3], K.COMPLAIN, calls)
        actions.take_back(self._ask(groups[4], K.COMPLAIN, calls), by=Actor(groups[4].user_id))
        actions.refuse(self._ask(groups[5], K.ERASE), reason="Leads the group", by=self.desk)
        self._erase()
        self._drill()
        run_jobs()

    def _answer(self, seat: Member, code: str, *, yes: bool) -> None:
        assert seat.user is not None
        language, by = self.mart.default_language, Actor(seat.user_id)
        actions.answer_purpose(seat.user, mart=self.mart, purpose=PURPOSES[code], agrees=yes, language=language, by=by)

    def _ask(self, seat: Member, kind: str, words: str = "") -> Petition:
        return actions.ask(
            self.mart,
            kind=kind,
            words=words,
            came=Petition.Came.PHONE,
            language=self.mart.default_language,
            key=f"demo-{seat.pk}-{kind}",
            user=seat.user,
            by=Actor(seat.user_id),
        )

    def _erase(self) -> None:
        """One artisan who has not sold yet is erased by two; another waits for the second person."""
        alone = [seat for seat in self.seats if seat.maker.kind == Maker.Kind.ARTISAN]
        idle = [seat for seat in alone if not (seat.maker.orders.exists() or seat.maker.questions.exists())]
        for seat in idle[:2]:
            mine = actions.agree_erase(self._ask(seat, K.ERASE), by=self.desk)
            if seat is idle[0] and len(idle) > 1:
                actions.erase(mine, by=self.collector)

    def _drill(self) -> None:
        name, words, done = BREACH[self.mart.slug]
        drill = actions.note_breach(
            self.mart,
            name=name,
            words=words,
            data=["names", "phones"],
            people_count=126,
            whom="members",
            measures=done,
            known_at=timezone.now() - timedelta(hours=5),
            drill=True,
            key="demo-drill",
            by=self.collector,
        )
        for step in (actions.tell_board, actions.tell_persons, actions.give_details, actions.close_breach):
            step(drill, by=self.collector)
