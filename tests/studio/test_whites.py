"""From a photo to a picture on white at marketplaces: measured once, asked for, made, looked at, used or refused."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils import timezone

from haat.catalogue import actions as catalogue
from haat.catalogue.models import Good, Photo
from haat.core import worker
from haat.core.actor import MACHINE, Actor
from haat.core.doctor import examine
from haat.core.files import paths_of, square_path
from haat.core.models import Event, Job, Picture
from haat.core.sweeping import sweep_pictures as sweep_unwanted
from haat.studio import actions, jobs, pixels
from haat.studio.models import PictureMeasure, WhitePicture
from haat.studio.pictures import EVERYWHERE, Measures, faults, for_channel
from haat.studio.queries import photos_to_look_at, pictures_of, whites_at, whites_of, whites_to_look_at
from tests.make import BY, make_block, make_good, make_picture
from tests.refusals import refused
from tests.studio.shots import on_cloth, shot, stored

pytestmark = pytest.mark.django_db
S = WhitePicture.State
CHECKS = (
    "a picture on white was looked at by who is told to have",
    "every measured picture has its square in the store",
    "letters on pictures were seen by who said so",
    "nothing is told of what is not there",
    "pictures on white stand where they were put",
)


def good_with(*pictures: Picture, state: str = "live") -> Good:
    """A good that shows these and no others, told of as the shop tells of it."""
    good = make_good(state=state)
    return catalogue.show_pictures(good, pictures=pictures, by=BY)


def unsound() -> list[str]:
    """What the doctor finds broken of pictures, once the worker has caught up."""
    worker.run_due()
    found = examine(CHECKS)
    assert [finding.name for finding in found] == list(CHECKS)
    return [example for finding in found for example in finding.examples]


def told(kind: str) -> int:
    return Event.objects.filter(kind=f"studio.{kind}").count()


def laid(good: Good, picture: Picture) -> WhitePicture:
    """Asked for, and made by the worker."""
    white = actions.ask_white(good, picture=picture, by=BY)
    worker.run_due()
    white.refresh_from_db()
    return white


def digest(white: WhitePicture) -> str:
    assert white.proposed is not None
    return white.proposed.digest


# ---- measuring


def test_photo_of_a_good_is_measured_once_and_gets_its_square(media):
    picture = stored(shot((700, 500), (200, 100, 500, 400)))
    good = good_with(picture)
    worker.run_due()
    row = PictureMeasure.objects.get()
    assert (row.picture, row.white_bp, row.letters) == (picture, 10_000, None)
    assert default_storage.exists(square_path(picture.digest))
    assert Event.objects.get(kind="studio.picture_ready").data == {"picture": picture.digest}
    catalogue.show_pictures(good, pictures=[picture, stored(shot((500, 500)))], by=BY)
    worker.run_due()
    assert (PictureMeasure.objects.count(), told("picture_ready")) == (2, 2)
    assert unsound() == []


def test_drawing_is_not_measured_and_says_its_sides(media):
    picture = stored(shot((700, 500)))
    Picture.objects.filter(pk=picture.pk).update(drawn=True)
    good = good_with(picture)
    worker.run_due()
    assert PictureMeasure.objects.count() == 0
    (shown,) = pictures_of([good.pk])[good.pk]
    assert shown.measures == Measures(700, 500)


def test_picture_that_two_goods_show_is_told_of_to_both(media):
    picture = stored(shot())
    good_with(picture)
    good_with(picture)
    worker.run_due()
    assert (PictureMeasure.objects.count(), told("picture_ready")) == (1, 2)


def test_picture_that_the_store_has_lost_is_left_to_the_doctor(media):
    good_with(make_picture())
    worker.run_due()
    assert PictureMeasure.objects.count() == 0
    assert set(Job.objects.filter(name="studio.measure_picture").values_list("state", flat=True)) == {Job.State.DONE}


def test_measuring_twice_keeps_the_first(media):
    picture = stored(shot())
    measures = pixels.measured(picture)
    assert actions.keep_measures(picture, measures=measures, square=b"first", by=MACHINE)
    assert not actions.keep_measures(picture, measures=measures, square=b"second", by=MACHINE)
    jobs.measure_picture(picture.pk)
    with default_storage.open(square_path(picture.digest)) as kept:
        assert kept.read() == b"first"


def test_old_pictures_of_goods_in_the_shop_are_measured_by_the_clock(media):
    old, draft = stored(shot((400, 400))), stored(shot((500, 500)))
    Photo.objects.filter(good=make_good()).update(picture=old)
    Photo.objects.filter(good=make_good(state="draft")).update(picture=draft)
    jobs.sweep_pictures()
    worker.run_due()
    assert list(PictureMeasure.objects.values_list("picture", flat=True)) == [old.pk]
    assert draft.pk != old.pk


def test_measures_go_with_their_picture_and_its_square_with_them(media):
    picture = stored(shot())
    jobs.measure_picture(picture.pk)
    Picture.objects.filter(pk=picture.pk).update(wanted_at=timezone.now() - timedelta(hours=25))
    sweep_unwanted()
    assert (Picture.objects.count(), PictureMeasure.objects.count()) == (0, 0)
    assert not any(default_storage.exists(path) for path in (*paths_of(picture.digest), square_path(picture.digest)))


# ---- letters


def test_letters_are_told_once_and_keep_a_picture_back(media):
    picture = stored(shot((1600, 1600), (50, 50, 1550, 1550)))
    good = good_with(picture)
    worker.run_due()
    assert [fault.code for fault in faults(pictures_of([good.pk])[good.pk], EVERYWHERE)] == ["picture_unlooked"]
    for _turn in range(2):
        actions.tell_letters(good, picture=picture, letters=True, by=BY)
    row = PictureMeasure.objects.get()
    assert (row.letters, row.letters_by_id, told("letters_told")) == (True, BY.user_id, 1)
    assert [fault.code for fault in faults(pictures_of([good.pk])[good.pk], EVERYWHERE)] == ["picture_letters"]
    actions.tell_letters(good, picture=picture, letters=False, by=BY)
    assert faults(pictures_of([good.pk])[good.pk], EVERYWHERE) == []
    assert unsound() == []


def test_what_was_said_of_letters_is_taken_back_and_it_waits_for_a_look_again(media):
    picture = stored(shot((1600, 1600), (50, 50, 1550, 1550)))
    good = good_with(picture)
    worker.run_due()
    mart, place = good.mart, good.mart.place
    assert [photo.picture for photo in photos_to_look_at(mart, place)] == [picture]
    actions.tell_letters(good, picture=picture, letters=False, by=BY)
    assert list(photos_to_look_at(mart, place)) == []
    for _turn in range(2):
        actions.tell_letters(good, picture=picture, letters=None, by=BY)
    row = PictureMeasure.objects.get()
    assert (row.letters, row.letters_by_id, told("letters_told")) == (None, None, 2)
    assert [photo.picture for photo in photos_to_look_at(mart, place)] == [picture]


def test_letters_are_told_of_a_measured_picture_that_the_good_shows(media):
    good, other = good_with(stored(shot())), stored(shot((500, 500)))
    with refused("studio.picture_not_shown"):
        actions.tell_letters(good, picture=other, letters=True, by=BY)
    with refused("studio.not_measured"):
        actions.tell_letters(good, picture=good.photos.get().picture, letters=True, by=BY)


# ---- on white


def test_proposal_is_seen_by_nobody_before_a_person_used_it(media):
    picture = stored(on_cloth((1520, 1520), (100, 100, 1420, 1420)))
    good = good_with(picture)
    white = laid(good, picture)
    actions.tell_letters(good, picture=picture, letters=False, by=BY)
    assert (white.state, list(whites_to_look_at(good.mart, good.mart.place))) == (S.PROPOSED, [white])
    assert for_channel(pictures_of([good.pk])[good.pk], EVERYWHERE) == [picture]
    actions.use_white(white, seen=digest(white), by=BY)
    shown = pictures_of([good.pk])[good.pk]
    assert (faults(shown, EVERYWHERE), for_channel(shown, EVERYWHERE)) == ([], [white.proposed])
    assert list(good.photos.values_list("picture", flat=True)) == [picture.pk]
    assert list(whites_to_look_at(good.mart, good.mart.place)) == []
    assert unsound() == []


def test_picture_on_white_stands_first_wherever_its_photo_stands(media):
    detail, main = stored(shot((600, 600), None, (90, 90, 90))), stored(on_cloth())
    good = good_with(detail, main)
    white = laid(good, main)
    actions.use_white(white, seen=digest(white), by=BY)
    assert [each.picture for each in pictures_of([good.pk])[good.pk]] == [white.proposed, detail]
    catalogue.show_pictures(good, pictures=[detail], by=BY)
    assert [each.picture for each in pictures_of([good.pk])[good.pk]] == [detail]


def test_asking_again_is_the_same_until_it_was_refused(media):
    picture = stored(on_cloth())
    good = good_with(picture)
    first, again = (actions.ask_white(good, picture=picture, by=BY) for _turn in range(2))
    assert (first, told("white_asked")) == (again, 1)
    white = laid(good, picture)
    actions.refuse_white(white, by=BY)
    assert actions.refuse_white(white, by=BY).state == S.REFUSED
    assert actions.ask_white(good, picture=picture, by=BY) == first
    assert (told("white_asked"), told("white_refused"), WhitePicture.objects.get().state) == (2, 1, S.ASKED)
    assert unsound() == []


def test_refusing_one_in_use_takes_it_from_marketplaces_and_its_picture_is_swept(media):
    picture = stored(on_cloth())
    good = good_with(picture)
    white = laid(good, picture)
    made = digest(white)
    actions.use_white(white, seen=made, by=BY)
    worker.run_due()
    actions.refuse_white(white, by=BY)
    assert [each.picture for each in pictures_of([good.pk])[good.pk]] == [picture]
    Picture.objects.filter(digest=made).update(wanted_at=timezone.now() - timedelta(hours=25))
    sweep_unwanted()
    assert not Picture.objects.filter(digest=made).exists()
    assert unsound() == []


def test_only_what_was_looked_at_is_used(media):
    picture = stored(on_cloth())
    white = laid(good_with(picture), picture)
    with refused("studio.white_settled"):
        actions.use_white(white, seen="0" * 64, by=BY)
    actions.use_white(white, seen=digest(white), by=BY)
    actions.use_white(white, seen=digest(white), by=BY)
    assert told("white_used") == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        WhitePicture.objects.update(decided_by_id=None)


def test_nothing_is_decided_about_one_that_is_not_made(media):
    picture = stored(on_cloth())
    white = actions.ask_white(good_with(picture), picture=picture, by=BY)
    with refused("studio.white_settled"):
        actions.use_white(white, seen="", by=BY)
    with refused("studio.white_settled"):
        actions.refuse_white(white, by=BY)


def test_picture_without_an_edge_is_told_so(media):
    picture = stored(shot((400, 400), None, (120, 120, 120)))
    good = good_with(picture)
    assert (laid(good, picture).state, told("white_failed")) == (S.FAILED, 1)
    assert [white.state for white in whites_of(good)] == [S.FAILED]
    assert unsound() == []


def test_picture_that_the_store_has_lost_is_told_to_have_no_edge(media):
    picture = make_picture()
    assert laid(good_with(picture), picture).state == S.FAILED


def test_what_is_given_up_is_told_to_have_no_edge(media):
    picture = stored(on_cloth())
    white = actions.ask_white(good_with(picture), picture=picture, by=BY)
    jobs._given_up(white.pk)
    jobs._given_up(white.pk + 1)
    white.refresh_from_db()
    assert white.state == S.FAILED
    worker.run_due()  # what still waits finds nothing to do
    assert (WhitePicture.objects.get().state, told("white_proposed")) == (S.FAILED, 0)


def test_only_a_photo_that_the_good_shows_is_laid_on_white(media):
    good, drawing = make_good(), stored(on_cloth())
    with refused("studio.picture_not_shown"):
        actions.ask_white(good, picture=drawing, by=BY)
    Picture.objects.filter(pk=drawing.pk).update(drawn=True)
    catalogue.add_photo(good, picture=drawing, by=BY)
    drawing.refresh_from_db()
    with refused("studio.drawn_picture"):
        actions.ask_white(good, picture=drawing, by=BY)


def test_rendered_picture_stays_marked_on_white(media):
    picture = stored(on_cloth())
    Picture.objects.filter(pk=picture.pk).update(rendered=True)
    white = laid(good_with(picture), picture)
    assert white.proposed is not None
    assert white.proposed.rendered


def test_whites_are_found_where_their_maker_lies(media):
    picture = stored(on_cloth())
    good = good_with(picture)
    actions.ask_white(good, picture=picture, by=Actor(9))
    assert whites_at(good.mart, good.maker.block).count() == 1
    assert whites_at(good.mart, make_block("Palojori")).count() == 0


def test_pictures_of_many_goods_are_read_in_two_statements(media, django_assert_num_queries):
    goods = [good_with(stored(shot((400 + side, 400)))) for side in range(3)]
    worker.run_due()
    with django_assert_num_queries(2):
        found = pictures_of({good.pk for good in goods})
    assert [found[good.pk][0].measures.width for good in goods] == [400, 401, 402]
