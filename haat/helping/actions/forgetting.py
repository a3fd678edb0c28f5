"""What was said is forgotten; that something was asked, and when it was answered, stays."""

import secrets
from collections.abc import Sequence

from django.db import transaction

from haat.core.actor import Actor
from haat.helping.models import Enclosure, Entry, Faq, Question

# What stands in place of words that were erased: a thread still begins with something said.
FORGOTTEN = "—"


@transaction.atomic
def forget_questions(keys: Sequence[int], by: Actor) -> None:
    """Words, voices, pictures and who a buyer was go; so do drafts made of them. Told twice it counts once.

    What was published of it stays: a person struck out of it whatever names somebody. A buyer's link opens nothing any
    more.
    """
    Enclosure.objects.filter(entry__question__in=keys).delete()
    Entry.objects.filter(question__in=keys).update(words=FORGOTTEN)
    Faq.objects.filter(question__in=keys, state=Faq.State.DRAFT).delete()
    for question in Question.objects.filter(pk__in=keys, maker=None).exclude(phone="").order_by("pk"):
        Question.objects.filter(pk=question.pk).update(name="", phone="", token=secrets.token_urlsafe(16))
