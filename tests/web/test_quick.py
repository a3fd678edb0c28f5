"""Quick nodes write what Django's own write, whatever stands in a context; a page finds its templates once."""

from collections import UserDict
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.template import Context, Engine, TemplateDoesNotExist, TemplateSyntaxError, VariableDoesNotExist
from django.template.base import FilterExpression, VariableNode
from django.urls import NoReverseMatch, reverse
from django.utils import timezone, translation
from django.utils.safestring import mark_safe

from haat.web.ui.folding import Loader
from haat.web.ui.quick import addresses
from haat.web.ui.quick.values import QuickExpression, QuickVariable


class Folded(Loader):
    """Named here so that the engine finds it by a path of its own."""


class Row:
    """What a row of a table may do to a template."""

    kind = "row"

    def __init__(self, **given: Any) -> None:
        self.__dict__ |= given

    def __str__(self) -> str:
        return "<row>"

    def said(self) -> str:
        return "said & done"

    def wants(self, one: str) -> str:
        return one

    def wrong(self) -> str:
        return len(3)  # type: ignore[arg-type, return-value]

    def delete(self) -> str:
        raise AssertionError("a template changed data")

    delete.alters_data = True  # type: ignore[attr-defined]

    @property
    def missing(self) -> str:
        raise ObjectDoesNotExist("no such row")

    @property
    def broken(self) -> str:
        raise AttributeError("deep inside")


class Choice:
    do_not_call_in_templates = True
    label = "a choice"

    def __call__(self) -> str:
        raise AssertionError("was called")


def engine(*, debug: bool, invalid: str = "", **templates: str) -> Engine:
    """With `debug` Django's own nodes, without ours."""
    own = ("django.template.loaders.locmem.Loader", {**PARTS, **templates})
    found = [own, "django.template.loaders.app_directories.Loader"]
    made = Engine(debug=debug, loaders=[(f"{__name__}.Folded", found)], string_if_invalid=invalid)
    libraries = Engine.get_default().template_libraries
    made.template_libraries |= {name: libraries[name] for name in ("i18n", "l10n", "tz", "ui", "static")}
    return made


PARTS = {
    "base": (
        "<h1>{% block head %}base {{ n }}{% endblock %}</h1>{% block main %}{% endblock %}"
        "{% block foot %}f{% endblock %}"
    ),
    "middle": "{% extends 'base' %}{% block main %}[{% block inner %}{% endblock %}]{% endblock %}",
    "part": "({{ n }}{{ given }}{% cycle 'a' 'b' %})",
    "deep": "{% include 'part' with given=1 %}{% include 'part' only %}",
}


def context() -> Context:
    return Context(
        {
            "n": 1200,
            "half": 1.5,
            "dear": Decimal("12.50"),
            "yes": True,
            "none": None,
            "text": "a <b> & 'c' \"d\"",
            "safe": mark_safe("<i>x</i>"),
            "day": timezone.now().replace(2026, 3, 4, 5, 6, 7),
            "rows": [Row(name="A&B", pieces=2), Row(name="C", pieces=1)],
            "pairs": [("a", 1), ("b", 2)],
            "one": SimpleNamespace(two={"three": ["x", "y"]}),
            "map": {"items": "taken", "1": "key", "k": {"v": 5}},
            "own": UserDict({"k": "by key"}),
            "row": Row(name="R"),
            "choice": Choice(),
            "call": lambda: {"inside": "called"},
            "maker": {"hi": "अ", "en": "<A>"},
            "empty": [],
            "generated": (each for each in "xyz"),
            "given": "",
        }
    )


