"""Waves of the demonstration: a list of groups comes first; one wave has ended, one runs, the next is planned."""

import csv
import io
import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from demo.clock import Clock
from demo.content import load
from demo.people import Team, phone_of
from haat.catalogue.actions import save_draft
from haat.catalogue.models import Craft
from haat.cohorts import actions
from haat.cohorts.choosing import Choice
from haat.cohorts.models import Cohort, Seat
from haat.cohorts.rules import usual_plan
from haat.core.actor import Actor
from haat.core.longtable import from_bytes
from haat.learning import actions as learning
from haat.learning.queries import lesson_of
from haat.makers import actions as makers
from haat.makers.models import Maker
from haat.makers.queries import leader_of
from haat.people.models import Role
from haat.places.models import Mart, Place
from haat.roster import actions as roster
from haat.roster.lists import prepare
from haat.roster.models import Group

WAVES = {"deoghar"}
FIRST = ("devipur", "margomunda", "sarwan")
SECOND = ("deoghar", "madhupur", "mohanpur", "sarath")
NEXT = ("karon", "palojori", "sonaraithari")
# Of the first day of the mart; and so many days before the last.
FIRST_BEGINS, FIRST_ENDS, SECOND_BEGINS, NEXT_MADE = 8, 40, 60, 2
# Groups that only the list knows, two in each block; of the second wave's some come along a part of the road.
NEW = ("ज्योति", "गुलाबी", "बेलपत्र", "सीताराम", "पलाश", "महुआ", "सरई", "कदंब")
LEADERS = ("फुलमनी मुर्मू", "रानी देवी", "सलोमी किस्कू", "मीना बेसरा", "अनीता टुडू", "हीरामनी सोरेन", "सुनीता हेम्ब्रम", "बाहा मरांडी")
FIRST_CODE, FIRST_NUMBER = 4_900_000_000, 50_000
BILLS = (("training", 18_000), ("days", 14_500), ("travel", 9_600), ("papers", 5_200), ("training", 12_000))


