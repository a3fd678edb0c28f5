"""What keeps goods back: one cause, the answer that mends all its goods, and what is sent again."""

import pytest
from django.urls import reverse

from haat.catalogue.models import Good
from haat.channels.models import Cause
from haat.channels.wording import ANSWERS, OURS, PAPERS, words_of
from haat.core.models import Event
from tests.channels.make import live, make_good, turn
from tests.make import make_mart
from tests.studio.goods import make_attribute
from tests.web.office.channels.test_overview import refuse, text
from tests.web.office.signed import officer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("says")]


def page(name="causes", *args):
    return reverse(f"office:channels:{name}", args=args)


@pytest.fixture
def refused(bazaar, account):
    """Two goods refused for the metal nobody has said."""
    make_attribute(
        "metal",
        labels={"en": "Metal inside", "hi": "अंदर की धातु", "mr": "आतला धातू"},
        type="choice",
        choices=["brass", "steel", "none"],
        required_for=["amazon"],
        maps={"amazon": ["metal_type"]},
    )
    goods = [make_good(), make_good()]
    for good in goods:
        refuse(bazaar, good, slug="metal")
    live(account, *goods)
    return goods


def test_one_answer_mends_all_goods_and_counts_once(bazaar, account, refused):
    cause, desk = Cause.objects.get(), officer("desk")
    shown = text(desk.get(page("cause", cause.pk)))
    assert "Metal inside" in shown
    assert "Answer so for 2 goods" in shown
    assert "The channel’s own words" in shown
    for good in refused:
        del bazaar.refuses[good.sku]
        assert good.sku in shown
    for _turn in range(2):
        answer = desk.post(page("answer", cause.pk), {"about_metal": "brass", "nonce": "n"})
        assert answer.status_code == 302
    assert {good.attributes["metal"] for good in Good.objects.filter(variants__in=refused)} == {"brass"}
    assert Event.objects.filter(kind="channels.cause_answered").count() == 1
    turn(account)
    cause.refresh_from_db()
    assert cause.closed_at is not None
    shown = text(desk.get(page("cause", cause.pk)))
    assert "This keeps nothing back any more." in shown
    assert "Answered for all its goods" in shown


@pytest.mark.parametrize("given", [{}, {"about_metal": ""}, {"about_metal": "gold"}])
def test_no_answer_and_one_that_is_no_choice_are_refused_at_the_field(refused, given):
    cause, desk = Cause.objects.get(), officer("desk")
    answer = desk.post(page("answer", cause.pk), given)
    assert answer.status_code == 422
    assert answer.context["form"].errors["about_metal"]
    assert not any("metal" in good.attributes for good in Good.objects.all())


def test_an_answer_to_what_was_mended_meanwhile_changes_nothing(bazaar, account, refused):
    cause, desk = Cause.objects.get(), officer("desk")
    desk.post(page("answer", cause.pk), {"about_metal": "brass", "nonce": "a"})
    for good in refused:
        del bazaar.refuses[good.sku]
    turn(account)
    answer = desk.post(page("answer", cause.pk), {"about_metal": "steel", "nonce": "b"}, follow=True)
    assert {good.attributes["metal"] for good in Good.objects.filter(variants__in=refused)} == {"brass"}
    assert [message.level_tag for message in answer.context["messages"]][-1] == "error"


def test_what_is_no_question_is_said_to_be_mended(bazaar, account):
    good = make_good()
    refuse(bazaar, good, about="")
    live(account, good)
    cause, desk = Cause.objects.get(), officer("desk")
    shown = text(desk.get(page("cause", cause.pk)))
    assert "It is mended: send 1 good again" in shown
    assert "Toy bazaar says: “Metal?”" in shown
    answer = desk.post(page("answer", cause.pk), {}, follow=True)
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]
    del bazaar.refuses[good.sku]
    desk.post(page("mended", cause.pk), {"nonce": "a"})
    turn(account)
    cause.refresh_from_db()
    assert cause.closed_at is not None


def test_the_list_is_narrowed_and_turned(bazaar, account, refused):
    desk = officer("desk")
    assert len(desk.get(page()).context["causes"]) == 1
    assert len(desk.get(f"{page()}?account={account.pk}").context["causes"]) == 1
    assert desk.get(f"{page()}?account=99999").status_code == 404
    assert desk.get(f"{page()}?who=channel").context["causes"] == []
    later = desk.get(f"{page()}?from=30")
    assert (later.context["causes"], later.context["before"]) == ([], 0)


def test_who_only_sees_channels_gets_no_form(refused):
    cause, auditor = Cause.objects.get(), officer("auditor")
    assert "Answer so for" not in text(auditor.get(page("cause", cause.pk)))
    assert auditor.post(page("answer", cause.pk), {"about_metal": "brass"}).status_code == 403
    far = officer("desk", mart=make_mart("chandrapur"))
    assert far.get(page("cause", cause.pk)).status_code in (403, 404)


def test_the_page_costs_the_same_for_one_good_and_for_four(bazaar, account, refused, django_assert_max_num_queries):
    cause, desk = Cause.objects.get(), officer("desk")
    desk.get(page("cause", cause.pk))
    with django_assert_max_num_queries(60) as few:
        desk.get(page("cause", cause.pk))
    allowed = len(few)
    more = [make_good(), make_good()]
    for good in more:
        refuse(bazaar, good, slug="metal")
    live(account, *more)
    desk.get(page("cause", cause.pk))
    with django_assert_max_num_queries(allowed):
        assert len(desk.get(page("cause", cause.pk)).context["listing"].rows) == 4


@pytest.mark.parametrize("language", ["hi", "mr"])
def test_every_cause_of_ours_has_words_in_hindi_and_marathi(account, language):
    from django.utils.translation import override

    causes = [
        Cause(pk=place, account=account, code=code, about=about, ours=True, said="English only.")
        for place, (code, about) in enumerate(
            [
                *((code, "") for code in OURS),
                *((code, "fssai") for code in PAPERS),
                ("maker_bank", ""),
                *((code, "nobody") for code in ANSWERS),
                ("not_live", ""),
                ("stuck", "stock"),
            ]
        )
    ]
    with override("en"):
        english = {pk: (str(said.sentence), str(said.next_step)) for pk, said in words_of(causes).items()}
    with override(language):
        for pk, said in words_of(causes).items():
            assert str(said.sentence) != english[pk][0], causes[pk].code
            assert str(said.next_step) != english[pk][1], causes[pk].code


@pytest.mark.parametrize(("language", "words"), [("hi", "अंदर की धातु"), ("mr", "आतला धातू")])
def test_a_cause_is_read_in_hindi_and_marathi(refused, language, words):
    shown = text(officer("desk", language=language).get(page("cause", Cause.objects.get().pk)))
    assert words in shown
    assert "Goods it keeps back" not in shown
