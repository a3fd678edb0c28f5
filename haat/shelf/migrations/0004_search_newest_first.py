"""Search reads the newest goods first and only as many as it needs, on PostgreSQL too; the shop's price bands are keys.

docs/decisions/search-index.md says why. Rows are written anew: some minutes for a million goods.
"""

from importlib import import_module
from itertools import islice
from typing import Any

from django.db import migrations

before = import_module("haat.shelf.migrations.0002_search_index")
BATCH = 2000
# The shop's price bands, in paise; ends included.
BANDS = ((0, 20_000), (20_000, 50_000), (50_000, 100_000), (100_000, 1 << 62))

# Besides its own keys a good has one for each stretch of numbers it lies in: 512, 2048 … 131,072 goods long. Asked for
# together with the words they make the index look at that stretch alone, which is the one thing a GIN index cannot do
# by itself: it has no order and no end, and gathers a hundred thousand matches to show the newest 24.
STRETCHES = ", ".join(f"mart_id || 's{bits}x' || (good_id >> {bits})" for bits in range(9, 18, 2))
FOUND = next(statement for statement in before.POSTGRESQL if "CREATE FUNCTION shelf_found" in statement)
# Inside the functions no plan is a matter of opinion: `+ 0` keeps the index of ids out.
SURE = "SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_generic_plan"
POSTGRESQL = [
    # Keys are read when a good is written; what a search reads lies in the row itself, as it is.
    "ALTER TABLE shelf_shelfwords ALTER COLUMN keys SET STORAGE EXTERNAL",
    f"""
    ALTER TABLE shelf_shelfwords ADD COLUMN search tsvector
        GENERATED ALWAYS AS (array_to_tsvector(string_to_array(keys, ' ') || ARRAY[{STRETCHES}])) STORED
    """,
    "ALTER TABLE shelf_shelfwords ALTER COLUMN search SET STORAGE MAIN",
    # Only a search between two prices that are no band of the shop still asks the planner which keys are frequent.
    "ALTER TABLE shelf_shelfwords ALTER COLUMN search SET STATISTICS 100",
    "CREATE INDEX shelf_search ON shelf_shelfwords USING gin (search) WITH (fastupdate = off)",
    # For a search in an order of its own: what matches, in no order, at most `most`. Few rows promised, or the planner
    # would read the whole shelf to join them.
    f"""
    {FOUND.replace("ROWS 500", "ROWS 100")}
    """,
    # The newest goods a query finds, at most `most`, whose number is not above `top`. The stretch they are looked for
    # in begins with the newest 512 to 1,024 goods and grows, by what it held, until it holds enough or is everything.
    """
    CREATE FUNCTION shelf_newest(
        mart bigint, asked tsquery, top bigint, most integer, OUT ids bigint[]
    )
        LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
        AS $$
        DECLARE
            bits integer := 9;
            block bigint;
            stretch tsquery;
            held integer;
            expected double precision;
        BEGIN
            WHILE bits <= 17 AND top >> bits > 1 LOOP
                block := top >> bits;
                stretch := (mart || 's' || bits || 'x' || block || '|' || mart || 's' || bits || 'x' || (block - 1));
                SELECT array_agg(w.good_id) INTO ids FROM (
                    SELECT s.good_id FROM shelf_shelfwords s
                    WHERE s.search @@ asked AND s.search @@ stretch AND s.good_id + 0 <= top
                    ORDER BY s.good_id + 0 DESC LIMIT most
                ) w;
                held := coalesce(cardinality(ids), 0);
                IF held >= most THEN
                    RETURN;
                END IF;
                -- such a stretch holds one and a half of its length, in the mean
                expected := held / (top - ((block - 1) << bits) + 1.0) * 1.5;
                EXIT WHEN held = 0 AND bits > 11 OR held > 0 AND expected * (1 << 17) < most;
                bits := bits + CASE held WHEN 0 THEN 4 ELSE 2 END;
                WHILE bits < 17 AND expected * (1 << bits) < most LOOP
                    EXIT WHEN held = 0;
                    bits := bits + 2;
                END LOOP;
            END LOOP;
            SELECT coalesce(array_agg(w.good_id), '{}') INTO ids FROM (
                SELECT s.good_id FROM shelf_shelfwords s WHERE s.search @@ asked AND s.good_id + 0 <= top
                ORDER BY s.good_id + 0 DESC LIMIT most
            ) w;
        END $$
    """,
    # How many match the first query; if those are fewer than `few`, the second; if neither matched anything, the third.
    # `held` of them were found, of `likely` as many among some `goods`: all there are if `whole`, and then their ids.
    # Counted like `shelf_newest`, but in no order: no more than `most` are ever read.
    f"""
    CREATE FUNCTION shelf_counted(mart bigint, asked tsquery[], few integer, most integer, enough integer)
        RETURNS TABLE (held integer, whole boolean, likely double precision, goods bigint, ids bigint[])
        LANGUAGE plpgsql STABLE PARALLEL RESTRICTED ROWS 3 {SURE}
        AS $$
        DECLARE
            top bigint := coalesce((SELECT max(w.good_id) FROM shelf_shelfwords w), 0);
            bits integer;
            block bigint;
            stretch tsquery;
            so_far integer := 0;
        BEGIN
            goods := top;
            FOR at IN 1 .. cardinality(asked) LOOP
                bits := 11;
                held := 0;
                LOOP
                    block := top >> bits;
                    EXIT WHEN bits > 17 OR block <= 1;
                    stretch := (mart || 's' || bits || 'x' || block || '|' || mart || 's' || bits || 'x' || (block - 1));
                    SELECT array_agg(w.good_id) INTO ids FROM (
                        SELECT s.good_id FROM shelf_shelfwords s
                        WHERE s.search @@ asked[at] AND s.search @@ stretch LIMIT most
                    ) w;
                    held := coalesce(cardinality(ids), 0);
                    likely := held * (top / (top - ((block - 1) << bits) + 1.0));
                    EXIT WHEN held > enough OR held = 0 AND bits > 13;
                    -- straight to the stretch that will do; such a one holds one and a half of its length, in the mean
                    bits := bits + CASE held WHEN 0 THEN 4 ELSE 2 END;
                    WHILE held > 0 AND bits <= 17 AND likely / top * 1.25 * (1 << bits) < enough LOOP
                        bits := bits + 2;
                    END LOOP;
                END LOOP;
                whole := held <= enough;
                IF whole THEN
                    SELECT coalesce(array_agg(w.good_id), '{{}}') INTO ids FROM (
                        SELECT s.good_id FROM shelf_shelfwords s WHERE s.search @@ asked[at] LIMIT most
                    ) w;
                    held := cardinality(ids);
                    likely := held;
                    whole := held < most;
                END IF;
                IF NOT whole THEN
                    ids := NULL;
                END IF;
                RETURN NEXT;
                so_far := so_far + held;
                EXIT WHEN so_far >= CASE at WHEN 1 THEN few ELSE 1 END;
            END LOOP;
        END $$
    """,
    # The first `most` goods of these queries, tried in order, each from its newest at or below its `tops` on.
    f"""
    CREATE FUNCTION shelf_picked(mart bigint, arms integer[], asked tsquery[], tops bigint[], most integer)
        RETURNS TABLE (arm integer, good_id bigint)
        LANGUAGE plpgsql STABLE PARALLEL RESTRICTED ROWS 25 {SURE}
        AS $$
        DECLARE
            top bigint := (SELECT max(w.good_id) FROM shelf_shelfwords w);
            got bigint[];
            wanting integer := most;
        BEGIN
            FOR at IN 1 .. cardinality(arms) LOOP
                got := shelf_newest(mart, asked[at], least(top, tops[at]), wanting);
                RETURN QUERY SELECT arms[at], one FROM unnest(got) one;
                wanting := wanting - cardinality(got);
                EXIT WHEN wanting <= 0;
            END LOOP;
        END $$
    """,
]
POSTGRESQL_BACK = ["DROP FUNCTION shelf_picked", "DROP FUNCTION shelf_counted", "DROP FUNCTION shelf_newest"]


