"""`haat demo`: two districts, lived through the same actions people use; the same every time from one seed."""

import random
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from demo import empty, photos, pictures
from demo.asking import Asking
from demo.clock import Clock, travelling
from demo.consigning import Consigning
from demo.content import load, words
from demo.finding import Finding
from demo.giving import Giving
from demo.goods import Row, Stall, rows_of
from demo.keeping import KEEPERS, Keeping
from demo.knowing import Knowing
from demo.makers import SELLS, Enrolment
from demo.market import Market
from demo.money import Counting
from demo.papering import Papering
from demo.people import PASSWORD, STAFF, Team, employ, phone_of
from demo.petitioning import Petitioning
from demo.practising import Practising
from demo.selling import BEGINS, Selling
from demo.spoken import speak
from demo.teaching import Teaching
from demo.trade import Trade
from demo.waves import WAVES, Waves
from demo.work import few_collections, read_models_at_the_end, run_jobs
from demo.world import MARTS, lay_ground, open_for_business, set_targets
from haat.channels.actions import open_feed
from haat.core.actor import Actor
from haat.core.jobs import HANDLERS
from haat.core.marks import DEMONSTRATION, set_mark
from haat.makers.models import Maker
from haat.makers.queries import leader_of
from haat.people.models import Role
from haat.places.models import Mart

SEED = 814112
# The maker whose sign-in is printed: enrolled first, so the first number is hers, and given work to show.
SHOWN = {"deoghar": "maa-tara"}
# Where some goods lie at a hub and a sale centre.
CONSIGNS = {"deoghar"}
FEED = "google"
OPENING_DAYS, TRADING_DAYS = 30, 90
# Vendors whose papers are not complete yet, goods that still wait for the desk, and goods sent back.
NOT_COMPLETE, WAITING, SENT_BACK = 6, 14, 3
Report = Callable[[str], None]


def seed(
    *,
    report: Report = lambda line: None,
    trading_days: int = TRADING_DAYS,
    market: Market | None = None,
    port: int = 8000,
) -> str:
    """Fill an empty database; one that has marts is left alone. Answers what to tell the operator.

    `market`: the marketplace at which a society sells; None: it sells at none. `port`: where the shop will be served.
    """
    if Mart.objects.exists():
        return f"The demonstration is already here.\n{signs()}"
    set_mark(DEMONSTRATION, timezone.now())
    started = time.perf_counter()

    def told(what: str) -> None:
        report(f"  {what}: {time.perf_counter() - started:.0f} s")

    with few_collections(), read_models_at_the_end(), travelling() as clock:
        coming = {slug: Arrivals(slug, clock.last_day, trading_days) for slug in MARTS}
        with pictures.drawn_beside(plate for each in coming.values() for plate in each.plates()) as pool:
            photos.begin(pool)
            clock.at(clock.last_day - timedelta(days=OPENING_DAYS + trading_days), 8)
            lay_ground()
            districts = []
            for slug in MARTS:
                with transaction.atomic(), HANDLERS.without("channels."):  # nobody sells elsewhere yet
                    districts.append(District(slug, clock, coming[slug], trading_days))
                    districts[-1].found()
                    districts[-1].live(until=BEGINS if slug in SELLS else 0)
                told(slug)
            for district in districts:  # by now the last pictures are rendered
                with transaction.atomic():
                    district.photograph()
                told(f"test pictures of {district.mart.slug}")
                with transaction.atomic():
                    district.sell(market, port)
                    if district.mart.slug in SELLS:
                        district.live(since=BEGINS)
                    district.end()
                told(f"last days of {district.mart.slug}")
            with transaction.atomic():
                empty.begin()
    told("shelf and facts")
    return signs()