SOURCES = [
    "{{ n }} {{ half }} {{ dear }} {{ yes }} {{ none }} {{ text }} {{ safe }} {{ nothing }} {{ nothing.at.all }}",
    "{{ day }}|{{ day|date:'Y-m-d H:i' }}|{{ day|time }}",
    "{{ text|upper }} {{ text|safe }} {{ safe|upper }} {{ text|length }} {{ text|default:'x' }}"
    " {{ none|default:_('Send') }}",
    "{{ nothing|default:'none' }} {{ nothing|default_if_none:'none' }} {{ n|add:half }}"
    " {{ n|add:'1' }} {{ empty|join:', ' }}",
    "{% autoescape off %}{{ text }}{{ safe }}{{ n }}{{ row }}{% endautoescape %}{{ row }}{{ text|force_escape }}",
    "{{ one.two.three.1 }} {{ one.two.three.7 }} {{ one.two.four }} {{ map.items }} {{ map.1 }}"
    " {{ map.k.v }} {{ own.k }}",
    "{{ own.keys|length }} {{ text.upper }} {{ rows.0.name }} {{ rows.1.pieces }} {{ row.kind }}"
    " {{ row.said }} {{ row.none }}",
    "{{ row.wants }} {{ row.delete }} {{ row.missing }} {{ row.missing.more }} {{ choice.label }}"
    " {{ call.inside }} {{ 7 }} {{ 'w' }}",
    "{% if row.missing %}a{% else %}b{% endif %}{% if nothing %}a{% elif nothing.more == None %}"
    "c{% endif %}{% if not nothing %}d{% endif %}",
    "{% if n > 3 and half < 2 or nothing %}a{% endif %}{% if 'A&B' in rows.0.name %}b{% endif %}"
    "{% if n == nothing %}c{% endif %}",
    "{% for row in rows %}{{ forloop.counter }}{{ forloop.first }}{{ forloop.last }}{{ row.name }};"
    "{% endfor %}{{ row.name }}",
    "{% for a, b in pairs %}{{ forloop.revcounter }}{{ forloop.revcounter0 }}{{ a }}{{ b }}"
    "{% for c in pairs reversed %}"
    "{{ forloop.parentloop.counter0 }}{{ c.0 }}{% endfor %}{% endfor %}{{ a }}",
    "{% for x in empty %}x{% empty %}none{{ n }}{% endfor %}{% for x in nothing %}x{% empty %}{{ x }}e{% endfor %}",
    "{% for x in generated %}{{ x }}{% ifchanged %}{{ n }}{% endifchanged %}{% cycle 'p' 'q' %}{% endfor %}",
    "{% for key, value in map.k.items %}{{ key }}={{ value }}{% endfor %}{% with a=n b=text|upper %}"
    "{{ a }}{{ b }}{% endwith %}{{ b }}",
    "{% include 'part' %}{% include 'part' with given=text %}{% include 'deep' %}{% include which %}",
    "{% extends 'base' %}{% block head %}{{ block.super }}+{{ n }}{% endblock %}{% block foot %}"
    "{% include 'part' %}{% endblock %}",
    "{% extends 'middle' %}{% block inner %}{{ text }}{% endblock %}{% block main %}<{{ block.super }}>{% endblock %}",
    "{% extends which_base %}{% block head %}{{ n }}{% endblock %}",
    "{% load i18n %}{% blocktranslate %}100% of {{ n }}{% endblocktranslate %}{% translate text %}"
    "{% translate 'Send' %}",
    "{% load i18n ui %}{% blocktranslate trimmed with amount=n|rupees %}\n  {{ amount }}"
    "\n  of it {{ text }} {{ nothing }}\n{% endblocktranslate %}",
    "{% load i18n %}{% blocktranslate count c=rows|length with t=text %}{{ c }} good {{ t }}"
    "{% plural %}{{ c }} goods {{ t }}{% endblocktranslate %}{{ t }}",
    "{% load i18n %}{% blocktranslate asvar said with x=text %}{{ x }}!{% endblocktranslate %}"
    "{{ said }}{{ said|upper }}",
    "{% load i18n %}{% blocktranslate context 'stars' %}bad{% endblocktranslate %}"
    "{% translate 'bad' context 'stars' %}",
    "{% load ui %}{% icon 'mic' %}{% price n size='big' %}{{ maker|text }}{{ maker|plain_text }}"
    "{% chip text=text url='/x' %}",
    "{% load ui %}{% notice kind='wrong' %}{{ text }}{% endnotice %}{% steps current=2 total=3 %}{% stars half %}",
    "{% url 'ui:language' %}{% url 'office:makers:maker' n %}{% url 'office:orders:list' as there %}"
    "{{ there }}{% url 'no:such' as gone %}{{ gone }}.",
    "{% url 'office:makers:maker' pk=n %}{% url 'shop:good' 'peda' %}{% url 'shop:good' text as none %}{{ none }}",
    "{% spaceless %}<b> {{ text }} </b> <i></i>{% endspaceless %}{% filter upper %}{{ text }}"
    "{% endfilter %}{% firstof nothing text %}",
    "{% regroup rows by pieces as groups %}{% for g in groups %}{{ g.grouper }}{{ g.list|length }}"
    "{% endfor %}{% widthratio n 100 10 %}",
    "{% load tz l10n %}{% timezone 'UTC' %}{{ day }}{% endtimezone %}{% localize off %}{{ half }}"
    "{% endlocalize %}{{ half|localize }}",
]


def drawn(made: Engine, **more: Any) -> str:
    held = context()
    held.update({"which": "part", "which_base": "base", **more})
    return str(made.get_template("page").render(held))


@pytest.mark.parametrize("language", ["en", "hi"])
@pytest.mark.parametrize("source", SOURCES)
def test_a_page_is_the_one_django_writes(source: str, language: str) -> None:
    with translation.override(language):
        theirs = drawn(engine(debug=True, page=source))
        ours = engine(debug=False, page=source)
        assert [drawn(ours), drawn(ours)] == [theirs, theirs]


