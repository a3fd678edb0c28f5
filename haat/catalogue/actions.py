"""The only writes of the catalogue: drafts, words, variants, pictures, checks."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from haat.catalogue import data, errors, rules
from haat.catalogue.models import Check, Craft, Good, GoodText, Photo, Variant
from haat.catalogue.rules import CheckLine
from haat.core.actor import Actor
from haat.core.events import record
from haat.core.models import Picture
from haat.core.slugs import free_slug
from haat.makers.models import Maker

Texts = Mapping[str, str]
SIDES = ("length_mm", "width_mm", "height_mm")


@transaction.atomic
def import_crafts(rows: Iterable[Mapping[str, Any]] | None = None, *, by: Actor) -> int:
    """Load crafts (the project's own list if `rows` is not given); answers how many there are now in `rows`.

    A craft that is there is brought up to date; goods keep theirs.
    """
    count = 0
    for row in data.crafts() if rows is None else rows:
        craft, made = Craft.objects.update_or_create(
            slug=row["slug"],
            defaults={
                "names": row["names"],
                "lines": row["line"],
                "attributes": row["attributes"],
                "materials": row["materials"],
                "papers": row["papers"],
                "tax_slug": row["tax"]["slug"],
                "drawing": row["drawing"],
                "ground": row["ground"],
                "food": "fssai" in row["papers"],
                "fragile": row["fragile"],
                "position": row["order"],
            },
        )
        if made:
            record("catalogue.craft_made", craft, by=by)
        count += 1
    return count


@transaction.atomic
def save_draft(
    maker: Maker,
    *,
    key: str,
    craft: Craft,
    names: Texts,
    descriptions: Texts | None = None,
    origin: str = GoodText.Origin.PERSON,
    price_paise: int | None = None,
    mrp_paise: int | None = None,
    weight_g: int | None = None,
    net_quantity: int = 1,
    net_unit: str = "piece",
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

    With `price_paise` it has its first variant at once. What the craft knows (tax line, ground, fragile) need
    not be said. A good past its draft is answered as it is: an old phone may send late. Raises HaatError.
    """
    names = rules.check_names(names)
    good = Good.objects.select_for_update().filter(maker=maker, key=key).first()
    if good is not None and good.state not in rules.OPEN_STATES:
        return good
    if good is None:
        good = Good(mart_id=maker.mart_id, maker=maker, key=key, slug=_free_slug(maker.mart_id, names, craft))
    good.craft, good.attributes = craft, dict(attributes or {})
    good.made_to_order, good.making_days = made_to_order, making_days
    good.tax_slug, good.hsn = tax_slug or craft.tax_slug, hsn
    good.packed_and_labelled, good.shelf_life_days = packed_and_labelled, shelf_life_days
    good.fragile = craft.fragile if fragile is None else fragile
    good.ground = ground or craft.ground
    good.length_mm, good.width_mm, good.height_mm = size_mm or (None, None, None)
    good.changed_at = timezone.now()
    good.save()
    for language, name in names.items():
        _write_text(
            good, language=language, name=name, description=(descriptions or {}).get(language), origin=origin
        )
    if price_paise is not None:
        _write_variant(
            good,
            sku=None,
            price_paise=price_paise,
            mrp_paise=mrp_paise,
            weight_g=weight_g,
            labels={},
            net_quantity=net_quantity,
            net_unit=net_unit,
            position=0,
            by=by,
        )
    record("catalogue.good_saved", good, by=by, key=key)
    return good


def _free_slug(mart_id: int, names: Texts, craft: Craft) -> str:
    """An address no other good of the mart has, from the English name or the first that can be read."""
    texts = [names[code] for code in sorted(names, key=lambda code: (code != "en", code))]
    stem = free_slug(texts, set(), limit=90, otherwise=craft.slug)
    taken = set(Good.objects.filter(mart_id=mart_id, slug__startswith=stem).values_list("slug", flat=True))
    return free_slug([stem], taken, limit=95, otherwise=craft.slug)


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
        field: text.strip()
        for field, text in (("description", description), ("care", care))
        if text is not None
    }
    text, _made = GoodText.objects.update_or_create(good=good, language=language, defaults=wanted)
    return text


def _touch(good: Good) -> None:
    good.changed_at = timezone.now()
    good.save(update_fields=["changed_at"])


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
    by: Actor,
) -> GoodText:
    """A good's words in one language and who wrote them; None leaves what is there. Raises HaatError."""
    kept = rules.check_names({language: name})
    if not kept:
        raise errors.no_name()
    text = _write_text(
        good,
        language=language,
        name=kept[language],
        description=description,
        care=care,
        origin=origin,
        reviewed_by_id=reviewed_by_id,
    )
    _touch(good)
    record("catalogue.good_saved", good, by=by, language=language)
    return text


