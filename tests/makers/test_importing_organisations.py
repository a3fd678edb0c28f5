"""Organisations come in by a table: each once, below its federation, and bad rows come back with a sentence."""

from math import ceil

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from haat.core.models import Event
from haat.makers import actions
from haat.makers.actions.importing_organisations import TOGETHER
from haat.makers.models import Organisation
from tests.make import BY, make_block, make_maker, make_mart, make_organisation, make_village
from tests.makers.test_changing import enrolled
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def bring(*rows):
    return actions.import_organisations(rows, mart=make_mart(), by=BY)


def row(name="Nari Jagriti", kind="federation", **more):
    return {"kind": kind, "name_en": name, "name_hi": "", "block": "Sarath", "village": "", "federation": ""} | more


def test_federations_and_village_organisations_come_in_once():
    make_village("Bhelwa", block=make_block("Sarath"))
    rows = [
        row("Nari Jagriti", "CLF", name_hi="नारी जागृति"),
        row("Bhelwa VO", "VO", federation="nari  jagriti", village="Bhelwa"),
        row("Kusmaha VO", "village", federation="नारी जागृति"),
    ]
    report = bring(*rows)
    assert (report.made, report.same, report.refused) == (3, 0, [])
    below = Organisation.objects.get(slug="bhelwa-vo")
    assert (below.parent.slug, str(below.place), below.kind) == ("nari-jagriti", "Bhelwa", "village")
    again = bring(*rows)
    assert (again.made, again.same, Organisation.objects.count()) == (0, 3, 3)
    assert Event.objects.filter(kind="makers.organisation_made").count() == 3


def test_one_name_below_two_federations_is_two_organisations():
    make_block("Sarath")
    rows = [
        row("One"),
        row("Two"),
        row("Simra", "village", federation="One"),
        row("Simra", "village", federation="Two"),
    ]
    assert bring(*rows).made == 4


@pytest.mark.parametrize(
    ("wrong", "column"),
    [
        ({"kind": "king"}, "kind"),
        ({"kind": ""}, "kind"),
        ({"name_en": ""}, "name_en"),
        ({"name_en": "123"}, "name_en"),
        ({"block": "Nowhere"}, "block"),
        ({"village": "Nowhere"}, "village"),
        ({"kind": "village", "federation": "Nobody"}, "federation"),
    ],
)
def test_a_bad_row_comes_back_and_the_good_one_stays(wrong, column):
    make_block("Sarath")
    report = bring(row("Good"), row("Bad", **wrong) if "name_en" not in wrong else row(**wrong))
    assert (report.made, [(refusal.row, refusal.field) for refusal in report.refused]) == (1, [(3, column)])
    assert all(refusal.sentence for refusal in report.refused)


def test_a_federation_below_another_is_refused_at_its_column():
    make_block("Sarath")
    report = bring(row("One"), row("Two", federation="One"))
    assert [(refusal.row, refusal.field) for refusal in report.refused] == [(3, "federation")]


def test_a_closed_one_is_not_known_and_takes_no_maker_in():
    make_block("Sarath")
    closed = make_organisation(name="One")
    actions.close_organisation(closed, by=BY)
    assert bring(row("One")).made == 1
    with refused("makers.organisation_closed", field="organisation"):
        enrolled(organisation=closed)
    assert make_maker().organisation is None


def test_each_row_asks_as_much_however_many_are_there():
    """Neither all addresses nor all federations are read for every row, and of one name the free address is found."""
    make_block("Sarath")
    bring(row("Top"))
    for size in (10, 60):
        rows = [row(f"VO {size}.{at}", "VO", federation="Top") for at in range(size)]
        with CaptureQueriesContext(connection) as asked:
            assert bring(*rows).made == size
        said = [each["sql"] for each in asked]
        assert [sql for sql in said if sql.startswith('SELECT "makers_organisation"."slug"')] == []
        assert sum('"closed_at" IS NULL' in sql for sql in said) == ceil(size / TOGETHER)  # with each batch
    bring(*(row(f"F{at}") for at in range(3)))
    bring(*(row("Simra", "VO", federation=f"F{at}") for at in range(3)))
    slugs = Organisation.objects.filter(slug__startswith="simra").order_by("pk").values_list("slug", flat=True)
    assert list(slugs) == ["simra", "simra-2", "simra-3"]
