"""Finds of the village survey: a village, what a phone tells, and a find as it came."""

import io
from typing import Any

from django.utils import timezone
from PIL import Image

from haat.core.actor import Actor
from haat.core.voices import Voice
from haat.people.models import User
from haat.places.models import Mart, Place
from haat.survey import actions
from haat.survey.facts import NewFile, Position, Said, Told
from haat.survey.models import Find, NoticeVoice
from tests.make import BY, make_block, make_craft, make_mart, make_officer, number

ALL = frozenset({"contact", "media", "household"})
SOUND = b"OggS" + bytes(24) + b"OpusHead" + b"her voice"


def make_village(name: str = "Kusmaha", *, block: Place | None = None, **more: Any) -> Place:
    """A village of a block (Sarath)."""
    block = block or make_block("Sarath")
    found = Place.objects.filter(parent=block, slug=name.lower()).first()
    if found is not None:
        return found
    path = f"{block.path}{number() % 9000 + 1000:04d}"
    return Place.objects.create(
        kind=Place.Kind.LOCALITY,
        parent=block,
        path=path,
        slug=name.lower(),
        names={"en": name, "hi": "कुसमाहा"},
        pin="814149",
        **more,
    )


def said(*, yes: bool = True, tongue: str = "hi", how: str = "read", **more: Any) -> Said:
    """What she answered: yes to all, to the notice read to her in Hindi."""
    return Said(
        **{"yes": yes, "purposes": ALL if yes else frozenset(), "version": 1, "tongue": tongue, "how": how} | more
    )


def told(key: str = "", **more: Any) -> Told:
    """One find as a phone tells it."""
    wanted: dict[str, Any] = {
        "key": key or f"find-{number():032d}",
        "turn": 1,
        "place": more.get("place") or make_village(),
        "crafts": [make_craft()],
        "said": said(),
        "found_at": timezone.now(),
        "position": Position(24.123456, 86.654321, 12),
        "hamlet": "West tola",
        "name": "Phulmani Hembrom",
        "phone": "98765 43210",
        "words": "Baskets for the rice mill",
        "month_pieces": 40,
        "price_paise": 12_000,
        "sells": "haat",
        "members": 6,
        "women": 3,
        "earners": 2,
    }
    return Told(**wanted | more)


def make_worker(place: Place | None = None, mart: Mart | None = None) -> User:
    """A field worker of a block (Sarath)."""
    return make_officer("surveyor", mart=mart or make_mart(), place=place or make_block("Sarath"), proven=False)


def make_find(*, mart: Mart | None = None, by: Actor = BY, **more: Any) -> Find:
    """A find as it came; `said=said(yes=False)` for one who said no."""
    return actions.tell_find(mart or make_mart(), told=told(**more), by=by)


def photo_file(name: str = "photo-1", side: int = 640) -> NewFile:
    out = io.BytesIO()
    Image.linear_gradient("L").resize((side, side)).convert("RGB").save(out, "JPEG")
    return NewFile(name, "photo", out.getvalue())


def sound_file(kind: str = "voice", content: bytes = SOUND) -> NewFile:
    return NewFile(f"{kind}-1", kind, content)


def make_notice_voice(tongue: str = "sat", *, mart: Mart | None = None, by: Actor = BY) -> NoticeVoice:
    """The notice, recorded in Santali."""
    return actions.record_notice(mart or make_mart(), tongue=tongue, voice=Voice("ogg", SOUND), by=by)


def survey_things(block: Place, people: dict[str, User]) -> dict[str, Any]:
    """A find of that block with its files, by a worker who joins `people`, and the notice as it was recorded."""
    people["surveyor"] = make_worker(block)
    by = Actor(people["surveyor"].pk)
    find = make_find(place=make_village(block=block), by=by)
    walk = actions.give_village(find.mart, place=find.place, worker=people["surveyor"], by=BY)
    for file in (photo_file(), sound_file()):
        actions.give_file(find, file=file, by=by)
    return {
        "find": find.pk,
        "walked_village": find.place_id,
        "walk": walk.pk,
        "closed_house": actions.tell_closed(find.mart, place=find.place, house="Blue door", by=by).pk,
        "find_key": find.key,
        "find_file_name": "photo-1",
        "find_photo": find.files.get(kind="photo").pk,
        "find_voice": find.files.get(kind="voice").pk,
        "notice_voice": make_notice_voice("sat", by=by).pk,
    }