@transaction.atomic
def set_attributes(good: Good, *, attributes: Mapping[str, Any], by: Actor) -> Good:
    """What the craft asks about the good (material, ingredients …), all at once."""
    good.attributes = dict(attributes)
    good.save(update_fields=["attributes"])
    _touch(good)
    record("catalogue.good_saved", good, by=by, attributes=sorted(attributes))
    return good


@transaction.atomic
def set_size(good: Good, *, length_mm: int, width_mm: int, height_mm: int, by: Actor) -> Good:
    """How large the good is, in millimetres."""
    good.length_mm, good.width_mm, good.height_mm = length_mm, width_mm, height_mm
    good.save(update_fields=list(SIDES))
    _touch(good)
    record("catalogue.good_saved", good, by=by, size_mm=[length_mm, width_mm, height_mm])
    return good


@transaction.atomic
def set_variant(
    good: Good,
    *,
    sku: str | None = None,
    price_paise: int,
    mrp_paise: int | None = None,
    weight_g: int | None = None,
    labels: Texts | None = None,
    net_quantity: int = 1,
    net_unit: str = "piece",
    position: int = 0,
    by: Actor,
) -> Variant:
    """Make or change the variant with this `sku`, or without one that at this `position` of the good.

    `mrp_paise` is the price if not given; `labels` is language → "250 g". Raises HaatError.
    """
    variant = _write_variant(
        good,
        sku=sku,
        price_paise=price_paise,
        mrp_paise=mrp_paise,
        weight_g=weight_g,
        labels=labels or {},
        net_quantity=net_quantity,
        net_unit=net_unit,
        position=position,
        by=by,
    )
    _touch(good)
    record("catalogue.good_saved", good, by=by, sku=variant.sku)
    return variant


def _write_variant(
    good: Good,
    *,
    sku: str | None,
    price_paise: int,
    mrp_paise: int | None,
    position: int,
    by: Actor,
    **rest: Any,
) -> Variant:
    mrp_paise = price_paise if mrp_paise is None else mrp_paise
    figures = {field: rest[field] for field in ("weight_g", "net_quantity", "net_unit")}
    rules.check_figures(price_paise=price_paise, mrp_paise=mrp_paise, **figures)
    variant = _variant_of(good, sku, position)
    before = variant.price_paise
    variant.price_paise, variant.mrp_paise, variant.position, variant.active = (
        price_paise,
        mrp_paise,
        position,
        True,
    )
    for field, value in rest.items():
        setattr(variant, field, value)
    variant.save()
    if before is not None and before != price_paise:
        record("catalogue.price_changed", variant, by=by, before=before, after=price_paise, good=good.pk)
    return variant


def _variant_of(good: Good, sku: str | None, position: int) -> Variant:
    """The variant meant, locked, or a new one that is not saved yet."""
    rows = Variant.objects.select_for_update().filter(mart_id=good.mart_id)
    found = rows.filter(sku=sku).first() if sku else rows.filter(good=good, position=position).first()
    if found is None:
        number = good.variants.count() + 1
        return Variant(
            mart_id=good.mart_id, good=good, sku=sku or f"{good.mart.order_prefix}{good.pk:06d}-{number}"
        )
    if found.good_id != good.pk:
        raise errors.sku_taken(found.sku)
    return found


@transaction.atomic
def stop_variant(variant: Variant, *, by: Actor) -> Variant:
    """A size or colour is not made any more; its orders and stock stay on record."""
    variant.active = False
    variant.save(update_fields=["active"])
    _touch(variant.good)
    record("catalogue.good_saved", variant.good, by=by, stopped=variant.sku)
    return variant


@transaction.atomic
def change_price(variant: Variant, *, price_paise: int, by: Actor) -> Variant:
    """A new price in paise, tax included. The MRP follows when it was the price itself. Raises HaatError."""
    variant = Variant.objects.select_for_update(of=("self",)).select_related("good").get(pk=variant.pk)
    before = variant.price_paise
    mrp_paise = price_paise if variant.mrp_paise == before else variant.mrp_paise
    rules.check_figures(
        price_paise=price_paise,
        mrp_paise=mrp_paise,
        weight_g=variant.weight_g,
        net_quantity=variant.net_quantity,
        net_unit=variant.net_unit,
    )
    if before != price_paise:
        variant.price_paise, variant.mrp_paise = price_paise, mrp_paise
        variant.save(update_fields=["price_paise", "mrp_paise"])
        _touch(variant.good)
        record(
            "catalogue.price_changed", variant, by=by, before=before, after=price_paise, good=variant.good_id
        )
    return variant


@transaction.atomic
def add_photo(good: Good, *, picture: Picture, by: Actor) -> Photo:
    """Put a picture after the others (the first is the main one); the same picture again changes nothing."""
    Good.objects.select_for_update().get(pk=good.pk)
    same = good.photos.filter(picture=picture).first()
    if same is not None:
        return same
    last = good.photos.aggregate(last=Max("position"))["last"]
    if good.photos.count() >= rules.MOST_PHOTOS:
        raise errors.too_many_photos()
    photo = Photo.objects.create(good=good, picture=picture, position=0 if last is None else last + 1)
    _touch(good)
    record("catalogue.good_saved", good, by=by, photo=picture.digest)
    return photo


