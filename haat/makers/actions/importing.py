"""Makers from a table: every bad row comes back with a column and a sentence, every good one is enrolled."""

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from haat.core.actor import Actor
from haat.core.errors import HaatError
from haat.core.identifiers import InvalidIdentifier, clean_mobile, mask_account
from haat.core.imports import LATER, Answer, BadRow, ImportReport, Progress, Row, answered, import_rows
from haat.core.numerals import latin_digits
from haat.core.slugs import slug
from haat.makers.actions.enrolling_together import Bank, Pins, Slugs, Telling, enrol_plain, enrol_told
from haat.makers.actions.members import NewMember
from haat.makers.models import BankAccount, Document, Maker, Organisation
from haat.makers.naming import line
from haat.makers.papers import ACCOUNT, BRANCH, lokos
from haat.makers.queries import holder_of, known_among, namesake, spoken
from haat.places.models import Mart, Place
from haat.places.queries import Called, blocks_of, localities_of

# The columns of the table; `_en`, `_hi` … after a stem are languages.
COLUMNS = (
    *("kind", "name_en", "name_hi", "name_mr", "block", "village", "pin", "phone"),
    *("leader_en", "leader_hi", "leader_mr", "members", "since", "organisation", "lokos_id"),
    *("account_holder", "account_number", "ifsc", "account_compared", "pan", "gstin", "enrolment", "fssai"),
    *("story_en", "story_hi", "story_mr"),
)
_NEEDED = ("kind", "block", "pin")
_COLUMN_OF = {
    "names": "name_en",
    "leader_names": "leader_en",
    "stories": "story_en",
    "number": "account_number",
    "holder": "account_holder",
}
_PAPERS = (Document.Kind.PAN, Document.Kind.GSTIN, Document.Kind.ENROLMENT, Document.Kind.FSSAI)


def import_makers(
    rows: Iterable[Mapping[str, Any]],
    *,
    mart: Mart,
    by: Actor,
    progress: Progress | None = None,
    dry_run: bool = False,
) -> ImportReport:
    """Enrol the makers of a table with the columns COLUMNS.

    Needed are kind, block, pin, name, leader, and the phone or the LokOS id.

    `members` names further members, separated by semicolons. A maker is known by its LokOS id, or by phone
    and name: a second run makes nothing twice. `account_compared` (yes) takes an account that was asked about.
    A row enters whole, with bank and papers, or not at all. `progress` hears after each: (rows done, rows of the
    table). With `dry_run` nothing is kept.
    """
    table = _Table(mart)
    return import_rows(
        rows,
        lambda row: _put(row, table=table, by=by),
        put_all=lambda some: _put_all(some, table=table, by=by),
        marks_of=lambda some: [_marks(row) for row in some],
        prepare=table.prepare,
        needed=_NEEDED,
        columns=_COLUMN_OF,
        progress=progress,
        dry_run=dry_run,
    )


class _Table:
    """The places, PIN codes and organisations that the rows name, each looked up once."""

    def __init__(self, mart: Mart) -> None:
        self.mart, self.pins, self.slugs = mart, Pins(), Slugs()
        self._blocks = Called(blocks_of(mart))
        self._villages: dict[int, Called] = {}
        self._organisations: dict[str, Organisation | None] = {}
        self.told: dict[int, Telling] = {}
        self.here: dict[int, tuple[Maker, BankAccount | None]] = {}

    def prepare(self, rows: Sequence[Row]) -> None:
        """Of some rows, find whose makers are here already; and read those that may be written together: that can be
        read, and share no mark with another row, be that one good or bad."""
        marks = {row.number: set(_marks(row.anew())) for row in rows}
        times = Counter(mark for own in marks.values() for mark in own)
        self.here, self.told = _here(self.mart, rows), {}
        for row in rows:
            if row.number not in self.here and all(times[mark] == 1 for mark in marks[row.number]):
                with suppress(BadRow):
                    fresh = row.anew()
                    self.told[row.number] = _telling(fresh, _who(fresh), self)

    def is_here(self, row: Row) -> bool:
        """False: her maker is here, and what the row says of her account is so. Raises BadRow."""
        _who(row)
        _ask_about_account(row, self.here[row.number][1])
        row.check()
        return False

    def block(self, text: str) -> Place | None:
        return self._blocks.find(text)

    def village(self, block: Place, text: str) -> Place | None:
        if block.pk not in self._villages:
            self._villages[block.pk] = Called(localities_of(block))
        return self._villages[block.pk].find(text)

    def organisation(self, text: str) -> Organisation | None:
        if text not in self._organisations:
            found = Organisation.objects.filter(mart=self.mart, slug=slug(text), closed_at=None).first()
            self._organisations[text] = found
        return self._organisations[text]


