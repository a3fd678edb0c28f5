"""Papers on their way in the demonstration: roads in every state, one papers day held and one that comes."""

import random
from collections.abc import Sequence
from datetime import time, timedelta

from django.db.models import Count

from demo.people import Team
from haat.core.dates import today
from haat.core.languages import best
from haat.makers import actions as makers
from haat.makers.models import Document, Maker
from haat.makers.queries import seen_now
from haat.paperwork import actions
from haat.paperwork.models import Camp, Road
from haat.paperwork.roads import road_of
from haat.people.models import Role
from haat.places.models import Mart

KINDS = ("passbook", "pan_group", "pan_person", "enrolment", "udyam_assist", "fssai")
HALL = {"deoghar": "ब्लॉक सभा भवन", "chandrapur": "पंचायत समिती सभागृह"}
GROUPS = 14


class Papering:
    """What two officers and the makers of one block made of their papers."""

    def __init__(self, mart: Mart, team: Team, rng: random.Random) -> None:
        self.mart, self.rng = mart, rng
        self.one = team.actor(Role.Kind.DESK)
        self.other = team.actor(Role.Kind.COORDINATOR)

    def make(self) -> None:
        """Roads of many makers, then the two days."""
        every = Maker.objects.own().filter(mart=self.mart).select_related("block", "seller")
        counted = every.values("block").annotate(n=Count("pk")).order_by("-n", "block")
        if not counted:
            return
        rows = list(every.filter(block=counted[0]["block"]).order_by("pk")[: GROUPS * 2])
        roads = [road for maker in rows for road in self._begin(maker)]
        self._move(roads)
        self._near(rows)
        self._days(rows)

    def _begin(self, maker: Maker) -> list[Road]:
        """Udyam Assist of everybody, and the member's card of whoever leads."""
        found = [actions.begin_road(maker, kind="udyam_assist", by=self.one)]
        leader = maker.members.filter(leads=True).first()
        if leader is not None:
            found.append(actions.begin_road(maker, kind="artisan_card", member=leader, by=self.one))
        return found

    def _move(self, roads: Sequence[Road]) -> None:
        """Each a little further than the one before, so that every state is there."""
        for place, road in enumerate(roads):
            step = place % 8
            actions.tick(road, what="need:aadhaar", by=self.one)
            if step == 1:
                actions.note_lacking(road, need="bank_book", by=self.other)
            elif step == 2 and road.kind == "udyam_assist":
                actions.note_printed(road, sheet="form", by=self.one)
            elif step in (3, 4, 5, 6):
                self._apply(road, step)
        for kind, how, reason in (
            ("gstin", "federation", ""),
            ("enrolment", "not_needed", "GSTIN"),
        ):
            self._end(roads, kind, how, reason)

    def _apply(self, road: Road, step: int) -> None:
        day = today() - timedelta(days=3 + self.rng.randrange(20))
        where = "DIC" if road.kind == "artisan_card" else "CSC"
        actions.note_applied(road, where=where, day=day, reference=f"AP{road.pk:06d}", by=self.one)
        if step == 4:
            why = best(road_of(road.kind).refusals[0], self.mart.default_language).text
            actions.note_refused(road, reason=why, by=self.one)
        elif step in (5, 6):
            self._number(road, checked=step == 6)

    def _number(self, road: Road, *, checked: bool) -> None:
        number = f"UDYAM-JH-05-{road.pk:07d}" if road.kind == "udyam_assist" else f"JH{road.pk:08d}"
        actions.write_number(road, number=number, by=self.one)
        if checked:
            written = Road.objects.select_related("document").get(pk=road.pk)
            if written.document is not None:
                seen = seen_now(written.document)
                actions.check_number(written, accept=True, seen=seen, by=self.other)

    def _end(self, roads: Sequence[Road], kind: str, how: str, reason: str) -> None:
        for road in roads[:3]:
            if road.maker is not None:
                held = Document.objects.filter(maker=road.maker, kind=kind).exists()
                if not held:
                    ended = actions.begin_road(road.maker, kind=kind, by=self.one)
                    actions.end_road(ended, how=how, reason=reason, by=self.one)
                    return

    def _near(self, rows: Sequence[Maker]) -> None:
        """Two papers whose days come near, found ahead of time."""
        for maker, days in zip(rows[:2], (25, 52), strict=False):
            until = today() + timedelta(days=days)
            paper = makers.give_document(
                maker, kind="silk_mark", number=f"SM{maker.pk:04d}", valid_until=until, by=self.one
            )
            makers.decide_document(paper, accept=True, by=self.other)
        actions.find_duties()

    def _days(self, rows: Sequence[Maker]) -> None:
        coming = self._day(rows[0], days=6)
        held = self._day(rows[0], days=0)
        actions.give_turns(held, makers=rows[:GROUPS], by=self.one)
        turns = list(held.turns.order_by("number"))
        for turn in turns[: GROUPS * 2 // 3]:
            actions.see_off(turn, by=self.one)
        actions.end_camp(held, next_camp=coming, by=self.one)
        actions.give_turns(coming, makers=rows[GROUPS : GROUPS + 8], by=self.one)
        actions.tell_camp(coming, by=self.one)

    def _day(self, maker: Maker, *, days: int) -> Camp:
        day = today() + timedelta(days=days)
        return actions.plan_camp(
            self.mart,
            block=maker.block,
            where=HALL.get(self.mart.slug, "Block hall"),
            day=day,
            begins=time(10),
            ends=time(16),
            kinds=KINDS,
            most=20,
            desk="",
            key=f"demo-{day:%Y%m%d}",
            by=self.one,
        )
