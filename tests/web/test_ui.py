"""Components: no holes in the patchwork, words in the reader's language, states that can be heard."""

import gzip
import re
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from haat.web.ui import accent, charts, dates, markup, patchwork, views
from haat.web.ui.goods import good_card
from haat.web.ui.icons import ICONS
from haat.web.ui.templatetags import ui

STATIC = Path(accent.__file__).parent / "static" / "ui"


def draw(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


# ---- accent


def test_accent_of_deoghar_passes():
    report = accent.check_accent("#A3261F")
    assert (report.passes, round(report.with_white, 1), round(report.on_khadi, 1)) == (True, 7.4, 6.8)


def test_accent_too_pale_fails():
    assert accent.check_accent("#E0A526").passes is False


@pytest.mark.parametrize("colour", ["", "red", "#FFF", "#A3261F;}body{", "#GGGGGG"])
def test_accent_that_is_no_colour_is_refused(colour):
    with pytest.raises(ValueError, match="is not a colour"):
        accent.accent_css(colour)


def test_accent_css_sets_two_properties():
    assert accent.accent_css("#2c4f36") == ":root{--lac:#2C4F36;--lac-ink:#FFFFFF}\n"


def test_accent_css_writes_ink_on_a_pale_accent():
    assert accent.accent_css("#F0DCA9") == ":root{--lac:#F0DCA9;--lac-ink:#241C15}\n"


# ---- patchwork


def phone_cells(block: tuple[tuple[int, bool], ...]) -> tuple[int, int]:
    """Rows the block ends at in each of the two columns, filling as the browser's sparse grid does."""
    left = right = 0
    for rows, wide in block:
        if wide:
            assert left == right, "a wide cloth would leave a hole above it"
            left = right = left + rows
        elif left <= right:
            left += rows
        else:
            right += rows
    return left, right


@pytest.mark.parametrize("size", sorted(patchwork.PHONE))
def test_patchwork_block_closes_on_the_phone(size):
    left, right = phone_cells(patchwork.PHONE[size])
    assert left == right


def desk_cells(size: int) -> list[tuple[int, int]]:
    """Every cell the cloths of a block take on a desk, read from shop.css."""
    css = (STATIC / "shop.css").read_text()
    cells: list[tuple[int, int]] = []
    for place in range(1, size + 1):
        rule = re.search(rf"\.patches--{size} > :nth-child\({place}\)[^{{]*{{ --at: ([^;]+); }}", css)
        found = rule.group(1) if rule else "1 / 1 / span 6 / span 4"
        row, column, rows, *columns = [int(part) for part in re.findall(r"\d+", found)]
        wide = columns[0] if columns else 1
        cells += [(r, c) for r in range(row, row + rows) for c in range(column, column + wide)]
    return cells


@pytest.mark.parametrize("size", sorted(patchwork.PHONE))
def test_patchwork_block_closes_on_a_desk(size):
    cells = desk_cells(size)
    last = max(row for row, _column in cells)
    assert sorted(cells) == [(row, column) for row in range(1, last + 1) for column in range(1, 5)]


def test_patchwork_keeps_every_craft_in_order():
    for count in range(25):
        made = patchwork.blocks(list(range(count)))
        assert [patch.craft for block in made for patch in block] == list(range(count))


@pytest.mark.parametrize("size", sorted(patchwork.GROUNDS))
def test_patchwork_neighbours_on_the_phone_lie_on_different_cloth(size):
    grounds = patchwork.GROUNDS[size]
    assert [pair for pair in pairwise(grounds) if pair[0] == pair[1]] == []


# ---- money and the split bar


def test_rupees_groups_by_lakh_and_shows_paise_only_when_there_are_any():
    assert [ui.rupees(12050000), ui.rupees(12050050), ui.rupees(0), ui.rupees(None)] == [
        "₹1,20,500",
        "₹1,20,500.50",
        "₹0",
        "",
    ]


def test_split_bar_draws_shares_without_inline_style():
    assert markup.bar(maker=41200, total=52000, post=6200, size="good") == (
        '<svg class="split split--good" aria-hidden="true">'
        '<rect class="split-maker" x="0.0%" width="79.2%" height="100%"/>'
        '<rect class="split-post" x="79.2%" width="12.0%" height="100%"/>'
        '<rect class="split-rest" x="91.2%" width="8.8%" height="100%"/>'
        '<line class="seam" x1="79.2%" x2="79.2%" y1="0" y2="100%"/>'
        '<line class="seam" x1="91.2%" x2="91.2%" y1="0" y2="100%"/></svg>'
    )


def test_split_bar_of_nothing_is_nothing():
    assert markup.bar(maker=0, total=0) == ""


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "₹412 to the group"), ("hi", "₹412 समूह को"), ("mr", "₹412 गटाला")],
)
def test_split_bar_says_who_gets_how_much(language, words):
    with translation.override(language):
        assert markup.split_bar(maker=41200, total=52000).endswith(f'<span class="share small">{words}</span>')


