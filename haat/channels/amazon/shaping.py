"""Goods shaped as listings, each by its product type's schema, which is read once for all of them."""

from collections.abc import Iterator, Sequence

import structlog

from haat.channels.amazon.listing import offered, shaped
from haat.channels.amazon.schema import WHOLE, Schema
from haat.channels.amazon.types import schema_of
from haat.channels.channel import Gap, Good, Keys, Line, Shaped, Trouble

log = structlog.get_logger("haat.channels")


def shape(goods: Sequence[Good], keys: Keys, line: Line) -> Iterator[Shaped]:
    """What should stand there for each. A type that Amazon has not, or whose schema cannot be read, is a gap of its
    goods; the others go on. Raises Trouble (nobody answers) or Shut.
    """
    schemas: dict[str, Schema | Gap] = {}
    for good in goods:
        name = good.product_type
        if name not in schemas:
            schemas[name] = _schema(name, keys, line)
        found = schemas[name]
        if isinstance(found, Gap):
            yield Shaped(good.sku, name, offered(good), (found,))
        else:
            yield _shaped(good, found)


def _shaped(good: Good, schema: Schema) -> Shaped:
    """One good. A schema that is not as the rules of schemas have it keeps back its goods, and no others."""
    try:
        return shaped(good, schema)
    except Exception as fault:
        log.warning("good not shaped", sku=good.sku, product_type=good.product_type, exc_info=True)
        gap = Gap(*WHOLE, said=f"{good.product_type}: {type(fault).__name__}")
        return Shaped(good.sku, good.product_type, offered(good), (gap,))


def _schema(product_type: str, keys: Keys, line: Line) -> Schema | Gap:
    if not product_type:
        return Gap(*WHOLE)
    try:
        found = schema_of(product_type, keys, line)
        if found is not None:
            found.gaps({}, {})  # here, once, it shows whether its rules can be read
    except Trouble as trouble:
        if trouble.code == "unreadable":
            return Gap(*WHOLE, said=f"{product_type}: {trouble.said}")
        raise
    return found or Gap(*WHOLE, said=product_type)