def make(apps: Any, schema_editor: Any) -> None:
    before.drop(apps, schema_editor)
    put_bands(apps, schema_editor)
    before._run(schema_editor, POSTGRESQL, before.SQLITE)


def drop(apps: Any, schema_editor: Any) -> None:
    back = [*POSTGRESQL_BACK, *before.POSTGRESQL_BACK]
    before._run(schema_editor, back, before.SQLITE_BACK)
    take_bands(apps, schema_editor)
    stored = "ALTER TABLE shelf_shelfwords ALTER COLUMN keys SET STORAGE EXTENDED"
    before._run(schema_editor, [stored, *before.POSTGRESQL], before.SQLITE)


def put_bands(apps: Any, schema_editor: Any) -> None:
    """Every good is found by the price bands of the shop it lies in."""
    prices = dict(apps.get_model("shelf", "Shelf").objects.values_list("pk", "price_paise"))

    def with_bands(row: Any) -> set[str]:
        price = prices.get(row.pk, -1)
        found = {f"{row.mart_id}kq{number}" for number, (low, high) in enumerate(BANDS) if low <= price <= high}
        return found.union(row.keys.split())

    _rewrite(apps, schema_editor, with_bands)


def take_bands(apps: Any, schema_editor: Any) -> None:
    _rewrite(
        apps,
        schema_editor,
        lambda row: {key for key in row.keys.split() if not key.startswith(f"{row.mart_id}kq")},
    )


def _rewrite(apps: Any, schema_editor: Any, keys: Any) -> None:
    rows = apps.get_model("shelf", "ShelfWords").objects.order_by("pk").iterator(chunk_size=BATCH)
    with schema_editor.connection.cursor() as cursor:
        while batch := [(" ".join(sorted(keys(row))), row.pk) for row in islice(rows, BATCH)]:
            cursor.executemany("UPDATE shelf_shelfwords SET keys = %s WHERE good_id = %s", batch)


class Migration(migrations.Migration):
    dependencies = [("shelf", "0003_makers_share_of_an_even_tax")]

    operations = [migrations.RunPython(make, drop)]
