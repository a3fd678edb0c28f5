"""What histories tell of papers and of the rules about them."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from haat.makers.models import PaperRule
from haat.makers.paper_book import project_book
from haat.web.office.crafts.paper_words import HOLDERS, LASTS, NEEDS, PLACES, conditions_said
from haat.web.office.desk.rooms import Field, Shape, Words

WORDS: dict[str, Words] = {
    "paper_holder": HOLDERS,
    "paper_lasts": LASTS,
    "paper_need": NEEDS,
    "paper_place": PLACES,
}
EVENTS: Words = {
    "makers.paper_kind_made": _("Paper added"),
    "makers.paper_kind_changed": _("Paper changed"),
    "makers.paper_rule_made": _("Rule begun"),
    "makers.paper_rule_changed": _("Rule changed"),
    "makers.paper_rule_ended": _("Last day of the rule set"),
}
FIELDS = {
    "makers.ruled_called": Field(_("Name"), "names"),
    "makers.ruled_asked_why": Field(_("Why it is asked for"), "names"),
    "makers.ruled_counts_as": Field(_("Counts as"), "word:paper"),
    "makers.ruled_given_by": Field(_("Who gives it"), "word:paper_holder"),
    "makers.ruled_several": Field(_("One holder may have several of it"), "yes"),
    "makers.ruled_shape": Field(_("How its number looks")),
    "makers.ruled_example": Field(_("An example of its number")),
    "makers.ruled_lasts": Field(_("How long it holds"), "word:paper_lasts"),
    "makers.ruled_years": Field(_("Years")),
    "makers.ruled_proven": Field(_("It is proven"), "yes"),
    "makers.ruled_source": Field(_("Source")),
    "makers.ruled_paper": Field(_("Which paper"), "word:paper"),
    "makers.ruled_need": Field(_("How it is needed"), "word:paper_need"),
    "makers.ruled_beside": Field(_("Only for goods that also need"), "word:paper"),
    "makers.ruled_of_all": Field(_("Also for goods whose kind does not name it"), "yes"),
    "makers.ruled_sold_where": Field(_("Where they are sold"), "word:paper_place"),
    "makers.ruled_from_on": Field(_("From"), "day"),
    "makers.ruled_until_on": Field(_("Last day"), "day"),
    "makers.ruled_conditions": Field(_("Conditions"), "list"),
    "makers.ruled_says": Field(_("What is said of it"), "names"),
}
# A field of a kind, or of a rule, by the name histories know it by.
KIND = {
    **{"names": "called", "why": "asked_why", "paper": "counts_as", "holder": "given_by", "several": "several"},
    **{"shape": "shape", "example": "example", "lasts": "lasts", "years": "years", "sure": "proven"},
    "source": "source",
}
RULE = {
    **{"paper": "paper", "need": "need", "beside": "beside", "of_all": "of_all", "where": "sold_where"},
    **{"from_on": "from_on", "until_on": "until_on", "says": "says", "source": "source", "sure": "proven"},
}


def kind_told(data: Mapping[str, Any]) -> Shape:
    """What is shown of a kind of paper that was added or changed."""
    return _named(data.get("before", {}), KIND), _named(data.get("after", {}), KIND)


def rule_told(data: Mapping[str, Any]) -> Shape:
    """What is shown of a rule that was begun, changed or ended."""
    return _of_rule(data.get("before", {})), _of_rule(data.get("after", {}))


def _of_rule(facts: Mapping[str, Any]) -> dict[str, Any]:
    shown = _named(facts, RULE)
    if str(shown.get("ruled_need", "")).startswith("must_if"):
        shown["ruled_need"] = "must_if_answered"
    if "conditions" in facts:
        shown["ruled_conditions"] = conditions_said(PaperRule(conditions=facts["conditions"]), project_book())
    return shown


def _named(facts: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    return {f"ruled_{names[field]}": value for field, value in facts.items() if field in names}


READS = {
    **{f"makers.paper_kind_{deed}": kind_told for deed in ("made", "changed")},
    **{f"makers.paper_rule_{deed}": rule_told for deed in ("made", "changed", "ended")},
}
