"""Which papers a good still needs somewhere: by figures, by days, by the words it says, and who can mend it."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from haat.makers.models import Document, PaperKind, PaperRule, Seller, SellerPaper
from haat.makers.paper_book import Book, Held, project_book
from haat.makers.paper_rules import gtin_exemption, needs

ON = date(2026, 11, 30)
LAKH, CRORE = 100_000_00, 100_00_000_00
REGISTERED, UNREGISTERED = Seller(gstin="20AAATC1234D1Z5"), Seller()
FEDERATION = Seller(gstin="20AAATJ1234K1Z5", organisation_id=3)
FURNITURE = "udyam:must_for_relief|bis:must_unless_relief"
TOY = "bis:must_unless_relief|artisan_card:must_for_relief|gi_user:relief"
HERBS = "ayush_licence:must_if_medicine|fssai:must_if_food|organic_certificate:claim"
FIGURES = {
    "plant_paise": 249 * LAKH // 10,
    "turnover_paise": 19 * CRORE // 10,
    "figures_by": "A. Sahay",
    "figures_on": "2026-06-01",
}


def paper(kind, state="accepted", *, of=Document, **more):
    return of(kind=kind, number="1", state=state, **more)


def wanted(papers="", *held, seller=REGISTERED, marketplace=True, away=False, channel="", claims="", on=ON, said=None):
    """Every need as (paper, code, who, stops)."""
    named = [dict(zip(("paper", "need", "where"), each.split(":"), strict=False)) for each in papers.split("|") if each]
    by_kind = {}
    for each in held:
        by_kind.setdefault(each.kind, []).append(each)
    place = {"seller": seller, "marketplace": marketplace, "away": away, "channel": channel}
    found = needs(named, by_kind, **place, claims=claims, on=on, said=said or {})
    for each in found:
        assert "%(" not in f"{each.sentence} {each.next_step}"
    return [(each.paper, each.code, each.who, each.stops) for each in found]


# ---- figures ----


@pytest.mark.parametrize(
    ("figures", "free"),
    [
        ({}, True),
        ({"plant_paise": 25 * LAKH}, True),
        ({"plant_paise": 251 * LAKH // 10}, False),
        ({"turnover_paise": 2 * CRORE}, True),
        ({"turnover_paise": 21 * CRORE // 10}, False),
        ({"plant_paise": 251 * LAKH // 10, "turnover_paise": 21 * CRORE // 10}, False),
        ({"plant_paise": None}, False),
        ({"figures_by": None}, False),
        ({"figures_on": None}, False),
        ({"figures_on": "2025-11-29"}, True),  # a year and a day ago
        ({"figures_on": "2025-11-28"}, False),
    ],
)
def test_furniture_is_free_of_the_bis_mark_up_to_both_figures_that_an_accountant_signed(figures, free):
    facts = {name: value for name, value in {**FIGURES, **figures}.items() if value is not None}
    missing = [("bis", "missing", "maker", True)]
    assert wanted(FURNITURE, paper("udyam", facts=facts)) == ([] if free else missing)


def test_figures_count_only_on_udyam_itself_and_once_they_were_looked_at():
    assert wanted(FURNITURE, paper("udyam_assist", facts=FIGURES)) == [("bis", "missing", "maker", True)]
    assert wanted(FURNITURE, paper("udyam", "given", facts=FIGURES)) == [("bis", "unchecked", "desk", True)]
    assert wanted(FURNITURE, paper("udyam", "refused", facts=FIGURES)) == [("bis", "missing", "maker", True)]


def test_figures_that_lack_are_asked_for_and_those_too_large_are_told_with_the_limit():
    told = {}
    for name, facts in (("lack", {}), ("large", FIGURES | {"turnover_paise": 3 * CRORE})):
        named = [{"paper": "udyam", "need": "must_for_relief"}, {"paper": "bis", "need": "must_unless_relief"}]
        held = {"udyam": [paper("udyam", facts=facts)]}
        place = {"seller": REGISTERED, "marketplace": True, "away": False, "channel": ""}
        told[name] = needs(named, held, **place, claims="", on=ON, said={})[0]
    assert "chartered accountant’s name" in str(told["lack"].next_step)
    assert "₹25,00,000" in str(told["large"].sentence)
    assert "₹2,00,00,000" in str(told["large"].sentence)


# ---- days ----


@pytest.mark.parametrize(
    ("on", "size", "needed"),
    [
        (date(2026, 2, 13), "", False),
        (date(2026, 2, 14), "", True),
        (date(2026, 2, 14), "medium", True),
        (date(2026, 2, 14), "micro", False),
        (date(2026, 8, 13), "small", False),
        (date(2026, 8, 14), "micro", True),
    ],
)
def test_furniture_needs_the_mark_from_february_2026_and_small_ones_from_august(on, size, needed):
    held = [paper("udyam", facts={"size": size})] if size else []
    assert bool(wanted(FURNITURE, *held, on=on)) is needed


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [(None, ON, None), (None, ON - timedelta(1), "expired"), (ON, None, None), (ON + timedelta(1), None, "not_yet")],
)
def test_a_paper_counts_from_its_first_day_to_its_last(first, last, code):
    found = wanted("fssai:must", paper("fssai", valid_from=first, valid_until=last))
    assert [each[1] for each in found] == ([code] if code else [])


def test_the_best_of_several_papers_counts():
    cards = [paper("artisan_card", "refused"), paper("artisan_card", valid_until=ON - timedelta(1))]
    assert wanted("artisan_card:must", *cards) == [("artisan_card", "expired", "maker", True)]
    assert wanted("artisan_card:must", cards[0]) == [("artisan_card", "refused", "maker", True)]
    assert wanted("artisan_card:must", *cards, paper("artisan_card")) == []


def test_what_nobody_has_looked_at_keeps_from_marketplaces_only():
    given = paper("fssai", "given")
    assert wanted("fssai:must", given) == [("fssai", "unchecked", "desk", True)]
    assert wanted("fssai:must", given, marketplace=False) == [("fssai", "unchecked", "desk", False)]


# ---- words ----


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Khadi shawl", True),
        ("Soft.\n• KHADI, hand-spun", True),  # in the points
        ("shawl, #khadi_shawl", True),  # in the search words
        ("खादी शॉल", True),
        ("यह ख़ादी है।", True),
        ("खादीचा शर्ट", True),  # Marathi joins its endings
        ("کھادی شال", True),
        ("খাদির শাল", True),
        ("ᱠᱷᱟᱫᱤ", True),
        ("Khadija Bibi made it", False),
        ("akhadi", False),
        ("hand-spun, hand-woven", False),
        ("", False),
    ],
)
def test_the_word_khadi_is_found_in_every_script_and_never_inside_another(text, says):
    expected = [("khadi_mark", "claimed_without", "desk", True)] if says else []
    assert wanted("", claims=text) == expected
    assert wanted("khadi_mark:claim", claims=text) == expected


def test_khadi_may_stand_where_the_certificate_holds_with_maker_or_federation():
    text = "Khadi shawl"
    assert wanted("", paper("khadi_mark"), claims=text) == []
    assert wanted("", paper("khadi_mark", of=SellerPaper), claims=text, seller=FEDERATION) == []
    assert wanted("", paper("khadi_mark", "given"), claims=text) == [("khadi_mark", "unchecked", "desk", True)]
    late = paper("khadi_mark", valid_until=ON - timedelta(1))
    assert wanted("", late, claims=text) == [("khadi_mark", "claimed_without", "desk", True)]


@pytest.mark.parametrize(
    ("papers", "text", "found"),
    [
        ("", "With Silk Mark", [("silk_mark", "claimed_without", "desk", True)]),
        ("", "Tussar silk", [("silk_mark", "claimed_without", "desk", False)]),
        ("", "Handloom Mark saree", [("handloom_mark", "claimed_without", "desk", True)]),
        ("", "हथकरघे की साड़ी", [("handloom_mark", "claimed_without", "desk", False)]),
        ("fssai:advised", "जैविक शहद", [("organic_certificate", "claimed_without", "desk", True)]),
        ("", "organic cotton", []),  # no law for cloth
        ("", "GI tagged", [("gi_user", "claimed_without", "desk", True)]),
        ("", "Bastar Dhokra bell", [("gi_user", "ask", "desk", False)]),  # nobody has compared it with the registry
        ("", "GI sheet box", []),  # galvanised iron
        ("hallmark:must_if_gold_or_claimed", "916 gold ring", [("hallmark", "claimed_without", "desk", True)]),
        ("hallmark:must_if_gold_or_claimed", "gold colour ring", []),
    ],
)
def test_a_mark_is_asked_for_where_its_word_stands(papers, text, found):
    assert wanted(papers, claims=text) == found


def test_a_gi_name_is_covered_by_the_paper_of_that_name_only():
    of = {"facts": {"gi_name": "Bastar Dhokra"}}
    assert wanted("", paper("gi_user", **of), claims="Bastar Dhokra bell") == []
    assert wanted("", paper("gi_user", **of), claims="Warli painting") == [("gi_user", "ask", "desk", False)]
    assert wanted("", paper("gi_user"), claims="Warli painting") == []


def test_the_india_handloom_brand_is_not_the_handloom_mark():
    assert wanted("", paper("handloom_mark"), claims="India Handloom") == [
        ("handloom_mark", "claimed_without", "desk", True)
    ]
    assert wanted("", paper("india_handloom"), claims="India Handloom") == []


# ---- answers ----


@pytest.mark.parametrize(
    ("said", "text", "found"),
    [
        ({}, "Giloy", [("fssai", "ask", "desk", False)]),
        ({"sold_as": "food"}, "Giloy", [("fssai", "missing", "maker", True)]),
        ({"sold_as": "aahara"}, "Giloy", [("fssai", "missing", "maker", True)]),
        ({"sold_as": ["Ayurveda Aahara"]}, "Giloy", [("fssai", "missing", "maker", True)]),
        ({"sold_as": "raw_plant"}, "Giloy", [("fssai", "ask", "desk", False)]),
        ({"sold_as": "medicine"}, "Giloy", [("ayush_licence", "missing", "maker", True)]),
        (
            {"sold_as": "food"},
            "Giloy cures fever",
            [("ayush_licence", "claimed_without", "desk", True), ("fssai", "missing", "maker", True)],
        ),
        (
            {"sold_as": "raw plant"},
            "मधुमेह में",
            [("ayush_licence", "claimed_without", "desk", True), ("fssai", "ask", "desk", False)],
        ),
        ({"sold_as": "raw plant"}, "रोगन", [("fssai", "ask", "desk", False)]),
    ],
)
def test_herbs_are_food_or_medicine_by_the_answer_and_by_a_word_of_cure(said, text, found):
    assert wanted(HERBS, claims=text, said=said) == found


def test_hair_oil_is_a_cosmetic_until_it_is_sold_as_medicine():
    oil = "cosmetics_licence:must|ayush_licence:must_if_medicine"
    cosmetic, medicine = [[(name, "missing", "maker", True)] for name in ("cosmetics_licence", "ayush_licence")]
    assert wanted(oil) == wanted(oil, said={"sold_as": "cosmetic"}) == cosmetic
    assert wanted(oil, said={"sold_as": "medicine"}) == medicine


def test_a_loan_licence_is_an_ayush_licence():
    assert wanted(HERBS, paper("ayush_loan_licence", of=SellerPaper), said={"sold_as": "medicine"}) == []


# ---- toys ----


@pytest.mark.parametrize(
    ("held", "seller", "found"),
    [
        ([], REGISTERED, [("bis", "missing", "maker", True)]),
        ([paper("bis_toy")], FEDERATION, []),
        ([paper("bis_furniture")], REGISTERED, [("bis", "missing", "maker", True)]),
        ([paper("bis_toy", "given")], REGISTERED, [("bis", "unchecked", "desk", True)]),
        ([paper("artisan_card")], REGISTERED, []),
        ([paper("artisan_card")], FEDERATION, [("bis", "ask", "desk", False)]),
        ([paper("weaver_card")], REGISTERED, [("bis", "missing", "maker", True)]),
        ([paper("artisan_card", valid_until=ON - timedelta(1))], REGISTERED, [("bis", "missing", "maker", True)]),
        ([paper("gi_user")], REGISTERED, []),
        ([paper("gi_user", of=SellerPaper)], FEDERATION, [("bis", "ask", "desk", False)]),
        ([paper("udyam", facts=FIGURES)], REGISTERED, [("bis", "missing", "maker", True)]),
    ],
)
def test_toys_need_the_bis_mark_but_for_the_registered_artisans_own_and_gi_users(held, seller, found):
    assert wanted(TOY, *held, seller=seller) == found


# ---- places of sale and who is asked ----


@pytest.mark.parametrize(
    ("seller", "place", "found"),
    [
        (UNREGISTERED, {"marketplace": False, "away": False}, []),
        (UNREGISTERED, {"marketplace": True, "away": False}, [("enrolment", "missing", "maker", True)]),
        (UNREGISTERED, {"marketplace": True, "away": True}, [("gstin", "missing", "federation", True)]),
        (UNREGISTERED, {"marketplace": False, "away": True}, [("gstin", "missing", "federation", True)]),
        (Seller(enrolment="2010ABC"), {"marketplace": True, "away": False}, []),
        (Seller(enrolment="2010ABC"), {"marketplace": True, "away": True}, [("gstin", "missing", "federation", True)]),
        (REGISTERED, {"marketplace": True, "away": True}, []),
        (Seller(organisation_id=3), {"marketplace": True}, [("enrolment", "missing", "federation", True)]),
        (None, {"marketplace": True}, [("enrolment", "missing", "maker", True)]),
    ],
)
def test_without_a_gstin_there_is_an_enrolment_inside_the_state_and_a_federation_outside(seller, place, found):
    assert wanted("", seller=seller, **place) == found


def test_tax_papers_of_the_maker_count_while_she_sells_for_herself():
    assert wanted("", paper("enrolment"), seller=UNREGISTERED) == []
    assert wanted("", paper("enrolment", "given"), seller=UNREGISTERED) == [("enrolment", "unchecked", "desk", True)]
    assert wanted("", paper("gstin", "given"), seller=UNREGISTERED, away=True) == [("gstin", "unchecked", "desk", True)]
    through = Seller(organisation_id=3)
    assert wanted("", paper("gstin", "given"), seller=through, away=True) == [("gstin", "missing", "federation", True)]


def test_the_sellers_own_number_serves_where_no_paper_says_otherwise():
    seller = Seller(gstin="X", fssai="22026123000456")
    assert wanted("fssai:must", seller=seller) == []
    late = paper("fssai", valid_until=ON - timedelta(1))
    assert wanted("fssai:must", late, seller=seller) == [("fssai", "expired", "maker", True)]


def test_what_is_not_known_is_asked_and_keeps_nothing_back():
    assert wanted("bis:U") == [("bis", "ask", "desk", False)]
    assert wanted("transit_permit:advised:other_states") == []
    assert wanted("transit_permit:advised:other_states", away=True) == [("transit_permit", "ask", "desk", False)]
    assert wanted("transit_permit:advised:other_states", paper("transit_permit"), away=True) == []
    assert wanted("moon:must|bis:perhaps") == [("moon", "ask", "desk", False), ("bis", "ask", "desk", False)]
    unsure = [{"paper": "fssai", "need": "must", "sure": False}]
    place = {"seller": REGISTERED, "marketplace": True, "away": False, "channel": ""}
    assert [need.code for need in needs(unsure, {}, **place, claims="", on=ON, said={})] == ["ask"]


def test_export_papers_are_asked_by_the_channel_that_exports():
    codes = [("iec", "missing", "federation", True), ("lut", "missing", "federation", True)]
    assert wanted("", seller=FEDERATION, channel="walmart") == codes
    assert wanted("", seller=FEDERATION, channel="amazon") == []


def test_an_advised_paper_keeps_nothing_back():
    assert wanted("artisan_card:advised|udyam:advised|pan:advised") == []


def test_one_line_a_paper_and_what_stops_first():
    text = "Handloom, India Handloom, Handloom Mark, organic"
    found = wanted("fssai:must|bis:U", claims=text)
    assert [each[0] for each in found] == ["fssai", "handloom_mark", "organic_certificate", "bis"]
    assert [each[3] for each in found] == [True, True, True, False]


def test_sentences_are_in_the_readers_language_when_they_are_read():
    place = {"seller": UNREGISTERED, "marketplace": True, "away": True, "channel": ""}
    need = needs([], {}, **place, claims="Khadi", on=ON, said={})
    said = {}
    for language in ("en", "hi", "mr"):
        with translation.override(language):
            said[language] = [f"{each.sentence} {each.next_step}" for each in need]
    assert "GSTIN" in said["hi"][0]
    assert "खादी शब्द KVIC का मार्क है" in said["hi"][1]
    assert len({tuple(each) for each in said.values()}) == 3


def test_an_offices_rule_stands_before_the_projects():
    known = project_book()
    ended = PaperRule(
        slug="khadi-word", paper="khadi_mark", need="claim", of_all=True, conditions={"words": ["khadi"]}, until_on=ON
    )
    book = Book(known.kinds, [ended if rule.slug == "khadi-word" else rule for rule in known.rules])
    place = {"seller": REGISTERED, "marketplace": True, "away": False, "channel": ""}
    for day, number in ((ON, 1), (ON + timedelta(1), 0)):
        assert len(needs([], Held({}, book), **place, claims="Khadi खादी", on=day, said={})) == number


def test_a_kind_of_a_relief_that_nobody_knows_frees_from_nothing():
    assert wanted("bis:must_unless_relief|moon:relief") == [("bis", "missing", "maker", True)]


@pytest.mark.parametrize(
    ("brand", "category", "channel", "found"),
    [
        ("Nari Jagriti", "bangles", "", True),
        ("nari jagriti", "Bangles", "amazon", True),
        ("Nari Jagriti", "baskets", "", False),
        ("Generic", "bangles", "", False),
        ("Nari Jagriti", "bangles", "flipkart", False),
    ],
)
def test_an_exemption_covers_its_own_brand_and_category(brand, category, channel, found):
    facts = {"brand": "Nari Jagriti", "category": "Bangles", "channel": "Amazon"}
    held = {"gtin_exemption": [paper("gtin_exemption", of=SellerPaper, facts=facts)]}
    assert bool(gtin_exemption(held, brand=brand, category=category, on=ON, channel=channel)) is found
    held["gtin_exemption"][0].state = "given"
    assert gtin_exemption(held, brand=brand, category=category, on=ON) is None


def test_holders_are_asked_as_the_kind_says():
    kinds = project_book().kinds
    assert {kinds[slug].holder for slug in ("trade_mark", "khadi_mark", "artisan_card", "fssai")} == set(
        PaperKind.Holder
    )
    assert wanted("trade_mark:must") == [("trade_mark", "missing", "desk", True)]
    assert wanted("khadi_mark:must", seller=FEDERATION) == [("khadi_mark", "missing", "federation", True)]
    assert wanted("khadi_mark:must") == [("khadi_mark", "missing", "maker", True)]
