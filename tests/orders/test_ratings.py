"""What buyers say: held when it leads away, shown, hidden and answered by the desk."""

import pytest

from haat.core.models import Event
from haat.orders import actions
from haat.orders.actions.ratings import first_name
from haat.orders.errors import BadStars, WrongState
from haat.orders.models import Rating
from haat.orders.ratings import leads_away
from haat.shelf import build
from haat.shelf.models import Shelf
from tests.make import BY, make_part
from tests.refusals import refused

pytestmark = pytest.mark.django_db
State = Rating.Words


def line(state="delivered", **buyer):
    return make_part(state=state, **buyer).lines.get()


def kinds(rating):
    events = Event.objects.filter(subject_type="orders.rating", subject_id=rating.pk).order_by("pk")
    return list(events.values_list("kind", flat=True))


@pytest.mark.parametrize(
    "words",
    [
        "Order at http://cheap.example",
        "see www.cheap.example",
        "cheaper on baskets.in, try",
        "wa.me/919876543210",
        "baskets.live is cheaper",
        "ask cheap.ai",
        "shop.pro",
        "my-baskets.boutique",
        "this.that.boutique",
        "CHEAP.MART",
        "Cheap.Live",
        "टोकरी.भारत पर",
        "write to a@b.co",
        "pay rani@oksbi",
        "rani (at) gmail",
        "rani dot com",
        "सस्ता डॉट कॉम पर",
        "call 9876543210",
        "call 98765-43210 now",
        "9 8 7 6 5 4 3 2 1 0",
        "९८७६५ ४३२१०",
        "9876\u200d543\u200c210",
        "９８７６５４３２１０",
        "+91 (98765) 43210",
        "06432-222333",
    ],
)
def test_words_that_lead_away_are_held(words):
    assert leads_away(words)
    assert actions.rate(line(), stars=4, words=words, by=BY).words_state == State.HELD


@pytest.mark.parametrize(
    "words",
    [
        "",
        "Very good. In the box were 2 pieces.",
        "₹1,200 for 12 pieces, came in 3 days",
        "बहुत सुंदर। दो बार मँगाया।",
        "5/5! 100% pure, 500 g",
        "came on 29.11, sent on 25.11",
        "A.B. Singh liked it",
        "Very good.Thanks to the makers",
        "good.very nice.thanks",
        "achha hai.bahut sundar",
        "GOOD.VERY NICE",
        "good...nice",
        "Dr.Anil liked it, e.g. the lid",
        "बहुत सुंदर.दो बार मँगाया",
    ],
)
def test_plain_words_are_shown_at_once(words):
    assert not leads_away(words)
    assert actions.rate(line(), stars=4, words=words, by=BY).words_state == State.SHOWN


def test_stars_count_however_the_words_stand():
    rated = actions.rate(line(), stars=2, words="call 9876543210", by=BY)
    for step in (
        lambda: rated,
        lambda: actions.hide_words(rated, reason="a number", by=BY),
        lambda: actions.show_words(rated, by=BY),
    ):
        step()
        build.rebuild()
        assert Shelf.objects.filter(good=rated.good).values_list("stars_sum", "stars_count").get() == (2, 1)


def test_the_desk_hides_and_shows_and_each_is_told_once():
    rated = actions.rate(line(), stars=2, words="rude", by=BY)
    for _twice in range(2):
        hidden = actions.hide_words(rated, reason=" rude ", by=BY)
    for _twice in range(2):
        shown = actions.show_words(rated, by=BY)
    assert (hidden.words_state, shown.words_state) == (State.HIDDEN, State.SHOWN)
    assert kinds(rated) == ["orders.rated", "orders.words_hidden", "orders.words_shown"]


@pytest.mark.parametrize("reason", ["", "   ", "\u200b"])
def test_hiding_without_a_reason_is_refused(reason):
    rated = actions.rate(line(), stars=2, words="rude", by=BY)
    with refused("orders.reason_missing", field="reason"):
        actions.hide_words(rated, reason=reason, by=BY)


def test_an_answer_is_kept_changed_and_taken_away():
    rated = actions.rate(line(), stars=2, words="late", by=BY)
    for words, kept in (("We  called\nyou.", "We called you."), ("We called you.", "We called you."), ("", "")):
        assert actions.answer_rating(rated, words=words, by=BY).answer == kept
    assert kinds(rated) == ["orders.rated", "orders.rating_answered", "orders.rating_answered"]
    with refused("orders.answer_too_long", field="words"):
        actions.answer_rating(rated, words="x" * 501, by=BY)


def test_the_same_words_again_stand_as_they_did_and_others_are_looked_at():
    own = line()
    rated = actions.rate(own, stars=2, words="rude", by=BY)
    actions.hide_words(rated, reason="rude", by=BY)
    actions.answer_rating(rated, words="Sorry.", by=BY)
    again = actions.rate(own, stars=3, words="rude", by=BY)
    assert (again.stars, again.words_state, again.answer) == (3, State.HIDDEN, "Sorry.")
    other = actions.rate(own, stars=3, words="kind after all", by=BY)
    assert (other.words_state, other.answer) == (State.HELD, "")
    assert actions.rate(own, stars=3, words="", by=BY).words_state == State.SHOWN


def test_what_nobody_has_cannot_be_rated():
    with pytest.raises(WrongState):
        actions.rate(line("on_the_way"), stars=4, by=BY)
    with pytest.raises(BadStars):
        actions.rate(line(), stars=6, by=BY)


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Ranjana Kumari", "Ranjana"),
        ("श्रीमती सीता देवी", "सीता"),
        ("Dr. A. K. Sinha", "Sinha"),
        ("Md. Irfan", "Irfan"),
        ("Om Prakash", "Om"),
        ("Smt Meena", "Meena"),
        ("सौ. वैशाली ताई", "वैशाली"),
        ("Dr.Anil Kumar", "Anil"),
        ("श्रीमती.सीता", "सीता"),
        ("डॉ॰ अनिल", "अनिल"),
        ("Smt.K.Meena Devi", "Meena"),
        ("A.B. Singh", "Singh"),
        ("Kumari.", "Kumari"),
        (".", ""),
        ("Kumari", "Kumari"),
        ("", ""),
    ],
)
def test_an_honorific_is_no_first_name(name, first):
    assert first_name(name) == first
