"""Reading petitions, consents, looks, clocks and breaches."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from haat.core.dates import today
from haat.core.models import Event
from haat.core.personal import SURVEY, Holds, looks, register
from haat.core.queries import counted_each, happened_to
from haat.helping.models import Question
from haat.makers.models import Member
from haat.people.models import Consent, User
from haat.people.queries import answers_of
from haat.places.models import Mart
from haat.privacy.clocks import CLOCKS, Clock, before
from haat.privacy.models import Breach, Export, Petition, Setting, SpokenYes
from haat.privacy.persons import Person, find_person, rows_of
from haat.privacy.purposes import PURPOSES, Purpose
from haat.privacy.rules import ANSWER, AT_ONCE, DETAILS_WITHIN
from haat.survey.models import Answer

S = Petition.State
OPEN = (S.OPEN, S.AGREED)
MOST_LOOKS = 50


@dataclass(frozen=True)
class Standing:
    """How a person stands to one purpose: her `yes`, or the last thing she `said`; neither: never asked."""

    purpose: Purpose
    yes: Consent | Answer | None
    said: Event | None
    spoken: bool = False

    @property
    def no(self) -> bool:
        """Whether she was asked and does not agree."""
        return self.yes is None and self.said is not None


def standings(user: User, mart: Mart) -> list[Standing]:
    """Every purpose with what she said of it last; four statements."""
    notices = {purpose.notice.slug for purpose in PURPOSES.values()}
    given = Consent.objects.filter(user=user, mart=mart, notice__in=notices, withdrawn_at=None).order_by(
        "version", "pk"
    )
    yes = {row.notice: row for row in given}
    spoken = set(SpokenYes.objects.filter(consent__in=yes.values()).values_list("consent", flat=True))
    said: dict[str, Event] = {}
    for event in answers_of([user.pk], mart):
        said.setdefault(event.data.get("notice", ""), event)
    told = Answer.objects.filter(find__mart=mart, find__phone=user.phone, yes=True, withdrawn_at=None).order_by("-pk")
    rows = []
    for purpose in PURPOSES.values():
        slug = purpose.notice.slug
        if purpose.code == SURVEY:
            rows.append(Standing(purpose, told.first() if user.phone else None, None))
        else:
            found = yes.get(slug)
            rows.append(Standing(purpose, found, said.get(slug), found is not None and found.pk in spoken))
    return rows


def spoken_yes(user: User, mart: Mart, purpose: Purpose) -> SpokenYes | None:
    """The recording of her yes that stands."""
    rows = SpokenYes.objects.filter(consent__user=user, consent__mart=mart, consent__notice=purpose.notice.slug)
    return rows.filter(consent__withdrawn_at=None).select_related("consent").order_by("-pk").first()


# ---- petitions


def petitions_of(user: User, mart: Mart) -> QuerySet[Petition]:
    """What she asked, the newest first, with the copy where one is there."""
    return (
        Petition.objects.filter(mart=mart, user=user).select_related("export").defer("export__sealed").order_by("-pk")
    )


def with_people(petitions: QuerySet[Petition]) -> QuerySet[Petition]:
    """With what a line of a list shows of who asks."""
    return petitions.select_related("user", "member__maker", "block", "mart")


def export_of(petition: Petition) -> Export | None:
    """The copy that is still there."""
    return Export.objects.filter(petition=petition, until__gt=timezone.now()).first()


def answer_days(mart: Mart) -> int:
    """Within how many days a petition is answered."""
    return Setting.objects.filter(mart=mart, name="answer").values_list("days", flat=True).first() or ANSWER


def to_answer(mart: Mart) -> QuerySet[Petition]:
    """Petitions of a mart that somebody has to answer."""
    return Petition.objects.filter(mart=mart, state__in=OPEN)


def overdue(mart: Mart) -> QuerySet[Petition]:
    """Petitions whose day to be answered has come."""
    return Petition.objects.filter(mart=mart, state__in=OPEN, due_on__lte=today())


def held_of(person: Person) -> list[tuple[Holds, int]]:
    """What of the register is there of her, and how many rows; one statement for all of it."""
    entries = [holds for holds in register() if holds.reach]
    numbers = counted_each([rows_of(holds, person) for holds in entries])
    return [(holds, number) for holds, number in zip(entries, numbers, strict=True) if number]


# ---- who looked


def looks_at(person: Person) -> QuerySet[Event]:
    """Every look at what is hers, the newest first."""
    makers = {*person["maker"], *(seat.maker_id for seat in person.members if seat.leads)}
    petitions = Petition.objects.filter(Q(user__in=person["user"]) | Q(member__in=person["member"]))
    subjects: list[tuple[str, Sequence[int]]] = [
        ("makers.maker", sorted(makers)),
        ("survey.find", list(person["find"])),
        ("people.user", list(person["user"])),
        ("privacy.petition", list(petitions.values_list("pk", flat=True))),
        ("helping.question", _complaints(person)),
    ]
    return happened_to([each for each in subjects if each[1]], list(looks())).filter(mart_id=person.mart_id)


def _complaints(person: Person) -> list[int]:
    rows = Question.objects.filter(mart=person.mart_id, maker=None, phone__in=person["phone"])
    return list(rows.values_list("pk", flat=True))


def person_called(mart: Mart, pk: int) -> tuple[User, Person] | None:
    """Somebody by her key, if anything of the mart is hers."""
    user = User.objects.filter(pk=pk).first()
    if user is None:
        return None
    person = find_person(mart.pk, user=user)
    bought = any(rows_of(holds, person).exists() for holds in register() if holds.model == "orders.order")
    asked = Petition.objects.filter(mart=mart, user=user).exists()
    return (user, person) if person["member"] or person["find"] or bought or asked else None


def seats_of(user: User, mart: Mart) -> QuerySet[Member]:
    """Where she is a member, the makers she leads first."""
    return (
        Member.objects.filter(user=user, active=True, maker__mart=mart)
        .select_related("maker__mart")
        .order_by("-leads", "pk")
    )


# ---- clocks


def days_kept(mart: Mart) -> dict[str, int]:
    """Clock → days, as the mart has set them."""
    kept = dict(Setting.objects.filter(mart=mart).values_list("name", "days"))
    return {slug: kept.get(slug, clock.days) for slug, clock in CLOCKS.items()}


def tonight(mart: Mart) -> list[tuple[Clock, int, int]]:
    """(clock, days, how many rows it would delete now); a statement a clock."""
    days = days_kept(mart)
    return [(clock, days[slug], over(mart, clock, days[slug]).count()) for slug, clock in CLOCKS.items()]


def over(mart: Mart, clock: Clock, days: int) -> QuerySet[Any]:
    """What a clock would delete now."""
    return clock.rows(mart, before(clock, days))


# ---- breaches


def breaches_of(mart: Mart) -> QuerySet[Breach]:
    """The mart's breaches and drills, the newest first."""
    return Breach.objects.filter(mart=mart).select_related("block").order_by("-known_at", "-pk")


def untold_breaches(mart: Mart) -> QuerySet[Breach]:
    """Real ones of which the Board or the persons are still to be told, some hours after they were known; and those
    whose details are due within a day."""
    now = timezone.now()
    at_once = Q(known_at__lt=now - AT_ONCE) & (Q(board_told_at=None) | Q(people_told_at=None))
    details = Q(known_at__lt=now - DETAILS_WITHIN + timedelta(days=1), board_details_at=None)
    return Breach.objects.filter(at_once | details, mart=mart, drill=False, closed_at=None)
