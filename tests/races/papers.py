"""Kinds of papers and the rules about them."""

from collections.abc import Callable
from datetime import timedelta

from haat.core.dates import today
from haat.core.models import Event
from haat.makers import actions
from haat.makers.models import PaperKind, PaperRule
from haat.makers.paper_told import PaperKindTold, PaperRuleTold
from tests.make import BY, number
from tests.races.race import Pair, race


def kind_said(**more: object) -> PaperKindTold:
    told: dict[str, object] = {"names": {"en": "Mark"}, "source": "A letter"}
    return PaperKindTold(**(told | more))  # type: ignore[arg-type]


def rule_said(**more: object) -> PaperRuleTold:
    told: dict[str, object] = {"paper": "handloom_mark", "need": "must", "of_all": True, "source": "An order"}
    return PaperRuleTold(**(told | {"from_on": today()} | more))  # type: ignore[arg-type]


def kind() -> PaperKind:
    return actions.make_paper_kind(kind_said(), slug=f"mark_{number()}", by=BY)


def rule(days: int = 9) -> PaperRule:
    told = rule_said(from_on=today() + timedelta(days=days))
    return actions.make_paper_rule(told, slug=f"mark-{number()}", by=BY)


def events(kind: str, slug: str) -> int:
    return Event.objects.filter(kind=kind, data__slug=slug).count()


@race(actions.change_paper_kind, "makers.paper_changed")
def two_officers_change_the_paper_both_saw() -> Pair:
    one = kind()

    def change() -> PaperKind:
        return actions.change_paper_kind(one.slug, kind_said(years=3), seen=one.changed_at, by=BY)

    return Pair(change, change, lambda: events("makers.paper_kind_changed", one.slug))


@race(actions.change_paper_kind, "makers.paper_changed")
def two_officers_change_a_line_of_the_project_for_the_first_time() -> Callable[[], Pair]:
    """There is one line; it is as the project has it when two of them meet over it."""

    def change() -> PaperKind:
        return actions.change_paper_kind("packer", kind_said(years=3), by=BY)

    def stands() -> tuple[int, int]:
        return PaperKind.objects.filter(slug="packer").count(), events("makers.paper_kind_changed", "packer")

    def meet() -> Pair:
        PaperKind.objects.filter(slug="packer").update(slug=f"packer_{number()}")
        _rows, before = stands()
        return Pair(change, change, stands, once=(1, before + 1))

    return meet


@race(actions.change_paper_rule, "makers.paper_changed")
def two_officers_change_the_rule_both_saw() -> Pair:
    one = rule()
    told = rule_said(from_on=today() + timedelta(days=12))

    def change() -> PaperRule:
        return actions.change_paper_rule(one.slug, told, seen=one.changed_at, by=BY)

    return Pair(change, change, lambda: events("makers.paper_rule_changed", one.slug))


@race(actions.end_paper_rule, "makers.paper_changed")
def two_officers_end_the_rule_both_saw() -> Pair:
    one = rule()
    last = today() + timedelta(days=20)

    def end() -> PaperRule:
        return actions.end_paper_rule(one.slug, last=last, seen=one.changed_at, by=BY)

    return Pair(end, end, lambda: events("makers.paper_rule_ended", one.slug))


@race(actions.make_paper_kind, "makers.paper_name_taken")
def two_officers_make_the_same_paper() -> Pair:
    slug = f"twice_{number()}"

    def make() -> PaperKind:
        return actions.make_paper_kind(kind_said(), slug=slug, by=BY)

    return Pair(make, make, lambda: events("makers.paper_kind_made", slug))


@race(actions.make_paper_rule, "makers.paper_name_taken")
def two_officers_make_the_same_rule() -> Pair:
    slug, told = f"twice-{number()}", rule_said()

    def make() -> PaperRule:
        return actions.make_paper_rule(told, slug=slug, by=BY)

    return Pair(make, make, lambda: events("makers.paper_rule_made", slug))
