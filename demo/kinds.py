"""What kind each good of the demonstration is of, and what its maker says of it besides what her craft asks."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

from haat.catalogue import actions as catalogue
from haat.catalogue.models import Good, GoodKind
from haat.core.actor import Actor

Row = dict[str, Any]


@cache
def rules() -> list[Row]:
    """By craft and tax line (`of`), and by a word of its name where that is not enough: the first that fits holds."""
    text = files("demo.content").joinpath("kinds.json").read_text(encoding="utf-8")
    found: list[Row] = json.loads(text)
    return found


def rule_of(row: Row) -> Row:
    """What holds of a good's row; an empty one where no kind of the list fits it."""
    line = f"{row['craft']}/{row['tax_slug']}"
    for rule in rules():
        if line in rule["of"] and any(word in row["slug"] for word in rule.get("names", [""])):
            return rule
    return {"kind": "", "said": {}}


class Kinds:
    """Chooses kinds: the desk does, and the makers answer."""

    def __init__(self) -> None:
        self._kinds = {kind.slug: kind for kind in GoodKind.objects.all()}

    def choose(self, good: Good, row: Row, *, desk: Actor, maker: Actor) -> None:
        """The desk says what it is, and its maker what that kind is asked; of what nobody lists neither does."""
        rule = rule_of(row)
        if not rule["kind"]:
            return
        catalogue.choose_kind(good, self._kinds[rule["kind"]], by=desk)
        said = {slug: value for slug, value in rule["said"].items() if slug not in row["attributes"]}
        if said:
            catalogue.say_answers(good, said, by=maker)
        self._say_of_sizes(good, row, maker)

    def _say_of_sizes(self, good: Good, row: Row, by: Actor) -> None:
        """What the sizes differ in, as the content has it."""
        for variant, part in zip(good.variants.order_by("position"), row["variants"], strict=False):
            if size := part.get("attributes", {}).get("bangle_size"):
                catalogue.say_answers(good, {"bangle_size": size}, variant=variant, by=by)
