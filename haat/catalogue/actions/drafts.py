"""What a good is and what it is called."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import BigIntegerField, CharField, QuerySet
from django.utils import timezone

from haat.catalogue import rules
from haat.catalogue.actions.following import follow_answers, line_now
from haat.catalogue.actions.touching import Texts, touch
from haat.catalogue.asking import is_of
from haat.catalogue.errors import GoodChanged, NoName
from haat.catalogue.models import Craft, Good, GoodText
from haat.core.actor import Actor
from haat.core.events import changes, record
from haat.core.locks import hold, hold_key
from haat.core.prepared import Prepared, Slot
from haat.core.slugs import free_slug
from haat.makers.models import Maker
from haat.places.models import Mart

# What a history tells of a good beside its names; its variants tell of themselves.
FACTS = (
    *("attributes", "made_to_order", "making_days", "tax_slug", "hsn", "packed_and_labelled"),
    *("shelf_life_days", "fragile", "ground"),
)


@transaction.atomic
def save_draft(
    maker: Maker,
    *,
    key: str,
    craft: Craft,
    names: Texts,
    descriptions: Texts | None = None,
    origin: str = GoodText.Origin.PERSON,
    attributes: Mapping[str, Any] | None = None,
    made_to_order: bool = False,
    making_days: int = 0,
    tax_slug: str = "",
    hsn: str = "",
    packed_and_labelled: bool = False,
    shelf_life_days: int | None = None,
    fragile: bool | None = None,
    size_mm: tuple[int, int, int] | None = None,
    ground: str = "",
    by: Actor,
) -> Good:
    """Make or change a good of the maker, known by `key` (the phone's own id): sending it twice makes one.

    Its sizes and prices follow (`set_variant`). What the craft knows (tax line, ground, fragile) need not be said. A
    good past its draft is answered as it is: an old phone may send late. Raises HaatError.
    """
    names = rules.check_names(names)
    good = _by_key(maker, key) or _first_draft(maker, key, names, craft)
    if good.state not in rules.OPEN_STATES:
        return good
    before, left, was = _facts(good), _kind_left(good, craft), line_now(good)
    good.craft, good.attributes = craft, dict(attributes or {})
    good.made_to_order, good.making_days = made_to_order, making_days
    good.tax_slug, good.hsn = tax_slug or craft.tax_slug, hsn
    good.packed_and_labelled, good.shelf_life_days = packed_and_labelled, shelf_life_days
    good.fragile = craft.fragile if fragile is None else fragile
    good.ground = ground or craft.ground
    good.length_mm, good.width_mm, good.height_mm = size_mm or (None, None, None)
    good.changed_at = timezone.now()
    follow_answers(good, was)
    good.save()
    _write_texts(good, names=names, descriptions=descriptions or {}, origin=origin)
    record("catalogue.good_saved", good, by=by, key=key, **changes({**before, **left}, {**_facts(good), **_none(left)}))
    return good


def _kind_left(good: Good, craft: Craft) -> dict[str, Any]:
    """A good that is of another craft now is of no kind of the old one: which that was."""
    if good.kind_id is None or good.kind is None or is_of(good.kind, craft):
        return {}
    left, good.kind = good.kind, None
    return {"kind": left.slug}


def _none(left: Mapping[str, Any]) -> dict[str, Any]:
    return dict.fromkeys(left, "")


def _facts(good: Good) -> dict[str, Any]:
    """A good as its history keeps it; nothing when it is not saved yet."""
    if good.pk is None:
        return {}
    return facts_of(good, dict(good.texts.values_list("language", "name")))


def facts_of(good: Good, names: Texts) -> dict[str, Any]:
    """A good of these names as its history keeps it."""
    kept = {field: getattr(good, field) for field in FACTS}
    return {"names": dict(sorted(names.items())), "craft": good.craft.slug} | kept | {"size_mm": _size(good)}


def _size(good: Good) -> list[int | None]:
    return [getattr(good, side) for side in rules.SIDES]


def _by_key(maker: Maker, key: str) -> Good | None:
    return _goods.first(maker=maker.pk, key=key)


@Prepared
def _goods() -> QuerySet[Good]:
    goods = Good.objects.select_for_update(no_key=True)
    return goods.filter(maker=Slot("maker", BigIntegerField()), key=Slot("key", CharField()))


def _first_draft(maker: Maker, key: str, names: Texts, craft: Craft) -> Good:
    """A new good, unsaved; its mart is locked, so that two phones take neither one address nor one key."""
    mart = hold_key(Mart, maker.mart_id)
    slug = free_good_slug(maker.mart_id, names, craft)
    return _by_key(maker, key) or Good(mart=mart, maker=maker, key=key, slug=slug)


def free_good_slug(mart_id: int, names: Texts, craft: Craft) -> str:
    """An address no other good of the mart has, from the English name or the first that can be read."""
    stem = stem_of(names, craft)
    goods = Good.objects.filter(mart_id=mart_id)
    if not goods.filter(slug=stem).exists():
        return stem
    taken = set(goods.filter(slug__startswith=stem).values_list("slug", flat=True))
    return free_slug([stem], taken, limit=95, otherwise=craft.slug)


def stem_of(names: Texts, craft: Craft) -> str:
    """The address of a good of these names where nothing is taken."""
    texts = [names[code] for code in sorted(names, key=lambda code: (code != "en", code))]
    return free_slug(texts, set(), limit=90, otherwise=craft.slug)


def _write_texts(good: Good, *, names: Texts, descriptions: Texts, origin: str) -> None:
    """Write the words of many languages, made or changed; a language without a description keeps its own."""
    described = {code for code in names if descriptions.get(code) is not None}
    for codes, more in ((described, ["description"]), (names.keys() - described, [])):
        GoodText.objects.bulk_create(
            [
                GoodText(
                    good=good,
                    language=code,
                    name=name,
                    description=(descriptions.get(code) or "").strip(),
                    origin=GoodText.Origin(origin),
                )
                for code, name in names.items()
                if code in codes
            ],
            update_conflicts=True,
            unique_fields=["good", "language"],
            update_fields=["name", "origin", "reviewed_by_id", *more],
        )


def _write_text(
    good: Good,
    *,
    language: str,
    name: str,
    description: str | None = None,
    care: str | None = None,
    origin: str,
    reviewed_by_id: int | None = None,
) -> GoodText:
    """Write the words of one language; a description or care of None stays as it is."""
    wanted: dict[str, Any] = {
        "name": name,
        "origin": GoodText.Origin(origin),
        "reviewed_by_id": reviewed_by_id,
    }
    wanted |= {
        field: text.strip() for field, text in (("description", description), ("care", care)) if text is not None
    }
    text, _made = GoodText.objects.update_or_create(good=good, language=language, defaults=wanted)
    return text


@transaction.atomic
def set_text(
    good: Good,
    *,
    language: str,
    name: str,
    description: str | None = None,
    care: str | None = None,
    origin: str = GoodText.Origin.PERSON,
    reviewed_by_id: int | None = None,
    seen: datetime | None = None,
    by: Actor,
) -> GoodText:
    """A good's words in one language and who wrote them; None leaves what is there. Raises HaatError, GoodChanged."""
    kept = rules.check_names({language: name})
    if not kept:
        raise NoName()
    good = hold(good)
    if seen is not None and good.changed_at != seen:
        raise GoodChanged()
    before = words_of(GoodText.objects.filter(good=good, language=language).first())
    text = _write_text(
        good,
        language=language,
        name=kept[language],
        description=description,
        care=care,
        origin=origin,
        reviewed_by_id=reviewed_by_id,
    )
    touch(good)
    record("catalogue.good_saved", good, by=by, language=language, **changes(before, words_of(text)))
    return text


def words_of(text: GoodText | None) -> dict[str, Any]:
    """The words of one language; its name under its code, as a good's names have it."""
    if text is None:
        return {}
    return {
        "names": {text.language: text.name},
        "description": text.description,
        "care": text.care,
        "origin": text.origin,
        "reviewed_by_id": text.reviewed_by_id,
    }
