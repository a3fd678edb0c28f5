"""What stands in the addresses of help, for the walk of every address."""

from typing import Any

from haat.core.actor import MACHINE
from haat.core.scans import Scan
from haat.core.voices import Voice
from haat.helping import actions as helping
from haat.helping.models import Enclosure

FORMS = {"shop:complaint": {"deed": "add", "words": "x"}}


def help_things(mart: Any, maker: Any) -> dict[str, Any]:
    """A question, one that was spoken, a buyer's with a photo, and an answer for all."""
    common = {"language": "hi", "by": MACHINE}
    question = helping.ask(maker, words="Where?", voice=None, key="q", **common)
    spoken = helping.ask(maker, words="", voice=Voice("ogg", b"x"), key="v", **common)
    buyer = {"phone": "9876543210", "name": "Asha", "words": "Broken", "pictures": [Scan("jpeg", b"x")]}
    complaint = helping.complain(mart, **buyer, key="c", **common)
    answered = helping.ask(maker, words="When?", voice=None, key="f", **common)
    helping.answer(answered, text="Friday.", by=MACHINE)
    return {
        "question": question.pk,
        "spoken_question": spoken.pk,
        "enclosure": Enclosure.objects.get(entry__question=spoken).pk,
        "complaint_token": complaint.token,
        "complaint_file": Enclosure.objects.get(entry__question=complaint).pk,
        "faq": helping.draft_faq(answered, by=MACHINE).pk,
    }
