"""Goods for the tests of the shelf."""

from typing import Any

from haat.catalogue.models import Good, GoodText, Variant
from haat.makers.models import Maker
from haat.shelf import build
from tests.make import make_craft, make_stocked


def put_good(
    names: dict[str, str] | str = "Bamboo basket",
    *,
    maker: Maker | None = None,
    craft: str = "bamboo",
    price_paise: int = 50_000,
    pieces: int = 10,
    shelve: bool = True,
    description: str = "",
    **good: Any,
) -> Good:
    """A live good with these names, in stock and (unless told otherwise) on the shelf."""
    texts = names if isinstance(names, dict) else {"en": names}
    made: Variant = make_stocked(
        maker,
        pieces=pieces,
        price_paise=price_paise,
        good={"craft": make_craft(craft, names={"en": craft}), **good},
    )
    made.good.texts.all().delete()
    GoodText.objects.bulk_create(
        GoodText(good=made.good, language=language, name=name, description=description)
        for language, name in texts.items()
    )
    if shelve:
        build.refresh([made.good_id])
    return made.good
