"""Kinds with tax lines that pricing knows; who tells a craft's answers again leaves what the kind asks."""

import pytest

from haat.catalogue.kind_facts import KindTold
from haat.catalogue.models import Good, GoodKind
from haat.pricing.doctor import lines_of_kinds
from haat.studio.actions import change_kind, list_good, make_kind
from haat.studio.errors import NoSuchTaxLine, NoTaxLineOfRule
from haat.studio.facts import GoodFacts, Size
from tests.make import BY, make_attribute, make_craft, make_good, make_maker, make_tax_rule, make_variant
from tests.make import make_kind as kind_row

pytestmark = pytest.mark.django_db


def told(**more):
    return KindTold(**{"names": {"en": "Basket"}, "hsn": "46021100", "tax_slug": "bamboo-basket", **more})


def test_a_kind_names_tax_lines_there_are():
    with pytest.raises(NoSuchTaxLine):
        make_kind(None, told(), by=BY)
    make_tax_rule()
    made = make_kind(make_craft(), told(), slug="sup", by=BY)
    make_attribute(made)
    rules = [{"when": {"made_of": ["cane"]}, "tax": "gold"}]
    with pytest.raises(NoTaxLineOfRule) as refused:
        change_kind(made, told(rules=rules), seen=made.changed_at, by=BY)
    assert (refused.value.field, "gold" in refused.value.message) == ("rules", True)
    make_tax_rule("gold")
    assert change_kind(made, told(rules=rules), seen=made.changed_at, by=BY).rules == rules


def test_a_line_that_was_there_may_stay_without_a_rate():
    kind = kind_row(tax_slug="old", rules=[{"when": {"made_of": ["cane"]}, "tax": "older"}])
    make_attribute(kind)
    changed = change_kind(kind, told(tax_slug="old", rules=kind.rules, hsn="46021200"), by=BY)
    assert changed.hsn == "46021200"


def test_doctor_names_a_line_without_a_rate():
    kind = kind_row(rules=[{"when": {"made_of": ["cane"]}, "tax": "gold"}])
    make_tax_rule()
    assert list(lines_of_kinds()) == []
    make_good(kind=kind)
    assert list(lines_of_kinds()) == [f"kind {kind.pk} (basket): no tax rate for gold"]


def test_a_phone_that_tells_the_crafts_answers_leaves_what_the_kind_asks():
    craft = make_craft(attributes=[{"slug": "finish", "type": "text", "label": {"en": "Finish"}}])
    maker = make_maker()
    good = make_good(maker=maker, craft=craft, state=Good.State.SENT_BACK, key="k")
    make_variant(good)
    Good.objects.filter(pk=good.pk).update(attributes={"finish": "old", "made_of": "cane"}, kind=kind_row(craft=craft))
    facts = {"craft": craft, "names": {"hi": "डलिया"}, "sizes": [Size(price_paise=50_000)]}
    list_good(maker, GoodFacts(**facts, attributes={"finish": "new"}), key="k", turn=1, send=False, by=BY)
    good.refresh_from_db()
    assert (good.attributes, good.kind) == ({"finish": "new", "made_of": "cane"}, GoodKind.objects.get())
    other = make_craft("mat", tax_slug="mats")
    told_again = GoodFacts(**{**facts, "craft": other}, attributes={"grass": "sabai"})
    list_good(maker, told_again, key="k", turn=1, send=False, by=BY)
    good.refresh_from_db()
    assert (good.attributes, good.kind) == ({"grass": "sabai", "made_of": "cane"}, None)
