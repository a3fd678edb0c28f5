"""Kinds of goods, what is asked of them, and what is answered."""

from haat.catalogue import actions
from haat.catalogue.kind_facts import AttributeTold, KindTold
from haat.catalogue.models import Good, GoodKind
from haat.core.models import Event
from haat.pricing.queries import has_tax_line
from haat.studio import actions as studio
from tests.make import BY, make_attribute, make_craft, make_kind, make_tax_rule, number
from tests.races.catalogue import good
from tests.races.race import Pair, given, race, read, told, twice

CANE = {"when": {"made_of": ["cane"]}, "hsn": "46021200"}


def kind() -> GoodKind:
    """Baskets of bamboo, and of cane under another code."""
    if not has_tax_line("bamboo-basket"):
        make_tax_rule()
    one = make_kind(f"kind-{number()}", rules=[CANE])
    make_attribute(one)
    return one


def of_a_kind(**more: object) -> Good:
    one = good()
    Good.objects.filter(pk=one.pk).update(kind=kind(), **more)
    return one


@race(actions.choose_kind)
def a_kind_is_chosen_twice() -> Pair:
    one, chosen = good(), kind()
    return twice(lambda row: actions.choose_kind(row, chosen, by=BY), one, counted=told("catalogue.kind_chosen", one))


@race(actions.choose_kind)
def two_kinds_are_chosen_and_each_is_told() -> Pair:
    one, first, second = good(), kind(), kind()
    return Pair(
        given(lambda row: actions.choose_kind(row, first, by=BY), one),
        given(lambda row: actions.choose_kind(row, second, by=BY), one),
        told("catalogue.kind_chosen", one),
        once=2,
    )


@race(actions.say_answers)
def two_answers_are_said_and_neither_is_lost() -> Pair:
    one = of_a_kind()
    return Pair(
        given(lambda row: actions.say_answers(row, {"made_of": "cane"}, by=BY), one),
        given(lambda row: actions.say_answers(row, {"lining": "none"}, by=BY), one),
        lambda: (read(one).attributes, read(one).hsn),
        once=({"made_of": "cane", "lining": "none"}, "46021200"),
    )


@race(actions.say_answers, "catalogue.good_changed")
def two_officers_answer_what_both_saw() -> Pair:
    one = of_a_kind()
    sees = read(one).changed_at
    return twice(
        lambda row: actions.say_answers(row, {"made_of": "cane"}, seen=sees, by=BY),
        one,
        counted=told("catalogue.answers_said", one),
    )


@race(actions.take_line)
def a_line_is_taken_twice() -> Pair:
    one = of_a_kind(hsn="99999999", attributes={"made_of": "cane"})
    return twice(lambda row: actions.take_line(row, by=BY), one, counted=told("catalogue.line_moved", one))


@race(actions.follow_kind)
def a_good_follows_while_it_is_answered() -> Pair:
    """Whoever comes first, it ends on the line that its answers and the rules of now say."""
    one = of_a_kind(hsn="46021100", attributes={"made_of": "bamboo"})
    before = {"hsn": "46021100", "tax_slug": "bamboo-basket", "rules": [], "sure": {}}
    return Pair(
        given(lambda row: actions.follow_kind(row, before, by=BY), one),
        given(lambda row: actions.say_answers(row, {"made_of": "cane"}, by=BY), one),
        lambda: read(one).hsn,
        once="46021200",
    )


def said(**more: object) -> KindTold:
    return KindTold(names={"en": "Basket"}, hsn="46021100", tax_slug="bamboo-basket", **more)


@race(actions.set_kind, "kind.changed")
def two_officers_change_the_kind_both_saw() -> Pair:
    one = kind()
    return twice(
        lambda row: actions.set_kind(row, said(shelf_life_days=9), by=BY),
        one,
        counted=told("catalogue.kind_changed", one),
    )


@race(studio.change_kind, "kind.changed")
def two_officers_change_the_kind_and_its_line() -> Pair:
    one = kind()
    line = make_tax_rule(f"line-{number()}").slug
    told_anew = KindTold(names={"en": "Basket"}, hsn="46021100", tax_slug=line)
    return twice(
        lambda row: studio.change_kind(row, told_anew, by=BY), one, counted=told("catalogue.kind_changed", one)
    )


@race(actions.set_attribute, "kind.changed")
def two_officers_change_the_question_both_saw() -> Pair:
    one = make_attribute(make_kind(f"kind-{number()}"))
    asks = AttributeTold(labels={"en": "Of what"}, type="choice", choices=["cane"])
    return twice(
        lambda row: actions.set_attribute(row, asks, by=BY), one, counted=told("catalogue.attribute_changed", one)
    )


@race(actions.import_kinds)
def a_kind_is_loaded_twice() -> Pair:
    make_craft()
    slug = f"kind-{number()}"
    row = {
        **{"slug": slug, "names": {"en": "Kind"}, "craft": "bamboo", "hsn": "46021100", "tax": "bamboo-basket"},
        **{"rules": [], "papers": [], "net_unit": "piece", "size_standard": "", "channels": {}, "sure": {}},
        "source": "",
    }

    def load() -> int:
        return actions.import_kinds([row], [], by=BY)

    def counted() -> tuple[int, int]:
        key = GoodKind.objects.get(slug=slug).pk
        return GoodKind.objects.filter(slug=slug).count(), Event.objects.filter(
            kind="catalogue.kind_made", subject_id=key
        ).count()

    return Pair(load, load, counted, once=(1, 1))


@race(actions.add_kind, "kind.taken")
def two_officers_add_one_kind() -> Pair:
    craft, slug = make_craft(), f"kind-{number()}"

    def add() -> GoodKind:
        return actions.add_kind(craft, said(), slug=slug, by=BY)

    return Pair(add, add, lambda: GoodKind.objects.filter(slug=slug).count())


@race(studio.make_kind, "kind.taken")
def two_officers_make_one_kind_with_its_line() -> Pair:
    craft, slug = make_craft(), f"kind-{number()}"
    line = make_tax_rule(f"line-{number()}").slug
    told_once = KindTold(names={"en": "Basket"}, hsn="46021100", tax_slug=line)

    def make() -> GoodKind:
        return studio.make_kind(craft, told_once, slug=slug, by=BY)

    return Pair(make, make, lambda: GoodKind.objects.filter(slug=slug).count())


@race(actions.add_attribute, "kind.taken")
def two_officers_ask_one_question() -> Pair:
    of, slug = make_kind(f"kind-{number()}"), f"asked_{number()}"
    asks = AttributeTold(labels={"en": "Of what"}, type="choice", choices=["cane"])

    def ask() -> object:
        return actions.add_attribute(of, asks, slug=slug, by=BY)

    return Pair(ask, ask, lambda: of.attributes.filter(slug=slug).count())
