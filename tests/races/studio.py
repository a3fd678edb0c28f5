"""Goods offered."""

from haat.catalogue.models import Good
from haat.core.imports import ImportReport
from haat.stock.models import Movement
from haat.studio import actions
from haat.studio.facts import GoodFacts, Listed, Size
from tests.make import BY, make_craft, make_mart, make_picture, number
from tests.races.catalogue import maker
from tests.races.race import Pair, race


@race(actions.list_good)
def one_good_is_told_twice() -> Pair:
    hers, key, new = maker(), f"race-{number()}", list[bool]()
    size = Size(price_paise=38_000, weight_g=450, pieces=12)
    facts = GoodFacts(craft=make_craft(), names={"en": "Basket"}, sizes=[size], pictures=[make_picture()])

    def tell() -> Listed:
        listed = actions.list_good(hers, facts, key=key, by=BY)
        new.append(listed.new)
        return listed

    def counted() -> tuple[int, int, int]:
        good = Good.objects.get(maker=hers, key=key)
        return sum(new), good.variants.count(), Movement.objects.filter(item__variant__good=good).count()

    return Pair(tell, tell, counted, once=(1, 1, 1))


@race(actions.import_goods)
def one_table_is_taken_twice() -> Pair:
    hers, mart, key = maker(), make_mart(), f"race-{number()}"
    row = {"maker": hers.slug, "craft": make_craft().slug, "key": key, "name_en": "Basket", "price": 380, "pieces": 5}

    def bring() -> ImportReport:
        return actions.import_goods([row], mart=mart, by=BY)

    return Pair(bring, bring, lambda: Good.objects.filter(maker=hers, key=key).count())
