"""A lesson as it is shown: what ships or was made in the office, with the mart's words, pictures and voices over it.

`key` names a place in a lesson: `title`, `goal`, `s1.say`, `s1.screen`, `s1.leads`, `s1.do`, `q1.ask`, `q1.why`,
`bamboo.say`, `bamboo.screen` (a craft's card); pictures stand at `s1`, `s1.right`, `s1.wrong`, `q1.a`, `q1.b`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from haat.core.languages import Text, best

Words = Mapping[str, str]
LANGUAGES = ("hi", "mr", "en")


@dataclass(frozen=True)
class Voice:
    """A recording of what a place says, in one language: the row it lies in, its digest, and how large it is."""

    pk: int
    digest: str
    size: int
    reader: str


@dataclass(frozen=True)
class Said:
    """Words that are read aloud, with the recordings there are of them."""

    key: str
    words: Words
    voices: Mapping[str, Voice] = field(default_factory=dict)

    @property
    def text(self) -> Text:
        return best(self.words)

    @property
    def voice(self) -> Voice | None:
        """The recording in the language that is read, if there is one: never words of one and a voice of another."""
        return self.voices.get(self.text.language)


@dataclass(frozen=True)
class Shown:
    """A picture: a drawing with a good in its slot (`own`: hers, when she has one), or one the office put there."""

    key: str
    drawing: str
    good: str = ""
    own: bool = False
    words: Words | None = None
    digest: str = ""


@dataclass(frozen=True)
class Pair:
    """Right and wrong; `leads`: what follows from the wrong one."""

    right: Shown
    wrong: Shown
    leads: Said

    @property
    def sides(self) -> tuple[tuple[str, Shown], ...]:
        """Both, the right one first in every other scene: where it stands says nothing."""
        both = (("right", self.right), ("wrong", self.wrong))
        return both if self.right.key.split(".")[0][-1] in "13579" else both[::-1]


@dataclass(frozen=True)
class Call:
    """One call of the game: what is said, whether it is `honest` or a `cheat`, and why."""

    id: str
    say: Said
    answer: str
    why: Said


@dataclass(frozen=True)
class Practice:
    """What she does herself: `app` (a page of hers), `hand`, `figure` or `game`."""

    kind: str
    page: str
    do: Said
    calls: Sequence[Call] = ()


@dataclass(frozen=True)
class Scene:
    """One screen. `role`: why, step, craft or practise."""

    id: str
    role: str
    picture: Shown
    say: Said
    screen: Words
    unsure: str = ""
    pair: Pair | None = None
    practice: Practice | None = None


@dataclass(frozen=True)
class Question:
    """A picture question; `answer` is a or b, and the why is said after either."""

    id: str
    ask: Said
    a: Shown
    b: Shown
    answer: str
    why: Said

    @property
    def choices(self) -> tuple[tuple[str, Shown], ...]:
        return (("a", self.a), ("b", self.b))


@dataclass(frozen=True)
class Card:
    """The test of some crafts."""

    id: str
    crafts: Sequence[str]
    good: str
    say: Said
    screen: Words


@dataclass(frozen=True)
class Lesson:
    """A whole lesson. `own`: made in the office; `open`: makers see it."""

    slug: str
    number: int
    minutes: int
    title: Words
    goal: Words
    scenes: Sequence[Scene]
    quiz: Sequence[Question]
    cards: Sequence[Card] = ()
    offered: Sequence[str] = ()
    check: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)
    facts: Sequence[Mapping[str, str]] = ()
    own: bool = False
    open: bool = True

    @property
    def name(self) -> Text:
        return best(self.title)

    @property
    def practice(self) -> Practice | None:
        return next((scene.practice for scene in self.scenes if scene.practice is not None), None)

    def for_craft(self, craft: str) -> "Lesson":
        """The same for who practises `craft`: the scene of the crafts says her own test, not eight."""
        card = next((card for card in self.cards if craft in card.crafts), None)
        if card is None:
            return self
        scenes = [_of_craft(scene, card) if scene.role == "craft" else scene for scene in self.scenes]
        return replace(self, scenes=scenes)

    def said(self) -> Iterator[Said]:
        """Everything that is read aloud, in its order."""
        for scene in self.scenes:
            yield scene.say
            if scene.pair is not None:
                yield scene.pair.leads
            if scene.practice is not None:
                yield scene.practice.do
                for call in scene.practice.calls:
                    yield call.say
                    yield call.why
        for card in self.cards:
            yield card.say
        for question in self.quiz:
            yield question.ask
            yield question.why

    def shown(self) -> Iterator[Shown]:
        """Every picture, in its order."""
        for scene in self.scenes:
            yield scene.picture
            if scene.pair is not None:
                yield scene.pair.right
                yield scene.pair.wrong
        for question in self.quiz:
            yield question.a
            yield question.b

    def places(self) -> set[str]:
        """Every place at which words stand."""
        screens = {f"{scene.id}.screen" for scene in self.scenes} | {f"{card.id}.screen" for card in self.cards}
        return {"title", "goal"} | screens | {said.key for said in self.said()}


def _of_craft(scene: Scene, card: Card) -> Scene:
    return replace(scene, say=card.say, screen=card.screen, picture=replace(scene.picture, good=card.good))


@dataclass(frozen=True)
class Over:
    """What a mart put in the place of a lesson's own: key → language → words or voice; key → a picture's digest, or the
    name of another drawing.
    """

    words: Mapping[str, Words] = field(default_factory=dict)
    voices: Mapping[str, Mapping[str, Voice]] = field(default_factory=dict)
    pictures: Mapping[str, str] = field(default_factory=dict)
    drawings: Mapping[str, str] = field(default_factory=dict)


class Reader:
    """Builds a lesson of its data (the shape of `haat/learning/data`) and what lies over it."""

    def __init__(self, data: Mapping[str, Any], over: Over) -> None:
        self._data, self._over = data, over

    def lesson(self, *, own: bool = False, open_: bool = True) -> Lesson:
        data = self._data
        return Lesson(
            slug=data["slug"],
            number=data["number"],
            minutes=data["minutes"],
            title=self._words("title", data["title"]),
            goal=self._words("goal", data["goal"]),
            scenes=[self._scene(scene) for scene in data["scenes"]],
            quiz=[self._question(one) for one in data["quiz"]],
            cards=[self._card(card) for card in data.get("cards", ())],
            offered=data.get("offered", ()),
            check=data.get("check", ""),
            variables=data.get("variables", {}),
            facts=data.get("facts", ()),
            own=own,
            open=open_,
        )

    def _words(self, key: str, words: Words) -> Words:
        return {**words, **self._over.words.get(key, {})}

    def _said(self, key: str, words: Words) -> Said:
        return Said(key, self._words(key, words), self._over.voices.get(key, {}))

    def _shown(self, key: str, data: Mapping[str, Any]) -> Shown:
        if other := self._over.drawings.get(key, ""):
            return Shown(key, other, words=data.get("words"))
        digest = self._over.pictures.get(key, "")
        return Shown(key, data["drawing"], data.get("good", ""), data.get("own", False), data.get("words"), digest)

    def _scene(self, data: Mapping[str, Any]) -> Scene:
        at, pair = data["id"], data.get("pair")
        return Scene(
            id=at,
            role=data["role"],
            picture=self._shown(at, data["picture"]),
            say=self._said(f"{at}.say", data["say"]),
            screen=self._words(f"{at}.screen", data["screen"]),
            unsure=data.get("unsure", ""),
            pair=pair and self._pair(at, pair),
            practice=data.get("practice") and self._practice(at, data["practice"]),
        )

    def _pair(self, at: str, data: Mapping[str, Any]) -> Pair:
        right, wrong = self._shown(f"{at}.right", data["right"]), self._shown(f"{at}.wrong", data["wrong"])
        return Pair(right, wrong, self._said(f"{at}.leads", data["leads"]))

    def _practice(self, at: str, data: Mapping[str, Any]) -> Practice:
        calls = [
            Call(
                call["id"],
                self._said(f"{call['id']}.say", call["say"]),
                call["is"],
                self._said(f"{call['id']}.why", call["why"]),
            )
            for call in data.get("calls", ())
        ]
        return Practice(data["kind"], data["page"], self._said(f"{at}.do", data["do"]), calls)

    def _question(self, data: Mapping[str, Any]) -> Question:
        at = data["id"]
        return Question(
            id=at,
            ask=self._said(f"{at}.ask", data["ask"]),
            a=self._shown(f"{at}.a", data["a"]),
            b=self._shown(f"{at}.b", data["b"]),
            answer=data["answer"],
            why=self._said(f"{at}.why", data["why"]),
        )

    def _card(self, data: Mapping[str, Any]) -> Card:
        at = data["id"]
        say, screen = self._said(f"{at}.say", data["say"]), self._words(f"{at}.screen", data["screen"])
        return Card(at, data["crafts"], data["good"], say, screen)


def words_at(lesson: Lesson, key: str) -> Words | None:
    """The words that stand at a place of a lesson; None for a place it does not have."""
    screens = {f"{scene.id}.screen": scene.screen for scene in lesson.scenes}
    screens |= {f"{card.id}.screen": card.screen for card in lesson.cards}
    known = {"title": lesson.title, "goal": lesson.goal} | screens | {said.key: said.words for said in lesson.said()}
    return known.get(key)
