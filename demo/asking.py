"""Questions and complaints of the demonstration, in every state: heard, answered, asked again, handed on, late."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

from demo import drawing
from demo.clock import Clock
from demo.content import load
from demo.people import Team, phone_of
from demo.spoken import voice
from haat.core.actor import MACHINE, Actor
from haat.core.scans import Scan, read_scan
from haat.helping import actions, jobs
from haat.helping.models import Faq, Question
from haat.learning import actions as lessons
from haat.makers.models import Maker
from haat.makers.queries import leader_of
from haat.orders.models import Order
from haat.people.models import Role
from haat.places.models import Mart

Row = dict[str, Any]
CLOCK = {"maker_hours": 48, "maker_days": 15, "buyer_hours": 24, "buyer_days": 21}
DEPARTMENT = {"deoghar": "JSLPS", "chandrapur": "UMED"}
PHOTOGRAPHED = "clay-pot-black.svg"
# What is done with a question: so many days after it was asked, the others after the step before.
OF_THE_ASKING = ("heard", "more", "handed", "answer")
STEPS = (*OF_THE_ASKING, "again", "last")


class Asking:
    """What makers and buyers ask on the days of the demonstration, and what becomes of it."""

    def __init__(self, mart: Mart, team: Team, clock: Clock) -> None:
        self.mart, self.team, self.clock = mart, team, clock
        self.desk = team.actor(Role.Kind.DESK)
        self.language = mart.default_language
        self.todo: dict[int, list[tuple[Row, str]]] = {}
        self.asked: dict[int, Question] = {}
        for number, row in enumerate(load(mart.slug, "help")):
            self._plan({**row, "number": number})
        self.begun = False

    def _plan(self, row: Row) -> None:
        """Each step on its day, as days before the last."""
        at = row["back"]
        self.todo.setdefault(at, []).append((row, "ask"))
        for step in STEPS:
            if step not in row:
                continue
            start = row["back"] if step in OF_THE_ASKING else at
            at = max(0, start - self._after(row, step))
            self.todo.setdefault(at, []).append((row, step))
        if row.get("helped"):
            self.todo.setdefault(max(0, at - 1), []).append((row, "end"))

    def _after(self, row: Row, step: str) -> int:
        """How many days later a step is taken."""
        if step == "heard":
            return int(row["heard"])
        return 1 if step == "handed" else int(row[step][0])

    def day(self, day: date) -> None:
        """What is asked, said and answered on a day; and the clock."""
        if not self.begun:
            self._set_clock()
        for row, step in self.todo.get((self.clock.last_day - day).days, []):
            DEEDS[step](self, row)
        jobs.climb()
        jobs.end()

    def _set_clock(self) -> None:
        self.begun = True
        actions.set_clock(
            self.mart,
            **CLOCK,
            officer_phone=phone_of(2 if self.mart.slug == "deoghar" else 52),
            department=DEPARTMENT[self.mart.slug],
            department_phone="",
            by=self.team.actor(Role.Kind.COLLECTOR),
        )

    def _ask(self, row: Row) -> None:
        key = f"demo-{row['number']}"
        common: dict[str, Any] = {
            "words": row["asks"],
            "subject": row["subject"],
            "language": self.language,
            "key": key,
        }
        pictures = [self._photo()] if row.get("picture") else []
        if row["who"] == "buyer":
            order = self._order(row["number"])
            if order is not None:
                told: dict[str, Any] = {"phone": order.phone, "name": order.name, "order": order}
                self.asked[row["number"]] = actions.complain(self.mart, **common, **told, by=MACHINE)
            return
        maker = self._maker(row["number"])
        if maker is not None:
            spoken = voice(self.mart.slug, "question") if row.get("voice") else None
            given: dict[str, Any] = {"voice": spoken, "pictures": pictures, "by": self._leader(maker)}
            self.asked[row["number"]] = actions.ask(maker, **common, **given)

    def _maker(self, number: int) -> Maker | None:
        """One of those that sell by now; the first asks several times."""
        makers = list(Maker.objects.live().filter(mart=self.mart).order_by("pk")[:12])
        return makers[number * 5 % len(makers) if number % 4 else 0] if makers else None

    def _order(self, number: int) -> Order | None:
        orders = Order.objects.filter(mart=self.mart, channel="mart").exclude(phone="").order_by("-pk")
        found = list(orders[:20])
        return found[number % len(found)] if found else None

    def _leader(self, maker: Maker) -> Actor:
        leader = leader_of(maker)
        return Actor(leader.user_id if leader else None)

    def _photo(self) -> Scan:
        """The drawing of a pot: it shows nothing real."""
        out = io.BytesIO()
        drawing.painted(PHOTOGRAPHED, side=640, ground=None).save(out, "JPEG", quality=80)
        return read_scan(out.getvalue())

    def _asker(self, question: Question) -> Actor:
        return self._leader(question.maker) if question.maker is not None else MACHINE

    def _with(self, row: Row, deed: "Callable[[Question], object]") -> None:
        question = self.asked.get(row["number"])
        if question is not None:
            deed(question)

    def _heard(self, row: Row) -> None:
        self._with(row, lambda question: actions.acknowledge(question, by=self.desk))

    def _more(self, row: Row) -> None:
        given = {"words": row["more"][1], "key": "demo-more", "language": self.language}
        self._with(row, lambda question: actions.add(question, **given, by=self._asker(question)))

    def _handed(self, row: Row) -> None:
        level, reason = row["handed"]
        self._with(
            row, lambda question: actions.hand_on(question, level=level, reason=reason, key="demo-handed", by=self.desk)
        )

    def _answer(self, row: Row) -> None:
        self._with(row, lambda question: self._answered(question, row["answer"][1], row))

    def _last(self, row: Row) -> None:
        self._with(row, lambda question: actions.answer(question, text=row["last"][1], by=self.desk))

    def _again(self, row: Row) -> None:
        given = {"words": row["again"][1], "key": "demo-again", "language": self.language}
        self._with(row, lambda question: actions.reopen(question, **given, by=self._asker(question)))

    def _end(self, row: Row) -> None:
        self._with(row, lambda question: actions.end(question, by=self._asker(question)))

    def _answered(self, question: Question, text: str, row: Row) -> None:
        actions.answer(question, text=text, by=self.desk)
        if "lesson" in row and question.maker is not None:
            lessons.offer(question.maker, lesson=row["lesson"], by=self.desk)
        if "all" in row:
            faq = self._for_all(question, *row["all"])
            if row.get("teach"):
                lessons.teach_answer(faq, by=self.desk)

    def _for_all(self, question: Question, asks: str, answer: str) -> Faq:
        faq = actions.draft_faq(question, by=self.desk)
        words = {"asks": asks, "answer": answer, "subject": question.subject, "language": self.language}
        return actions.publish_faq(actions.word_faq(faq, **words, by=self.desk), looked_at=True, by=self.desk)


DEEDS: dict[str, Callable[[Asking, Row], None]] = {
    "ask": Asking._ask,
    "heard": Asking._heard,
    "more": Asking._more,
    "handed": Asking._handed,
    "answer": Asking._answer,
    "again": Asking._again,
    "last": Asking._last,
    "end": Asking._end,
}
