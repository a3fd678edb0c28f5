"""An office keeps papers and their rules: what holds changes with a day, as it was it stays, and nothing past moves."""

from datetime import timedelta

import pytest

from haat.core.dates import today
from haat.core.models import Event
from haat.makers import actions
from haat.makers.models import PaperKind, PaperRule
from haat.makers.paper_book import Held, book, project_book
from haat.makers.paper_rules import needs
from haat.makers.paper_told import KIND_FIELDS, RULE_FIELDS, PaperKindTold, PaperRuleTold
from tests.make import BY, make_registered_maker
from tests.refusals import refused

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def kind_told(slug="khadi_mark", **more):
    """A kind as it stands, said again."""
    known = book().kinds[slug]
    said = {name: getattr(known, name) for name in KIND_FIELDS if name not in ("proof", "paper")}
    return PaperKindTold(**(said | {"paper": "" if known.paper == slug else known.paper} | more))


def rule_of(slug):
    return next(rule for rule in book().rules if rule.slug == slug)


def rule_told(slug="khadi-word", **more):
    """A rule as it stands, said again from today on."""
    said = {name: getattr(rule_of(slug), name) for name in RULE_FIELDS}
    return PaperRuleTold(**(said | {"from_on": today()} | more))


def new_rule(**more):
    said = {"paper": "handloom_mark", "need": "must", "of_all": True, "from_on": today(), "source": "An order"}
    return PaperRuleTold(**(said | more))


def told(kind):
    return Event.objects.filter(kind=f"makers.{kind}")


def wanted(*papers, craft="bamboo", kind="", on=None, claims="", said=None):
    """What is asked of a good by the book as it stands: (paper, code) of each."""
    named = [{"paper": paper, "need": need} for paper, need in papers]
    seller = make_registered_maker().seller
    found = needs(
        named,
        Held({}, book()),
        seller=seller,
        marketplace=False,
        away=False,
        channel="",
        claims=claims,
        on=on or today(),
        said=said or {},
        craft=craft,
        kind=kind,
    )
    return [(need.paper, need.code) for need in found]


# ---- kinds


def test_a_kind_is_added_and_a_number_must_look_so():
    told_of = PaperKindTold(
        names={"en": "Honey mark"}, shape="^HM[0-9]{2}$", example="HM12", source="A letter", several=True
    )
    kind = actions.make_paper_kind(told_of, by=BY)
    assert (kind.slug, kind.paper, kind.proof, kind.position) == ("honey_mark", "honey_mark", "shape", 30)
    assert book().kinds["honey_mark"].names == {"en": "Honey mark"}
    (event,) = told("paper_kind_made")
    assert (event.mart_id, event.data["slug"], event.data["after"]["shape"]) == (None, "honey_mark", "^HM[0-9]{2}$")
    with refused("makers.paper_name_taken", field="slug"):
        actions.make_paper_kind(told_of, by=BY)
    with refused("makers.paper_name_taken", field="slug"):
        actions.make_paper_kind(told_of, slug="pan", by=BY)


def test_a_line_of_the_project_gets_its_row_with_the_first_change_and_none_without_one():
    known = project_book().kinds["khadi_mark"]
    actions.change_paper_kind("khadi_mark", kind_told(), by=BY)
    assert (PaperKind.objects.count(), told("paper_kind_changed").count()) == (0, 0)
    row = actions.change_paper_kind("khadi_mark", kind_told(years=3), by=BY)
    assert (row.years, row.names, row.position) == (3, known.names, known.position)
    (event,) = told("paper_kind_changed")
    assert event.data["before"] == {"years": 5}
    assert event.data["after"] == {"years": 3}
    with refused("makers.paper_changed"):
        actions.change_paper_kind("khadi_mark", kind_told(years=4), by=BY)
    row.refresh_from_db()
    actions.change_paper_kind("khadi_mark", kind_told(years=4), seen=row.changed_at, by=BY)
    assert book().kinds["khadi_mark"].years == 4
    with refused("makers.no_such_paper"):
        actions.change_paper_kind("moon", kind_told(), by=BY)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"names": {"en": " "}}, "names"),
        ({"names": {"xx": "Mark"}}, "names"),
        ({"why": {"en": "x" * 201}}, "why"),
        ({"holder": "uncle"}, "holder"),
        ({"lasts": "long"}, "lasts"),
        ({"years": 0}, "years"),
        ({"asks": ["colour"]}, "asks"),
        ({"paper": "moon"}, "paper"),
        ({"source": " "}, "source"),
        ({"shape": "^(A+)+$", "example": "A"}, "shape"),
        ({"shape": "^[0-9", "example": "1"}, "shape"),
        ({"shape": "^[0-9]{2}$", "example": "123"}, "example"),
        ({"shape": "^[0-9]{2}$", "example": ""}, "example"),
    ],
)
def test_what_cannot_be_said_of_a_kind_is_refused_at_its_field(more, field):
    with refused("makers.bad_paper_kind", field=field):
        actions.change_paper_kind("khadi_mark", kind_told(**more), by=BY)
    assert PaperKind.objects.count() == 0


