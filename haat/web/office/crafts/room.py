"""Crafts: what makers practise, kept for all marts of the installation."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from haat.catalogue.queries import open_craft_asks
from haat.places.models import Mart, Place
from haat.review import stuck
from haat.web.office.crafts import paper_history, rule_text
from haat.web.office.desk.rooms import Field, Room, Shape, Trouble


def waits(mart: Mart, place: Place) -> Iterable[QuerySet[Any]]:
    """Crafts that makers asked for."""
    return (open_craft_asks(mart, place),)


def kind_told(data: Mapping[str, Any]) -> Shape:
    """What is shown of a kind that was made or changed."""
    return _of_kind(data.get("before", {})), _of_kind(data.get("after", {}))


def _of_kind(facts: Mapping[str, Any]) -> dict[str, Any]:
    shown = {field: facts[field] for field in ("names", "hsn", "tax_slug", "shelf_life_days") if field in facts}
    if "rules" in facts:
        shown["rules"] = [_rule(rule) for rule in facts["rules"]]
    if "channels" in facts:
        words = ((channel, each.get("type") or each.get("id")) for channel, each in facts["channels"].items())
        shown["called"] = [f"{channel}: {word}" for channel, word in words if word]
    return shown


def _rule(rule: Mapping[str, Any]) -> str:
    chosen = " ".join(rule[field] or "–" for field in ("hsn", "tax") if field in rule)
    return f"{rule_text.written(rule['when'], {})} → {chosen}"


# A question's fields by the names histories know them by.
ASKED = {
    **{"labels": "question", "type": "answered_with", "unit": "asked_unit", "choices": "answers"},
    **{"required_for": "required_by", "expected_by": "sometimes_by", "sure": "asked_proven"},
}


def attribute_told(data: Mapping[str, Any]) -> Shape:
    """What is shown of a question that was added or changed."""
    before, after = data.get("before", {}), data.get("after", {})
    return (
        {ASKED[field]: value for field, value in before.items() if field in ASKED},
        {ASKED[field]: value for field, value in after.items() if field in ASKED},
    )


ROOM = Room(
    title=_("Crafts"),
    order=32,
    kept=True,
    first="office:crafts:list",
    deed="change_crafts",
    whole_mart=True,
    waits=waits,
    words={
        "question_kind": {
            "text": _("words"),
            "number": _("a number"),
            "choice": _("a choice"),
            "size": _("a size"),
            "yes_no": _("yes or no"),
        },
        "answered_with": {
            "text": _("words"),
            "number": _("a number"),
            "choice": _("a choice"),
            "several": _("several choices"),
            "yes_no": _("yes or no"),
            "measure": _("a measure"),
            "size": _("a size"),
        },
        **paper_history.WORDS,
    },
    events={
        **paper_history.EVENTS,
        "catalogue.craft_made": _("Craft added"),
        "catalogue.craft_changed": _("Craft changed"),
        "catalogue.kind_made": _("Kind added"),
        "catalogue.kind_changed": _("Kind changed"),
        "catalogue.attribute_made": _("Question added"),
        "catalogue.attribute_changed": _("Question changed"),
        "catalogue.craft_asked": _("A maker asked for a craft"),
        "catalogue.craft_answered": _("Answered to the maker"),
    },
    fields={
        **paper_history.FIELDS,
        "catalogue.lines": Field(_("What is made"), "names"),
        "catalogue.papers": Field(_("Papers needed"), "word:paper"),
        "catalogue.materials": Field(_("Materials"), "named"),
        "catalogue.drawing": Field(_("Drawing"), "drawing"),
        "catalogue.position": Field(_("Place in the list")),
        "catalogue.rules": Field(_("Rules"), "list"),
        "catalogue.called": Field(_("What channels call it"), "list"),
        "catalogue.question": Field(_("Question"), "names"),
        "catalogue.answered_with": Field(_("Answered with"), "word:answered_with"),
        "catalogue.asked_unit": Field(_("Unit")),
        "catalogue.answers": Field(_("Answers"), "list"),
        "catalogue.required_by": Field(_("Required by"), "word:asker"),
        "catalogue.sometimes_by": Field(_("Sometimes asked by"), "word:asker"),
        "catalogue.asked_proven": Field(_("It is proven that this is asked"), "yes"),
    },
    reads={
        **paper_history.READS,
        "catalogue.kind_made": kind_told,
        "catalogue.kind_changed": kind_told,
        "catalogue.attribute_made": attribute_told,
        "catalogue.attribute_changed": attribute_told,
    },
    troubles=(
        Trouble(
            kind="asked_craft",
            find=stuck.asked_crafts,
            says=_("A maker asks for a craft that is not on the list: %(what)s"),
            key=_("Answer her"),
            page="office:crafts:list",
        ),
    ),
)
