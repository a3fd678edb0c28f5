"""A mart of a million goods in minutes: `benchmarks.catalogue`'s rows copied in SQL, their shelf with them.

    python -m benchmarks.growing GOODS [BASE] [--shelf | --catalogue]

fills the configured database (it must be migrated) with BASE goods (100000 by default, if it has none yet), builds
their shelf, and copies both until there are GOODS of them. Copies differ as goods of a growing mart do: each has its
own made-up words, which so stay as rare as they were, and its own makers, while the common words grow with the mart.
What stands in the rows is what a rebuild would write. With `--shelf` only the shelf is copied, which is enough for
listings and search and takes a third of the time; with `--catalogue` only what is sold, which is enough for channels.
On PostgreSQL the user must be a superuser: references are not checked while rows are copied.
"""

import os
import random
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, lru_cache

import django
from django.apps import apps

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
if not apps.ready:
    django.setup()

from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.models import Max

from benchmarks import catalogue
from haat.catalogue.models import Good, GoodText, Photo, Variant
from haat.core.learning import learn_tables
from haat.makers.models import Maker
from haat.places.models import Mart
from haat.shelf import build, counts
from haat.shelf.matching import document, keys_of
from haat.shelf.models import Shelf, ShelfText, ShelfWords
from haat.stock.models import OrdinaryWeek, StockItem, StockPlace

BASE = 100_000
COPIED = (Maker, StockPlace, Good, GoodText, Photo, Variant, StockItem, OrdinaryWeek, Shelf, ShelfText, ShelfWords)
CONSONANTS, VOWELS = "bcdghjklmnprst", "aeiou"
TAIL = 4  # made-up words at the end of an English description
SECOND = 1 << 30  # of a place in the order of newness (`shelf.ranking`)


@dataclass(frozen=True, eq=False)
class Copy:
    """One copy of the base: its number from 1, and by how much its rows' ids are higher, by model."""

    number: int
    base: int
    spans: dict[type[models.Model], int]
    seconds: int

    def shift(self, model: type[models.Model]) -> int:
        return self.number * self.spans[model]

    @cached_property
    def letters(self) -> tuple[str, str, str]:
        """How this copy spells made-up words: letters, what stands for each, what is added at the end."""
        rng = random.Random(self.number)
        mixed = "".join(rng.sample(CONSONANTS, len(CONSONANTS)) + rng.sample(VOWELS, len(VOWELS)))
        return CONSONANTS + VOWELS, mixed, rng.choice(CONSONANTS) + rng.choice(VOWELS)

    def respelt(self, word: str) -> str:
        """The copy's own word in place of a made-up one."""
        return word.translate(str.maketrans(*self.letters[:2])) + self.letters[2]


