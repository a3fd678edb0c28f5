"""Waves: the page of one with 500 groups, making one of 2,000, and following it.

    python -m benchmarks.cohort [GROUPS MANY]

on the configured database, which must be migrated; a mart of its own is made in it.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from statistics import median
from typing import Any

import django
from django.apps import apps

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
if not apps.ready:
    django.setup()

from django.db import connection, transaction
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from benchmarks.spent import spent
from haat.cohorts import actions
from haat.cohorts.board import board
from haat.cohorts.choosing import Choice, fit
from haat.cohorts.models import Cohort, Seat
from haat.cohorts.queries import cohort_at
from haat.cohorts.rules import FIELDS, usual_plan
from haat.core.actor import MACHINE
from haat.core.dates import today
from haat.people.models import Role, User
from haat.places.models import Mart, Place
from haat.roster.models import Group
from haat.web.office.cohorts import pages

BLOCKS, VILLAGES, ROUNDS = 10, 12, 25


def district() -> tuple[Mart, list[Place], list[list[Place]]]:
    """A mart of one district, its blocks, and the villages of each."""
    state = Place.objects.create(kind="state", path="7001", slug="wave-state", names={"en": "State"})
    here = Place.objects.create(
        kind="district", parent=state, path="70010001", slug="wave-district", names={"en": "District"}
    )
    blocks, villages = [], []
    for at in range(BLOCKS):
        path = f"{here.path}{at + 1:04d}"
        names = {"en": f"Block {at}"}
        block = Place.objects.create(kind="block", parent=here, path=path, slug=f"block-{at}", names=names)
        blocks.append(block)
        rows = [
            Place(kind="locality", parent=block, path=f"{path}{v + 1:04d}", slug=f"village-{v}", names={"en": f"V {v}"})
            for v in range(VILLAGES)
        ]
        villages.append(Place.objects.bulk_create(rows))
    told = {"names": {"en": "Bench"}, "languages": ["en"], "order_prefix": "BW", "legal_name": "Bench"}
    told |= {"address": "Bench", "phone": "+916432222222", "email": "b@example.in", "grievance_officer": "Bench"}
    return Mart.objects.create(slug="waves", place=here, **told), blocks, villages


def groups(mart: Mart, blocks: list[Place], villages: list[list[Place]], many: int) -> None:
    """So many groups that a list told of, spread over the villages."""
    Group.objects.bulk_create(
        [
            Group(
                mart=mart,
                names={"en": f"Group {at}"},
                sort=f"group-{at:05d}",
                block=blocks[at % BLOCKS],
                place=villages[at % BLOCKS][at // BLOCKS % VILLAGES],
                phone=f"+9190000{at:05d}",
                member_count=11,
                known_at=timezone.now() - timedelta(days=200),
            )
            for at in range(many)
        ]
    )


def spread(cohort: Cohort) -> None:
    """Groups at every stage, some of them stuck: as a wave stands after ninety days."""
    seats = list(Seat.objects.filter(cohort=cohort).order_by("pk"))
    for at, seat in enumerate(seats):
        for number, field in enumerate(FIELDS[: at % (len(FIELDS) + 1)]):
            setattr(seat, field, today() - timedelta(days=90 - 9 * number - at % 7))
        seat.stage = [*(field.removesuffix("_on") for field in FIELDS), ""][at % (len(FIELDS) + 1)]
        seat.since = today() - timedelta(days=at % 60)
        seat.stuck_from = today() - timedelta(days=at % 45 - 10) if seat.stage else None
    Seat.objects.bulk_update(seats, [*FIELDS, "stage", "since", "stuck_from"], batch_size=200)
    plan = {stage: day.isoformat() for stage, day in usual_plan(today() - timedelta(days=90)).items()}
    Cohort.objects.filter(pk=cohort.pk).update(begun_on=today() - timedelta(days=90), plan=plan)


def made(mart: Mart, title: str) -> Cohort:
    """As an officer does."""
    number = fit(mart, Choice()).number
    cohort = actions.make_cohort(
        mart, title=title, choice=Choice(), plan=usual_plan(today()), seen=number, key=title, by=MACHINE
    )
    return actions.begin_cohort(cohort, by=MACHINE)


def measure(few: int = 500, many: int = 2_000) -> dict[str, Any]:
    """Milliseconds of CPU and statements of the page of a wave; seconds of making a large one."""
    found: dict[str, Any] = {"groups": few, "many": many}
    with transaction.atomic():  # nothing of it stays
        mart, blocks, villages = district()
        groups(mart, blocks, villages, many)
        with spent() as found["make_many"]:
            large = made(mart, "Large")
        with spent() as found["follow_many"]:
            actions.follow_cohort(large)
        actions.end_cohort(large, by=MACHINE)
        Group.objects.filter(pk__in=list(Group.objects.filter(mart=mart).values_list("pk", flat=True)[few:])).update(
            kind=Group.Kind.PRODUCER_GROUP
        )
        cohort = made(mart, "Few")
        spread(cohort)
        cohort = cohort_at(mart, mart.place).get(pk=cohort.pk)
        cohort.mart = mart
        found["board"] = _timed(lambda: board(cohort, mart.place))
        found["page"] = _timed(_page(mart, cohort))
        transaction.set_rollback(True)
    return found


def _page(mart: Mart, cohort: Cohort) -> Callable[[], object]:
    """The whole page of an officer, its frame with the rooms and what waits in them too."""
    user = User.objects.create(phone="+919000099999", name="Bench Officer", language="en")
    Role.objects.create(user=user, mart=mart, kind=Role.Kind.DESK, place=mart.place)
    user.proven = True
    request: Any = RequestFactory().get(reverse("office:cohorts:cohort", args=[cohort.pk]))
    request.mart, request.user, request.session, request._messages = mart, user, {}, []
    return lambda: pages.cohort(request, pk=cohort.pk).content


def _timed(ask: Callable[[], object]) -> dict[str, Any]:
    """Milliseconds of CPU of this process, the median, and how many statements."""
    sent, times = 0, []

    def count(execute: Any, *arguments: Any) -> Any:
        nonlocal sent
        sent += 1
        return execute(*arguments)

    ask()
    for _round in range(ROUNDS):
        began = time.process_time()
        ask()
        times.append((time.process_time() - began) * 1000)
    with connection.execute_wrapper(count):
        ask()
    return {"cpu_ms": round(median(times), 2), "statements": sent}


if __name__ == "__main__":
    print(json.dumps(measure(*map(int, sys.argv[1:])), indent=1))
