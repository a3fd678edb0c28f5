"""Every door that locks, with two people at it at the same moment.

The table is in the modules beside this one, a room each. `HAAT_RACE_TRIALS=200` lets every pair meet so often and
prints what came of it; without it each meets a few times (once on SQLite, where writers stand in a line).
"""

import pytest

from haat.core.doctor import Finding, examine
from haat.core.jobs import HANDLERS
from haat.review import facts
from haat.shelf import build
from tests.ledger.books import work
from tests.races import (  # noqa: F401 - each fills the table
    arrivals,
    catalogue,
    channel_turns,
    channels,
    cohorts,
    crafts,
    delivery,
    doubles,
    elsewhere,
    feeds,
    helping,
    kinds,
    learning,
    ledger,
    letters,
    livelihood,
    makers,
    messages,
    orders,
    organisations,
    papers,
    paperwork,
    payments,
    payouts,
    people,
    pickups,
    places,
    practice,
    privacy,
    ratings,
    roster,
    saying,
    shares,
    sheets,
    shipping,
    stock,
    studio,
    survey,
)
from tests.races.doors import locking_doors
from tests.races.race import ONLY, RACES, TOLD, TRIALS, run

# What locks and yet stands in no row of the table, with the reason.
ELSEWHERE = {
    "catalogue.hand_over_goods": "only doubles.merge_makers and part_again call it, with both makers held; they race",
    "ledger.hand_over_dues": "only doubles.merge_makers and part_again call it, with both makers held; they race",
    "orders.hand_over_parts": "only doubles.merge_makers and part_again call it, with both makers held; they race",
    "makers.give_back": "only doubles.part_again calls it, which races",
    "makers.take_in": "only doubles.merge_makers calls it, which races",
    "stock.hand_over_items": "only doubles.merge_makers and part_again call it, with both makers held; they race",
    "channels.tell_makers": "rows of its own, once each, and messages.tell_many of a cause a day; messages.tell races",
    "cohorts.follow_cohort": "made anew from rows below with the seats held, whoever asks; begin_cohort races",
    "cohorts.follow_groups": "as cohorts.follow_cohort",
    "cohorts.follow_makers": "as cohorts.follow_cohort",
    "cohorts.follow_mart": "as cohorts.follow_cohort",
    "cohorts.tell_stuck": "rows of its own, once a week and coordinator, by messages.tell_many; messages.tell races",
    "messages.send_code": "one row, by messages.tell, which races",
    "messages.send_invitation": "one row, by messages.tell, which races",
    "letters.note_begun": "rows of its own, once each: the database refuses the second",
    "letters.look_back": "note_begun, of whom nobody told",
    "paperwork.find_duties": "rows of its own, once each: the database refuses the second; it decides on nothing else",
    "messages.tell_many": "as messages.tell, which races, of several at once",
    "privacy.send_breach": "once a person, by messages.tell_many of a cause; tell_persons races",
    "roster.begin_list": "a command's own list, and only one of a mart is brought at a time: bring_list races",
    "roster.bring": "the worker's half of bring_list, which races; begun again it goes on where it stood",
    "roster.find_pairs": "a list of pairs made anew with the mart held; nobody decides on it",
    "roster.keep_up": "follows the makers on a clock, one worker at a time; enrol_group and move_group race",
    "roster.look_through": "the worker's half of say_columns, which races; it decides on nothing",
    "stock.count_first": "of goods that nobody has heard of yet: only studio.import_goods calls it, which races",
    "places.import_reference": "loads India once, 20,000 rows, when an installation is opened; places.add_places races",
}


# Who only tells people, or keeps what is made anew before the doctor comes, would take most of the time.
BESIDE = (
    "catalogue.tell",
    "delivery.tell",
    "helping.tell",
    "orders.tell",
    "review.",
    "shelf.",
)
RUN = [race for race in RACES if race.door.startswith(ONLY)]
ROOMS = sorted({race.room for race in RUN})


def sick() -> dict[str, Finding]:
    """What the doctor finds, by the name of the invariant."""
    build.rebuild()
    facts.rebuild()
    return {finding.name: finding for finding in examine() if finding.broken}


def more(before: dict[str, Finding]) -> dict[str, list[str]]:
    """What is broken now that was not before; a stage may go round the doors, a race may not break anything."""
    return {name: now.examples for name, now in sick().items() if name not in before or now != before[name]}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("room", ROOMS)
def test_two_at_once(room: str):
    races = [race for race in RUN if race.room == room]
    with HANDLERS.without(*BESIDE):
        stages = [[race.stage() for _trial in range(TRIALS)] for race in races]
        work()
        before = sick()
        tallies = [run(race, pairs) for race, pairs in zip(races, stages, strict=True)]
        TOLD.extend(tally.line() for tally in tallies)
        assert {tally.race.title: tally.wrong for tally in tallies if tally.wrong} == {}
        work()
        assert more(before) == {}


def test_every_door_that_locks_is_in_the_table():
    assert sorted(locking_doors() - {race.door for race in RACES} - ELSEWHERE.keys()) == []


def test_nothing_in_the_table_is_not_a_door_and_nothing_is_excused_that_races():
    assert sorted(ELSEWHERE.keys() - locking_doors()) == []
    assert sorted(ELSEWHERE.keys() & {race.door for race in RACES}) == []