@pytest.mark.parametrize("invalid", ["?", "no %s"])
def test_what_is_not_there_is_said_as_django_says_it(invalid: str) -> None:
    source = (
        "{% load i18n %}{{ no }}{{ no.more|upper }}{{ row.wants }}{{ row.missing }}{% blocktranslate %}"
        "a {{ no }}{% endblocktranslate %}"
    )
    assert drawn(engine(debug=False, invalid=invalid, page=source)) == drawn(
        engine(debug=True, invalid=invalid, page=source)
    )


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("{{ row.broken }}", AttributeError),
        ("{{ row.wrong }}", TypeError),
        ("{{ n|add:nothing }}", VariableDoesNotExist),
        ("{% include 'none' %}", TemplateDoesNotExist),
        ("{% extends 'none' %}", TemplateDoesNotExist),
        ("{% url 'no:such' %}", NoReverseMatch),
        ("{% url 'office:makers:maker' text %}", NoReverseMatch),
        ("{% for a, b, c in pairs %}{% endfor %}", ValueError),
        ("{% for a, b in rows %}{% endfor %}", ValueError),
        (
            "{% load i18n %}{% blocktranslate count n=text %}a{% plural %}b{% endblocktranslate %}",
            TemplateSyntaxError,
        ),
    ],
)
def test_what_goes_wrong_goes_wrong_as_with_django(source: str, error: type[Exception]) -> None:
    for debug in (True, False):
        held = context()
        with pytest.raises(error):
            engine(debug=debug, page=source).get_template("page").render(held)


def test_a_context_is_left_as_it_was_when_something_goes_wrong() -> None:
    made = engine(
        debug=False, page="{% for a, b in pairs %}{% include 'bad' with x=1 %}{% endfor %}", bad="{{ row.broken }}"
    )
    held = context()
    depth = len(held.dicts)
    with pytest.raises(AttributeError):
        made.get_template("page").render(held)
    assert len(held.dicts) == depth


def test_words_that_a_translation_names_otherwise_are_said_untranslated(monkeypatch: pytest.MonkeyPatch) -> None:
    source = "{% load i18n %}{% blocktranslate with a=text %}words {{ a }}{% endblocktranslate %}"
    for module in ("haat.web.ui.quick.nodes.gettext", "django.utils.translation.gettext"):
        monkeypatch.setattr(module, lambda words: "words %(other)s" if translation.get_language() else words)
    assert drawn(engine(debug=False, page=source)) == drawn(engine(debug=True, page=source))


def test_templates_are_found_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made = engine(
        debug=False,
        page="{% extends 'middle' %}{% load ui %}{% block inner %}{% for x in pairs %}{% include 'part' %}{% endfor %}"
        "{% stars half %}{% endblock %}",
    )
    page = made.get_template("page")
    first = page.render(context())
    monkeypatch.setattr(Engine, "find_template", lambda *_given, **_more: pytest.fail("was looked for again"))
    assert page.render(context()) == first


def test_the_shops_own_templates_are_quick() -> None:
    page = Engine.get_default().get_template("shop/basket/basket.html")
    names = page.nodelist.get_nodes_by_type(VariableNode)
    assert names
    assert {type(node) for node in names} == {QuickVariable}
    assert all(type(node.filter_expression) is QuickExpression for node in names)
    assert issubclass(QuickExpression, FilterExpression)


@pytest.mark.parametrize("language", ["en", "hi"])
def test_an_address_is_the_one_reverse_gives(language: str) -> None:
    with translation.override(language):
        for name, given in (
            ("office:orders:list", []),
            ("office:makers:maker", [17]),
            ("office:makers:maker", [918273645000000001]),
            ("office:orders:order", ["BM-4821-7730-1"]),
            ("office:orders:order", [17]),
            ("shop:basket", []),
            ("shop:home", []),
            ("shop:good", ["peda"]),
            ("shop:invoice", ["t0k_en-", "N-1"]),
        ):
            assert addresses.known_address(name, given) == reverse(name, args=given)


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("no:such", []),
        ("office:makers:maker", []),
        ("office:makers:maker", ["17"]),
        ("office:makers:maker", ["word"]),
        ("office:orders:order", ["two words"]),
        ("office:orders:order", [""]),
        ("shop:good", ["दीया"]),
        ("office:makers:maker", [-1]),
        ("office:makers:maker", [True]),
        ("office:makers:maker", [1, 2, 3, 4]),
    ],
)
def test_any_other_address_is_djangos_to_find(name: str, given: list[Any]) -> None:
    assert addresses.known_address(name, given) is None
