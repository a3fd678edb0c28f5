"""Crafts, kinds of goods and what is asked of them, from the project's own list or another."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction

from haat.catalogue import data
from haat.catalogue.actions.kinds import RULED
from haat.catalogue.models import Attribute, Craft, GoodKind
from haat.core.actor import Actor
from haat.core.events import changes, record
from haat.core.locks import hold_all
from haat.core.rows import insert_many_new, insert_new


@transaction.atomic
def import_crafts(rows: Iterable[Mapping[str, Any]] | None = None, *, by: Actor) -> int:
    """Load crafts; without `rows` the project's own list, with its kinds of goods (`import_kinds`). How many were new.

    A craft that is there is brought up to date, unless an office has changed it since; goods keep what they took.
    """
    count = 0
    ours = set(Craft.objects.exclude(changed_at=None).values_list("slug", flat=True))
    for row in data.crafts() if rows is None else rows:
        if row["slug"] in ours:
            continue
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
        count += made
    if rows is None:
        import_kinds(by=by)
    return count


@transaction.atomic
def import_kinds(
    rows: Iterable[Mapping[str, Any]] | None = None, asked: Iterable[Mapping[str, Any]] | None = None, *, by: Actor
) -> int:
    """Load kinds of goods and what is asked of them (the project's own tables if not given); how many kinds were new.

    A kind or a question that is there is brought up to date, unless an office has changed it since; a kind of a craft
    that is not there is left out. Goods follow rules that are others now (`follow_kind`).
    """
    told = list(data.kinds() if rows is None else rows)
    crafts = dict(Craft.objects.values_list("slug", "pk"))
    wanted = {row["slug"]: _kind(row, place, crafts) for place, row in enumerate(told, 1) if _is_here(row, crafts)}
    hold_all(GoodKind.objects.filter(changed_at=None))
    known = {kind.slug: kind for kind in GoodKind.objects.all()}
    made = 0
    for slug, columns in wanted.items():
        kind = known.get(slug)
        if kind is None:
            made += _make(slug, columns, by)
        elif kind.changed_at is None:
            _bring_up_to_date(kind, columns, by)
    _import_attributes(list(data.attributes() if asked is None else asked))
    return made


def _is_here(row: Mapping[str, Any], crafts: Mapping[str, int]) -> bool:
    return row["craft"] is None or row["craft"] in crafts


def _kind(row: Mapping[str, Any], place: int, crafts: Mapping[str, int]) -> dict[str, Any]:
    """The columns of a kind as the list has it."""
    return {
        "craft_id": crafts[row["craft"]] if row["craft"] is not None else None,
        "names": row["names"],
        "also": row.get("also", []),
        "hsn": row["hsn"],
        "tax_slug": row["tax"],
        "rules": row["rules"],
        "papers": row["papers"],
        "shelf_life_days": row.get("shelf_life_days"),
        "net_unit": row["net_unit"],
        "size_standard": row["size_standard"],
        "channels": row["channels"],
        "sure": row["sure"],
        "source": row["source"],
        "position": place,
    }


def _make(slug: str, columns: Mapping[str, Any], by: Actor) -> int:
    """A new kind; 0 when somebody else has made it meanwhile."""
    if not insert_new([GoodKind(slug=slug, **columns)]):
        return 0
    record("catalogue.kind_made", GoodKind.objects.get(slug=slug), by=by, slug=slug)
    return 1


def _bring_up_to_date(kind: GoodKind, columns: Mapping[str, Any], by: Actor) -> None:
    before = {field: getattr(kind, field) for field in columns}
    told = changes(before, columns)
    if not told["after"]:
        return
    was = {field: getattr(kind, field) for field in RULED}
    for field, value in told["after"].items():
        setattr(kind, field, value)
    kind.save(update_fields=list(told["after"]))
    record("catalogue.kind_changed", kind, by=by, was=was, **told)


def _import_attributes(rows: Sequence[Mapping[str, Any]]) -> None:
    kinds = {kind.slug: kind for kind in GoodKind.objects.all()}
    known = {(row.kind.slug if row.kind else "", row.slug): row for row in Attribute.objects.select_related("kind")}
    new, changed, fields = [], [], [name for name in rows[0] if name not in ("kind", "slug")] if rows else []
    for told in rows:
        if told["kind"] and told["kind"] not in kinds:
            continue
        row = known.get((told["kind"], told["slug"]))
        if row is None:
            columns = {field: told[field] for field in fields}
            new.append(Attribute(kind=kinds.get(told["kind"]), slug=told["slug"], **columns))
        elif row.changed_at is None and any(getattr(row, field) != told[field] for field in fields):
            for field in fields:
                setattr(row, field, told[field])
            changed.append(row)
    insert_many_new(new)
    if changed:
        Attribute.objects.bulk_update(changed, fields, batch_size=200)