def grow(goods: int, *, shelf_only: bool = False, shelf: bool = True) -> Mart:
    """Bring the mart `bench`, its shelf built, to `goods` goods: a multiple of what it has.

    `shelf` False: the copies stand in the catalogue alone, and no shop shows them.
    """
    mart = Mart.objects.get()  # alone, or others' rows would be copied with it
    base = Shelf.objects.count() if shelf else Good.objects.count()
    if goods % base:
        raise SystemExit(f"{base} goods can be copied whole only: {goods} is no multiple")
    spans = {model: (model._default_manager.aggregate(most=Max("pk"))["most"] or 0) + 1 for model in COPIED}
    seconds = base * 60
    with _bare_tables():
        words = list(_base_words(mart)) if shelf else []
        for number in range(1, goods // base):
            copy = Copy(number, base, spans, seconds)
            with _unchecked(), transaction.atomic():
                if not shelf_only:
                    _copy_catalogue(copy)
                if shelf:
                    _copy_shelf(copy, shelf_only=shelf_only)
                    _put_words(copy, words)
    _move_sequences()
    if shelf:
        counts.recount(mart.pk)
    return mart


def _copy_catalogue(copy: Copy) -> None:
    """The makers, what they sell, and their stock."""
    good, maker, variant, place = (copy.shift(model) for model in (Good, Maker, Variant, StockPlace))
    own = f"'-{copy.number}'"
    about = f"CASE WHEN language = 'en' THEN {_respelt(copy, 'description', TAIL)} ELSE description END"
    _copy_makers(copy)
    _insert(copy, StockPlace, maker_id=f"maker_id + {maker}")
    _insert(
        copy, Good, maker_id=f"maker_id + {maker}", slug=f"slug || {own}", key=f"key || {own}", live_at=_later(copy)
    )
    _insert(copy, GoodText, good_id=f"good_id + {good}", name=_respelt(copy, "name", 1), description=about)
    _insert(copy, Photo, good_id=f"good_id + {good}")
    _insert(copy, Variant, good_id=f"good_id + {good}", sku=f"sku || {own}")
    _insert(copy, StockItem, variant_id=f"variant_id + {variant}", place_id=f"place_id + {place}")
    _insert(copy, OrdinaryWeek, variant_id=f"variant_id + {variant}")


def _copy_makers(copy: Copy) -> None:
    """Makers with names of their own. Few enough to go through Python."""
    makers = list(Maker.objects.filter(pk__lt=copy.spans[Maker]).order_by("pk"))
    for maker in makers:
        maker.pk += copy.shift(Maker)
        maker.slug = f"{maker.slug}-{copy.number}"
        maker.names = {language: _makers_name(copy, name) for language, name in maker.names.items()}
    Maker.objects.bulk_create(makers, batch_size=catalogue.BATCH)


def _makers_name(copy: Copy, name: str) -> str:
    *own, group = name.split()
    return " ".join([*(copy.respelt(word.lower()).title() for word in own), group])


def _copy_shelf(copy: Copy, *, shelf_only: bool) -> None:
    """What the shop shows of the copies, but for the search's words. A maker who is not copied keeps her name."""
    good, own = copy.shift(Good), f"'-{copy.number}'"
    places = {f"by_{sort}": f"by_{sort} - {good}" for sort in ("cheap", "dear", "best", "loved")}
    places["by_new"] = f"by_new - {good + copy.seconds * copy.number * SECOND}"
    slugs = {"slug": f"slug || {own}", "maker_slug": f"maker_slug || {own}"}
    _insert(copy, Shelf, maker_id=f"maker_id + {copy.shift(Maker)}", live_at=_later(copy), **slugs, **places)
    called = (
        "(SELECT m.names ->> 'en' FROM makers_maker m JOIN shelf_shelf s ON m.id = s.maker_id"
        f" WHERE s.good_id = shelf_shelftext.good_id + {good})"
    )
    named = "maker_name" if shelf_only else called
    _insert(copy, ShelfText, good_id=f"good_id + {good}", name=_respelt(copy, "name", 1), maker_name=named)


def _insert(copy: Copy, model: type[models.Model], **expressions: str) -> None:
    """Copy the base's rows of a table: a higher id, `expressions` for some columns, the others as they are."""
    key = model._meta.pk.column
    names = [field.column for field in model._meta.concrete_fields]
    said = {key: f"{key} + {copy.shift(Good if key == 'good_id' else model)}"} | expressions
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(map(_quoted, names))})"
            f" SELECT {', '.join(said.get(name, _quoted(name)) for name in names)}"
            f" FROM {table} WHERE {key} < {copy.spans[Good if key == 'good_id' else model]} ORDER BY {key}"
        )


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _respelt(copy: Copy, column: str, words: int) -> str:
    """A text with its last `words` in the copy's spelling."""
    function = "pg_temp.respelt" if connection.vendor == "postgresql" else "respelt"
    return f"{function}({column}, {words}, {', '.join(repr(part) for part in copy.letters)})"


def _later(copy: Copy) -> str:
    """A copy comes to the shop after what was there before it."""
    if connection.vendor == "postgresql":
        return f"live_at + interval '{copy.seconds * copy.number} seconds'"
    return f"strftime('%Y-%m-%d %H:%M:%S', live_at, '+{copy.seconds * copy.number} seconds')"


# ---- what a good is found by ----


@dataclass(frozen=True)
class Words:
    """A good of the base: the keys all its copies have, and its made-up words: name, description, maker."""

    good_id: int
    maker_id: int
    keys: frozenset[str]
    name: str
    about: list[str]
    maker: list[str]

    def of(self, copy: Copy, mart_id: int) -> str:
        """The index text of the good's copy."""
        own = _spelt(copy, self.name)
        maker = keys_of(_spelt(copy, word) for word in self.maker)
        made_up = document(
            mart_id,
            names=[own],
            more=[maker],
            far=[_spelt(copy, word) for word in self.about],
            filters=[f"km{self.maker_id + copy.shift(Maker)}"],
        )
        return " ".join(sorted(self.keys.union(made_up.split())))


@lru_cache(maxsize=65_536)
def _spelt(copy_: Copy, word: str) -> str:
    return copy_.respelt(word)


def _base_words(mart: Mart) -> Iterator[Words]:
    """The base's goods by id, their keys without those of made-up words."""
    makers = {maker.pk: maker for maker in Maker.objects.filter(mart=mart).select_related("block")}
    texts: dict[int, dict[str, tuple[str, str]]] = {}
    for good_id, language, name, about in GoodText.objects.values_list("good_id", "language", "name", "description"):
        texts.setdefault(good_id, {})[language] = name, about
    goods = Good.objects.filter(mart=mart).order_by("pk").values_list("pk", "maker", "attributes", "craft__names")
    keys = dict(ShelfWords.objects.filter(mart=mart).values_list("pk", "keys"))
    for good_id, maker_id, attributes, craft in goods:
        if good_id not in keys:
            continue
        *named, own = texts[good_id]["en"][0].split()
        english, hindi = texts[good_id]["en"][1].split(), texts[good_id]["hi"]
        about = english[-TAIL:]
        maker = makers[maker_id]
        *first, group = maker.names["en"].lower().split()
        common = document(
            mart.pk,
            names=[*named, *hindi[0].split()[:-1]],
            more=[keys_of([group, *maker.block.names.values(), *craft.values(), *attributes["material"].values()])],
            far=[*english[:-TAIL], *hindi[1].split()],
            filters=[],
        ).split()
        made_up = document(mart.pk, names=[own], more=[keys_of(first)], far=about, filters=[f"km{maker_id}"]).split()
        kept = frozenset(keys[good_id].split()).difference(made_up).union(common)
        yield Words(good_id, maker_id, kept, own, about, first)


