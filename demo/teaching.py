"""Lessons of the demonstration: taught at two meetings, learnt by makers who then sell, and judged by what they do."""

import random
from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from demo.people import Team
from haat.core.actor import Actor
from haat.core.dates import today
from haat.learning import actions
from haat.learning.lessons import Lesson
from haat.learning.queries import lessons_of
from haat.makers.models import Maker
from haat.makers.queries import leader_of
from haat.people.models import Role
from haat.places.models import Mart

# So many days before the last one lessons begin, two at a time: afterwards what the makers do is judged.
BEGINS, ENDS = 26, 12
TAUGHT = ("packing", "order-in-time", "photo", "money-and-shares")
LEARN = 8


class Teaching:
    """Two makers learn a day, until LEARN have; each on her own phone, or with her coordinator's help."""

    def __init__(self, mart: Mart, team: Team, rng: random.Random) -> None:
        self.mart, self.team, self.rng = mart, team, rng
        self.lessons = lessons_of(mart)

    def day(self, back: int) -> None:
        """What is learnt so many days before the last day of the demonstration."""
        if back in (BEGINS, ENDS):
            self._meet(TAUGHT[0] if back == BEGINS else TAUGHT[1])
        if ENDS < back <= BEGINS and (BEGINS - back) % 3 == 0:
            self._learn(self._makers()[(BEGINS - back) // 3 * 2 : (BEGINS - back) // 3 * 2 + 2])

    def _makers(self) -> Sequence[Maker]:
        """Who sold first."""
        own = Maker.objects.own().filter(mart=self.mart, state=Maker.State.LIVE)
        return list(own.select_related("block", "mart").order_by("pk")[: 2 * LEARN])

    def _learn(self, makers: Sequence[Maker]) -> None:
        for maker in makers:
            leader = leader_of(maker)
            by = Actor(leader.user_id if leader else None)
            for slug in TAUGHT[: 2 + maker.pk % 3]:
                self._study(maker, self.lessons[slug], by)

    def _study(self, maker: Maker, lesson: Lesson, by: Actor) -> None:
        actions.begin(maker, lesson=lesson, by=by)
        if lesson.practice is not None:
            actions.tell_tried(maker, lesson=lesson, by=by)
        for question in lesson.quiz:
            right = self.rng.random() < 0.85
            actions.answer(maker, lesson=lesson, question=question.id, right=right, later=False, by=by)

    def _meet(self, slug: str) -> None:
        """A lesson is taught in the block that has most makers; who came is written down."""
        makers = self._makers()
        block = max((maker.block for maker in makers), key=lambda one: sum(maker.block == one for maker in makers))
        teacher = self.team.user(Role.Kind.COORDINATOR)
        by = Actor(teacher.pk)
        meeting = actions.hold_meeting(
            self.mart,
            lesson=self.lessons[slug],
            block=block,
            where=f"{block} Panchayat Bhavan",
            teacher=teacher.name,
            begins_at=timezone.now() + timedelta(hours=2),
            minutes=60,
            key=f"demo-{self.mart.slug}-{today().isoformat()}",
            by=by,
        )
        there = [maker.members.filter(active=True).order_by("pk")[:2] for maker in makers if maker.block == block]
        actions.note_present(meeting, members=[member for few in there for member in few], by=by)

    def end(self) -> None:
        """What the makers did since is judged, and lessons are offered by it."""
        actions.look()
