"""What must hold of privacy."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import F, Q

from haat.core.dates import today
from haat.core.doctor import check, waits
from haat.core.models import Event
from haat.core.personal import SHOWING
from haat.core.trail import last, told
from haat.makers.actions.forgetting import NOBODY
from haat.makers.models import Maker, Member
from haat.people.queries import said_no
from haat.privacy.models import Petition, Sealed

S = Petition.State
# A clock may have stood still over a weekend.
PATIENCE = timedelta(days=3)


@check("petitions stand where they were told")
def petitions_are_told() -> Iterable[str]:
    moves = {
        "privacy.asked": S.OPEN,
        "privacy.erase_agreed": S.AGREED,
        "privacy.refused": S.REFUSED,
        "privacy.taken_back": S.TAKEN_BACK,
        **dict.fromkeys(("privacy.export_made", "privacy.answered", "privacy.erased"), S.DONE),
    }
    right = Q(pk=None)
    for kind, to in moves.items():
        right |= Q(moved=kind, state=to)
    for row in Petition.objects.annotate(moved=last(told(Petition, *moves))).exclude(right):
        yield f"petition {row.pk} is {row.state}, but last told: {row.moved or 'nothing'}"


@check("who was erased is named nowhere, and two people erased her")
def erased_are_nowhere() -> Iterable[str]:
    """Her seats have no name, her sign-in no number (unless another mart knows her), and two hands did it."""
    done = Petition.objects.filter(kind=Petition.Kind.ERASE, state=S.DONE)
    alone = Q(agreed_by_id=None) | Q(ended_by_id=None) | Q(agreed_by_id=F("ended_by_id"))
    for row in done.filter(alone):
        yield f"petition {row.pk}: erased by one person alone"
    facts = Event.objects.filter(kind="privacy.erased").values_list("subject_id", "data__elsewhere")
    elsewhere = {pk for pk, there in facts if there}
    for row in done.exclude(user=None).exclude(pk__in=elsewhere).exclude(user__phone__startswith="gone-"):
        yield f"petition {row.pk}: user {row.user_id} was erased and can be found"
    for seat in Member.objects.filter(user__phone__startswith="gone-"):
        if seat.names != NOBODY:
            yield f"{seat}: she was erased, and her name stands there"


@check("what is sealed is deleted on its day")
def sealed_are_deleted() -> Iterable[str]:
    for row in Sealed.objects.filter(until__lt=today() - PATIENCE):
        yield f"sealed {row.pk} ({row}): to be deleted on {row.until}, and still there"


@check("no face is shown of who said no to it")
def faces_are_shown_with_a_yes() -> Iterable[str]:
    if waits("privacy"):
        return
    leaders = Member.objects.filter(leads=True, active=True, user__isnull=False).exclude(maker__portrait=None)
    no = Event.objects.filter(kind__in=("people.consent_refused", "people.consent_withdrawn"), data__notice=SHOWING)
    asked = set(no.values_list("subject_id", flat=True))
    for seat in leaders.filter(user__in=asked).exclude(maker__state=Maker.State.MERGED).select_related("maker"):
        if said_no(seat.user_id or 0, [SHOWING], seat.maker.mart_id):
            yield f"maker {seat.maker_id}: its leader said no to showing faces, and a picture is shown"