def _put_words(copy: Copy, words: Iterable[Words]) -> None:
    """Write the keys of a copy's goods."""
    mart_id = Mart.objects.values_list("pk", flat=True).get()
    shift = copy.shift(Good)
    rows = ((word.good_id + shift, mart_id, word.of(copy, mart_id)) for word in words)
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            cursor.executemany("INSERT INTO shelf_shelfwords (good_id, mart_id, keys) VALUES (%s, %s, %s)", rows)
            return
        with cursor.copy("COPY shelf_shelfwords (good_id, mart_id, keys) FROM STDIN") as into:
            for row in rows:
                into.write_row(row)


# ---- the database's upkeep, put off until the rows are there ----


@contextmanager
def _bare_tables() -> Iterator[None]:
    """Without indexes that only serve reading, and without the search index, which is made again at the end."""
    postgresql = connection.vendor == "postgresql"
    taken = _postgresql_indexes() if postgresql else _sqlite_indexes()
    with connection.cursor() as cursor:
        if postgresql:
            cursor.execute(POSTGRESQL_RESPELT)
        else:
            connection.connection.create_function("respelt", 5, _sqlite_respelt, deterministic=True)
        for drop, _make in taken:
            cursor.execute(drop)
    yield
    with connection.cursor() as cursor:
        if postgresql:
            cursor.execute("SET maintenance_work_mem = '512MB'")
        for _drop, make in reversed(taken):
            cursor.execute(make)
        if not postgresql:
            cursor.execute("INSERT INTO shelf_search(shelf_search) VALUES ('rebuild')")
        if postgresql:
            cursor.execute("VACUUM ANALYZE")
    learn_tables()


POSTGRESQL_RESPELT = """
    CREATE OR REPLACE FUNCTION pg_temp.respelt(said text, words integer, letters text, others text, tail text)
    RETURNS text LANGUAGE sql IMMUTABLE AS $$
        SELECT string_agg(
            CASE WHEN n > cardinality(said_words) - words THEN translate(word, letters, others) || tail ELSE word END,
            ' ' ORDER BY n
        ) FROM (SELECT string_to_array(said, ' ') AS said_words) s, unnest(said_words) WITH ORDINALITY AS u(word, n)
    $$
"""


def _sqlite_respelt(said: str, words: int, letters: str, others: str, tail: str) -> str:
    split = said.split(" ")
    table = str.maketrans(letters, others)
    return " ".join([*split[:-words], *(word.translate(table) + tail for word in split[-words:])])


def _postgresql_indexes() -> list[tuple[str, str]]:
    tables = [model._meta.db_table for model in COPIED]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT i.indexname, i.indexdef FROM pg_indexes i JOIN pg_class c ON c.relname = i.indexname"
            " JOIN pg_index x ON x.indexrelid = c.oid WHERE i.tablename = ANY(%s) AND NOT x.indisunique",
            [tables],
        )
        return [(f'DROP INDEX "{name}"', made) for name, made in cursor.fetchall()]


def _sqlite_indexes() -> list[tuple[str, str]]:
    tables = [model._meta.db_table for model in COPIED]
    marks = ", ".join(["%s"] * len(tables))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT type, name, sql FROM sqlite_master WHERE tbl_name IN ({marks}) AND sql IS NOT NULL AND"
            " (type = 'trigger' AND name LIKE 'shelf_search%%' OR type = 'index' AND sql NOT LIKE 'CREATE UNIQUE%%')",
            tables,
        )
        return [(f'DROP {kind} "{name}"', made) for kind, name, made in cursor.fetchall()]


@contextmanager
def _unchecked() -> Iterator[None]:
    """References of copied rows are as right as those they are copied from."""
    postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica" if postgresql else "PRAGMA foreign_keys = OFF")
        yield
        cursor.execute("RESET session_replication_role" if postgresql else "PRAGMA foreign_keys = ON")


def _move_sequences() -> None:
    """New rows take numbers after the copies'."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(COPIED)):
            cursor.execute(statement)


def main(arguments: list[str]) -> None:
    goods = int(arguments[0]) if arguments else 1_000_000
    base = int(arguments[1]) if len(arguments) > 1 and arguments[1].isdigit() else BASE
    began = time.perf_counter()
    if not Mart.objects.filter(slug="bench").exists():
        build.rebuild(catalogue.fill(min(base, goods)))
        print(f"{min(base, goods)} goods filled and their shelf built in {time.perf_counter() - began:.1f} s")
        began = time.perf_counter()
    grow(goods, shelf_only="--shelf" in arguments, shelf="--catalogue" not in arguments)
    print(f"grown to {goods} goods in {time.perf_counter() - began:.1f} s")


if __name__ == "__main__":
    main(sys.argv[1:])
