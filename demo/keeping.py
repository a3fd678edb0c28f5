"""Who keeps groups in the demonstration: the secretary of a village organisation, and a CRP of villages."""

from django.db.models import Count, QuerySet

from demo.people import Team, phone_of
from haat.makers.models import Organisation
from haat.people import actions
from haat.people.models import Role
from haat.places.models import Mart, Place
from haat.roster.models import Group

# Last digits of the phone, and the name: the secretary, then the CRP.
KEEPERS = {
    "deoghar": ((23, "Basanti Hansda"), (24, "Anita Murmu")),
    "chandrapur": ((67, "Lata Kumre"), (68, "Mina Tekam")),
}
VILLAGES = 2


class Keeping:
    """Both sign in by phone code; the office gave the roles."""

    def __init__(self, mart: Mart, team: Team) -> None:
        self.mart, self.desk = mart, team.actor(Role.Kind.DESK)

    def keep(self) -> None:
        """The secretary of the organisation with most groups, and the CRP of the villages with most."""
        (secretary, name), (crp, other) = KEEPERS[self.mart.slug]
        groups = Group.objects.filter(mart=self.mart).exclude(state=Group.State.MERGED).order_by()
        own = Organisation.objects.filter(mart=self.mart, kind=Organisation.Kind.VILLAGE, closed_at=None)
        kept = self._most(groups.filter(organisation__in=own), "organisation", 1)
        for organisation in own.filter(pk__in=kept).select_related("place"):
            self._give(secretary, name, Role.Kind.SECRETARY, organisation.place, organisation.pk)
        villages = groups.filter(place__kind=Place.Kind.LOCALITY)
        for village in Place.objects.filter(pk__in=self._most(villages, "place", VILLAGES)).order_by("pk"):
            self._give(crp, other, Role.Kind.CRP, village)

    def _most(self, groups: "QuerySet[Group]", field: str, number: int) -> list[int]:
        rows = groups.values(field).annotate(n=Count("pk")).order_by("-n", field)
        return [row[field] for row in rows[:number]]

    def _give(self, number: int, name: str, kind: str, place: Place, organisation: int | None = None) -> None:
        user = actions.sign_up(phone_of(number), name=name, language=self.mart.default_language, by=self.desk)
        actions.give_role(user, mart=self.mart, kind=kind, place=place, organisation_id=organisation, by=self.desk)
