"""Producer groups that rows name: found by number, or by name in the block of whose row it is, else made there."""

from collections.abc import Mapping

from haat.core.rows import insert_many, insert_many_new
from haat.makers.alike import key_of, keys_of
from haat.places.models import Mart
from haat.roster.models import Group, GroupLink, GroupName, ListUpload
from haat.roster.naming import named, sort_of

KIND = Group.Kind.PRODUCER_GROUP
Codes = Mapping[str, Mapping[str, int]]
Named = tuple[int, str]  # the block of the group that names it, and what is written


class Producers:
    """The producer groups of a mart and who belongs to them, looked up once for a list that names some."""

    def __init__(self, mart: Mart) -> None:
        self._mart = mart
        self._read = False
        self._in: dict[tuple[int, str], int] = {}  # block and name by its sound → the group
        self._all = set[int]()
        self._links: set[tuple[int, int]] = set()
        self._told: set[tuple[int, str, int]] = set()

    def _begin(self) -> None:
        """What is there; links that somebody has ended too: no list makes them again."""
        if self._read:
            return
        self._read = True
        rows = Group.objects.filter(mart=self._mart, kind=KIND).exclude(state=Group.State.MERGED)
        for pk, block, names in rows.order_by("pk").values_list("pk", "block_id", "names"):
            self.note(pk, block, names)
        self._links = set(GroupLink.objects.filter(mart=self._mart).values_list("group_id", "within_id"))

    def note(self, pk: int, block: int, names: Mapping[str, str]) -> None:
        """A producer group that is there from now on."""
        for key in keys_of(names):
            self._in.setdefault((block, key), pk)
        self._all.add(pk)

    def find(self, named: Named, codes: Codes) -> int | None:
        """The one that is meant, if it is there."""
        self._begin()
        block, text = named
        numbered = {numbers[text] for numbers in codes.values() if text in numbers} & self._all
        return min(numbered) if numbered else self._in.get((block, key_of(text)))

    def new(self, group: int, named: Named, codes: Codes) -> bool:
        """Whether a group (a negative number while it is new) does not belong to the one that its row names."""
        told = (group, key_of(named[1]), named[0])
        if told in self._told:
            return False
        self._told.add(told)
        within = self.find(named, codes)
        return within is None or (within != group and (group, within) not in self._links)

    def write(self, links: "list[tuple[int, Named]]", codes: Codes, upload: ListUpload | None) -> set[int]:
        """Bind groups to what they name, within the caller's transaction; the producer groups that were made for it."""
        made = set[int]()
        for _group, named_ in links:
            if self.find(named_, codes) is None:
                made.add(self._make(named_, upload))
        rows = [(group, self.find(named_, codes)) for group, named_ in links]
        pairs = {(group, pk) for group, pk in rows if pk is not None and pk != group} - self._links
        insert_many_new([GroupLink(mart=self._mart, group_id=group, within_id=pk) for group, pk in sorted(pairs)])
        self._links |= pairs
        return made

    def _make(self, named_: Named, upload: ListUpload | None) -> int:
        block, text = named_
        names = named(text, self._mart)
        row = Group(mart=self._mart, kind=KIND, names=names, sort=sort_of(names), block_id=block, place_id=block)
        row.came_with = upload
        insert_many([row])
        insert_many_new([GroupName(group=row, key=key) for key in sorted(keys_of(names))])
        self.note(row.pk, block, names)
        return row.pk
