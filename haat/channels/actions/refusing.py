"""What is said against offers, kept raw and grouped into causes: each a task for whoever can mend it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from haat.channels.called import slugs_of
from haat.channels.channel import Issue
from haat.channels.goods import whose
from haat.channels.models import Account, Cause, Offer, Refusal
from haat.channels.plain import legible, plain
from haat.core.actor import Actor
from haat.core.events import Happened, record_all
from haat.core.rows import insert_many, insert_many_new

Source = Refusal.Source
MOST_CODE, MOST_ABOUT, MOST_SLUG = 40, 80, 40
GRAVE = {"error": 2, "warning": 1, "info": 0}


class Name(NamedTuple):
    """What groups what is said: whether we or the channel say it, its code, and what it is about."""

    ours: bool
    code: str
    about: str


def stand_by(
    account: Account,
    told: Mapping[int, Sequence[Issue]],
    *,
    source: str,
    about: str = "",
    slugs: Mapping[int, Mapping[str, str]] | None = None,
    by: Actor,
) -> None:
    """From now on this is said against offers (their keys, held): what `source` said before and says no more has ended.

    `about`: it spoke of this alone, and nothing else ends. `slugs`: offer → the channel's names of attributes → ours.
    Causes open and close by it.
    """
    wanted = {key: _grouped(map(_kept, issues), source == Source.OURS) for key, issues in told.items()}
    standing = _standing(told)
    ended = [
        row
        for key, rows in standing.items()
        for name, row in rows.items()
        if _is_over(row, wanted[key].get(name), source, about)
    ]
    if ended:
        Refusal.objects.filter(pk__in=[row.pk for row in ended]).update(ended_at=timezone.now())
    over = {row.pk for row in ended}
    stays = {key: {name for name, row in rows.items() if row.pk not in over} for key, rows in standing.items()}
    new = {
        key: {name: issue for name, issue in each.items() if name not in stays.get(key, ())}
        for key, each in wanted.items()
    }
    causes = _causes(account, new, slugs or {})
    _begin(new, causes, source, by)
    settle_causes({row.cause_id for row in ended} | {cause.pk for cause in causes.values()})


def _is_over(row: Refusal, now: Issue | None, source: str, about: str) -> bool:
    """Whether it ends: who said it says it no more, or it is said otherwise."""
    if now is None:
        return row.source == source and about in ("", row.cause.about)
    return row.severity != now.severity


def end(offers: Iterable[Offer | int], *sources: str) -> None:
    """Nothing that these sources said against the offers stands any more."""
    rows = Refusal.objects.filter(offer__in=list(offers), source__in=sources, ended_at=None)
    causes = set(rows.values_list("cause_id", flat=True))
    if causes:
        rows.update(ended_at=timezone.now())
        settle_causes(causes)


def settle_causes(causes: Iterable[int]) -> None:
    """A cause is closed when nothing stands by it any more, and open again, anew, when something does."""
    now = timezone.now()
    stands = Exists(Refusal.objects.filter(cause=OuterRef("pk"), ended_at=None))
    rows = Cause.objects.filter(pk__in=set(causes))
    rows.filter(~Q(stands), closed_at=None).update(closed_at=now)
    rows.filter(Q(stands), closed_at__isnull=False).update(closed_at=None, opened_at=now, answer={})


def _kept(issue: Issue) -> Issue:
    """As it can be kept, whatever a channel has put into it."""
    code, about = legible(issue.code)[:MOST_CODE], legible(issue.about)[:MOST_ABOUT]
    return replace(issue, code=code, about=about, said=legible(issue.said), raw=plain(dict(issue.raw)))


def _grouped(issues: Iterable[Issue], ours: bool) -> dict[Name, Issue]:
    """By name, the gravest of several."""
    found: dict[Name, Issue] = {}
    for issue in issues:
        name = Name(ours, issue.code, issue.about)
        if name not in found or GRAVE[issue.severity] > GRAVE[found[name].severity]:
            found[name] = issue
    return found


def _standing(keys: Iterable[int]) -> dict[int, dict[Name, Refusal]]:
    """Offer → what stands against it now."""
    found: dict[int, dict[Name, Refusal]] = {}
    rows = Refusal.objects.filter(offer__in=list(keys), ended_at=None).select_related("cause")
    for row in rows:
        name = Name(row.cause.ours, row.cause.code, row.cause.about)
        found.setdefault(row.offer_id, {})[name] = row
    return found


def _causes(
    account: Account, new: Mapping[int, Mapping[Name, Issue]], slugs: Mapping[int, Mapping[str, str]]
) -> dict[Name, Cause]:
    """The causes of what is said newly, made where there is none yet."""
    first = {name: (key, issue) for key, each in reversed(list(new.items())) for name, issue in each.items()}
    if not first:
        return {}
    theirs = {key for name, (key, issue) in first.items() if not name.ours and name.about and not issue.slug}
    slugs = slugs_of(account, theirs - set(slugs)) | dict(slugs)
    insert_many_new(
        [
            Cause(
                mart_id=account.mart_id,
                account=account,
                code=name.code,
                about=name.about,
                ours=name.ours,
                slug=_slug(name, issue, slugs.get(key, {})),
                who=issue.who or whose(_slug(name, issue, slugs.get(key, {}))),
                said=issue.said,
            )
            for name, (key, issue) in sorted(first.items())
        ]
    )
    rows = Cause.objects.filter(account=account, code__in={name.code for name in first})
    found = {Name(row.ours, row.code, row.about): row for row in rows}
    return {name: found[name] for name in first}


def _slug(name: Name, issue: Issue, known: Mapping[str, str]) -> str:
    """What it is about, in our own words: as the channel's folder says, or the tables."""
    if name.ours:
        return name.about[:MOST_SLUG]
    return (issue.slug or known.get(name.about) or known.get(name.about.split(".")[0]) or "")[:MOST_SLUG]


def _begin(new: Mapping[int, Mapping[Name, Issue]], causes: Mapping[Name, Cause], source: str, by: Actor) -> None:
    now: datetime = timezone.now()
    rows = [
        Refusal(
            offer_id=key,
            cause=causes[name],
            raw=_raw(issue),
            severity=issue.severity,
            source=source,
            at=now,
        )
        for key, each in new.items()
        for name, issue in each.items()
    ]
    insert_many(rows)
    if source != Source.OURS:
        _tell([row for row in rows if row.severity == "error"], by)


def _raw(issue: Issue) -> dict[str, Any]:
    """As the channel said it; of what only we say, our words."""
    return dict(issue.raw) or {"code": issue.code, "severity": issue.severity, "said": issue.said, "about": issue.about}


def _tell(rows: Sequence[Refusal], by: Actor) -> None:
    """An offer's history tells of what the channel refused."""
    offers = {offer.pk: offer for offer in Offer.objects.filter(pk__in=[row.offer_id for row in rows])}
    happened = [
        Happened(
            "channels.offer_refused",
            offers[row.offer_id],
            {"sku": offers[row.offer_id].sku, "code": row.cause.code, "about": row.cause.about},
        )
        for row in rows
    ]
    if happened:
        record_all(happened, by=by)
