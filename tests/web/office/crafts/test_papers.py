"""Papers and their rules at the office: which goods and makers a change moves is shown before it is saved."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from haat.core.dates import today
from haat.core.models import Event
from haat.makers.models import PaperKind, PaperRule
from haat.makers.paper_book import book, project_book
from tests.make import make_craft, make_good
from tests.web.office.signed import district, officer

pytestmark = pytest.mark.django_db
LIST, NEW_KIND, NEW_RULE = (reverse(f"office:crafts:{name}") for name in ("papers", "new_paper_kind", "new_paper_rule"))


def of(kind="rule", slug="khadi-word", name=""):
    return reverse(f"office:crafts:{name or f'paper_{kind}'}", args=[slug])


def text(answer):
    return answer.content.decode()


def typed(client, address, **more):
    """The form of a page as a browser would send it back; several of one name in a list."""
    form = client.get(address).context["form"]
    sent = {"seen": form.seen_now}
    for bound in form:
        value = bound.value()
        if value not in (None, "", False, []) and bound.name != "seen":
            shown = bound.as_hidden() if bound.name.endswith("_on") else ""
            sent[bound.name] = shown.partition('value="')[2].partition('"')[0] if shown else value
            if value is True:
                sent[bound.name] = "on"
    return {name: value for name, value in {**sent, **more}.items() if value != ""}


def change(client, address, **more):
    return client.post(address, typed(client, address, **more))


@pytest.fixture
def desk():
    district()
    return officer("desk")


def test_both_lists_say_who_gives_it_how_it_looks_how_long_it_holds_and_when_a_rule_holds(desk):
    answer = desk.get(LIST)
    html = text(answer)
    assert len(answer.context["kinds"]) == 30
    assert {line.stands for line in answer.context["rules"]} == {"holds"}
    for said in (
        "CM/L(-)9999999(9)(9)(9)",
        "its last sign is a check digit",
        "who writes the invoice",
        "until the day on it, 5 years",
        "not known, ask",
        "Plant and machinery at most ₹25,00,000",
        "signed by a chartered accountant",
        "2026",
    ):
        assert said in html, said
    assert "furniture-bis-large" not in html
    assert "furniture-bis-large" in text(desk.get(f"{LIST}?over=1"))
    only = desk.get(f"{LIST}?paper=khadi_mark")
    assert [line.rule.slug for line in only.context["rules"]] == ["khadi-word"]
    assert desk.get(f"{LIST}?paper=moon").status_code == 200


def test_the_list_takes_as_many_statements_for_changed_lines_as_for_none(desk):
    desk.get(LIST)
    with CaptureQueriesContext(connection) as first:
        desk.get(LIST)
    for slug in ("khadi_mark", "silk_mark", "packer"):
        change(desk, of("kind", slug), source="A letter")
    with CaptureQueriesContext(connection) as second:
        assert text(desk.get(LIST)).count("changed here") == 3
    assert len(first) == len(second)


def test_saving_any_paper_and_rule_of_the_project_without_a_change_changes_nothing(desk):
    for slug in project_book().kinds:
        assert change(desk, of("kind", slug)).status_code == 302, slug
    for rule in project_book().rules:
        if rule.until_on is None:
            answer = change(desk, of(slug=rule.slug))
            assert answer.status_code == 302, (rule.slug, answer.context and answer.context["form"].errors)
    assert (PaperKind.objects.count(), PaperRule.objects.count()) == (0, 0)
    assert not Event.objects.filter(kind__startswith="makers.paper_").exists()


def test_a_paper_is_added_once_and_its_page_opens(desk):
    told = {"name_hi": "शहद मार्क", "name_en": "Honey mark", "holder": "seller", "look": "HM99", "example": "hm 12"}
    told |= {"lasts": "expires", "years": "२", "asks": ["covers"], "source": "A letter", "sure": "on", "nonce": "n"}
    for _turn in range(2):
        assert desk.post(NEW_KIND, told)["Location"] == LIST
    row = PaperKind.objects.get()
    assert (row.slug, row.shape, row.example, row.years) == ("honey_mark", "^HM[0-9]{2}$", "HM12", 2)
    html = text(desk.get(of("kind", "honey_mark")))
    assert "Honey mark" in html
    assert "Paper added" in html


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"name_hi": ""}, "name_hi"),
        ({"look": "((9"}, "look"),
        ({"look": "99", "example": "1"}, "example"),
        ({"years": "long"}, "years"),
        ({"years": "99"}, "years"),
        ({"source": ""}, "source"),
        ({"holder": "uncle"}, "holder"),
        ({"asks": ["colour"]}, "asks"),
    ],
)
def test_what_is_wrong_with_a_paper_stands_at_its_field_and_nothing_typed_is_lost(desk, more, field):
    address = of("kind", "khadi_mark")
    answer = change(desk, address, **({"why_en": "Because of the mark"} | more))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert "Because of the mark" in text(answer)
    assert PaperKind.objects.count() == 0


def test_a_pattern_that_cannot_be_written_so_stays_while_its_field_is_empty(desk):
    answer = desk.get(of("kind", "iec"))
    assert "[0-9]{10}" in text(answer)
    change(desk, of("kind", "iec"), source="DGFT")
    assert PaperKind.objects.get().shape == project_book().kinds["iec"].shape


def test_which_goods_a_new_rule_keeps_back_is_shown_before_it_is_saved(desk):
    good = make_good("Shawl", craft=make_craft("weaving"))
    make_good("Basket")
    told = {"paper": "handloom_mark", "need": "must", "of": "all", "where": "everywhere", "source": "An order"}
    told |= {"from_on": today().isoformat(), "crafts": ["weaving"], "sure": "on", "nonce": "n"}
    shown = desk.post(NEW_RULE, told)
    html = text(shown)
    assert (shown.status_code, PaperRule.objects.count()) == (200, 0)
    assert "1 good needs something else then" in html
    assert "Of 1 maker." in html
    assert "1 will wait for a paper." in html
    assert [row.pk for row, _move in shown.context["moves"].rows] == [good.pk]
    assert "Handloom Mark is missing." in html
    answer = desk.post(NEW_RULE, told | {"agreed": shown.context["moves"].agreed})
    row = PaperRule.objects.get()
    assert answer["Location"] == of(slug=row.slug)
    assert (row.conditions, row.of_all) == ({"crafts": ["weaving"], "besides": True}, True)
    html = text(desk.get(of(slug=row.slug)))
    assert "Rule begun" in html
    assert "Weaving" in html or "weaving" in html


def test_goods_that_came_meanwhile_are_shown_anew(desk):
    craft = make_craft("weaving")
    make_good("Shawl", craft=craft)
    told = {"paper": "handloom_mark", "need": "must", "of": "all", "where": "everywhere", "source": "An order"}
    told |= {"from_on": today().isoformat(), "crafts": ["weaving"], "sure": "on", "nonce": "n"}
    first = desk.post(NEW_RULE, told).context["moves"].agreed
    make_good("Stole", craft=craft)
    again = desk.post(NEW_RULE, told | {"agreed": first})
    assert "2 goods need something else then" in text(again)
    assert PaperRule.objects.count() == 0


def test_a_rule_is_changed_from_a_day_on_and_both_stand_in_the_list(desk):
    begins = today() + timedelta(days=5)
    answer = change(desk, of(), from_on=begins.isoformat(), words="khadi\nkhaddar", nonce="n")
    now = PaperRule.objects.get(slug=f"khadi-word-{begins:%Y%m%d}")
    assert answer["Location"] == of(slug=now.slug)
    assert now.conditions == {"words": ["khadi", "khaddar"]}
    html = text(desk.get(of(slug=now.slug)))
    assert "As it was, as it is, as it will be" in html
    assert "begins later" in html
    assert "Rule begun" in html
    assert "Last day" in text(desk.get(of()))


def test_who_was_slower_reads_what_stands_there_now(desk):
    seen = typed(desk, of(), source="Mine")
    change(desk, of(), source="Theirs")
    answer = desk.post(of(), seen)
    assert answer.status_code == 422
    assert "There now: Theirs" in text(answer)
    assert "Mine" in text(answer)
    assert PaperRule.objects.get().source == "Theirs"


def test_a_rule_ends_after_it_was_shown_what_that_frees_and_goes_on(desk):
    good = make_good("Khadi shawl")
    address = of(name="end_paper_rule")
    told = {"last": today().isoformat(), "seen": "", "nonce": "n"}
    shown = desk.post(address, told)
    assert "1 will wait for none any more." in text(shown)
    assert [row.pk for row, _move in shown.context["moves"].rows] == [good.pk]
    assert PaperRule.objects.count() == 0
    desk.post(address, told | {"agreed": shown.context["moves"].agreed})
    assert PaperRule.objects.get().until_on == today()
    seen = desk.get(of()).context["form"].seen_now
    desk.post(of(name="paper_rule_goes_on"), {"seen": seen, "nonce": "m"})
    assert PaperRule.objects.get().until_on is None
    assert "Last day of the rule set" in text(desk.get(of()))


def test_a_last_day_that_is_over_is_refused_at_its_field(desk):
    answer = desk.post(of(name="end_paper_rule"), {"last": "2020-01-01", "seen": ""})
    assert answer.status_code == 422
    assert answer.context["ending"].errors["last"]
    assert PaperRule.objects.count() == 0


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"from_on": "yesterday"}, "from_on"),
        ({"from_on": "2020-01-01", "words": "khaddar"}, "from_on"),
        ({"said": "sold_as"}, "said"),
        ({"words": "ab*"}, "words"),
        ({"plant_paise": "much"}, "plant_paise"),
        ({"within_days": "many"}, "within_days"),
        ({"source": ""}, "source"),
        ({"crafts": ["moon"]}, "crafts"),
        ({"beside": "khadi_mark"}, "beside"),
    ],
)
def test_what_is_wrong_in_a_rule_stands_at_its_field_and_nothing_typed_is_lost(desk, more, field):
    answer = change(desk, of(), **({"says_en": "Because of the mark"} | more))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert "Because of the mark" in text(answer)
    assert PaperRule.objects.count() == 0


def test_a_rule_that_is_over_is_history(desk):
    answer = desk.get(of(slug="furniture-bis-large"))
    assert "This rule is history" in text(answer)
    assert "Save for every mart" not in text(answer)
    assert desk.get(of(slug="no-such-rule")).status_code == 404
    assert desk.get(of("kind", "moon")).status_code == 404


def test_hostile_words_are_words(desk):
    answer = change(desk, of("kind", "packer"), name_en="<script>alert(1)</script>", source="'; DROP TABLE")
    assert answer.status_code == 302
    assert "<script>alert" not in text(desk.get(LIST))
    assert book().kinds["packer"].names["en"] == "<script>alert(1)</script>"


@pytest.mark.parametrize("language", ["hi", "mr"])
def test_pages_are_read_in_hindi_and_marathi(desk, language):
    client = officer("desk", language=language)
    for address in (LIST, NEW_KIND, NEW_RULE, of(), of("kind", "khadi_mark")):
        answer = client.get(address)
        assert answer.status_code == 200
        for english in (
            "Papers and their rules",
            "How it is needed",
            "Who gives it",
            "Conditions",
            "at every marketplace",
        ):
            assert english not in text(answer), (address, english)


def test_who_may_not_change_crafts_finds_nothing():
    district()
    for role in ("coordinator", "rider", "accountant"):
        assert officer(role).get(LIST).status_code in (403, 404)


def test_sources_are_said_so_that_an_officer_can_look_them_up():
    known = project_book()
    rows = [*known.kinds.values(), *known.rules]
    assert [row.source for row in rows if not row.source or re.search(r"\.(csv|md)\b|\b[PS][0-9]+\b", row.source)] == []