def test_a_gstin_keeps_its_check_digit_and_its_own_pattern():
    row = actions.change_paper_kind("gstin", kind_told("gstin", source="Rule 10"), by=BY)
    assert (row.proof, row.shape) == ("gstin", project_book().kinds["gstin"].shape)


# ---- rules


def test_a_changed_rule_ends_the_day_before_and_stays():
    begins = today() + 3 * DAY
    words = ["khadi", "khaddar"]
    made = actions.change_paper_rule("khadi-word", rule_told(from_on=begins, conditions={"words": words}), by=BY)
    was = PaperRule.objects.get(slug="khadi-word")
    assert (was.until_on, made.slug, made.from_on) == (begins - DAY, f"khadi-word-{begins:%Y%m%d}", begins)
    assert was.conditions == next(rule for rule in project_book().rules if rule.slug == "khadi-word").conditions
    assert wanted(claims="khaddar") == []
    assert wanted(claims="khaddar", on=begins) == [("khadi_mark", "claimed_without")]
    assert wanted(claims="खादी") == [("khadi_mark", "claimed_without")]
    assert wanted(claims="खादी", on=begins) == []
    (changed,) = told("paper_rule_changed")
    assert changed.data["after"] == {"until_on": (begins - DAY).isoformat()}
    assert changed.data["next"] == made.slug
    (begun,) = told("paper_rule_made")
    assert (begun.data["was"], begun.data["after"]["from_on"]) == ("khadi-word", begins.isoformat())


def test_a_rule_that_has_not_begun_is_changed_in_place():
    begins = today() + 9 * DAY
    made = actions.make_paper_rule(new_rule(from_on=begins), by=BY)
    again = actions.change_paper_rule(
        made.slug, rule_told(made.slug, from_on=begins + DAY), seen=made.changed_at, by=BY
    )
    assert (again.slug, again.from_on, PaperRule.objects.count()) == (made.slug, begins + DAY, 1)


def test_other_words_and_sources_move_no_day():
    row = actions.change_paper_rule("khadi-word", rule_told(source="KVIC letter"), by=BY)
    assert (row.slug, row.source, row.from_on, PaperRule.objects.count()) == ("khadi-word", "KVIC letter", None, 1)


def test_saying_a_rule_again_changes_nothing():
    for rule in project_book().rules:
        if rule.until_on is None:
            actions.change_paper_rule(rule.slug, rule_told(rule.slug), by=BY)
    assert (PaperRule.objects.count(), Event.objects.filter(kind__startswith="makers.paper_rule").count()) == (0, 0)


def test_days_that_are_over_stay_as_they_were():
    words = {"words": ["khaddar"]}
    with refused("makers.paper_rule_too_early", field="from_on"):
        actions.change_paper_rule("khadi-word", rule_told(from_on=today() - DAY, conditions=words), by=BY)
    with refused("makers.paper_rule_ended", field="from_on"):
        actions.change_paper_rule(
            "furniture-bis-large", rule_told("furniture-bis-large", conditions={}, until_on=None), by=BY
        )
    with refused("makers.paper_rule_ends_too_early", field="last"):
        actions.end_paper_rule("khadi-word", last=today() - 2 * DAY, by=BY)
    assert PaperRule.objects.count() == 0


def test_a_rule_is_ended_and_goes_on():
    row = actions.end_paper_rule("khadi-word", last=today(), by=BY)
    assert wanted(claims="khadi") == [("khadi_mark", "claimed_without")]
    assert wanted(claims="khadi", on=today() + DAY) == []
    with refused("makers.paper_changed"):
        actions.end_paper_rule("khadi-word", last=None, by=BY)
    actions.end_paper_rule("khadi-word", last=None, seen=row.changed_at, by=BY)
    assert wanted(claims="khadi", on=today() + DAY) == [("khadi_mark", "claimed_without")]
    assert told("paper_rule_ended").count() == 2


