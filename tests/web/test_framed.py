"""`{% framed %}` and `{% own %}`: the frame is made once and of nothing that is a page's own; the holes each time."""

from django.template import Context, Template
from django.utils import translation

from haat.places.models import Mart
from haat.web.ui import framed
from tests.web.test_kept import said

TOLD = "{% load ui %}{% framed %}<{{ mart.slug }}{{ seen }}>{% own %}{{ seen }}{% endown %}<{{ panel }}>{% endframed %}"


def test_frame_is_made_once_and_holes_are_filled_each_time():
    template, mart = Template(TOLD), Mart(slug="a")
    assert said(template, mart=mart, seen="first", frame=()) == "<a>first<>"
    mart.slug = "b"
    assert said(template, mart=mart, seen="second", frame=()) == "<a>second<>"
    assert said(template, mart=Mart(slug="c"), seen="third", frame=()) == "<c>third<>"


def test_frame_knows_nothing_of_the_page_but_what_it_names():
    template, mart = Template(TOLD), Mart(slug="a")
    pages = [said(template, mart=mart, seen=n, panel="x", frame=(("panel", n),)) for n in (1, 2, 1)]
    assert pages == ["<a>1<1>", "<a>2<2>", "<a>1<1>"]


def test_frame_differs_by_language():
    template, mart = Template("{% load i18n ui %}{% framed %}{% translate 'Basket' %}{% endframed %}"), Mart(slug="a")
    assert [said(template, code, mart=mart, frame=()) for code in ("en", "hi", "en")] == ["Basket", "टोकरी", "Basket"]


def test_page_that_has_no_frame_is_rendered_from_end_to_end():
    template, mart = Template(TOLD), Mart(slug="a")
    assert [said(template, mart=mart, seen=n) for n in (1, 2)] == ["<a1>1<>", "<a2>2<>"]
    assert said(template, seen=3, frame=()) == "<3>3<>"


def test_hole_in_a_hole_and_what_one_sets_are_its_own():
    template = Template("{% load ui %}{% framed %}a{% own %}b{% own %}{{ x }}{% endown %}{% endown %}c{% endframed %}")
    mart = Mart(slug="a")
    assert [said(template, mart=mart, x=n, frame=()) for n in (1, 2)] == ["ab1c", "ab2c"]


def test_holes_are_escaped_like_any_other_part():
    template, mart = Template(TOLD), Mart(slug="a")
    assert said(template, mart=mart, seen="<&>", frame=()) == "<a>&lt;&amp;&gt;<>"


def test_nothing_of_who_asks_is_among_the_names_of_a_frame():
    assert not {"request", "user", "perms", "messages", "csrf_token", "reference", "links", "basket_count"} & set(
        framed.NAMES
    )
    template = Template("{% load ui %}{% framed %}{% for n in numbers %}{{ n }}{% endfor %}{% endframed %}")
    with translation.override("en"):
        assert template.render(Context({"mart": Mart(slug="a"), "numbers": [1, 2], "frame": ()})) == ""
