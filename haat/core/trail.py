"""Reading the trail beside the rows it tells of: the last word about a row, inside one statement.

Where nothing was told the answer is NOTHING, or "": never NULL, which no comparison would find.
"""

from typing import Any

from django.db.models import BigIntegerField, CharField, Model, OuterRef, QuerySet, Subquery, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce

from haat.core.models import Event

NOTHING = -1


def told(model: type[Model], *kinds: str, at: str = "pk") -> QuerySet[Event]:
    """The events of these kinds about the row of `model` whose key the outer query has `at`."""
    about = Event.objects.filter(subject_type=model._meta.label_lower, subject_id=OuterRef(at))
    return about.filter(kind__in=kinds) if len(kinds) > 1 else about.filter(kind=kinds[0])


def last(events: QuerySet[Event]) -> Coalesce:
    """The kind of the last of these events."""
    return Coalesce(Subquery(events.order_by("-pk").values("kind")[:1]), Value(""))


def last_id(events: QuerySet[Event], column: str = "pk") -> Coalesce:
    """A key of the last of these events: its own, or who did it."""
    return Coalesce(Subquery(events.order_by("-pk").values(column)[:1]), Value(NOTHING), output_field=BigIntegerField())


def said(events: QuerySet[Event], word: str) -> Coalesce:
    """The whole number that the last of these events gives under `word`."""
    return Coalesce(_value(events, word, BigIntegerField()), Value(NOTHING), output_field=BigIntegerField())


def said_text(events: QuerySet[Event], word: str) -> Coalesce:
    """The text that the last of these events gives under `word`."""
    return Coalesce(_value(events, word, CharField()), Value(""), output_field=CharField())


def hand(column: str) -> Coalesce:
    """The user a row names, comparable with `last_id(…, "by_id")`."""
    return Coalesce(column, Value(NOTHING), output_field=BigIntegerField())


def _value(events: QuerySet[Event], word: str, kind: Any) -> Subquery:
    value = Cast(KeyTextTransform(word, "data"), kind)
    return Subquery(events.order_by("-pk").annotate(said_=value).values("said_")[:1])