def test_a_rule_that_has_not_begun_is_taken_back():
    begins = today() + 9 * DAY
    made = actions.make_paper_rule(new_rule(from_on=begins), by=BY)
    assert wanted(on=begins) == [("handloom_mark", "missing")]
    back = actions.end_paper_rule(made.slug, last=begins - DAY, seen=made.changed_at, by=BY)
    assert wanted(on=begins) == []
    actions.end_paper_rule(made.slug, last=None, seen=back.changed_at, by=BY)
    assert wanted(on=begins) == [("handloom_mark", "missing")]


def test_a_new_rule_only_adds_also_before_its_day():
    """A kind that names the paper needs it before the rule begins, and after it has ended, as it did."""
    begins = today() + 9 * DAY
    actions.make_paper_rule(
        PaperRuleTold(
            paper="cosmetics_licence",
            need="must",
            from_on=begins,
            until_on=begins + DAY,
            conditions={"crafts": ["bamboo"]},
            source="An order",
        ),
        by=BY,
    )
    for day in (today(), begins, begins + 2 * DAY):
        assert wanted(("cosmetics_licence", "must"), on=day) == [("cosmetics_licence", "missing")]
        assert wanted(on=day) == []


def test_a_rule_for_crafts_or_kinds_holds_for_these_alone():
    actions.make_paper_rule(new_rule(conditions={"crafts": ["weaving"], "goods": ["shawl"]}), by=BY)
    assert wanted(craft="bamboo") == []
    assert wanted(craft="weaving") == [("handloom_mark", "missing")]
    assert wanted(craft="bamboo", kind="shawl") == [("handloom_mark", "missing")]


def test_a_rule_of_all_goods_hangs_on_an_answer():
    made = new_rule(need="must_if_answered", conditions={"said": {"sold_as": ["handloom"]}})
    actions.make_paper_rule(made, by=BY)
    assert "sold_as" in book().hangs_on
    assert wanted(said={"sold_as": "handloom"}) == [("handloom_mark", "missing")]
    assert wanted(said={"sold_as": "cloth"}) == []


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"paper": "moon"}, "paper"),
        ({"need": "perhaps"}, "need"),
        ({"beside": "handloom_mark"}, "beside"),
        ({"where": "every where"}, "where"),
        ({"from_on": None}, "from_on"),
        ({"until_on": lambda: today() - DAY}, "until_on"),
        ({"need": "claim"}, "words"),
        ({"conditions": {"words": ["ab*"]}}, "words"),
        ({"conditions": {"words": ["*"]}}, "words"),
        ({"conditions": {"said": {"Sold As": ["x"]}}}, "said"),
        ({"need": "must_if_answered"}, "said"),
        ({"conditions": {"kinds": ["moon"]}}, "kinds"),
        ({"conditions": {"covers": "plant_paise"}}, "covers"),
        ({"conditions": {"most": {"plant_paise": -1}}}, "most"),
        ({"conditions": {"among": {"size": ["huge"]}}}, "among"),
        ({"conditions": {"within_days": 0}}, "within_days"),
        ({"conditions": {"crafts": ["No Craft"]}}, "crafts"),
        ({"says": {"en": "x" * 201}}, "says"),
        ({"source": ""}, "source"),
    ],
)
def test_what_cannot_be_said_in_a_rule_is_refused_at_its_field(more, field):
    more = {key: value() if callable(value) else value for key, value in more.items()}
    with refused("makers.bad_paper_rule", field=field):
        actions.make_paper_rule(new_rule(**more), by=BY)


def test_short_names_are_made_and_kept_apart():
    first, second = (actions.make_paper_rule(new_rule(), by=BY) for _number in range(2))
    assert first.slug == f"handloom-mark-must-{today():%Y%m%d}"
    assert second.slug == f"{first.slug[:37]}-2"
    with refused("makers.paper_name_taken", field="slug"):
        actions.make_paper_rule(new_rule(), slug="khadi-word", by=BY)
    with refused("makers.bad_paper_rule", field="slug"):
        actions.make_paper_rule(new_rule(), slug="new", by=BY)
