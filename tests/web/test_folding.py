"""White space of templates: folded where nobody sees it, kept where it is read."""

import pytest
from django.template import Context, Engine, TemplateDoesNotExist, TemplateSyntaxError
from django.template.loaders import locmem

from haat.web.ui.folding import Loader


def engine(*, debug: bool = False, **templates: str) -> Engine:
    """An engine whose templates, by name, are folded as ours are."""
    made = Engine(debug=debug, loaders=[(f"{__name__}.Folded", [("django.template.loaders.locmem.Loader", templates)])])
    made.template_libraries["i18n"] = Engine.get_default().template_libraries["i18n"]
    return made


class Folded(Loader):
    """Named here so that the engine finds it by a path of its own."""


def folded(source: str, **context: object) -> str:
    return engine(page=source).get_template("page").render(Context(context))


@pytest.mark.parametrize(
    ("source", "drawn"),
    [
        # between two tags a line break is nothing
        ("<ul>\n  <li>\n  </li>\n</ul>\n", "<ul><li></li></ul>"),
        ("<p>\n  {{ x }}\n</p>", "<p>X</p>"),
        ("{% if x %}\n  <b>\n    {{ x }}\n  </b>\n{% endif %}", "<b>X</b>"),
        ("{% if x %}\n\n{{ x }}\n{{ x }}\n{% endif %}", "XX"),
        # beside words it is a space
        ("one\n  two", "one two"),
        ("word\n<b>x</b>\nword", "word <b>x</b> word"),
        ("{{ x }},\n{{ x }}\n· {{ x }}", "X, X · X"),
        # a space on the line is a space
        ("word <b>x</b> word", "word <b>x</b> word"),
        ("<b>x</b> <i>y</i>", "<b>x</b> <i>y</i>"),
        ("<b>x</b> {% if x %}\n<i>y</i>\n{% endif %}", "<b>x</b> <i>y</i>"),
        ("a  b", "a  b"),
    ],
)
def test_gap_is_nothing_between_tags_and_a_space_beside_words(source, drawn):
    assert folded(source, x="X") == drawn


@pytest.mark.parametrize(
    ("source", "drawn"),
    [
        ('<a\n  class="x"\n  href="/"\n>\n  y\n</a>', '<a class="x" href="/"> y </a>'),
        ('<img\n  alt=""\n/>', '<img alt=""/>'),
        ('<a\n  {% if x %}lang="{{ x }}"{% endif %}\n  id="y"\n>', '<a lang="X" id="y">'),
        ('<a title="one\n  two">', '<a title="one\n  two">'),
        ("<a title='one\n>\n  two'>", "<a title='one\n>\n  two'>"),
        ('<a title="{{ x }}\n  {% if x %}two{% endif %}"\n>', '<a title="X\n  two">'),
    ],
)
def test_gap_among_attributes_is_a_space_and_their_values_stay(source, drawn):
    assert folded(source, x="X") == drawn


@pytest.mark.parametrize(
    "source",
    [
        "<pre>\n  a\n  <b>c</b>\n</pre>",
        "<textarea>\n  a\n\n</textarea>",
        '<script type="application/json">\n{"a":\n "b"}\n</script>',
    ],
)
def test_what_stands_verbatim_stays(source):
    assert folded(f"{source}\n<p>\n</p>") == f"{source}<p></p>"


def test_verbatim_element_stays_across_template_tags():
    assert folded("<pre>\n{{ x }}\n</pre>\n<p>\n</p>", x="X") == "<pre>\nX\n</pre><p></p>"


def test_text_to_translate_stays_the_message_it_is():
    source = "{% load i18n %}\n{% blocktranslate %}a\n  b{% endblocktranslate %}\n<p>"
    assert folded(source) == "a\n  b<p>"


def test_comment_does_not_begin_a_tag_or_a_value():
    assert folded("{% comment %}the <mart's \"name{% endcomment %}\n<p>\n</p>") == "<p></p>"


def test_blocks_and_inclusions_are_folded_each_for_itself():
    made = engine(
        base="<body>\n  {% block main %}\n  {% endblock %}\n</body>\n",
        page='{% extends "base" %}\n{% block main %}\n  <p>\n    {% include "part" %}\n  </p>\n{% endblock %}\n',
        part="\n<b>\n  x\n</b>\n",
    )
    assert made.get_template("page").render(Context()) == "<body><p><b> x </b></p></body>"


@pytest.mark.parametrize("debug", [False, True])
def test_error_names_the_line_of_the_file(debug):
    with pytest.raises(TemplateSyntaxError) as raised:
        engine(debug=debug, page="<p>\n\n</p>\n{% nothing %}\n").get_template("page")
    if debug:
        assert raised.value.template_debug["line"] == 4
    else:
        assert "on line 4" in str(raised.value)


def test_template_is_compiled_once():
    made = engine(page="x")
    assert made.find_template("page")[0] is made.find_template("page")[0]


def test_template_that_is_missing_names_where_it_was_sought():
    with pytest.raises(TemplateDoesNotExist) as raised:
        engine(page="x").get_template("other")
    assert [(origin.name, why) for origin, why in raised.value.tried] == [("other", "Source does not exist")]


def test_template_may_extend_one_of_its_own_name():
    over = {"page": '{% extends "page" %}{% block a %}over{% endblock %}'}
    under = {"page": "{% block a %}{% endblock %}!"}
    made = Engine(loaders=[("haat.web.ui.folding.Loader", [(f"{__name__}.Shelf", over), (f"{__name__}.Shelf", under)])])
    assert made.get_template("page").render(Context()) == "over!"


class Shelf(locmem.Loader):
    """Templates in a dictionary; two of them are two places."""

    def get_template_sources(self, template_name):
        for origin in super().get_template_sources(template_name):
            origin.name = f"{id(self)}/{template_name}"
            origin.template_name = template_name
            yield origin

    def get_contents(self, origin):
        name = origin.template_name
        if name not in self.templates_dict:
            raise TemplateDoesNotExist(origin)
        return self.templates_dict[name]
