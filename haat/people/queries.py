"""Reading people: who they are, who does what where, and how they sign in."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from hmac import compare_digest

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from haat.core.models import Event
from haat.core.numerals import latin_digits
from haat.core.queries import happened_to
from haat.core.trail import told
from haat.people.errors import InvitationOver
from haat.people.invitation_codes import digest, read_code
from haat.people.models import Consent, Invitation, PhoneCode, Role, SecondFactor, User
from haat.people.rules import BY_PHONE, DEEDS, scope
from haat.people.seats import is_seated
from haat.people.tries import Caller, count_invitation
from haat.places.models import STEP, Mart, Place

# What somebody may have answered to a notice.
CONSENT = ("people.consent_given", "people.consent_refused", "people.consent_withdrawn")
# Who never signed in stands before everybody who did.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def people(ids: Iterable[int | None]) -> dict[int, User]:
    """Id → person; ids that are None are left out. No query when there is none."""
    return User.objects.in_bulk({pk for pk in ids if pk})


def active_person(pk: int) -> User | None:
    """Somebody who may still sign in."""
    return User.objects.filter(pk=pk, is_active=True).first()


def person_with(phone: str) -> User | None:
    """Who signs in with this phone."""
    return User.objects.filter(phone=phone).first()


def riders(mart: Mart) -> QuerySet[User]:
    """Who rides for the mart, by name."""
    roles = Role.objects.filter(mart=mart, kind=Role.Kind.RIDER)
    return User.objects.filter(pk__in=roles.values("user"), is_active=True).order_by("name")


def with_role(mart: Mart, kind: str) -> QuerySet[User]:
    """Who holds a role of this kind in the mart and may sign in."""
    roles = Role.objects.filter(mart=mart, kind=kind)
    return User.objects.filter(pk__in=roles.values("user"), is_active=True).order_by("pk")


def coordinator_near(mart: Mart, place: Place) -> User | None:
    """The coordinator nearest to a place: of it, else of one above it."""
    return coordinators_near([(mart.pk, place)]).get((mart.pk, place.pk))


def coordinators_near(where: Iterable[tuple[int, Place]]) -> dict[tuple[int, int], User]:
    """By mart and place, the coordinator nearest to it, where there is one: one statement for all of them."""
    places = {(mart_id, place.pk): place.path for mart_id, place in where}
    if not places:
        return {}
    above = {path[:end] for path in places.values() for end in range(STEP, len(path) + 1, STEP)}
    held = Role.objects.filter(mart__in={mart_id for mart_id, _pk in places}, kind=Role.Kind.COORDINATOR)
    roles = held.filter(place__path__in=above, user__is_active=True).select_related("user", "place")
    near: dict[tuple[int, int], User] = {}
    for role in roles.order_by("-place__path", "pk"):
        for key, path in places.items():
            if key[0] == role.mart_id and path.startswith(role.place.path):
                near.setdefault(key, role.user)
    return near


def accountants_of(organisation_id: int) -> list[User]:
    """Who keeps a federation's accounts and may sign in, the first one first."""
    roles = Role.objects.filter(organisation_id=organisation_id, kind=Role.Kind.FEDERATION, user__is_active=True)
    return [role.user for role in roles.select_related("user").order_by("pk")]


def newest_code(phone: str, *, purpose: str, browser: str) -> PhoneCode:
    """The code this browser asked for last; raises PhoneCode.DoesNotExist when it asked for none."""
    return PhoneCode.objects.filter(phone=phone, purpose=purpose, browser=browser).latest("pk")


def factor_of(user: User) -> SecondFactor | None:
    """Her authenticator, with her; None until one was begun."""
    return SecondFactor.objects.select_related("user").filter(user=user).first()


def consent_of(user: User, notice: str, mart: Mart | None) -> Consent | None:
    """That she agreed to a notice of this mart and has not taken it back: the newest."""
    given = Consent.objects.filter(user=user, notice=notice, mart=mart, withdrawn_at=None)
    return given.order_by("-version", "-pk").first()


def answers_of(users: Sequence[int], mart: Mart) -> QuerySet[Event]:
    """What people said of the notices of this mart, the newest first."""
    return happened_to([("people.user", users)], CONSENT).filter(mart_id=mart.pk)


def last_answer(user: User, notice: str, mart: Mart) -> Event | None:
    """What she said last of a mart's notice: yes, no, or that she takes her yes back; None when never asked."""
    return answers_of([user.pk], mart).filter(data__notice=notice).first()


def said_no(user_id: int, notices: Iterable[str], mart_id: int | None) -> bool:
    """Whether the last thing she said of any of these notices of a mart is a no, or that she takes her yes back."""
    wanted = set(notices)
    heard: set[str] = set()
    told = happened_to([("people.user", [user_id])], CONSENT).filter(mart_id=mart_id)
    for kind, notice in told.values_list("kind", "data__notice"):
        if notice in wanted - heard:
            heard.add(notice)
            if kind != CONSENT[0]:
                return True
    return False


def phone_said_no(phone: str, notices: Iterable[str], mart_id: int | None) -> bool:
    """The same of who signs in with this phone; nobody said no who does not."""
    user_id = User.objects.filter(phone=phone).values_list("pk", flat=True).first()
    return user_id is not None and said_no(user_id, notices, mart_id)


def phone_agreed(phone: str, notice: str) -> bool:
    """Whether who signs in with this phone agreed to a notice and has not taken it back."""
    return Consent.objects.filter(user__phone=phone, notice=notice, withdrawn_at=None).exists()


def newest_invitation(user: User) -> Invitation | None:
    """The open invitation of a person; one at most is."""
    return Invitation.objects.filter(user=user, used_at=None, ended_at=None).order_by("-pk").first()


