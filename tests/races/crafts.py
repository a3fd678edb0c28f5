"""Changes of goods in the shop, and crafts."""

from haat.catalogue import actions
from haat.catalogue.craft_facts import CraftTold
from haat.catalogue.models import Change, Craft, CraftAsk
from tests.make import BY, make_craft, make_picture, number
from tests.races.catalogue import good, maker
from tests.races.race import Pair, given, race, told, twice


@race(actions.ask_name)
def another_name_is_asked_twice() -> Pair:
    one = good()
    return twice(
        lambda row: actions.ask_name(row, language="hi", name="सूप", by=BY),
        one,
        counted=lambda: one.changes.count(),
    )


@race(actions.ask_words)
def other_words_are_asked_twice() -> Pair:
    one = good()
    language = one.texts.first().language
    return twice(
        lambda row: actions.ask_words(row, language=language, words="Of split bamboo", by=BY),
        one,
        counted=lambda: one.changes.count(),
    )


@race(actions.ask_picture)
def another_picture_is_asked_twice() -> Pair:
    one, picture = good(), make_picture()
    return twice(lambda row: actions.ask_picture(row, picture=picture, by=BY), one, counted=lambda: one.changes.count())


def asked() -> Change:
    return actions.ask_name(good(), language="hi", name=f"सूप {number()}", by=BY)


@race(actions.accept_change)
def a_change_is_accepted_twice() -> Pair:
    one = asked()
    return twice(
        lambda row: actions.accept_change(row, by=BY), one, counted=told("catalogue.change_accepted", one.good)
    )


@race(actions.accept_change, "change.settled")
def a_change_is_accepted_and_sent_back() -> Pair:
    one = asked()
    return Pair(
        given(lambda row: actions.accept_change(row, by=BY), one),
        given(lambda row: actions.send_back_change(row, reasons=["name_unclear"], by=BY), one),
        lambda: one.good.changes.exclude(state="waiting").count(),
    )


@race(actions.send_back_change)
def a_change_is_sent_back_twice() -> Pair:
    one = asked()
    return twice(
        lambda row: actions.send_back_change(row, reasons=["name_unclear"], by=BY),
        one,
        counted=told("catalogue.change_sent_back", one.good),
    )


@race(actions.accept_change, "change.settled", "catalogue.wrong_state", always=False)
def a_change_is_accepted_while_its_good_goes_back() -> Pair:
    one = asked()
    return Pair(
        given(lambda row: actions.accept_change(row, by=BY), one),
        given(lambda row: actions.send_back(row, reasons=["price_low"], by=BY), one.good),
        lambda: one.good.changes.filter(state="waiting").count(),
        once=0,
    )


def craft_told(name: str) -> CraftTold:
    return CraftTold(
        names={"en": name},
        lines={},
        tax_slug="bamboo-basket",
        papers=[],
        materials=[],
        attributes=[],
        drawing="basket-natural.svg",
        ground="khadi",
        fragile=False,
        making_days=None,
    )


@race(actions.add_craft, "craft.taken")
def two_officers_add_one_craft() -> Pair:
    slug = f"craft-{number()}"

    def add() -> Craft:
        return actions.add_craft(craft_told("Casting"), slug=slug, by=BY)

    return Pair(add, add, lambda: Craft.objects.filter(slug=slug).count())


@race(actions.set_craft, "craft.changed")
def two_officers_change_the_craft_both_saw() -> Pair:
    one = make_craft(f"craft-{number()}")
    return Pair(
        given(lambda row: actions.set_craft(row, craft_told("One"), seen=row.changed_at, by=BY), one),
        given(lambda row: actions.set_craft(row, craft_told("Two"), seen=row.changed_at, by=BY), one),
        told("catalogue.craft_changed", one),
    )


@race(actions.order_crafts)
def crafts_are_ordered_twice() -> Pair:
    slugs = [make_craft(f"craft-{number()}", position=place).slug for place in (901, 902)]
    return Pair(
        lambda: actions.order_crafts(slugs, by=BY),
        lambda: actions.order_crafts(slugs[::-1], by=BY),
        lambda: Craft.objects.filter(slug__in=slugs).values("position").distinct().count(),
        once=2,
    )


@race(actions.ask_craft)
def a_craft_is_asked_for_twice() -> Pair:
    words = f"Dhokra {number()}"
    return twice(
        lambda row: actions.ask_craft(row, words=words, by=BY),
        maker(),
        counted=lambda: CraftAsk.objects.filter(words=words).count(),
    )


@race(actions.answer_craft_ask, "core.answered")
def an_ask_is_answered_twice() -> Pair:
    one, craft = actions.ask_craft(maker(), words=f"Dhokra {number()}", by=BY), make_craft()
    return Pair(
        given(lambda row: actions.answer_craft_ask(row, craft=craft, by=BY), one),
        given(lambda row: actions.answer_craft_ask(row, craft=None, by=BY), one),
        told("catalogue.craft_answered", one),
    )
