"""The desk has a picture laid on white, looks at what came out, and says what stands on a picture."""

import pytest
from django.urls import reverse

from haat.catalogue import actions as catalogue
from haat.core.models import Picture
from haat.studio import actions
from haat.studio.models import PictureMeasure, WhitePicture
from haat.studio.queries import pictures_of
from tests.make import BY, make_good, make_picture
from tests.studio.shots import on_cloth, shot, stored
from tests.web.office.signed import district, officer, work_off

pytestmark = pytest.mark.django_db
LIST = reverse("office:goods:whites")


@pytest.fixture
def here(media):
    return district()


def good_of(maker, *pictures):
    return catalogue.show_pictures(make_good(maker=maker), pictures=pictures, by=BY)


def laid(maker):
    """A good whose picture was laid on white and waits for a look."""
    good = good_of(maker, stored(on_cloth()))
    actions.ask_white(good, picture=good.photos.get().picture, by=BY)
    work_off()
    return WhitePicture.objects.select_related("good", "proposed").get(good=good)


def page(client, good):
    return client.get(reverse("office:goods:mend", args=[good.pk])).content.decode()


def post(client, name, *args, **sent):
    return client.post(reverse(f"office:goods:{name}", args=args), sent)


def said(answer, client):
    """What the page tells to which one is led."""
    return client.get(answer.headers["Location"]).content.decode()


def test_desk_has_a_picture_laid_on_white_and_uses_it_after_a_look(here):
    picture = stored(on_cloth())
    good, desk = good_of(here.maker, picture), officer("desk")
    work_off()
    assert "Lay it on white" in page(desk, good)
    asked = post(desk, "ask_white", good.pk, picture.pk)
    assert "It is being laid on white." in said(asked, desk)
    assert "1 more is being laid on white." in desk.get(LIST).content.decode()
    work_off()
    white = WhitePicture.objects.select_related("proposed").get()
    html = desk.get(LIST).content.decode()
    assert (picture.digest in html, white.proposed.digest in html) == (True, True)
    assert "Look at it on white" in page(desk, good)
    for _turn in range(2):
        used = post(desk, "use_white", white.pk, seen=white.proposed.digest)
        assert "Used on white." in said(used, desk)
    assert [each.picture for each in pictures_of([good.pk])[good.pk]] == [white.proposed]
    told = page(desk, good)
    assert ("On white for marketplaces" in told, "Take it off white" in told) == (True, True)


def test_desk_keeps_a_picture_as_it_is(here):
    white, desk = laid(here.maker), officer("desk")
    assert "Kept as it is." in said(post(desk, "refuse_white", white.pk), desk)
    assert "No picture waits for a look" in desk.get(LIST).content.decode()
    assert "Not on white: kept as it is" in page(desk, white.good)


def test_desk_takes_one_in_use_off_white_on_the_goods_page(here):
    white, desk = laid(here.maker), officer("desk")
    actions.use_white(white, seen=white.proposed.digest, by=BY)
    answer = post(desk, "refuse_white", white.pk, at="good")
    assert answer.headers["Location"] == f"{reverse('office:goods:mend', args=[white.good_id])}#pictures"
    assert WhitePicture.objects.get().state == "refused"


def test_what_was_decided_meanwhile_is_said_and_changes_nothing(here):
    white, desk = laid(here.maker), officer("desk")
    actions.refuse_white(white, by=BY)
    answer = post(desk, "use_white", white.pk, seen=white.proposed.digest)
    assert "Somebody has decided about this picture in the meantime" in said(answer, desk)
    assert WhitePicture.objects.get().state == "refused"


def test_list_is_long_and_comes_a_page_at_a_time(here):
    picture = stored(on_cloth())
    for _number in range(9):
        good = good_of(here.maker, picture)
        WhitePicture.objects.create(mart=good.mart, good=good, picture=picture, proposed=picture, state="proposed")
    first = officer("desk").get(LIST)
    assert (len(first.context["rows"]), first.context["listing"].total) == (8, 9)


def test_list_costs_the_same_for_one_and_two(here, django_assert_num_queries):
    desk = officer("desk")
    laid(here.maker)
    desk.get(LIST)
    with django_assert_num_queries(9):
        desk.get(LIST)
    laid(here.other)
    desk.get(LIST)
    with django_assert_num_queries(9):
        desk.get(LIST)


def test_other_blocks_are_not_shown_and_readers_have_no_keys(here):
    white = laid(here.maker)
    elsewhere = officer("coordinator", place=here.there)
    assert white.proposed.digest not in elsewhere.get(LIST).content.decode()
    assert post(elsewhere, "use_white", white.pk, seen=white.proposed.digest).status_code == 404
    html = officer("auditor").get(LIST).content.decode()
    assert (white.proposed.digest in html, "Use it on white" in html) == (True, False)


def test_picture_of_another_good_is_no_page(here):
    good, other = good_of(here.maker, stored(on_cloth())), stored(shot())
    desk = officer("desk")
    assert post(desk, "ask_white", good.pk, other.pk).status_code == 404
    assert post(desk, "letters", good.pk, 2**70, letters="yes").status_code == 404


def test_letters_are_told_and_stand_in_the_history(here):
    picture = stored(shot((1600, 1600), (50, 50, 1550, 1550)))
    good, desk = good_of(here.maker, picture), officer("desk")
    work_off()
    assert "Nobody has looked yet whether letters stand on the picture." in page(desk, good)
    assert "Noted: letters stand on it." in said(post(desk, "letters", good.pk, picture.pk, letters="yes"), desk)
    html = page(desk, good)
    assert "Letters or a sign stand on the picture. Put another picture first, without letters." in html
    assert ("A picture looked at" in html, "No letters on it" in html) == (True, True)
    assert "Noted: no letters stand on it." in said(post(desk, "letters", good.pk, picture.pk, letters="no"), desk)
    assert PictureMeasure.objects.get().letters is False
    assert "These pictures may go to every marketplace." in page(desk, good)


def test_page_says_what_was_measured_and_what_marketplaces_lack(here):
    cloth, white, drawn = (
        stored(shot((800, 600), None, (90, 90, 90))),
        stored(shot(good=(100, 100, 502, 300))),
        stored(shot((500, 500))),
    )
    Picture.objects.filter(pk=drawn.pk).update(drawn=True)
    Picture.objects.filter(pk=white.pk).update(rendered=True)
    good, desk = good_of(here.maker, cloth, white, drawn, make_picture()), officer("desk")
    work_off()
    html = " ".join(page(desk, good).split())
    for words in (
        "800 × 600 points · not on white",
        "600 × 400 points · on white, fills 68% of its square · test picture made by a computer",
        ">drawing<",
        ">being measured<",
        "For marketplaces",
    ):
        assert words in html, words


@pytest.mark.parametrize(
    ("language", "words"),
    [("hi", ("मार्केटप्लेस के लिए फ़ोटो", "सफ़ेद वाली काम में लें")), ("mr", ("मार्केटप्लेससाठी फोटो", "पांढऱ्यावरचा वापरा"))],
)
def test_page_is_read_in_hindi_and_marathi(here, language, words):
    laid(here.maker)
    html = officer("desk", language=language).get(LIST).content.decode()
    assert [word for word in words if word not in html] == []


def test_proposals_stand_on_the_rail_and_beside_the_queue(here):
    laid(here.maker)
    desk = officer("desk")
    queue = desk.get(reverse("office:goods:list"))
    assert queue.context["on_white"] == 1
    assert [str(room["count"]) for room in queue.context["rail"] if str(room["name"]) == "Goods"] == ["1"]