def test_split_bar_at_checkout_counts_the_groups():
    with translation.override("hi"):
        assert "₹643 पहुँचेंगे 2 समूहों तक" in markup.split_bar(maker=64300, total=80000, size="checkout", makers=2)


# ---- texts and days


def test_text_marks_a_fallback_with_its_language():
    with translation.override("bn"):
        assert ui.text({"hi": "पेड़ा", "en": "Peda"}) == '<span lang="hi" dir="ltr">पेड़ा</span>'


def test_text_escapes_what_people_wrote():
    with translation.override("en"):
        assert ui.text({"en": "<b>x</b>"}) == "&lt;b&gt;x&lt;/b&gt;"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Tuesday, 20 October"),
        ("hi", "मंगलवार, 20 अक्टूबर"),
        ("mr", "मंगळवार, 20 ऑक्टोबर"),
        ("bn", "মঙ্গলবার, 20 অক্টোবর"),
        ("or", "ମଙ୍ଗଳବାର, 20 ଅକ୍ଟୋବର"),
        ("sat", "ᱵᱟᱞᱮ, 20 ᱚᱠᱴᱚᱵᱟᱨ"),
        ("ur", "منگل، 20 اکتوبر"),
    ],
)
def test_weekday_date_in_every_language(language, said):
    with translation.override(language):
        assert dates.weekday_date(date(2026, 10, 20)) == said


def test_day_of_an_instant_is_the_day_in_india():
    with translation.override("en"):
        assert dates.date_year(datetime(2026, 10, 19, 20, 0, tzinfo=UTC)) == "20 October 2026"


@pytest.mark.parametrize("table", [dates.WEEKDAYS, dates.MONTHS])
def test_day_tables_are_whole(table):
    assert {len(words.split()) for words in table.values()} == {7 if table is dates.WEEKDAYS else 12}


# ---- components


def test_good_card_reads_a_values_row():
    card = {
        "name": "खोया पेड़ा",
        "name_language": "hi",
        "maker_name": "सरस्वती समूह",
        "place_name": "देवघर",
        "price_paise": 26000,
        "maker_paise": 21400,
        "picture": "",
        "src": "/p.webp",
        "ground": "lac",
        "available": 4,
        "url": "/hi/g/1/",
    }
    with translation.override("hi"):
        drawn = good_card(card)
    assert '<h3 class="good-name"><a class="good-link" href="/hi/g/1/">खोया पेड़ा</a></h3>' in drawn
    assert '<p class="good-maker">सरस्वती समूह, देवघर</p>' in drawn
    assert '<span class="price">₹260</span><span class="share">₹214 समूह को</span>' in drawn
    assert drawn.endswith('<p class="good-note">4 ही बचे हैं</p></article>')


def test_good_card_reads_an_object_and_escapes_it():
    card = SimpleNamespace(name="<i>", maker_name="a&b", price_paise=100, maker_paise=80, src="/p", url='/"x')
    drawn = good_card(card, note="")
    assert ('href="/&quot;x">&lt;i&gt;</a>' in drawn, "a&amp;b" in drawn, "<i>" in drawn) == (
        True,
        True,
        False,
    )


def test_picture_of_a_stored_digest_brings_its_sizes():
    drawn = markup.picture(digest="ab" * 32, alt="x", width=320, height=320)
    assert drawn.count("w,") == 3
    assert 'loading="lazy"' in drawn


class Form(forms.Form):
    pin = forms.CharField(label="PIN", help_text="six digits")