def last_invitation(user: User, mart: Mart) -> Invitation | None:
    """The invitation of a person to this mart that was made last, whatever became of it."""
    return Invitation.objects.filter(user=user, mart=mart).order_by("-pk").first()


def invitation_of(phone: str, code: str, *, mart: Mart, caller: Caller) -> Invitation:
    """The open invitation of this mart to this phone, with this code as typed; each try is counted.

    Raises InvitationOver, TooManyTries.
    """
    count_invitation(phone, caller)
    open_ones = Invitation.objects.filter(user__phone=phone, mart=mart, used_at=None, ended_at=None)
    found = open_ones.select_related("user", "mart").first()
    right = digest(phone, read_code(code))
    if found is None or not compare_digest(found.digest, right) or not is_open(found):
        raise InvitationOver()
    return found


def is_open(invitation: Invitation) -> bool:
    """True while it may still be used."""
    over = invitation.used_at or invitation.ended_at or invitation.expires_at < timezone.now()
    return not over and invitation.user.is_active


def open_invitation(pk: int, mart: Mart) -> Invitation | None:
    """An invitation of the mart that may still be used, with its person and mart."""
    found = Invitation.objects.select_related("user", "mart__place").filter(pk=pk, mart=mart).first()
    return found if found is not None and is_open(found) else None


def wants_password(user: User) -> bool:
    """True when a role of hers is one for which a phone's code is not enough."""
    return Role.objects.filter(user=user).exclude(kind__in=_kinds_by_phone()).exists()


def needs_proof(user: User) -> bool:
    """True when she is more than a name to whom a role was given: has shown that the phone is hers, or has a seat."""
    return user.phone_verified or is_seated(user)


def _kinds_by_phone() -> list[str]:
    """The kinds of role whose every deed a phone's code opens."""
    return [kind for kind in Role.Kind.values if {deed for deed, kinds in DEEDS.items() if kind in kinds} <= BY_PHONE]


def staff(user: User, mart: Mart, deed: str = "see_people") -> QuerySet[User]:
    """Who has, or had, a role of the mart at or below the place where `user` may do the deed; none without a role.

    Whose roles were all ended is shown to who sees the whole mart.
    """
    place = scope(user, mart, deed)
    if place is None:
        return User.objects.none()
    here = Role.objects.filter(place.range("place__path"), user=OuterRef("pk"), mart=mart)
    if not place.contains(mart.place):
        return User.objects.filter(Exists(here))
    return User.objects.filter(Exists(here) | Exists(told(User, "people.role_given").filter(mart_id=mart.pk)))


def with_roles(users: QuerySet[User], mart: Mart) -> QuerySet[User]:
    """`users` with `roles_here` (with places), `second_factor` and `open_codes`: two statements more for any number.

    Their `seen_at` is the last sign-in, or NEVER, by which a list can be sorted.
    """
    roles = Role.objects.filter(mart=mart).select_related("place").order_by("kind", "place__path")
    codes = Invitation.objects.filter(used_at=None, ended_at=None, expires_at__gt=timezone.now())
    seen = users.annotate(seen_at=Coalesce("last_login", Value(NEVER)))
    return seen.select_related("second_factor").prefetch_related(
        Prefetch("roles", roles, to_attr="roles_here"), Prefetch("invitations", codes, to_attr="open_codes")
    )


def standing(users: QuerySet[User], mart: Mart, how: str) -> QuerySet[User]:
    """Those of them who `work` here now, are `invited` and have not come in, are `blocked`, or have `left`."""
    holds = Exists(Role.objects.filter(user=OuterRef("pk"), mart=mart))
    codes = Invitation.objects.filter(user=OuterRef("pk"), used_at=None, ended_at=None, expires_at__gt=timezone.now())
    wanted = {
        "work": Q(holds, is_active=True),
        "invited": Q(holds, Exists(codes), is_active=True),
        "blocked": Q(is_active=False),
        "left": ~Q(holds),
    }
    return users.filter(wanted[how])


def called(users: QuerySet[User], words: str) -> QuerySet[User]:
    """Those whose name or phone holds `words`."""
    digits = "".join(sign for sign in latin_digits(words) if sign.isdigit())
    by_phone = Q(phone__contains=digits) if len(digits) > 2 else Q(pk__in=[])
    return users.filter(Q(name__icontains=words) | by_phone)


def of_kind(users: QuerySet[User], mart: Mart, kind: str, place: Place | None = None) -> QuerySet[User]:
    """Those who hold a role of this kind (any, when empty) in the mart, at or below `place` when it is given."""
    roles = Role.objects.filter(user=OuterRef("pk"), mart=mart)
    roles = roles.filter(kind=kind) if kind else roles
    return users.filter(Exists(roles.filter(place.range("place__path")) if place else roles))


def kinds_held(mart: Mart) -> frozenset[str]:
    """The kinds of role that somebody who may sign in holds in the mart; one query."""
    held = Role.objects.filter(mart=mart, user__is_active=True)
    return frozenset(held.values_list("kind", flat=True).distinct())


def roles_in(user: User, mart: Mart) -> Sequence[Role]:
    """Her roles in a mart, with their places."""
    return list(Role.objects.filter(user=user, mart=mart).select_related("place", "mart__place", "user").order_by("pk"))


def holds_at(mart_id: int, organisation_id: int) -> bool:
    """True when somebody has a role at this organisation of the mart."""
    return Role.objects.filter(mart=mart_id, organisation_id=organisation_id).exists()


def roles_at(mart: Mart, organisation_id: int) -> QuerySet[Role]:
    """Who has a role at this organisation, with the people."""
    return Role.objects.filter(mart=mart, organisation_id=organisation_id).select_related("user").order_by("pk")
