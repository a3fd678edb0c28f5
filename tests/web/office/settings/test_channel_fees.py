"""What channels take: ours before the project's list, what nobody knows is said, and nothing typed wrong is lost."""

from datetime import timedelta

import pytest
from django.urls import reverse

from haat.core.dates import today
from haat.core.doctor import examine
from haat.core.models import Event
from haat.pricing.models import ChannelFee
from tests.make import make_channel_fee, make_district, make_kind, make_mart
from tests.web.office.signed import district, officer

pytestmark = pytest.mark.django_db

PAGE, NEW = "office:settings:channel_fees", "office:settings:new_channel_fee"
SLABS = "500 g = 29\n\n१ kg: ₹ 65\n1,500=80.50"


def sent(**more):
    return {
        "channel": "amazon",
        "other": "",
        "category": "",
        "from_paise": "",
        "to_paise": "300",
        "referral_bp": "7.25%",
        "closing_paise": "5",
        "slabs": SLABS,
        "further_kg_paise": "20",
        "tax_bp": "18",
        "from_date": today().isoformat(),
        "source": "Rate card of November",
        "sure": "on",
        **more,
    }


EMPTY = {"referral_bp": "", "closing_paise": "", "slabs": "", "further_kg_paise": "", "tax_bp": "", "sure": ""}


def post(client, **more):
    return client.post(reverse(NEW), sent(**more))


def listed(**more):
    told = {"channel": "amazon", "to_paise": 30_000, "closing_paise": 400, "from_date": today() - timedelta(days=90)}
    return ChannelFee.objects.create(**(told | {"source": "Their site", "sure": False} | more))


def shown(client):
    return client.get(reverse(PAGE))


def lines(client):
    ((_channel, found),) = shown(client).context["channels"]
    return [(line.fee.pk, line.when, line.goods) for line in found]


def test_fee_is_written_down_to_the_paisa_and_told():
    here = district()
    assert post(officer("desk")).status_code == 302
    fee = ChannelFee.objects.get()
    assert (fee.mart, fee.channel, fee.category, fee.from_paise, fee.to_paise) == (here.mart, "amazon", "", 0, 30_000)
    assert (fee.referral_bp, fee.closing_paise, fee.further_kg_paise, fee.tax_bp) == (725, 500, 2000, 1800)
    assert (fee.slabs, fee.sure) == ([[500, 2900], [1000, 6500], [1500, 8050]], True)
    page = shown(officer("auditor")).content.decode()
    for words in (
        "Amazon.in",
        "7.25%",
        "up to 1500 g ₹80.50",
        "from ₹0 to below ₹300",
        "ours",
        "Rate card of November",
    ):
        assert words in page
    assert "A channel’s fee written down" in page
    assert "Write down the fee" not in page
    assert "not known, ask" not in page
    assert [found.name for found in examine() if found.broken] == []


def test_what_nobody_has_told_is_said_to_be_unknown_and_nothing_is_none():
    district()
    desk = officer("desk")
    assert post(desk, **EMPTY).status_code == 302
    fee = ChannelFee.objects.get()
    assert [getattr(fee, name) for name in ("referral_bp", "closing_paise", "further_kg_paise", "tax_bp")] == [None] * 4
    page = shown(desk).content.decode()
    assert (page.count("not known, ask"), "not proven: ask the channel" in page) == (5, True)
    assert post(desk, **EMPTY | {"closing_paise": "0", "further_kg_paise": "0"}).status_code == 302
    fee = ChannelFee.objects.get()
    assert (fee.closing_paise, fee.further_kg_paise, fee.tax_bp) == (0, 0, None)
    page = shown(desk).content.decode()
    assert (page.count("not known, ask"), "<p>nothing</p>" in page) == (2, True)


def test_ours_goes_before_the_list_until_it_is_taken_back():
    mart = district().mart
    known = listed()
    desk = officer("desk")
    assert lines(desk) == [(known.pk, "now", "All goods")]
    assert "from the list" in shown(desk).content.decode()
    post(desk)
    ours = ChannelFee.objects.get(mart=mart)
    assert [line[:2] for line in lines(desk)] == [(ours.pk, "now"), (known.pk, "covered")]
    assert "another goes before it" in shown(desk).content.decode()
    for fee, answer in ((known, 404), (ours, 302), (ours, 302)):
        address = reverse("office:settings:take_back_channel_fee", args=[fee.pk])
        assert desk.post(address).status_code == answer
    assert lines(desk) == [(known.pk, "now", "All goods")]
    assert Event.objects.filter(kind="pricing.channel_fee_taken_back").count() == 1
    assert "A channel’s fee taken back" in shown(desk).content.decode()
    assert [found.name for found in examine() if found.broken] == []


