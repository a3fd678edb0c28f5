"""Goods from a table: each row through the same door as the phone's."""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from hashlib import sha256

from django.conf import settings
from django.utils.translation import gettext as _

from haat.catalogue.errors import BadSku, NoName, UnknownCraft, UnknownMaker
from haat.catalogue.models import Craft, Good, GoodText
from haat.catalogue.rules import check_sku
from haat.core.actor import Actor
from haat.core.errors import HaatError
from haat.core.identifiers import InvalidIdentifier, clean_mobile
from haat.core.imports import Answer, BadRow, ImportReport, Progress, Row, import_rows
from haat.core.money import parse_rupees
from haat.core.slugs import slug
from haat.makers.models import Maker
from haat.places.models import Mart
from haat.studio.actions.listing import list_good
from haat.studio.actions.together import Telling, list_new
from haat.studio.facts import Cost, GoodFacts, Size

# The columns of the table; `_en`, `_hi` … after a stem are languages.
COLUMNS = (
    *("maker", "key", "craft", "name_en", "name_hi", "name_mr", "price", "mrp", "weight_g", "sku"),
    *("net_quantity", "net_unit", "made_to_order", "making_days", "packed_and_labelled"),
    *("shelf_life_days", "length_cm", "width_cm", "height_cm", "hsn"),
    *("materials", "minutes", "pieces", "capacity"),
    *("description_en", "description_hi", "description_mr", "care_en", "care_hi", "care_mr"),
)
_NEEDED = ("maker", "craft", "price")
HSN_LENGTHS = (4, 6, 8)
KEY = 40
_COLUMN_OF = {"name": "name_en", "weight": "weight_g", "cost": "materials", "on_hand": "pieces"}


def import_goods(
    rows: Iterable[Mapping[str, object]],
    *,
    mart: Mart,
    by: Actor,
    progress: Progress | None = None,
    dry_run: bool = False,
) -> ImportReport:
    """Make drafts from a table with the columns COLUMNS (maker, craft, price and a name are needed).

    `maker` is its short name, LokOS id or phone; prices are rupees. `materials` is what they cost for one piece: an
    amount, or `bamboo 90; cane 20` with the craft's own materials; `pieces` lie with the maker, `capacity` are made
    in a week to order. A good is known by its maker and `key` (its name when there is no key): a second run makes
    nothing twice, and changes nothing. Pictures come later, by phone; until then a good is a draft. Rows are kept
    some at a time, and `progress` hears of each time: (rows done, rows of the table). With `dry_run` nothing is kept.
    """
    crafts = {craft.slug: craft for craft in Craft.objects.all()}
    return import_rows(
        rows,
        lambda row: _put(row, mart=mart, crafts=crafts, by=by),
        put_all=lambda some: _put_all(some, mart=mart, crafts=crafts, by=by),
        marks_of=lambda some: _marks_of(some, mart=mart),
        needed=_NEEDED,
        columns=_COLUMN_OF,
        progress=progress,
        dry_run=dry_run,
    )


def _put(row: Row, *, mart: Mart, crafts: Mapping[str, Craft], by: Actor) -> bool:
    told = _read(row, MakersOf(mart, [row]), crafts)
    if Good.objects.filter(maker=told.maker, key=told.key).exists():
        return False
    return list_good(told.maker, told.facts, key=told.key, send=False, by=by).new


def _put_all(rows: Sequence[Row], *, mart: Mart, crafts: Mapping[str, Craft], by: Actor) -> list[Answer]:
    """The rows that can be read, listed together."""
    makers = MakersOf(mart, rows)
    answers: dict[int, Answer] = {}
    told: dict[int, Telling] = {}
    for row in rows:
        try:
            told[row.number] = _read(row, makers, crafts)
        except BadRow as unread:
            answers[row.number] = unread
    answers |= zip(told, list_new(mart, list(told.values()), by=by), strict=True)
    return [answers[row.number] for row in rows]


def _marks_of(rows: Sequence[Row], *, mart: Mart) -> list[Collection[Hashable]]:
    """What no two goods have alike: the key of a maker's good, and the code of a size."""
    makers, found = MakersOf(mart, rows), list[Collection[Hashable]]()
    for row in rows:
        maker, names, sku = makers.of(row), row.texts("name"), row.text("sku")
        key = _key(maker, names, row.text("key")) if maker is not None and names else ""
        found.append({mark for mark in ((maker and maker.pk, key), ("sku", sku)) if mark[0] and mark[1]})
    return found


def _read(row: Row, makers: "MakersOf", crafts: Mapping[str, Craft]) -> Telling:
    """What a row tells of a good. Raises BadRow."""
    maker, craft, names = makers.of(row), _craft(row, crafts), row.texts("name")
    if not names:
        row.refuse("name_en", NoName().message)
    size = _size(row, craft)
    sides, shelf_life = _sides(row), row.whole("shelf_life_days", least=1)
    making_days, hsn = row.whole("making_days") or 0, row.digits("hsn", lengths=HSN_LENGTHS)
    descriptions, care, key = row.texts("description"), row.texts("care"), row.text("key")
    packed, to_order = row.yes("packed_and_labelled"), row.yes("made_to_order")
    row.check()
    assert maker is not None
    assert craft is not None
    facts = GoodFacts(
        craft=craft,
        names=names,
        sizes=[size],
        descriptions=descriptions,
        care=care,
        made_to_order=to_order,
        making_days=making_days,
        packed_and_labelled=packed,
        shelf_life_days=shelf_life,
        size_mm=sides,
        hsn=hsn,
    )
    return Telling(maker, facts, _key(maker, names, key))


