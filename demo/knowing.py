"""The list of the demonstration: a mission's sheet of groups and one of members, brought in as the desk does it."""

from demo.content import load
from demo.lists import Lists, Organisation
from demo.people import Team
from demo.work import run_jobs
from haat.core.actor import Actor
from haat.core.longtable import from_bytes
from haat.people.models import Role
from haat.places.models import Mart, Place
from haat.places.queries import localities_of
from haat.roster import actions
from haat.roster.lists import prepare
from haat.roster.models import GroupPair, ListUpload

EACH, MEMBERS, DOUBLES, FAULTS = 4, 6, 5, 3


class Knowing:
    """Every village organisation of the demonstration has some groups that nobody has asked to sell yet."""

    def __init__(self, mart: Mart, team: Team) -> None:
        self.mart, self.desk = mart, team.user(Role.Kind.DESK)
        self.by = Actor(self.desk.pk)

    def know(self) -> ListUpload:
        """The list is sent, its columns are confirmed, it is looked through and brought in; so are the makers."""
        told = self._organisations()
        lists = Lists(self.mart.slug, told, groups=EACH * len(told), each=MEMBERS, doubles=DOUBLES, faults=FAULTS)
        sources = [from_bytes(lists.groups(), "groups.csv"), from_bytes(lists.members(), "members.csv")]
        packed = [actions.packed(prepare(source, self.mart), convert=False) for source in sources]
        upload = actions.receive_list(self.mart, packed, convert=False, user=self.desk, by=self.by)
        actions.say_columns(upload, {}, by=self.by)
        run_jobs()
        upload.refresh_from_db()
        actions.bring_list(upload, by=self.by)
        run_jobs()
        actions.keep_up(self.mart)
        pair = GroupPair.objects.filter(mart=self.mart).select_related("one", "two").order_by("pk").last()
        if pair is not None:  # one was looked at; the others wait
            actions.merge_groups(pair.one, pair.two, by=self.by)
        upload.refresh_from_db()
        return upload

    def _organisations(self) -> list[Organisation]:
        rows = {row["slug"]: row for row in load(self.mart.slug, "federations")}
        blocks = {place.slug: place for place in Place.objects.filter(parent=self.mart.place)}
        found = []
        for at, row in enumerate(each for each in rows.values() if each["kind"] == "village_organisation"):
            block = blocks[row["block"]]
            villages = localities_of(block)
            village = str(villages[at % len(villages)]) if villages else str(block)
            names = row["names"]["en"], str(block), village, rows[row["federation"]]["names"]["en"]
            found.append(Organisation(*names))
        return found