class Waves:
    """The waves of one mart, day by day."""

    def __init__(self, mart: Mart, team: Team, clock: Clock, first_day: date) -> None:
        self.mart, self.team, self.clock, self.first_day = mart, team, clock, first_day
        self.rng = random.Random(f"{mart.slug}:waves")
        self.blocks = {place.slug: place for place in Place.objects.filter(parent=mart.place)}
        self.desk = team.actor(Role.Kind.DESK)
        rows = [row for row in load(mart.slug, "makers") if row["kind"] == Maker.Kind.GROUP]
        self.codes = {row["slug"]: str(FIRST_CODE + at) for at, row in enumerate(rows)}
        self.rows = rows
        self.first: Cohort | None = None
        self.second: Cohort | None = None

    def know(self) -> None:
        """The mission's list, before the first of its groups is enrolled."""
        heads = ["SHG Code", "SHG Name", "District", "Block", "Village", "Chair Person Name", "Members"]
        district = self.mart.place.names["en"]
        told = [self._line(self.codes[row["slug"]], row, district) for row in self.rows]
        for at, (block, name) in enumerate(self._new()):
            village = block.children.order_by("slug", "pk")[at % 3]
            told.append(
                [
                    str(FIRST_CODE + 500 + at),
                    f"{name} महिला समूह",
                    district,
                    str(block),
                    str(village),
                    LEADERS[at % 8],
                    12,
                ]
            )
        out = io.StringIO()
        csv.writer(out).writerows([heads, *told])
        prepared = [prepare(from_bytes(out.getvalue().encode(), "groups.csv"), self.mart)]
        upload = roster.begin_list(self.mart, prepared, convert=False, by=self.desk)
        roster.bring(upload, roster.files_of(upload, prepared, mart=self.mart, convert=False), by=self.desk)

    def _line(self, code: str, row: dict[str, Any], district: str) -> list[Any]:
        """A row of the list."""
        block, village = str(self.blocks[row["block"]]), row["village"]["en"]
        return [code, row["names"]["en"], district, block, village, row["leader"]["en"], 11]

    def _new(self) -> Sequence[tuple[Place, str]]:
        blocks = [self.blocks[slug] for slug in (*SECOND, *NEXT)]
        return [(block, NEW[(at * 2 + turn) % 8]) for at, block in enumerate(blocks) for turn in range(2)]

    def day(self, day: date) -> None:
        """What is done for waves on a day."""
        age, left = (day - self.first_day).days, (self.clock.last_day - day).days
        if age == FIRST_BEGINS:
            self.first = self._begin("देवीपुर, मारगोमुंडा, सारवां", FIRST, day)
        elif left == SECOND_BEGINS:
            self.second = self._begin("देवघर, मधुपुर, मोहनपुर, सारठ", SECOND, day)
        elif left == FIRST_ENDS and self.first is not None:
            actions.end_cohort(self.first, by=self.desk)
        if self.second is not None and left in (50, 36, 24):
            self._along(self.second, {50: 1, 36: 2, 24: 3}[left])
        if left % 7 == 3:
            self._teach()
        for cohort, since in ((self.first, age - FIRST_BEGINS), (self.second, SECOND_BEGINS - left)):
            if cohort is not None and since in (5, 12, 19, 26, 33):
                self._pay(cohort, since // 7, day)

    def _begin(self, title: str, blocks: Sequence[str], day: date) -> Cohort:
        roster.keep_up(self.mart)
        made = actions.make_cohort(
            self.mart,
            title=title,
            choice=Choice(blocks=tuple(self.blocks[slug].pk for slug in blocks)),
            plan=usual_plan(day),
            budget_paise=90_000_00,
            key=f"demo-{title}",
            by=self.desk,
        )
        return actions.begin_cohort(made, by=self.desk)

    def _along(self, cohort: Cohort, step: int) -> None:
        """Groups that only the list knew: some are enrolled, then give papers, then bring a first good."""
        known = Seat.objects.filter(
            cohort=cohort, group__state=Group.State.KNOWN, group__codes__number__gte=self._code()
        )
        enrolled = Seat.objects.filter(
            cohort=cohort, group__codes__number__gte=self._code(), group__maker__isnull=False
        )
        if step == 1:
            for seat in known.select_related("group").order_by("pk")[:5]:
                self._enrol(seat)
            return
        found = list(enrolled.select_related("group__maker").order_by("pk"))
        for seat in found[step - 1 :]:
            maker = seat.group.maker if seat.group is not None else None
            if maker is not None:
                self._further(maker, step)

    def _code(self) -> str:
        return str(FIRST_CODE + 500)

    def _enrol(self, seat: Seat) -> None:
        group = seat.group
        assert group is not None
        number = phone_of(FIRST_NUMBER + seat.pk % 1000)
        names = {"hi": group.officers["leader"]["name"]}
        roster.enrol_group(group, pin=self.mart.address[-6:], phone=number, leader_names=names, by=self.desk)

    def _further(self, maker: Maker, step: int) -> None:
        if step == 2:
            leader = leader_of(maker)
            self._tried(maker, leader.user_id if leader else None)
            craft = Craft.objects.get(slug="bamboo")
            save_draft(maker, key="demo-first", craft=craft, names={"hi": "बाँस की डलिया"}, by=self.desk)
            return
        pan = f"AAAAJ{self.rng.randrange(1000, 9999)}{self.rng.choice('ABCDEFGH')}"
        makers.give_document(maker, kind="pan", number=pan, by=self.desk)
        number = f"{self.rng.randrange(10**10, 10**11)}"
        makers.set_bank(maker, holder=maker.names["hi"][:120], number=number, ifsc="SBIN0000064", by=self.desk)

    def _teach(self) -> None:
        """On a day of the week some leaders of the waves try a lesson."""
        seats = Seat.objects.filter(mart=self.mart, open=True, group__maker__isnull=False)
        fresh = seats.exclude(group__codes__number__gte=self._code()).select_related("group__maker").order_by("pk")
        for seat in fresh:
            maker = seat.group.maker if seat.group is not None else None
            if maker is not None and maker.state == Maker.State.LIVE and self.rng.random() < 0.4:
                leader = leader_of(maker)
                self._tried(maker, leader.user_id if leader else None)

    def _tried(self, maker: Maker, user: int | None) -> None:
        lesson = lesson_of(self.mart, "photo")
        assert lesson is not None
        learning.tell_tried(maker, lesson=lesson, by=Actor(user))

    def _pay(self, cohort: Cohort, turn: int, day: date) -> None:
        kind, rupees = BILLS[turn % len(BILLS)]
        by = Actor(self.team.user(Role.Kind.ACCOUNTANT).pk)
        actions.write_cost(cohort, kind=kind, amount_paise=rupees * 100, day=day, key=f"demo-{turn}", by=by)

    def end(self) -> None:
        """The last evening: the next villages are planned, and coordinators have written down why some wait."""
        roster.keep_up(self.mart)
        actions.follow_mart(self.mart)
        day = self.clock.last_day + timedelta(days=7)
        actions.make_cohort(
            self.mart,
            title="करौं, पालोजोरी, सोनारायठाढ़ी",
            choice=Choice(blocks=tuple(self.blocks[slug].pk for slug in NEXT)),
            plan=usual_plan(day),
            key="demo-next",
            by=self.desk,
        )
        stuck = Seat.objects.filter(cohort=self.second, stuck_from__isnull=False).order_by("stuck_from", "pk")
        notes: tuple[dict[str, Any], ...] = (
            {"reason": "खाते में अगुआ का नाम अधूरा है", "step": "बैंक से नाम ठीक करवाएँ", "whose": "bank"},
            {"reason": "अगुआ अपने मायके गई हैं, सोमवार को लौटेंगी", "step": "मंगलवार को मिलें", "whose": "coordinator"},
        )
        for seat, note in zip(stuck[1:], notes, strict=False):
            actions.note_why(seat, **note, by=self.desk)