class Arrivals:
    """Who is enrolled on which day of a mart: two thirds before trade begins, the rest as the mart is known."""

    def __init__(self, slug: str, last_day: date, trading_days: int) -> None:
        self.first_day = last_day - timedelta(days=OPENING_DAYS + trading_days)
        self.goods: dict[str, list[Row]] = {}
        for row in rows_of(slug):
            self.goods.setdefault(row["maker"], []).append(row)
        rows = list(load(slug, "makers"))
        random.Random(f"{SEED}:{slug}:arrivals").shuffle(rows)
        rows.sort(key=lambda row: row["slug"] != SHOWN.get(slug))
        artisans = [row["slug"] for row in rows if row["kind"] == Maker.Kind.ARTISAN and row["slug"] in self.goods]
        lagging = set(artisans[:NOT_COMPLETE])
        self.days: dict[date, list[tuple[Row, bool]]] = {}
        for number, row in enumerate(rows):
            complete = row["slug"] not in lagging
            day = self._day(number / len(rows), trading_days) if complete else last_day - timedelta(days=9 + number % 9)
            self.days.setdefault(day, []).append((row, complete))

    def _day(self, part: float, trading_days: int) -> date:
        span = OPENING_DAYS if part < 0.66 else OPENING_DAYS + trading_days - 12
        return self.first_day + timedelta(days=1 + round(span * (part if part > 0.66 else part / 0.66 * 0.95)))

    def plates(self) -> Iterator[pictures.Wanted]:
        """Every plate the mart will show, in the order they are asked for."""
        for day in sorted(self.days):
            for maker, _complete in self.days[day]:
                yield pictures.portrait_of(maker), None
                yield from ((row["drawing"], row["ground"]) for row in self.goods.get(maker["slug"], []))


class District:
    """One mart from its opening day to today."""

    def __init__(self, slug: str, clock: Clock, coming: Arrivals, trading_days: int) -> None:
        self.rng = random.Random(f"{SEED}:{slug}")
        self.clock, self.coming, self.trading_days = clock, coming, trading_days
        self.mart = open_for_business(slug, first_day=coming.first_day)
        self.team: Team = employ(self.mart)
        self.enrolment = Enrolment(self.mart, self.team, self.rng)
        self.stall = Stall(self.mart, self.team, self.rng)
        self.trade = Trade(self.mart, self.team, clock, self.rng, words(slug))
        self.counting = Counting(self.mart, self.team, clock, self.rng)
        self.consigning = Consigning(self.mart, self.team, clock) if slug in CONSIGNS else None
        self.asking = Asking(self.mart, self.team, clock)
        self.selling: Selling | None = None
        self.waves = Waves(self.mart, self.team, clock, coming.first_day) if slug in WAVES else None
        self.teaching = Teaching(self.mart, self.team, random.Random(f"{SEED}:{slug}:teaching"))

    def found(self) -> None:
        """Targets, and federations before the first maker comes."""
        collector = self.team.actor(Role.Kind.COLLECTOR)
        set_targets(self.mart, by_day=self.clock.last_day + timedelta(days=30), by=collector)
        self.enrolment.found_federations(collector)
        if self.waves is not None:
            self.waves.know()
            self.enrolment.codes = self.waves.codes

    def live(self, *, since: int | None = None, until: int = 0) -> None:
        """Enrol and trade, from the day that is `since` days before the last (None: the first) to before `until` (0:
        the last as well)."""
        for day in self.clock.days(OPENING_DAYS + self.trading_days if since is None else since):
            if until and (self.clock.last_day - day).days < until:
                return
            self._day(day)

    def _day(self, day: date) -> None:
        self.clock.at(day, 8)
        for row, complete in self.coming.days.get(day, []):
            self._arrive(row, complete=complete)
        if self.waves is not None:
            self.waves.day(day)
        self.teaching.day((self.clock.last_day - day).days)
        age = (day - self.coming.first_day).days
        if age >= OPENING_DAYS and self.stall.variants:
            wanted = self.trade.orders_today(day)
            if self.consigning is not None:
                self.consigning.day(day)
            self.trade.day(day, variants=self.stall.variants, orders_wanted=wanted)
            run_jobs()
            if self.selling is not None:
                self.selling.day(day)
                run_jobs()
            self.counting.day(day)
            self.asking.day(day)
        run_jobs()

    def end(self) -> None:
        """The last evening: what waits at the marketplace, and the newest of the goods for the desk."""
        if self.selling is not None:
            self.selling.end()
            run_jobs()
        self._leave_work_for_the_desk()
        Finding(self.mart, self.team, self.rng).walk()
        speak(self.mart, self.team)
        Petitioning(self.mart, self.team).go()
        Knowing(self.mart, self.team).know()
        Keeping(self.mart, self.team).keep()
        self.teaching.end()
        run_jobs()
        if self.waves is not None:
            self.waves.end()
            run_jobs()
        Giving(self.mart, self.team, self.clock).give()
        Papering(self.mart, self.team, self.rng).make()
        self._practise()
        run_jobs()

    def _practise(self) -> None:
        """The maker whose sign-in is printed practises; where none is, nobody does."""
        maker = self.enrolment.makers.get(SHOWN.get(self.mart.slug, ""))
        if maker is not None:
            Practising(self.mart, self.team, maker).end()

    def _arrive(self, row: Row, *, complete: bool) -> None:
        """A maker is enrolled, and what it makes is brought to the desk the same day."""
        maker = self.enrolment.enrol(row, goods=self.coming.goods.get(row["slug"], []), complete=complete)
        leader = leader_of(maker)
        by = Actor(leader.user_id if leader else None)
        for good_row in self.coming.goods.get(row["slug"], []):
            good = self.stall.bring(maker, good_row, by=by)
            if complete:
                self.stall.check(good)
        if row["slug"] == SHOWN.get(self.mart.slug):
            self.trade.show(maker)

    def sell(self, market: Market | None, port: int) -> None:
        """A society sells at the marketplace from now on, and a feed of all that is ready has its address."""
        if market is None or self.mart.slug not in SELLS:
            return
        self.selling = Selling(self.mart, self.team, self.clock, self.stall, market)
        self.selling.begin(photos.photographed(self.stall))
        base = f"http://{MARTS[self.mart.slug]['hosts'][-1]}:{port}"
        open_feed(self.mart, kind=FEED, language="en", base=base, by=self.team.actor(Role.Kind.DESK))
        run_jobs()

    def photograph(self) -> None:
        """The desk adds pictures for marketplaces; one that was laid on white is used, another waits for a look."""
        self.clock.at(self.clock.last_day - timedelta(days=BEGINS if self.mart.slug in SELLS else 0), 21)
        desk = self.team.actor(Role.Kind.DESK)
        photos.show(self.stall, by=desk)
        run_jobs()
        photos.look(self.mart, by=desk)
        run_jobs()

    def _leave_work_for_the_desk(self) -> None:
        """The newest goods of makers whose papers are not complete are the desk's queue; three were sent back."""
        waiting = [good for good in self.stall.by_slug.values() if good.state == "waiting"]
        for good in waiting[:SENT_BACK]:
            self.stall.send_back(good, reasons=["weight_missing", "picture_ground"])