def test_kinds_prices_and_coming_days_stand_beside_each_other():
    district()
    make_kind("papad-badi", names={"en": "Papad of our own"})
    desk = officer("collector")
    later = (today() + timedelta(days=5)).isoformat()
    for more in ({}, {"category": "papad-badi"}, {"from_paise": "300", "to_paise": ""}, {"from_date": later}):
        assert post(desk, **more).status_code == 302
    assert sorted(line[1:] for line in lines(desk)) == [
        ("coming", "All goods"),
        *[("now", "All goods")] * 2,
        ("now", "Papad of our own"),
    ]
    assert "<ins>Papad, badi, mungodi</ins>" in shown(desk).content.decode()


def test_another_channel_is_named_as_its_orders_bear_it_and_offered_from_then_on():
    district()
    desk = officer("desk")
    assert post(desk, channel="+", other="Flipkart").status_code == 302
    assert ChannelFee.objects.get().channel == "flipkart"
    assert '<option value="flipkart">' in shown(desk).content.decode()


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"channel": "nobody"}, "channel"),
        ({"channel": "+", "other": "Am azon"}, "other"),
        ({"channel": "+", "other": "mart"}, "other"),
        ({"category": "no-such"}, "category"),
        ({"from_paise": "-1"}, "from_paise"),
        ({"from_paise": "300"}, "to_paise"),
        ({"to_paise": "dear"}, "to_paise"),
        ({"referral_bp": "51"}, "referral_bp"),
        ({"referral_bp": "%"}, "referral_bp"),
        ({"closing_paise": "10001"}, "closing_paise"),
        ({"slabs": "500 g = 29\nhalf a kilo = 40"}, "slabs"),
        ({"slabs": "500 g"}, "slabs"),
        ({"slabs": "0.5 g = 29"}, "slabs"),
        ({"slabs": "12,50 = 29"}, "slabs"),
        ({"slabs": "500 g = much"}, "slabs"),
        ({"slabs": "1 kg = 65\n500 g = 29"}, "slabs"),
        ({"slabs": "500 g = 10001"}, "slabs"),
        ({"slabs": ""}, "further_kg_paise"),
        ({"further_kg_paise": "10001"}, "further_kg_paise"),
        ({"tax_bp": "41"}, "tax_bp"),
        ({"from_date": "31/02/2027"}, "from_date"),
        ({"source": "\u200b"}, "source"),
    ],
)
def test_bad_fee_is_refused_at_its_field_and_nothing_typed_is_lost(more, field):
    district()
    answer = post(officer("desk"), **more)
    form = answer.context["form"]
    assert (answer.status_code, list(form.errors)) == (422, [field])
    assert [form[name].value() for name in more] == list(more.values())
    assert not ChannelFee.objects.exists()


def test_line_that_cannot_be_read_is_named():
    district()
    answer = post(officer("desk"), slabs="500 g = 29\nlight = 40")
    assert answer.context["form"].errors["slabs"] == ["Line 2: write a weight and rupees, like 500 g = 29."]


def test_weights_are_read_with_the_units_of_the_reader():
    district()
    assert post(officer("desk", language="hi"), slabs="५०० ग्राम = २९\n1 किलो = 65").status_code == 302
    assert ChannelFee.objects.get().slabs == [[500, 2900], [1000, 6500]]


def test_fee_of_another_mart_is_neither_shown_nor_taken_back():
    district()
    far = make_mart("chandrapur", place=make_district("Chandrapur", lgd=500), order_prefix="CH")
    fee = make_channel_fee(far)
    desk = officer("desk")
    assert shown(desk).context["channels"] == []
    assert desk.post(reverse("office:settings:take_back_channel_fee", args=[fee.pk])).status_code == 404
    assert ChannelFee.objects.get() == fee


def test_page_takes_as_many_queries_for_many_fees_as_for_one(django_assert_max_num_queries):
    mart = district().mart
    make_channel_fee(mart)
    auditor = officer("auditor")
    shown(auditor)
    with django_assert_max_num_queries(60) as one:
        shown(auditor)
    allowed = len(one)
    for place in range(5):
        make_channel_fee(mart, from_paise=100 * place, channel=f"c{place}")
    shown(auditor)
    with django_assert_max_num_queries(allowed):
        shown(auditor)


def test_fees_page_leads_there_and_back():
    district()
    auditor = officer("auditor")
    assert f'href="{reverse(PAGE)}"' in auditor.get(reverse("office:settings:fees")).content.decode()
    assert f'href="{reverse("office:settings:fees")}"' in shown(auditor).content.decode()
