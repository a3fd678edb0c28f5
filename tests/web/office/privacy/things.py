"""What stands in the addresses of privacy, for the walk of every address."""

from typing import Any

from django.utils import timezone

from haat.core.actor import MACHINE
from haat.core.voices import Voice
from haat.privacy import actions
from haat.privacy.purposes import PURPOSES

FORMS = {
    "office:privacy:set_days": {"name": "answer", "days": "20"},
    "office:privacy:consents": {"purpose": "showing", "answer": "no", "how": "spoken"},
    "maker:privacy": {"deed": "ask", "kind": "complain", "words": "x"},
    "shop:privacy": {"deed": "ask", "kind": "complain", "words": "x"},
}


def privacy_things(mart: Any, maker: Any) -> dict[str, Any]:
    """A petition with its copy, a breach, and a yes that was said aloud."""
    user = maker.members.get().user
    told = {"mart": mart, "purpose": PURPOSES["showing"], "agrees": True, "language": "hi", "how": "spoken"}
    actions.answer_purpose(user, **told, voice=Voice("ogg", b"x"), by=MACHINE)
    asked = {"words": "", "came": "phone", "language": "hi", "key": "scope", "user": user}
    petition = actions.ask(mart, kind="export", **asked, by=MACHINE)
    actions.make_export(petition)
    breach = actions.note_breach(
        mart,
        name="Lost phone",
        words="Lost",
        data=["phones"],
        people_count=1,
        whom="members",
        known_at=timezone.now(),
        drill=True,
        key="scope",
        by=MACHINE,
    )
    return {
        "petition": petition.pk,
        "breach": breach.pk,
        "step_of_breach": "board",
        "letter_to": "board",
        "purpose_said": "showing",
        "person_of_data": user.pk,
    }