def signs() -> str:
    """The demonstration's sign-ins."""
    lines = ["Demonstration sign-ins (codes are shown on the page):"]
    for slug in MARTS:
        for officer in STAFF[slug]:
            if officer.kind in (Role.Kind.COLLECTOR, Role.Kind.DESK, Role.Kind.ACCOUNTANT):
                phone = phone_of(officer.number)[3:]
                lines.append(f"  {slug} {officer.kind}: {phone}, password {PASSWORD}  (/office/)")
    lines.append(
        f"  a maker of deoghar: {phone_of(10_001)[3:]}   a rider: {phone_of(31)[3:]}"
        f"   a field worker: {phone_of(21)[3:]}  (/sign-in/)"
    )
    lines.append(
        f"  a coordinator of deoghar, acting for makers: {phone_of(11)[3:]}  (/sign-in/, then password {PASSWORD})"
    )
    (secretary, _name), (crp, _other) = KEEPERS["deoghar"]
    lines.append(
        f"  a village organisation's secretary: {phone_of(secretary)[3:]}   a CRP: {phone_of(crp)[3:]}  (/sign-in/)"
    )
    lines.append(f"A third mart is not open yet: walk its launch list at {empty.BEGUN['hosts'][0]}, /office/settings/")
    for officer in STAFF[empty.SLUG]:
        phone = phone_of(officer.number)[3:]
        lines.append(f"  {empty.SLUG} {officer.kind}: {phone}, password {PASSWORD}  (/office/)")
    return "\n".join(lines)
