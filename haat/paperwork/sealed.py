"""What is asked for a form: sealed beside its road, and opened only to fill the form."""

import json

from haat.core.sealing import Unreadable, seal, unseal
from haat.paperwork.errors import AnswersUnreadable
from haat.paperwork.models import Road

PURPOSE = "paperwork"


def closed(road: Road, answers: dict[str, str]) -> bytes:
    """The answers, sealed for this road; nothing for none."""
    return seal(PURPOSE, json.dumps(answers, ensure_ascii=False).encode(), owner=road.pk) if answers else b""


def opened(road: Road) -> dict[str, str]:
    """Box → what was answered. Raises AnswersUnreadable."""
    if not road.answers:
        return {}
    try:
        found: dict[str, str] = json.loads(unseal(PURPOSE, road.answers, owner=road.pk))
    except Unreadable:
        raise AnswersUnreadable() from None
    return found
