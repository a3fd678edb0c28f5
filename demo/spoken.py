"""What is said aloud in the demonstration, spoken by a machine and called so: nobody's voice is shipped.

The sounds lie in `spoken/`, beside what each of them says; `python -m tools.speak` makes them anew when words changed.
"""

import json
from pathlib import Path
from typing import Any

from django.utils.translation import override

from demo.content import load
from demo.people import Team
from demo.world import MARTS
from haat.core.voices import Voice, read_voice
from haat.learning import actions as learning
from haat.learning.data import shipped
from haat.learning.queries import lesson_of
from haat.people.models import Role
from haat.places.models import Mart
from haat.survey import actions as survey
from haat.survey.notice import NOTICE, PURPOSES

FOLDER = Path(__file__).parent / "spoken"
LANGUAGE = {"deoghar": "hi", "chandrapur": "mr"}
LESSON, PLACE = "photo", "s1.say"
READER = {"hi": "मशीन की आवाज़ (espeak-ng)", "mr": "यंत्राचा आवाज (espeak-ng)"}


def mart_as_said(slug: str) -> Mart:
    """A mart with what its notice says of it; it is in no database."""
    named = ("names", "legal_name", "legal_names", "phone", "grievance_officer")
    return Mart(slug=slug, **{name: MARTS[slug][name] for name in named})


def texts(mart: Mart) -> dict[str, str]:
    """Name of a sound → its words: a maker's question, the notice of the survey, a scene of a lesson."""
    language = LANGUAGE[mart.slug]
    asked: list[dict[str, Any]] = load(mart.slug, "help")
    scene = shipped()[LESSON]["scenes"][0]
    with override(language):
        notice = [*NOTICE.read(mart), *(str(purpose.question) for purpose in PURPOSES.values())]
    return {
        "question": next(row["asks"] for row in asked if row.get("voice")),
        "notice": " ".join(notice),
        "lesson": scene["say"][language],
    }


def voice(slug: str, name: str) -> Voice:
    """A sound of a mart's demonstration."""
    return read_voice((FOLDER / f"{slug}-{name}.ogg").read_bytes())


def said() -> dict[str, dict[str, str]]:
    """Mart → name of a sound → what it says."""
    found: dict[str, dict[str, str]] = json.loads((FOLDER / "said.json").read_text(encoding="utf-8"))
    return found


def speak(mart: Mart, team: Team) -> None:
    """The notice can be heard on every worker's phone, and the first scene of a lesson."""
    by, language = team.actor(Role.Kind.DESK), LANGUAGE[mart.slug]
    survey.record_notice(mart, tongue=language, voice=voice(mart.slug, "notice"), by=by)
    lesson = lesson_of(mart, LESSON)
    assert lesson is not None
    told = {"key": PLACE, "language": language, "reader": READER[language]}
    learning.record_voice(mart, lesson=lesson, voice=voice(mart.slug, "lesson"), **told, by=by)
