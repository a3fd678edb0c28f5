"""Templates rendered in fewer calls say what Django's own nodes say."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, NamedTuple
from unittest.mock import patch

import pytest
from django.template import Context, Engine, VariableDoesNotExist
from django.template.base import Parser
from django.template.loader_tags import ExtendsNode
from django.utils.functional import lazystr
from django.utils.safestring import mark_safe

from haat.web.ui import folding
from haat.web.ui.quick import Chosen, Extends, QuickParser, Row, Said, Shown


class Point(NamedTuple):
    x: int
    name: str


class Stubborn:
    """Fails when it is asked."""

    @property
    def broken(self) -> str:
        raise AttributeError("on purpose")

    @property
    def missing(self) -> str:
        raise VariableDoesNotExist("on purpose")


class Silent:
    def take_away(self) -> str:
        return "gone"

    take_away.alters_data = True  # type: ignore[attr-defined]

    def needs(self, something: str) -> str:
        return something

    def says(self) -> str:
        return "said <b>"


NAMES: dict[str, Any] = {
    "text": "a <b> & \"c\" 'd'",
    "safe": mark_safe("<i>safe</i>"),
    "lazy": lazystr("lazy <b>"),
    "number": 1234567,
    "half": 0.5,
    "nothing": None,
    "empty": "",
    "yes": True,
    "when": datetime(2026, 3, 1, 12, 30, tzinfo=UTC),
    "names": {"first": "one <", "items": "taken", "deep": {"x": [1, 2, {"y": "z"}]}},
    "things": ["a", "b <", "c"],
    "point": Point(3, "here <"),
    "thing": SimpleNamespace(x=7, inner=SimpleNamespace(name="in <")),
    "silent": Silent(),
    "call": lambda: "called <",
    "make": lambda: {"x": "made"},
    "kinds": [Point(1, "one"), Point(2, "two")],
}
TEMPLATES = {
    "base.html": (
        "<{% block title %}none{% endblock %}|{% block main %}{% endblock %}|{% block foot %}{{ text }}{% endblock %}>"
    ),
    "middle.html": '{% extends "base.html" %}{% block main %}[{% block inner %}m{% endblock %}]{% endblock %}',
    "page.html": (
        '{% extends "middle.html" %}{% block title %}{{ block.super }}+{{ text }}{% endblock %}'
        "{% block inner %}{% with text='new' %}{{ text }}{% endwith %}{{ block.super }}{% endblock %}"
    ),
    "chosen.html": "{% extends parent %}{% block main %}by name{% endblock %}",
    "part.html": "({{ text }},{{ number }},{{ given }})",
    "wide.html": '{% extends "base.html" %}{% block main %}{% include "page.html" %}{% endblock %}',
}
SAID = [
    *(
        "{{ text }}",
        "{{ safe }}",
        "{{ lazy }}",
        "{{ number }}",
        "{{ half }}",
        "{{ nothing }}",
        "{{ empty }}",
        "{{ yes }}",
    ),
    *(
        "{{ when }}",
        "{{ missing }}",
        "{{ names.first }}",
        "{{ names.items }}",
        "{{ names.missing }}",
        "{{ names.keys }}",
    ),
    *(
        "{{ names.deep.x.2.y }}",
        "{{ things.1 }}",
        "{{ things.9 }}",
        "{{ things.count }}",
        "{{ point.x }}",
        "{{ point.1 }}",
    ),
    *("{{ point.name }}", "{{ point.none }}", "{{ thing.x }}", "{{ thing.inner.name }}", "{{ thing.none.more }}"),
    *(
        "{{ silent.take_away }}",
        "{{ silent.needs }}",
        "{{ silent.says }}",
        "{{ call }}",
        "{{ make.x }}",
        "{{ text.upper }}",
    ),
    *(
        "{{ text|upper }}",
        "{{ missing|default:text }}",
        "{{ text|default:missing }}",
        "{{ number|add:2 }}",
        "{{ 'a<b' }}",
    ),
    *(
        "{{ text|safe }}",
        "{{ lazy|upper }}",
        "{{ _('Search') }}",
        "{{ 12 }}",
        "{{ True }}",
        "{{ None }}",
        "{{ block }}",
    ),
    *("{{ template }}", "{{ forloop.counter }}"),
    *("{% autoescape off %}{{ text }}{{ names.first }}{% endautoescape %}", "{% firstof missing text %}"),
    *("{% if yes %}y{% else %}n{% endif %}", "{% if missing %}y{% elif empty %}e{% else %}n{% endif %}"),
    *(
        "{% if not missing %}y{% endif %}",
        "{% if number > 5 and text %}y{% endif %}",
        "{% if 'b' in things %}y{% endif %}",
    ),
    *(
        "{% if missing > 5 %}y{% endif %}",
        "{% if text|default:missing %}y{% endif %}",
        "{% if empty|default:gone %}y{% endif %}",
    ),
    *("{% if empty|add:gone %}y{% else %}n{% endif %}", "{% if missing == None %}y{% endif %}"),
    *("{% for each in kinds %}{{ forloop.counter }}{{ each.name }}{{ each.x }}{% empty %}none{% endfor %}",),
    *(
        "{% for a, b in kinds %}{{ a }}{{ b }}{% endfor %}",
        "{% with a=text b=names %}{{ a }}{{ b.first }}{% endwith %}",
    ),
    *('{% include "part.html" %}', '{% include "part.html" with given=names.first %}{{ given }}'),
    *('{% include "part.html" with given=text only %}', "{% include which %}", '{% include "page.html" %}{{ text }}'),
    *("{% block own %}{{ text }}{% endblock %}", '{% load i18n ui %}{% icon "back" %}{% price 1234500 as p %}{{ p }}'),
    *(
        '{% load ui %}{% key_button text=text url="/x?a=1&b" kind="second" %}',
        "{% load ui %}{% stars 3.5 %}{{ value }}",
    ),
    *('{% extends "base.html" %}{% block main %}{% include "part.html" %}{% endblock %}', '{% extends "page.html" %}'),
    *('{% extends "wide.html" %}', '{% extends "middle.html" %}{% block foot %}{% endblock %}'),
    *('{% include "wide.html" %}{% include "middle.html" %}', '{% include "chosen.html" %}'),
]


def engine() -> Engine:
    inner = [("django.template.loaders.locmem.Loader", TEMPLATES), "django.template.loaders.app_directories.Loader"]
    loaders: list[Any] = [("haat.web.ui.folding.Loader", inner)]
    return Engine(loaders=loaders, libraries={"ui": "haat.web.ui.templatetags.ui", "i18n": "django.templatetags.i18n"})


def said(source: str, *, quick: bool) -> tuple[str, str]:
    """What a template says twice in a row, for what is remembered; or how it fails."""
    names = {**NAMES, "parent": "base.html", "which": "part.html"}
    asked = patch.dict(TEMPLATES, {"asked.html": source})
    with asked, patch.object(folding, "QuickParser", QuickParser if quick else Parser):
        try:
            template = engine().get_template("asked.html")
            first, again = (template.render(Context(dict(names))) for _turn in range(2))
        except Exception as wrong:
            return type(wrong).__name__, ""
    return first, again


@pytest.mark.parametrize("source", SAID)
def test_templates_say_what_djangos_own_nodes_say(source):
    assert said(source, quick=True) == said(source, quick=False)


@pytest.mark.parametrize("source", ["{{ thing.broken }}", "{{ thing.missing }}", "{% if thing.broken %}y{% endif %}"])
def test_what_fails_fails_alike(source, monkeypatch):
    monkeypatch.setitem(NAMES, "thing", Stubborn())
    assert said(source, quick=True) == said(source, quick=False)


def test_names_that_a_page_gives_itself_end_with_their_block():
    main = "{% block main %}{% price 100 as p %}{{ p }}{% endblock %}"
    source = '{% extends "base.html" %}{% load ui %}' + main + "{% block foot %}{{ p }}{% endblock %}"
    found = said(source, quick=True)
    assert found == said(source, quick=False)
    assert found[0].endswith("|>")


def test_our_nodes_stand_in_the_place_of_djangos(monkeypatch):
    monkeypatch.setitem(TEMPLATES, "asked.html", "{{ text }}{% if text %}{% endif %}")
    row = engine().get_template("asked.html").nodelist
    assert [type(each) for each in (row, *row, row[0].filter_expression)] == [Row, Shown, Chosen, Said]
    assert type(engine().get_template("page.html").nodelist[0]) is Extends


def test_while_templates_are_debugged_each_node_is_djangos():
    debugged = engine()
    debugged.debug = True
    assert type(debugged.get_template("page.html").nodelist[0]) is ExtendsNode
