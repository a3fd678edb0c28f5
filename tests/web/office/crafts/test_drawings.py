"""The drawings one chooses among are called what they show, not by their files."""

import pytest
from django.urls import reverse

from haat.catalogue import data
from haat.web.office.crafts.forms import drawings
from tests.web.office.signed import district, officer


def test_every_drawing_of_the_project_has_its_words():
    assert sorted(data.drawings()) == drawings()
    assert {file for file, names in data.drawings().items() if set(names) != {"en", "hi", "mr"}} == set()


@pytest.mark.django_db
def test_the_form_names_them_in_the_readers_language():
    district()
    html = officer("desk", language="hi").get(reverse("office:crafts:new")).content.decode()
    assert '<option value="agarbatti-lac.svg">अगरबत्ती</option>' in html
