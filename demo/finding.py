"""The village survey of the demonstration: workers walk, and the desk has finds in every state."""

import io
import random
from datetime import datetime, timedelta

from django.utils import timezone

from demo import drawing
from demo.content import load
from demo.people import Team
from haat.catalogue.models import Craft
from haat.core.actor import Actor
from haat.core.dates import today
from haat.makers.models import Maker
from haat.people.models import Role, User
from haat.places.models import Mart, Place
from haat.places.queries import localities_of
from haat.survey import actions
from haat.survey.facts import NewFile, Position, Said, Told
from haat.survey.models import Find

ALL = frozenset({"contact", "media", "household"})
FIRST_NUMBER = {"deoghar": 30_000, "chandrapur": 40_000}
NAMES = {
    "deoghar": (
        *("फूलमनी हेम्ब्रम", "बसंती मरांडी", "सलोमी किस्कू", "मीना ख़ातून", "सोनामुनी टुडू", "लखी मुर्मू", "रीता देवी", "तारा देवी"),
        *("जोबा सोरेन", "पानो बेसरा", "शबनम बीबी", "गीता महतो", "चंपा हांसदा", "सावित्री राणा", "अंजू तुरी", "बुधनी मोहली"),
    ),
    "chandrapur": (
        *("लक्ष्मी आत्राम", "सुनंदा मेश्राम", "कमला कुमरे", "रंजना गेडाम", "शोभा मडावी", "वनिता टेकाम", "माया उईके", "रेखा कोवे"),
        *("पार्वती सिडाम", "अनिता चौधरी", "ज्योती ठाकरे", "मंदा नन्नावरे", "सरिता वाढई", "उषा कन्नाके", "गंगू पेंदोर", "छाया बुरुड"),
    ),
}
HOUSES = {
    "deoghar": ("कुएँ के पास नीला दरवाज़ा", "स्कूल के पीछे खपरैल वाला घर"),
    "chandrapur": ("विहिरीजवळ निळा दरवाजा", "शाळेमागचे कौलारू घर"),
}
CRAFTS = ("bamboo", "lac", "pottery", "pattal", "pickle", "tailoring", "jute", "bamboo")
SELLS = ("haat", "trader", "home", "nowhere", "town", "group")


class Finding:
    """Sixteen makers found by two workers of a mart; what the desk made of them."""

    def __init__(self, mart: Mart, team: Team, rng: random.Random) -> None:
        self.mart, self.team, self.rng = mart, team, rng
        self.crafts = {craft.slug: craft for craft in Craft.objects.all()}
        self.number = FIRST_NUMBER[mart.slug]

    def walk(self) -> None:
        """Both workers tell of whom they met; one said no, one is known to both."""
        desk = self.team.actor(Role.Kind.DESK)
        finds = [self._tell(at, name) for at, name in enumerate(NAMES[self.mart.slug])]
        self._decide(finds, desk)
        self._walks(desk)

    def _walks(self, desk: Actor) -> None:
        """Each worker has two villages, one of them walked; of two closed houses one was met by now."""
        for at in range(self.team.count(Role.Kind.SURVEYOR)):
            worker = self._worker(at)
            villages = localities_of(self._block(worker))[at * 2 : at * 2 + 2]
            walks = [actions.give_village(self.mart, place=one, worker=worker, by=desk) for one in villages]
            for walk in walks[:1]:
                by = Actor(worker.pk)
                actions.end_walk(walk, by=by)
                told = [
                    actions.tell_closed(self.mart, place=walk.place, house=house, at=self._when(at), by=by)
                    for house in HOUSES[self.mart.slug]
                ]
                actions.end_house(told[0], how="met", by=by)

    def _worker(self, at: int) -> User:
        return self.team.user(Role.Kind.SURVEYOR, at)

    def _block(self, worker: User) -> Place:
        return worker.roles.select_related("place").get(mart=self.mart, kind=Role.Kind.SURVEYOR).place

    def _tell(self, at: int, name: str) -> Find:
        worker = self._worker(at)
        villages = [place for place in localities_of(self._block(worker)) if place.latitude is not None]
        place = villages[at % len(villages)] if villages else self._block(worker)
        said_no = at == 15
        told = Told(
            key=f"demo-{self.mart.slug}-{at:04d}-found",
            turn=1,
            place=place,
            crafts=[self._craft(at)],
            said=Said(not said_no, frozenset() if said_no else ALL, 1, self.mart.default_language, "read"),
            found_at=self._when(at),
            position=self._near(place),
            name=name,
            phone=f"+91{1_000_000_000 + self.number + at}",
            month_pieces=self.rng.choice((15, 20, 40, 60, 100, 300)),
            price_paise=self.rng.choice((20, 60, 120, 180, 350)) * 100,
            sells=SELLS[at % len(SELLS)],
            members=self.rng.randint(3, 8),
            women=self.rng.randint(1, 3),
            earners=self.rng.randint(1, 3),
        )
        by = Actor(worker.pk)
        find = actions.tell_find(self.mart, told=told, by=by)
        if at % 3 == 0 and not said_no:
            actions.give_file(find, file=self._photo(at), by=by)
        return find

    def _craft(self, at: int) -> Craft:
        known = list(self.crafts.values())
        return self.crafts.get(CRAFTS[at % len(CRAFTS)]) or known[at % len(known)]

    def _when(self, at: int) -> datetime:
        return timezone.now() - timedelta(days=12 - at % 12, minutes=at * 7)

    def _near(self, place: Place) -> Position | None:
        if place.latitude is None or place.longitude is None:
            return None
        step = self.rng.uniform(-0.004, 0.004)
        return Position(place.latitude + step, place.longitude - step, self.rng.randint(6, 40))

    def _photo(self, at: int) -> NewFile:
        """The craft's drawing on its cloth: it shows nothing real."""
        out = io.BytesIO()
        drawing.painted(self._craft(at).drawing, side=640, ground=None).save(out, "JPEG", quality=80)
        return NewFile(f"photo-{at}", "photo", out.getvalue())

    def _decide(self, finds: list[Find], desk: Actor) -> None:
        """Three new, leads that were called, one put off, one dropped, two known, one a maker, one taken back."""
        for find in finds[3:8]:
            actions.make_lead(find, by=desk)
        actions.note_call(finds[3], result="reached", words="Comes on Friday", by=desk)
        actions.note_call(finds[4], result="no_answer", by=desk)
        actions.put_off(finds[8], again_on=today() + timedelta(days=21), reason="Harvest", by=desk)
        actions.drop(finds[9], why="makes_not", reason="", by=desk)
        actions.mark_same(finds[10], twin=finds[5], by=desk)
        known = Maker.objects.own().filter(mart=self.mart).order_by("pk").first()
        if known is not None:
            actions.mark_same(finds[11], maker=known, by=desk)
        self._enrol(finds[12], desk)
        actions.withdraw(finds[13], by=desk)

    def _enrol(self, find: Find, desk: Actor) -> None:
        names = {self.mart.default_language: find.name}
        actions.make_maker(
            find,
            kind=Maker.Kind.ARTISAN,
            names=names,
            leader_names=names,
            leader_language=self.mart.default_language,
            block=find.block,
            place=find.place if find.place_id != find.block_id else None,
            pin=load(self.mart.slug, "makers")[0]["pin"],
            phone=find.phone,
            organisation=None,
            by=desk,
        )