@transaction.atomic
def order_photos(good: Good, *, photos: Sequence[Photo], by: Actor) -> None:
    """Show these pictures in this order and take the others away; the first becomes the main one.

    Raises HaatError for a picture of another good, or when a good in the shop would have none.
    """
    good = Good.objects.select_for_update().get(pk=good.pk)
    if any(photo.good_id != good.pk for photo in photos):
        raise errors.other_good()
    if not photos and good.state not in rules.OPEN_STATES:
        raise errors.last_photo()
    pictures = list(dict.fromkeys(photo.picture_id for photo in photos))
    good.photos.all().delete()
    Photo.objects.bulk_create(
        [Photo(good=good, picture_id=picture, position=place) for place, picture in enumerate(pictures)]
    )
    _touch(good)
    record("catalogue.good_saved", good, by=by, photos=len(pictures))


def _moved(good: Good, state: str, **more: Any) -> Good | None:
    """The good, locked and in `state` with `more` set; None when it was there already. Raises WrongState."""
    good = Good.objects.select_for_update(of=("self",)).select_related("mart").get(pk=good.pk)
    if good.state == state:
        return None
    rules.require_move(good, state)
    good.state, good.changed_at = state, timezone.now()
    for field, value in more.items():
        setattr(good, field, value)
    good.save(update_fields=["state", "changed_at", *more])
    return good


@transaction.atomic
def send_for_check(good: Good, *, by: Actor) -> Good:
    """Ask the desk to look at it; asking twice changes nothing. Raises NotComplete, WrongState."""
    moved = _moved(good, Good.State.WAITING, sent_at=timezone.now())
    if moved is not None:
        rules.require_complete(moved)
        record("catalogue.good_sent", moved, by=by)
    return _fresh(good)


@transaction.atomic
def approve(good: Good, *, checks: Collection[CheckLine] = (), by: Actor) -> Good:
    """Put a good that waits into the shop; approving twice changes nothing.

    The catalogue's own checks must not fail, nor any of `checks` (those of `pricing.checks`).
    Raises ChecksFailed, WrongState.
    """
    moved = _moved(good, Good.State.LIVE, live_at=good.live_at or timezone.now())
    if moved is not None:
        lines = {line.code: line for line in (*checks, *rules.checks_of(moved))}
        failed = [line for line in lines.values() if line.outcome == rules.FAIL]
        if failed:
            raise errors.ChecksFailed(
                [line.code for line in failed], [f"{line.sentence}." for line in failed]
            )
        Check.objects.create(good=moved, outcome=Check.Outcome.APPROVED, by_id=by.user_id or 0)
        record("catalogue.good_approved", moved, by=by)
    return _fresh(good)


@transaction.atomic
def send_back(good: Good, *, reasons: Sequence[str], note: str = "", by: Actor) -> Good:
    """Give a good back to its maker with at least one of SEND_BACK_REASONS, and perhaps a note of one's own.

    Raises HaatError(check.no_reason, check.unknown_reason), WrongState.
    """
    if not reasons:
        raise errors.no_reason()
    for code in reasons:
        if code not in rules.SEND_BACK_REASONS:
            raise errors.unknown_reason(code)
    moved = _moved(good, Good.State.SENT_BACK)
    if moved is not None:
        Check.objects.create(
            good=moved,
            outcome=Check.Outcome.SENT_BACK,
            reasons=list(reasons),
            note=note.strip(),
            by_id=by.user_id or 0,
        )
        record("catalogue.good_sent_back", moved, by=by, reasons=list(reasons), note=note.strip())
    return _fresh(good)


@transaction.atomic
def pause_good(good: Good, *, by: Actor) -> Good:
    """Take a live good off the shelf for a while; twice changes nothing. Raises WrongState."""
    moved = _moved(good, Good.State.PAUSED)
    if moved is not None:
        record("catalogue.good_paused", moved, by=by)
    return _fresh(good)


@transaction.atomic
def resume_good(good: Good, *, by: Actor) -> Good:
    """Put a paused good back on the shelf; twice changes nothing. Raises WrongState."""
    if good.state not in (Good.State.PAUSED, Good.State.LIVE):
        raise errors.WrongState(good.state)
    moved = _moved(good, Good.State.LIVE)
    if moved is not None:
        record("catalogue.good_resumed", moved, by=by)
    return _fresh(good)


def _fresh(good: Good) -> Good:
    """The caller's object as the database has it now."""
    good.refresh_from_db(fields=["state", "sent_at", "live_at", "changed_at"])
    return good