def _key(maker: Maker, names: Mapping[str, str], told: str) -> str:
    """What a good is known by: its key, or its name; those that agree for long are told apart by their ends."""
    first = names[sorted(names, key=lambda code: (code != "en", code))[0]]
    whole = told or slug(first, limit=400) or first
    if len(whole) <= KEY:
        return whole
    # So were all keys cut once: a good that is there under such a one is found again.
    so_called = list(names.values()) if told else [first]
    if GoodText.objects.filter(good__maker=maker, good__key=whole[:KEY], name__in=so_called).exists():
        return whole[:KEY]
    return f"{whole[: KEY - 9]}-{sha256(whole.encode()).hexdigest()[:8]}"


class MakersOf:
    """The makers that some rows name, read together: by short name, LokOS id or phone."""

    def __init__(self, mart: Mart, rows: Sequence[Row]) -> None:
        texts = {text for row in rows if (text := row.text("maker"))}
        self._phones = {text: phone for text in texts if (phone := _phone(text))}
        makers = Maker.objects.own().filter(mart=mart).order_by("-pk")  # of several the first one stays
        by_slug = makers.filter(slug__in={slug(text, limit=80) for text in texts})
        self._by_slug = {maker.slug: maker for maker in by_slug}
        self._by_lokos = {maker.lokos_id: maker for maker in makers.filter(lokos_id__in=texts)}
        by_phone = makers.filter(phone__in=self._phones.values()) if self._phones else ()
        self._by_phone = {maker.phone: maker for maker in by_phone}

    def of(self, row: Row) -> Maker | None:
        """The maker a row names; that there is none is noted on it."""
        text = row.text("maker", needed=True)
        if not text:
            return None
        found = (
            self._by_slug.get(slug(text, limit=80))
            or self._by_lokos.get(text)
            or self._by_phone.get(self._phones.get(text, ""))
        )
        if found is None:
            row.refuse("maker", UnknownMaker().message)
        return found


def _phone(text: str) -> str:
    """The number in one form; nothing when it is none."""
    try:
        return clean_mobile(text, allow_demo=settings.DEMO)
    except InvalidIdentifier:
        return ""


def _craft(row: Row, crafts: Mapping[str, Craft]) -> Craft | None:
    """By short name, or by its name in any language."""
    text = row.text("craft", needed=True)
    if not text:
        return None
    if text.lower() in crafts:
        return crafts[text.lower()]
    for craft in crafts.values():
        if text.casefold() in {name.casefold() for name in craft.names.values()}:
            return craft
    row.refuse("craft", UnknownCraft(text).message)
    return None


def _size(row: Row, craft: Craft | None) -> Size:
    """The one size a row tells of; what is wrong with it is noted on the row."""
    price = row.rupees("price") if row.text("price", needed=True) else None
    return Size(
        price_paise=price or 0,
        mrp_paise=row.rupees("mrp"),
        sku=_sku(row),
        weight_g=row.whole("weight_g", least=1),
        net_quantity=row.whole("net_quantity", least=1),
        net_unit=row.text("net_unit") or None,
        cost=_cost(row, craft),
        pieces=_pieces(row),
    )


def _sku(row: Row) -> str | None:
    """The code as it is told: one that cannot be a code is refused at its cell, never cut."""
    if not (text := row.text("sku")):
        return None
    try:
        check_sku(text)
    except BadSku as problem:
        row.refuse("sku", problem.message)
    return text


def _cost(row: Row, craft: Craft | None) -> Cost | None:
    """None when neither materials nor minutes are told."""
    text, minutes = row.text("materials").replace("₹", ""), row.whole("minutes")
    if not text and minutes is None:
        return None
    parts = [part.strip() for part in text.split(";") if part.strip()]
    lines, other = [], 0
    for part in parts:
        words, _space, amount = part.rpartition(" ")
        paise = _paise(row, amount)
        if not words:
            other += paise
        elif (material := _material(words, craft)) is not None:
            lines.append({"slug": material, "paise": paise})
        elif craft is not None:
            said = _("“%(words)s” is no material of this craft. Write one amount for all, or %(known)s.")
            known = ", ".join(each["slug"] for each in craft.materials)
            row.refuse("materials", said % {"words": words, "known": known})
    return Cost(materials=lines, other_paise=other, minutes=minutes or 0)


def _paise(row: Row, text: str) -> int:
    try:
        return parse_rupees(text, field="materials")
    except HaatError as problem:
        row.refuse("materials", problem.message)
        return 0


def _material(words: str, craft: Craft | None) -> str | None:
    """The craft's material of this short name, or called so in any language."""
    wanted = words.rstrip(":").strip().casefold()
    for material in craft.materials if craft else ():
        if wanted in {str(text).casefold() for text in material.values()}:
            return str(material["slug"])
    return None


def _pieces(row: Row) -> int | None:
    """Pieces in hand, or of a week when it is made to order; the other column must be empty."""
    to_order = row.yes("made_to_order")
    right, wrong = ("capacity", "pieces") if to_order else ("pieces", "capacity")
    if row.text(wrong):
        said = (
            _("It is made to order: write how many a week under capacity.")
            if to_order
            else _("It is not made to order: write how many there are under pieces.")
        )
        row.refuse(wrong, said)
    return row.whole(right)


def _sides(row: Row) -> tuple[int, int, int] | None:
    """Millimetres from three cells in whole centimetres; all of them or none."""
    sides = [row.whole(f"{side}_cm", least=1) for side in ("length", "width", "height")]
    given = [side * 10 for side in sides if side]
    if given and len(given) < 3:
        row.refuse("length_cm", _("Give length, width and height, or none of them."))
    return (given[0], given[1], given[2]) if len(given) == 3 else None
