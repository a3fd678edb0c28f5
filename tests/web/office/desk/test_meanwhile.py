"""Where somebody was quicker, each field that was typed otherwise says what stands there now, beside its hint."""

from django import forms
from django.http import QueryDict

from haat.web.office.desk.meanwhile import what_stands
from haat.web.ui.widgets import field

CHOICES = [("a", "First line"), ("b", "Second line")]


class Thing(forms.Form):
    name = forms.CharField(required=False)
    days = forms.IntegerField(required=False)
    line = forms.ChoiceField(choices=CHOICES)
    papers = forms.MultipleChoiceField(choices=CHOICES, required=False, widget=forms.CheckboxSelectMultiple())
    fragile = forms.BooleanField(required=False)
    read = forms.BooleanField(required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput())
    now_there: dict[str, str]


def thing(sent: str) -> Thing:
    now = {"name": "Basket", "days": 12, "line": "b", "papers": ["a", "b"], "fragile": True, "seen": "then"}
    return Thing(QueryDict(sent), initial=now)


def test_what_stands_is_told_in_words_of_the_form():
    assert what_stands(thing("name=Tray&days=&line=a&read=on&seen=x")) == {
        "name": "There now: Basket",
        "days": "There now: 12",
        "line": "There now: Second line",
        "papers": "There now: First line, Second line",
        "fragile": "There now: yes",
    }


def test_what_is_typed_as_it_stands_is_not_told():
    assert what_stands(thing("name=+Basket&days=12&line=b&papers=b&papers=a&fragile=on")) == {}


def test_it_stands_beside_a_hint_and_is_heard_with_it():
    form = thing("name=Tray&days=12&line=b")
    form.now_there = what_stands(form)
    html = field(form["name"], hint="As it is called.")
    assert '<p class="field-hint" id="id_name_now">There now: Basket</p>' in html
    assert '<p class="field-hint" id="id_name_hint">As it is called.</p>' in html
    assert 'aria-describedby="id_name_now id_name_hint"' in html