class _Who(NamedTuple):
    """Whom a row speaks of."""

    names: dict[str, str]
    leader_names: dict[str, str]
    lokos_id: str
    phone: str


def _put_all(rows: Sequence[Row], *, table: _Table, by: Actor) -> list[Answer]:
    """Those that are plainly new together; those that are here need nothing, and the others come later."""
    told = {row.number: table.told[row.number] for row in rows if row.number in table.told}
    numbers = list(told)
    plain = enrol_plain(table.mart, list(told.values()), pins=table.pins, slugs=table.slugs, by=by)
    answers: dict[int, Answer] = {numbers[place]: True for place in plain}
    answers |= {row.number: answered(table.is_here, row) for row in rows if row.number in table.here}
    return [answers.get(row.number, LATER) for row in rows]


def _put(row: Row, *, table: _Table, by: Actor) -> bool:
    who = _who(row)
    if (known := _known(table.mart, who)) is not None:
        _ask_about_account(row, BankAccount.objects.filter(maker=known).first())
        row.check()
        return False
    enrol_told(table.mart, _telling(row, who, table), by=by)
    return True


def _who(row: Row) -> _Who:
    names = _names(row, "name", _("Write the name in at least one language."))
    leader_names = _names(row, "leader", _("Write the name of the person who leads."))
    lokos_id = row.text("lokos_id")
    # Either of them tells a second reading from the first.
    return _Who(names, leader_names, lokos_id, row.text("phone", needed=not lokos_id))


def _telling(row: Row, who: _Who, table: _Table) -> Telling:
    """What a row tells of a maker. Raises BadRow."""
    kind, pin, since = row.text("kind", needed=True).lower(), row.text("pin", needed=True), row.whole("since")
    organisation, stories = _organisation(row, table), row.texts("story")
    block = _place(row, "block", table.block, needed=True)
    village = _place(row, "village", lambda text: table.village(block, text)) if block else None
    members, bank = _members(row, table.mart), _bank(row)
    papers = [(kind, number) for kind in _PAPERS if (number := row.text(kind))]
    row.check()
    assert block is not None
    return Telling(
        kind=kind,
        names=who.names,
        leader_names=who.leader_names,
        block=block,
        place=village,
        pin=pin,
        phone=who.phone,
        lokos_id=who.lokos_id,
        members=members,
        since=since,
        organisation=organisation,
        stories=stories,
        bank=bank,
        papers=papers,
    )


def _bank(row: Row) -> Bank | None:
    if not (row.text("account_number") or row.text("ifsc")):
        return None
    holder = row.words("account_holder") or next(iter(row.texts("leader").values()), "")
    sure = (ACCOUNT, BRANCH) if row.yes("account_compared") else ()
    return Bank(holder, row.text("account_number"), row.text("ifsc"), sure)


def _marks(row: Row) -> Collection[Hashable]:
    """By what one maker is taken for another, or asked about: LokOS id, phone and name, village and names, account."""
    names, leaders = spoken(row.texts("name")), spoken(row.texts("leader"))
    where = slug(row.text("block")), slug(row.text("village"))
    lokos_id, phone = _canonical(lokos, row.text("lokos_id")), _canonical(_mobile, row.text("phone"))
    found: set[Hashable] = {("lokos", lokos_id)} if lokos_id else set()
    found |= {("phone", phone, name) for name in names if phone}
    found |= {("village", *where, name, leader) for name in names for leader in leaders if not phone}
    account = _digits(row.text("account_number"))
    return found | ({("account", account)} if account else set())


