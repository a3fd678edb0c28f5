"""`{% kept %}` and `{% translate %}` with their memories."""

from typing import Any

from django.template import Context, Template
from django.utils import translation

from haat.places.models import Mart


def said(template: Template, language: str = "en", **context: Any) -> str:
    with translation.override(language):
        return template.render(Context(context))


def test_part_is_rendered_once_for_a_mart_and_language():
    template = Template("{% load ui %}{% kept %}{{ seen }}{% endkept %}")
    mart, other = Mart(slug="a"), Mart(slug="b")
    assert said(template, mart=mart, seen="first") == "first"
    assert said(template, mart=mart, seen="second") == "first"
    assert said(template, "hi", mart=mart, seen="third") == "third"
    assert said(template, mart=other, seen="fourth") == "fourth"


def test_part_depends_on_what_is_named():
    template = Template("{% load ui %}{% kept count %}{{ count }} {{ seen }}{% endkept %}")
    mart = Mart(slug="a")
    assert [said(template, mart=mart, count=n, seen=n * 10) for n in (1, 2, 1)] == ["1 10", "2 20", "1 10"]


def test_two_parts_of_one_line_are_two():
    template = Template("{% load ui %}{% kept %}a{% endkept %}-{% kept %}b{% endkept %}")
    mart = Mart(slug="a")
    assert [said(template, mart=mart) for _turn in range(2)] == ["a-b", "a-b"]


def test_part_without_a_mart_is_not_kept():
    template = Template("{% load ui %}{% kept %}{{ seen }}{% endkept %}")
    assert [said(template, seen=n) for n in (1, 2)] == ["1", "2"]


def test_words_are_remembered_apart_for_each_language():
    template = Template('{% load i18n ui %}{% translate "Basket" %}{% translate "Basket" as word %}/{{ word }}')
    assert [said(template, code) for code in ("en", "hi", "en")] == ["Basket/Basket", "टोकरी/टोकरी", "Basket/Basket"]


def test_words_from_a_variable_are_translated_each_time():
    template = Template("{% load i18n ui %}{% translate word %}")
    assert [said(template, "hi", word=word) for word in ("Basket", "Search")] == ["टोकरी", "खोजें"]
