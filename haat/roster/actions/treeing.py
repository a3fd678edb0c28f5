"""Federations and village organisations that rows of a list name: found by number or name, else made."""

from itertools import count

from haat.core.actor import Actor
from haat.core.locks import hold_key
from haat.core.rows import insert_new
from haat.core.slugs import slug
from haat.makers.actions import make_organisation, move_organisation
from haat.makers.models import Organisation
from haat.places.models import Mart, Place
from haat.roster.models import OrganisationCode
from haat.roster.naming import named
from haat.roster.reading import Bad, GroupTold

KIND = Organisation.Kind
Told = tuple[str, str]  # name, number


def _spoken(name: str) -> str:
    return slug(name) or " ".join(name.split()).casefold()


class Organisations:
    """The organisations of a mart, each looked up once for a whole list; in a dry run new ones are only imagined."""

    def __init__(self, mart: Mart, by: Actor, *, dry_run: bool) -> None:
        self._mart, self._by, self._dry = mart, by, dry_run
        self._imagined = count(-1, -1)
        self.made = {KIND.FEDERATION: 0, KIND.VILLAGE: 0}
        self.begin()

    def begin(self) -> None:
        """What is there now."""
        rows = Organisation.objects.filter(mart=self._mart, closed_at=None).order_by("pk")
        self._rows = {row.pk: row for row in rows}
        self._names: dict[tuple[str, int | None, str], Organisation] = {}
        self._anywhere: dict[tuple[str, str], list[Organisation]] = {}
        for row in self._rows.values():
            self._note(row)
        codes = OrganisationCode.objects.filter(mart=self._mart).values_list("number", "organisation_id")
        self._codes = {number: self._rows[pk] for number, pk in codes if pk in self._rows}
        self._numbered = {row.pk for row in self._codes.values()}
        self._kept: dict[tuple[Told, Told, int], Organisation | None] = {}

    def _note(self, row: Organisation) -> None:
        for name in row.names.values():
            self._names.setdefault((row.kind, row.parent_id, _spoken(name)), row)
            self._anywhere.setdefault((row.kind, _spoken(name)), []).append(row)

    def looked_up(self, told: GroupTold, block: Place) -> bool:
        """Whether it was asked before which organisation that is."""
        return (told.organisation, told.federation, block.pk) in self._kept

    def of(self, told: GroupTold, block: Place) -> Organisation | None:
        """The organisation a group of a row belongs to: its village organisation, else its federation."""
        key = told.organisation, told.federation, block.pk
        if key not in self._kept:
            self._kept[key] = self._find(told, block)
        return self._kept[key]

    def _find(self, told: GroupTold, block: Place) -> Organisation | None:
        federation = self._one(KIND.FEDERATION, told.federation, None, block)
        return self._one(KIND.VILLAGE, told.organisation, federation, block) or federation

    def tell(self, told: GroupTold, block: Place) -> bool:
        """Take what a list of organisations tells in a row; whether something of it was new. Raises Bad."""
        (above, above_number), (name, number) = told.federation, told.organisation
        if name and above and _spoken(name) == _spoken(above) and number == above_number:
            raise Bad("organisation_name", "circle")
        before = sum(self.made.values()), len(self._codes)
        federation = self._one(KIND.FEDERATION, told.federation, None, block)
        own = self._one(KIND.VILLAGE, told.organisation, federation, block)
        if own is not None and federation is not None and own.parent_id != federation.pk:
            self._hang(own, federation)
            return True
        return (sum(self.made.values()), len(self._codes)) != before

    def _hang(self, own: Organisation, federation: Organisation) -> None:
        """One that stood alone goes below a federation; one that has another is refused. Raises Bad."""
        if own.parent_id is not None:
            parent = self._rows.get(own.parent_id)
            raise Bad("federation_name", "two_parents", str(next(iter(parent.names.values()), "")) if parent else "")
        if not self._dry:
            move_organisation(own, parent=federation, by=self._by)
        own.parent_id = federation.pk
        self._note(own)

    def _one(
        self, kind: Organisation.Kind, told: Told, parent: Organisation | None, block: Place
    ) -> Organisation | None:
        name, number = told
        number = f"{kind[0]}:{number}" if number else ""
        if number and (found := self._codes.get(number)):
            return found
        if not name:
            return None
        found = self._called(kind, name, parent, block)
        if found is not None and number and found.pk in self._numbered:
            found = None  # of this name, under another number
        if found is None:
            found = self._make(kind, name, parent, block)
        if number:
            self._number(found, number)
        return found

    def _called(self, kind: str, name: str, parent: Organisation | None, block: Place) -> Organisation | None:
        spoken = _spoken(name)
        if (found := self._names.get((kind, parent.pk if parent else None, spoken))) is not None:
            return found
        if kind == KIND.VILLAGE:
            near = [row for row in self._anywhere.get((kind, spoken), ()) if row.place_id == block.pk]
            alone = [row for row in near if parent is None or row.parent_id is None]
            return alone[0] if len(alone) == 1 else None
        return None

    def _make(self, kind: Organisation.Kind, name: str, parent: Organisation | None, block: Place) -> Organisation:
        names = named(name, self._mart)
        if self._dry:
            made = Organisation(
                mart=self._mart, kind=kind, names=names, place=block, parent_id=parent.pk if parent else None
            )
            made.pk = next(self._imagined)
        else:
            hold_key(Mart, self._mart.pk)
            told = {"kind": kind, "names": names, "place": block, "parent": parent, "apart": True}
            made = make_organisation(self._mart, **told, by=self._by)  # type: ignore[arg-type]
        self.made[kind] += 1
        self._rows[made.pk] = made
        self._note(made)
        return made

    def _number(self, row: Organisation, number: str) -> None:
        self._codes[number] = row
        self._numbered.add(row.pk)
        if not self._dry:
            insert_new([OrganisationCode(mart=self._mart, organisation=row, number=number)])