def _canonical(clean: Callable[[str], str], text: str) -> str:
    try:
        return clean(text) if text else ""
    except (InvalidIdentifier, HaatError):
        return text


def _mobile(text: str) -> str:
    return clean_mobile(text, allow_demo=settings.DEMO)


def _digits(text: str) -> str:
    return latin_digits(text).replace(" ", "").replace("-", "")


def _names(row: Row, stem: str, otherwise: str) -> dict[str, str]:
    """Language → name; a bad one is refused at its cell, none at all with `otherwise`."""
    before, names = len(row.refusals), dict[str, str]()
    for code, text in row.texts(stem).items():
        if name := _name(row, f"{stem}_{code}", text):
            names[code] = name
    if not names and len(row.refusals) == before:
        row.refuse(f"{stem}_en", otherwise)
    return names


def _name(row: Row, column: str, text: str) -> str:
    try:
        return line(text)
    except HaatError as error:
        row.refuse(column, error.message)
        return ""


def _members(row: Row, mart: Mart) -> list[NewMember]:
    """The further members of the cell."""
    names = (_name(row, "members", part) for part in row.words("members", apart=";").split(";"))
    return [NewMember({mart.default_language: name}) for name in names if name]


def _known(mart: Mart, who: _Who) -> Maker | None:
    try:
        if (holder := holder_of(mart, lokos(who.lokos_id))) is not None:
            return holder
        number = _mobile(who.phone)
    except (InvalidIdentifier, HaatError):
        return None
    return namesake(mart, number, who.names)


def _here(mart: Mart, rows: Sequence[Row]) -> dict[int, tuple[Maker, BankAccount | None]]:
    """Row → the maker it speaks of who is here already, with her account; three statements. Nobody is ever taken away,
    so that who was here before anything was held is here."""
    told: dict[int, tuple[str, str, dict[str, str]]] = {}
    for row in rows:
        with suppress(InvalidIdentifier, HaatError):
            who = _who(row.anew())
            told[row.number] = lokos(who.lokos_id), "", who.names
            told[row.number] = lokos(who.lokos_id), _mobile(who.phone), who.names
    found = dict(zip(told, known_among(mart, list(told.values())), strict=True))
    makers = {number: maker for number, maker in found.items() if maker is not None}
    accounts = {bank.maker_id: bank for bank in BankAccount.objects.filter(maker__in=set(makers.values()))}
    return {number: (maker, accounts.get(maker.pk)) for number, maker in makers.items()}


def _ask_about_account(row: Row, account: BankAccount | None) -> None:
    """Refuse an account that is not the one she has: where money goes is changed on her page, by two people."""
    told = _digits(row.text("account_number"))
    if not told:
        return
    if account is None:
        row.refuse("account_number", _("She is here already, without an account. Write it down on her page."))
    elif account.number != told:
        said = _("She is here already, with account %(number)s. Is it another one now? Change it on her page.")
        row.refuse("account_number", said % {"number": mask_account(account.number)})


def _place(row: Row, column: str, find: Callable[[str], Place | None], *, needed: bool = False) -> Place | None:
    """The place the cell names, in any language or by LGD code."""
    text = row.text(column, needed=needed)
    if not text:
        return None
    if (found := find(text)) is not None:
        return found
    sentence = _("“%(text)s” is not known here. Copy the name from the list of places.")
    row.refuse(column, sentence % {"text": text})
    return None


def _organisation(row: Row, table: _Table) -> Organisation | None:
    text = row.text("organisation")
    if not text:
        return None
    found = table.organisation(text)
    if found is None:
        row.refuse("organisation", _("No organisation has this name. Make it first, or leave the cell empty."))
    return found