def test_field_with_an_error_names_it_to_a_screen_reader():
    form = Form({"pin": ""})
    drawn = draw("{% field form.pin short=True %}", form=form)
    assert 'aria-invalid="true"' in drawn
    assert 'aria-describedby="id_pin_error id_pin_hint"' in drawn
    assert 'id="id_pin_error"' in drawn


def test_field_that_may_stay_empty_says_so_apart_from_its_name():
    class Optional(forms.Form):
        landmark = forms.CharField(label="Landmark", required=False)

    with translation.override("en"):
        html = draw("{% field form.landmark %}", form=Optional())
        named = draw("{% field form.landmark of='Peda' %}", form=Optional())
    assert 'Landmark <span class="field-optional">if you like' in html
    assert 'Landmark<span class="sr">: Peda</span> <span class="field-optional">' in named


def test_field_keeps_what_was_typed():
    assert 'value="41103"' in draw("{% field form.pin %}", form=Form({"pin": "41103"}))


def test_choice_that_is_closed_stays_with_its_reason():
    drawn = draw(
        '{% choice_cards name="m" choices=choices value="upi" %}',
        choices=[
            {"value": "upi", "title": "UPI"},
            {"value": "cod", "title": "Cash", "hint": "Peda is in the basket", "closed": True},
        ],
    )
    assert '<input type="radio" name="m" value="upi" checked>' in drawn
    assert '<input type="radio" name="m" value="cod" disabled>' in drawn
    assert "Peda is in the basket" in drawn


def test_icons_are_hidden_from_screen_readers():
    assert [name for name in sorted(ICONS) if 'aria-hidden="true"' not in draw(f'{{% icon "{name}" %}}')] == []


def test_steps_show_past_now_and_to_come():
    drawn = draw("{% steps current=3 total=5 %}")
    assert drawn.count('class="past"') == 2
    assert (drawn.count('class="now"'), drawn.count("<i></i>")) == (1, 2)


def test_notice_that_is_wrong_is_announced():
    assert 'role="alert"' in draw('{% notice kind="wrong" %}x{% endnotice %}')


def test_stars_are_heard_as_a_number():
    assert draw("{% stars 4.4 %}").count('class="on icon') == 4
    assert 'aria-label="4.4 of 5"' in draw("{% stars 4.4 %}")


# ---- charts


@pytest.mark.parametrize(("most", "top"), [(0, 1), (4.86, 5), (5, 5), (87, 100), (120, 200), (0.7, 1)])
def test_top_of_a_scale_is_round(most, top):
    assert charts.top_of(most) == pytest.approx(top)


def test_shades_rank_from_fewest_to_most():
    assert charts.shades({1: 4, 2: 5, 3: 8, 4: 19}) == {1: 1, 2: 2, 3: 3, 4: 4}


def test_legend_says_each_shade_in_use():
    assert charts.legend({1: 4, 2: 5, 3: 6, 4: 7, 5: 8}) == [(1, "4–5"), (2, "6"), (3, "7"), (4, "8")]


def test_bands_fill_the_bar():
    made = charts.bands([("0 to 2", 300, 1), ("3 to 7", 100, 1)])
    assert [(band.shade, band.start, band.wide) for band in made] == [(1, 0.0, 75.0), (2, 75.0, 25.0)]


# ---- pages


@pytest.mark.parametrize("language", ["hi", "en", "ur"])
@pytest.mark.parametrize("page", views.PAGES)
def test_style_guide_is_drawn(page, language):
    request = RequestFactory().get(f"/{language}/styleguide/{page}/")
    request.user, request.mart = AnonymousUser(), None
    with translation.override(language):
        drawn = views.styleguide(request, language, page).content.decode()
    assert f'<html lang="{language}" dir="{"rtl" if language == "ur" else "ltr"}"' in drawn
    assert re.findall(r"\sstyle=|\son[a-z]+=", drawn) == []
    assert re.findall(r"<img(?![^>]* width=)[^>]*>", drawn) == []


@pytest.mark.parametrize("page", ["home", "good", "search", "checkout"])
def test_shop_page_is_light(page):
    request = RequestFactory().get(f"/hi/styleguide/{page}/")
    request.user, request.mart = AnonymousUser(), None
    with translation.override("hi"):
        assert len(gzip.compress(views.styleguide(request, "hi", page).content)) < 9_000
