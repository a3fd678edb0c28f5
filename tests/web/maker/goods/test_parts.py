"""Where the price of a good goes, to the paisa."""

from django.test import Client

from haat.catalogue.models import Good
from haat.makers.models import Maker
from haat.pricing.models import TaxRule
from tests.make import make_maker, make_registered_maker, make_stocked
from tests.web.maker.conftest import sign_in


def test_parts_add_up_to_what_the_buyer_pays(phone: Client, maker: Maker):
    stocked = make_stocked(maker, price_paise=52_001)
    answer = phone.get(f"/maker/goods/{stocked.good.pk}/parts/")
    ((_size, (parts,)),) = answer.context["sizes"]
    assert parts.price == 52_001 == parts.tax + parts.packing + parts.mart + parts.there + parts.maker
    assert (parts.tax, parts.packing) == (0, 500)
    page = answer.content.decode()
    assert all(words in page for words in ("The buyer pays", "Tax", "Packing", "Share of the mart", "You get"))
    assert f"/maker/goods/{stocked.good.pk}/parts/" in phone.get(f"/maker/goods/{stocked.good.pk}/").content.decode()


def test_a_registered_sellers_tax_is_one_of_them(maker: Maker):
    other = make_registered_maker(maker.mart)
    stocked = make_stocked(other, price_paise=112_00)
    client = sign_in(other.members.get().user)
    answer = client.get(f"/maker/goods/{stocked.good.pk}/parts/")
    ((_size, (parts,)),) = answer.context["sizes"]
    assert parts.tax > 0
    assert parts.price == parts.tax + parts.packing + parts.mart + parts.maker
    TaxRule.objects.all().delete()
    assert "how much tax" in client.get(f"/maker/goods/{stocked.good.pk}/parts/").content.decode()


def test_another_groups_good_is_not_found(phone: Client, maker: Maker):
    stocked = make_stocked(make_maker("Gulab group", mart=maker.mart))
    assert phone.get(f"/maker/goods/{stocked.good.pk}/parts/").status_code == 404
    assert Good.objects.count() == 1
