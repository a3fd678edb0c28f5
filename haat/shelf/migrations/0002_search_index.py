"""The full-text index over ShelfWords.keys: FTS5 kept by triggers on SQLite, a generated tsvector on PostgreSQL.

Both are kept in step by the database itself; docs/decisions/search-index.md says why.
"""

from django.db import migrations

SQLITE = [
    """
    CREATE VIRTUAL TABLE shelf_search USING fts5(
        keys, content='shelf_shelfwords', content_rowid='good_id', tokenize='ascii', detail='none', columnsize=0
    )
    """,
    """
    CREATE TRIGGER shelf_search_added AFTER INSERT ON shelf_shelfwords BEGIN
        INSERT INTO shelf_search(rowid, keys) VALUES (new.good_id, new.keys);
    END
    """,
    """
    CREATE TRIGGER shelf_search_removed AFTER DELETE ON shelf_shelfwords BEGIN
        INSERT INTO shelf_search(shelf_search, rowid, keys) VALUES ('delete', old.good_id, old.keys);
    END
    """,
    """
    CREATE TRIGGER shelf_search_changed AFTER UPDATE ON shelf_shelfwords BEGIN
        INSERT INTO shelf_search(shelf_search, rowid, keys) VALUES ('delete', old.good_id, old.keys);
        INSERT INTO shelf_search(rowid, keys) VALUES (new.good_id, new.keys);
    END
    """,
    "INSERT INTO shelf_search(shelf_search) VALUES ('rebuild')",
]
SQLITE_BACK = [
    "DROP TRIGGER shelf_search_changed",
    "DROP TRIGGER shelf_search_removed",
    "DROP TRIGGER shelf_search_added",
    "DROP TABLE shelf_search",
]
POSTGRESQL = [
    """
    ALTER TABLE shelf_shelfwords ADD COLUMN search tsvector
        GENERATED ALWAYS AS (array_to_tsvector(string_to_array(keys, ' '))) STORED
    """,
    "CREATE INDEX shelf_search ON shelf_shelfwords USING gin (search) WITH (fastupdate = off)",
    # A frequent key must be known as one, or the planner sorts ten thousand matches for a page of 24.
    "ALTER TABLE shelf_shelfwords ALTER COLUMN search SET STATISTICS 500",
    # The planner thinks that reading a tsvector costs nothing and would rather look through the whole table than
    # ask the index; this asks the index, whatever the planner thinks. At most `most` goods, in no order.
    """
    CREATE FUNCTION shelf_found(asked tsquery, most integer) RETURNS SETOF bigint
        LANGUAGE plpgsql STABLE PARALLEL RESTRICTED ROWS 500
        SET enable_seqscan = off SET enable_indexscan = off
        AS $$ BEGIN
            RETURN QUERY SELECT w.good_id FROM shelf_shelfwords w WHERE w.search @@ asked LIMIT most;
        END $$
    """,
]
POSTGRESQL_BACK = [
    "DROP FUNCTION shelf_found",
    "DROP INDEX shelf_search",
    "ALTER TABLE shelf_shelfwords DROP COLUMN search",
]


def make(apps, schema_editor):
    _run(schema_editor, POSTGRESQL, SQLITE)


def drop(apps, schema_editor):
    _run(schema_editor, POSTGRESQL_BACK, SQLITE_BACK)


def _run(schema_editor, postgresql, sqlite):
    for statement in postgresql if schema_editor.connection.vendor == "postgresql" else sqlite:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("shelf", "0001_initial")]

    operations = [migrations.RunPython(make, drop)]
