"""The festivals a mart keeps beside the project's list: added, dated otherwise, or left out."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from haat.core.actor import Actor
from haat.core.dates import today
from haat.core.errors import Changed
from haat.core.events import changes, record
from haat.core.languages import LANGUAGES
from haat.core.locks import hold
from haat.core.slugs import free_slug
from haat.places.errors import DaysTurnedRound, DayTooFar, FestivalTooLong, NoFestivalName, TooManyFestivals
from haat.places.models import Mart
from haat.places.queries import Kept, festivals_of

LONGEST_DAYS, YEARS_AHEAD, MOST = 62, 10, 200


@transaction.atomic
def set_festival(
    mart: Mart,
    *,
    slug: str = "",
    year: int = 0,
    starts: date,
    ends: date,
    names: Mapping[str, str],
    shown: bool = True,
    seen: Kept | None = None,
    by: Actor,
) -> Mart:
    """Add a festival, or date the one known as `slug` of `year` otherwise; not `shown`, the shop leaves it out.

    `seen` is the festival as its writer read it. Raises Changed, NoFestivalName, DaysTurnedRound, FestivalTooLong,
    DayTooFar, TooManyFestivals.
    """
    _check(mart, starts, ends, names)
    mart = hold(mart)
    stands = {(kept.festival.key, kept.year): kept for kept in festivals_of(mart)}
    known = set(stands)
    if seen is not None and seen != stands.get((slug, year)):
        raise Changed()
    if (slug, year) not in known:
        year = starts.year
        taken = {key for key, _year in known}
        slug = free_slug([names.get("en", ""), *names.values()], taken, otherwise="festival")
    before = _entry(mart, slug, year)
    after = {"starts": starts.isoformat(), "ends": ends.isoformat(), "names": dict(names), "shown": shown}
    entry = {"key": slug, "year": year} | after
    others = _others(mart, slug, year)
    if before == entry:
        return mart
    if len(others) >= MOST:
        raise TooManyFestivals()
    told = changes(before or _listed(mart, slug, year), after)
    mart.festivals = [*others, entry]
    mart.save(update_fields=["festivals"])
    record("places.festival_set", mart, by=by, mart_id=mart.pk, slug=slug, year=year, names=dict(names), **told)
    return mart


@transaction.atomic
def drop_festival(mart: Mart, *, slug: str, year: int, by: Actor) -> Mart:
    """What the mart has set of a festival holds no more: the list holds again, or it is gone. Twice counts once."""
    mart = hold(mart)
    entry = _entry(mart, slug, year)
    if entry is None:
        return mart
    mart.festivals = _others(mart, slug, year)
    mart.save(update_fields=["festivals"])
    record("places.festival_dropped", mart, by=by, mart_id=mart.pk, slug=slug, year=year, names=entry["names"])
    return mart


def _check(mart: Mart, starts: date, ends: date, names: Mapping[str, str]) -> None:
    first = mart.default_language
    if not names.get(first):
        raise NoFestivalName(LANGUAGES[first].endonym)
    if ends < starts:
        raise DaysTurnedRound()
    if ends - starts > timedelta(days=LONGEST_DAYS):
        raise FestivalTooLong(LONGEST_DAYS)
    if not today().year - 1 <= starts.year <= today().year + YEARS_AHEAD:
        raise DayTooFar()


def _entry(mart: Mart, slug: str, year: int) -> dict[str, Any] | None:
    return next((each for each in mart.festivals if (each["key"], each["year"]) == (slug, year)), None)


def _others(mart: Mart, slug: str, year: int) -> list[dict[str, Any]]:
    return [each for each in mart.festivals if (each["key"], each["year"]) != (slug, year)]


def _listed(mart: Mart, slug: str, year: int) -> dict[str, Any]:
    """The festival as the project's list has it, in the shape of an entry; nothing for one it has not."""
    for kept in festivals_of(mart):
        if (kept.festival.key, kept.year) == (slug, year) and kept.listed is not None:
            days = {"starts": kept.listed.starts.isoformat(), "ends": kept.listed.ends.isoformat()}
            return days | {"names": kept.listed.names, "shown": True}
    return {}
