"""What must hold of finds."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from haat.core.doctor import check
from haat.core.models import Event
from haat.survey.models import Find, FindFile
from haat.survey.notice import CONTACT, HOUSEHOLD, MEDIA

S = Find.State


def _said(find: Find) -> str:
    return f"find {find.pk} in place {find.place_id}, {find.state}"


@check("what is kept of a person found has her open yes")
def kept_with_a_yes() -> Iterable[str]:
    """A name, a household or words that nobody allowed."""
    closed = Q(answer=None) | Q(answer__yes=False) | Q(answer__withdrawn_at__isnull=False)
    personal = ~Q(name="") | ~Q(phone="") | ~Q(words="") | Q(members__isnull=False) | Q(latitude__isnull=False)
    for find in Find.objects.filter(closed, personal):
        yield f"{_said(find)}: personal data without a yes"
    rows = Find.objects.select_related("answer").filter(answer__yes=True, answer__withdrawn_at=None).filter(personal)
    for find in rows.iterator():
        kept = {CONTACT: find.name, MEDIA: find.words, HOUSEHOLD: find.members or find.women or find.earners}
        for purpose in (code for code, value in kept.items() if value and code not in find.answer.purposes):
            yield f"{_said(find)}: {purpose} is kept, and she said no to it"


@check("files of a find are there with her yes, and of what is only counted there are none")
def files_with_a_yes() -> Iterable[str]:
    """A photo or a voice of somebody who took her yes back."""
    open_yes = Q(find__answer__yes=True, find__answer__withdrawn_at=None)
    for file in FindFile.objects.defer("sealed").filter(~open_yes | Q(find__state=S.COUNTED)):
        yield f"{file.kind} {file.pk} of find {file.find_id}: kept without a yes"
    rows = FindFile.objects.defer("sealed").select_related("find__answer").filter(open_yes)
    for file in rows.exclude(kind=FindFile.Kind.YES).iterator():
        if MEDIA not in file.find.answer.purposes:
            yield f"{file.kind} {file.pk} of find {file.find_id}: she said no to it"


@check("a find leads to another of its own mart, and to nobody else")
def leads_to_its_own() -> Iterable[str]:
    """A duplicate of itself, or a maker of another mart; a maker's find that lost its maker."""
    rows = Find.objects.select_related("twin", "maker").filter(Q(twin__isnull=False) | Q(maker__isnull=False))
    for find in rows.iterator():
        other = find.twin or find.maker
        assert other is not None
        if other == find or other.mart_id != find.mart_id:
            yield f"{_said(find)}: leads to {other._meta.label_lower} {other.pk}"
        if find.state not in (S.DUPLICATE, S.MAKER):
            yield f"{_said(find)}: names another, and is neither a duplicate nor a maker"


@check("every find was told of once, and every maker made of one")
def all_was_told() -> Iterable[str]:
    """A find that appeared without anybody telling it, or became a maker without anybody doing it."""
    told = Event.objects.filter(kind="survey.found", subject_id=OuterRef("pk"))
    made = Event.objects.filter(kind="survey.made_maker", subject_id=OuterRef("pk"))
    for find in Find.objects.filter(~Exists(told) | Q(~Exists(made), state=S.MAKER)):
        yield f"{_said(find)}: nobody told of it"
