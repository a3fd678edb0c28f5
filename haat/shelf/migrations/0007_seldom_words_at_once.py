"""Words that the newest thousands of goods do not have together are looked for among all at once, while those are few.

Between the two lay one more stretch, a quarter of all goods or more: of a search for three words it took as long as the
whole index does, and found as little (docs/decisions/search-index.md).
"""

from importlib import import_module
from typing import Any

from django.db import migrations

index = import_module("haat.shelf.migrations.0002_search_index")
functions = import_module("haat.shelf.migrations.0004_search_newest_first")

LONGER = "bits := bits + CASE held WHEN 0 THEN 4 ELSE 2 END;"
# From 262,144 goods on a stretch is worth looking at before everything.
STRAIGHT = f"EXIT WHEN held = 0 AND top >> 18 = 0; {LONGER}"
BEFORE = [
    statement.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
    for statement in functions.POSTGRESQL
    if LONGER in statement
]
NOW = [statement.replace(LONGER, STRAIGHT) for statement in BEFORE]


def make(_apps: Any, schema_editor: Any) -> None:
    index._run(schema_editor, NOW, [])


def drop(_apps: Any, schema_editor: Any) -> None:
    index._run(schema_editor, BEFORE, [])


class Migration(migrations.Migration):
    dependencies = [("shelf", "0006_edition_of_the_counts")]

    operations = [migrations.RunPython(make, drop)]
