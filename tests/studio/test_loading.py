"""Sizes read bare say what the rows say, each with an answer of its own."""

import pytest

from haat.catalogue.models import Good, Variant
from haat.studio.loading import read_sizes
from tests.make import make_variant

pytestmark = pytest.mark.django_db


def test_what_is_kept_as_json_is_read_as_it_was_written():
    variant = make_variant()
    told = {"colour": {"hi": "लाल “लाख”", "en": "red\n"}, "set_of": 12, "none": None, "list": [1.5, True]}
    Variant.objects.filter(pk=variant.pk).update(labels={"en": "Large"}, attributes=told)
    Good.objects.filter(pk=variant.good_id).update(attributes={"made_of": "lac"})
    (read,) = read_sizes(Variant.objects.filter(pk=variant.pk))
    assert (read.labels, read.attributes, read.good.attributes) == ({"en": "Large"}, told, {"made_of": "lac"})


def test_two_that_say_nothing_share_no_answer():
    first, second = make_variant(), make_variant()
    Variant.objects.update(attributes={})
    one, other = read_sizes(Variant.objects.filter(pk__in=[first.pk, second.pk]).order_by("pk"))
    one.attributes["size"] = "2.6"
    assert (other.attributes, one.price_paise) == ({}, first.price_paise)
