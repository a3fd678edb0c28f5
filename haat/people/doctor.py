"""What must hold of people: every role and every password came through a door."""

from collections import Counter
from collections.abc import Iterable

from django.db.models import Exists, F, OuterRef, Q

from haat.core.doctor import check
from haat.core.models import Event
from haat.core.trail import last, told
from haat.people.models import Consent, Role, SecondFactor, User

Seat = tuple[int, int | None, str, int, int | None]


@check("people hold the roles they were given")
def roles_are_given() -> Iterable[str]:
    """Given once more often than taken: she holds it; as often: she does not."""
    wanted: Counter[Seat] = Counter()
    rows = Event.objects.filter(kind__in=("people.role_given", "people.role_taken", "people.role_moved"))
    for kind, user_id, mart_id, data in rows.values_list("kind", "subject_id", "mart_id", "data").iterator():
        seat = (user_id, mart_id, str(data["role"]), int(data["place"]), data.get("organisation"))
        wanted[seat] += -1 if kind == "people.role_taken" else 1
        if kind == "people.role_moved":
            wanted[(*seat[:3], int(data["before"]), seat[4])] -= 1
    held = set(Role.objects.values_list("user_id", "mart_id", "kind", "place_id", "organisation_id"))
    for user_id, _mart, kind, place_id, _at in sorted(held - {seat for seat, times in wanted.items() if times == 1}):
        yield f"user {user_id} is {kind} at place {place_id}, which nobody gave her"
    for seat, times in sorted(wanted.items(), key=repr):
        if times != (seat in held) and seat not in held:
            yield f"user {seat[0]} was made {seat[2]} at place {seat[3]} and is it no more, though nobody took it"


@check("nobody stands above the roles")
def no_superusers() -> Iterable[str]:
    """No action makes a superuser, and no page asks for one."""
    for user in User.objects.filter(Q(is_superuser=True) | Q(groups__isnull=False)).distinct():
        yield f"user {user.pk} ({user}) has rights that no role gives"


@check("passwords and authenticators were set by somebody")
def secrets_are_set() -> Iterable[str]:
    usable = User.objects.exclude(password="").exclude(password__startswith="!")
    for user in usable.filter(~Exists(told(User, "people.password_set"))):
        yield f"user {user.pk} ({user}) has a password that nobody set"
    begun = told(User, "people.second_factor_begun", at="user_id")
    for factor in SecondFactor.objects.filter(~Exists(begun)):
        yield f"user {factor.user_id} has an authenticator that nobody began"


@check("who is shut out was blocked by somebody")
def blocked_are_told() -> Iterable[str]:
    """Shut out when last blocked, let in when last unblocked or neither."""
    moved = last(told(User, "people.blocked", "people.unblocked"))
    right = Q(is_active=False, moved="people.blocked") | Q(is_active=True) & ~Q(moved="people.blocked")
    for user in User.objects.annotate(moved=moved).exclude(right):
        yield f"user {user.pk} is {'let in' if user.is_active else 'shut out'}, last told: {user.moved or 'nothing'}"


@check("consent was given, in its order")
def consents_are_given() -> Iterable[str]:
    for consent in Consent.objects.filter(withdrawn_at__lt=F("given_at")):
        yield f"consent {consent.pk}: withdrawn before it was given"
    given = told(User, "people.consent_given", at="user_id")
    for consent in Consent.objects.filter(~Exists(given)):
        yield f"consent {consent.pk}: user {consent.user_id} never gave it"
    taken_back = told(User, "people.consent_withdrawn", at="user_id")
    newer = Consent.objects.filter(user=OuterRef("user"), notice=OuterRef("notice"), version__gt=OuterRef("version"))
    newer = newer.filter(Q(mart=OuterRef("mart")) | Q(mart=None))
    for consent in Consent.objects.filter(~Exists(taken_back), ~Exists(newer), withdrawn_at__isnull=False):
        yield f"consent {consent.pk}: user {consent.user_id} never took it back"
