"""A paper on its way: begun once, ticked, printed, applied for, refused, numbered by one, read by another."""

from collections import Counter
from datetime import timedelta

import pytest

from haat.core.dates import today
from haat.core.models import Event
from haat.core.scans import Scan
from haat.makers import actions as makers
from haat.makers.models import Document
from haat.makers.queries import seen_now
from haat.messages.models import Message
from haat.paperwork import actions, data
from haat.paperwork import standing as at
from haat.paperwork.forms import boxes_of
from haat.paperwork.models import Road, Tick
from haat.paperwork.naming import differences, names_of
from haat.paperwork.queries import lacking, roads_seen, with_all
from haat.paperwork.roads import next_day, road_of, roads
from haat.paperwork.sealed import opened
from haat.paperwork.standing import Known
from tests.ledger.books import work
from tests.make import BY, make_block, make_maker, make_mart, make_officer, make_organisation, make_seller
from tests.make_paperwork import ONE, OTHER, make_road
from tests.refusals import refused

pytestmark = pytest.mark.django_db
FSSAI = "22026123000456"


def test_every_road_is_whole_in_three_languages():
    assert len(roads()) == 27
    for road in roads().values():
        said = [
            road.names,
            road.short,
            *road.steps,
            *road.refusals,
            *road.ends.values(),
            *([road.cost] if road.cost else []),
        ]
        said += [data.needs()[need] for need in road.needs]
        said += [data.boxes()[box]["says"] for box in (road.form.boxes if road.form else ())]
        assert [words for words in said if set(words) != {"en", "hi", "mr"} or not all(words.values())] == [], road.slug
        assert set(road.ends) <= {"not_needed", "federation", "loan"}
        assert all(of in {each.kind for each in roads().values()} for of in road.after)


@pytest.mark.parametrize("language", ["en", "hi", "mr"])
def test_no_two_papers_are_called_alike_on_a_board(language):
    called = Counter(road.short[language] for road in roads().values())
    assert [words for words, times in called.items() if times > 1] == []


def test_no_box_of_a_form_keeps_aadhaar():
    kept = {slug for slug, row in data.boxes().items() if row["fill"] not in ("hand",)}
    assert kept & {"aadhaar", "birth_date", "category", "disability", "gender"} == set()


def test_begun_twice_is_one_road_and_who_it_does_not_fit_is_told():
    maker = make_maker()
    road = make_road(maker, "pan_group")
    assert make_road(maker, "pan_group") == road
    assert Event.objects.filter(kind="paperwork.begun").count() == 1
    for kind, code in (
        ("khadi_mark", "paperwork.not_for_this"),
        ("nothing", "paperwork.unknown_road"),
        ("artisan_card", "paperwork.needs_member"),
        ("pan_person", "paperwork.needs_member"),
    ):
        with refused(code):
            make_road(maker, kind)
    other = make_maker("Other").members.get()
    with refused("paperwork.not_a_member"):
        make_road(maker, "artisan_card", member=other)
    card = make_road(maker, "artisan_card", member=maker.members.get())
    assert (card.member_id, card.maker_id) == (maker.members.get().pk, maker.pk)


def test_what_is_there_is_not_made_again():
    maker = make_maker()
    document = makers.give_document(maker, kind="fssai", number=FSSAI, by=ONE)
    makers.decide_document(document, accept=True, by=OTHER)
    with refused("paperwork.has_paper"):
        make_road(maker)
    with refused("paperwork.has_paper"):
        make_road(maker, "passbook")


def test_ticks_count_once_and_know_who():
    road = make_road()
    for _time in range(2):
        actions.tick(road, what="need:photos", by=ONE)
    assert (Tick.objects.get().by_id, Event.objects.filter(kind="paperwork.ticked").count()) == (901, 1)
    actions.note_lacking(road, need="photos", by=ONE)
    assert (Tick.objects.count(), Road.objects.get().lacking) == (0, "photos")
    actions.tick(road, what="need:photos", by=ONE)
    assert Road.objects.get().lacking == ""
    actions.untick(road, what="need:photos", by=ONE)
    assert Tick.objects.count() == 0
    for what in ("need:loom", "step:9", "x"):
        with refused("paperwork.not_on_road"):
            actions.tick(road, what=what, by=ONE)


def test_answers_are_sealed_and_gone_with_the_road():
    road = make_road()
    actions.fill_form(road, answers={"kg_a_day": "40", "water": " hand  pump "}, by=ONE)
    kept = Road.objects.get()
    assert b"pump" not in bytes(kept.answers)
    assert opened(kept) == {"kg_a_day": "40", "water": "hand pump"}
    assert Event.objects.get(kind="paperwork.filled").data == {"boxes": ["kg_a_day", "water"]}
    with refused("paperwork.aadhaar_not_kept", field="kg_a_day"):
        actions.fill_form(road, answers={"kg_a_day": "Aadhaar २३४५ 6789 0123"}, by=ONE)
    with refused("paperwork.not_on_road"):
        actions.fill_form(road, answers={"aadhaar": "x"}, by=ONE)
    with refused("paperwork.too_long", field="water"):
        actions.fill_form(road, answers={"water": "w" * 201}, by=ONE)
    actions.end_road(road, how="federation", by=ONE)
    assert bytes(Road.objects.get().answers) == b""
    with refused("paperwork.road_ended"):
        actions.tick(road, what="need:photos", by=ONE)


def test_form_is_filled_with_what_is_known_and_leaves_a_line_for_the_rest():
    road = make_road(kind="pan_group")
    boxes = {box.slug: box for box in boxes_of(with_all(Road.objects.all()).get(pk=road.pk), {"email": "a@b.in"})}
    assert boxes["group_name"].value == road.maker.bank.holder
    assert boxes["email"].value == "a@b.in"
    assert (boxes["ao_code"].value, boxes["ao_code"].how) == ("", "hand")
    actions.note_printed(road, sheet="form", by=ONE)
    actions.note_printed(road, sheet="proof", by=ONE)
    assert Event.objects.filter(kind="paperwork.printed").count() == 2
    with refused("paperwork.not_on_road"):
        actions.note_printed(make_road(kind="udyam"), sheet="proof", by=ONE)


def test_applied_refused_and_applied_again():
    road = make_road()
    with refused("paperwork.not_applied"):
        actions.note_refused(road, reason="photo", by=ONE)
    for where, day, code in (
        ("", today(), "paperwork.no_where"),
        ("FoSCoS", today() + timedelta(days=1), "paperwork.bad_day"),
        ("w" * 81, today(), "paperwork.too_long"),
    ):
        with refused(code):
            actions.note_applied(road, where=where, day=day, by=ONE)
    for _time in range(2):
        actions.note_applied(road, where="FoSCoS", day=today(), reference="ab 12345 67", by=ONE)
    (event,) = Event.objects.filter(kind="paperwork.applied")
    assert "12345" not in str(event.data)
    with refused("paperwork.no_reason"):
        actions.note_refused(road, reason=" ", by=ONE)
    for _time in range(2):
        actions.note_refused(road, reason="The photo is not clear", by=ONE)
    work()
    assert Message.objects.filter(template="paper_refused").count() == 1
    actions.note_applied(road, where="FoSCoS", day=today(), by=ONE)
    assert (Road.objects.get().state, Road.objects.get().why) == ("applied", "")


def test_one_writes_the_number_another_reads_it():
    road = make_road()
    make_officer("desk")  # somebody else who may read it
    with refused("fssai.length", field="number"):
        actions.write_number(road, number="2202612300045", by=ONE)
    actions.write_number(road, number=FSSAI, scan=Scan("jpeg", b"x"), by=ONE)
    actions.write_number(road, number=FSSAI, by=ONE)
    given = Road.objects.get()
    assert (given.state, given.document.number, Document.objects.get().state) == ("given", FSSAI, "given")
    assert Event.objects.filter(kind="paperwork.number_written").count() == 1
    assert FSSAI not in str(list(Event.objects.values_list("data", flat=True)))
    with refused("paperwork.own_hand"):
        actions.check_number(given, accept=True, seen=seen_now(given.document), by=ONE)
    actions.check_number(given, accept=True, seen=seen_now(given.document), by=OTHER)
    actions.check_number(given, accept=True, seen="", by=OTHER)
    ended = Road.objects.get()
    assert (ended.state, ended.checked_by_id, Document.objects.get().state) == ("granted", 902, "accepted")
    work()
    assert Message.objects.filter(template="paper_came").count() == 1


def test_number_unlike_the_paper_is_written_anew():
    road = make_road()
    actions.write_number(road, number=FSSAI, by=ONE)
    given = Road.objects.get()
    actions.check_number(given, accept=False, seen=seen_now(given.document), by=OTHER)
    assert (Road.objects.get().state, Document.objects.get().state) == ("making", "refused")
    with refused("paperwork.nothing_to_check"):
        actions.check_number(road, accept=True, seen="", by=OTHER)


def test_wrong_holder_wrong_digit_and_another_pan_are_refused():
    maker = make_maker()
    pan = make_road(maker, "pan_group")
    with refused("paperwork.wrong_holder", field="number"):
        actions.write_number(pan, number="ABCPK1234F", by=ONE)
    actions.write_number(pan, number="AABAS1234F", by=ONE)
    gst = make_road(maker, "gstin")
    with refused("gstin.check_digit", field="number") as caught:
        actions.write_number(gst, number="20AAATJ1234K1Z6", by=ONE)
    assert caught.value.message
    from haat.core.identifiers import gstin_check_digit

    other = "20AAATJ1234K1Z" + gstin_check_digit("20AAATJ1234K1Z")
    with refused("paperwork.other_pan", field="number"):
        actions.write_number(gst, number=other, by=ONE)
    own = "20AABAS1234F1Z" + gstin_check_digit("20AABAS1234F1Z")
    actions.write_number(gst, number=own, by=ONE)
    assert Road.objects.get(pk=gst.pk).state == "given"


def test_members_own_pan_is_looked_at_and_not_kept():
    maker = make_maker()
    road = make_road(maker, "pan_person", member=maker.members.get())
    with refused("paperwork.number_not_kept"):
        actions.write_number(road, number="ABCPK1234F", by=ONE)
    for _time in range(2):
        actions.note_shown(road, by=ONE)
    assert (Road.objects.get().state, Document.objects.filter(kind="pan", number="ABCPK1234F").count()) == (
        "granted",
        0,
    )
    with refused("paperwork.nothing_to_check"):
        actions.note_shown(make_road(maker), by=ONE)


def test_paper_given_elsewhere_and_an_account_move_their_roads():
    maker = make_maker()
    road = make_road(maker)
    document = makers.give_document(maker, kind="fssai", number=FSSAI, by=ONE)
    work()
    assert (Road.objects.get(pk=road.pk).state, Road.objects.get(pk=road.pk).typed_by_id) == ("given", 901)
    makers.decide_document(document, accept=True, by=OTHER)
    work()
    assert (Road.objects.get(pk=road.pk).state, Road.objects.get(pk=road.pk).checked_by_id) == ("granted", 902)


def test_ends_need_their_proof_and_only_those_the_road_has():
    road = make_road(kind="enrolment")
    with refused("paperwork.no_such_end"):
        actions.end_road(road, how="loan", by=ONE)
    with refused("paperwork.no_reason"):
        actions.end_road(road, how="not_needed", by=ONE)
    for _time in range(2):
        actions.end_road(road, how="not_needed", reason="GSTIN of the federation", by=ONE)
    assert (Road.objects.get().state, Event.objects.filter(kind="paperwork.ended").count()) == ("not_needed", 1)
    assert make_road(road.maker, "enrolment").pk != road.pk


def test_federations_paper_goes_into_its_sellers_book():
    seller = make_seller(make_mart(), organisation=make_organisation(make_mart()))
    road = actions.begin_for_seller(seller, kind="khadi_mark", by=ONE)
    assert actions.begin_for_seller(seller, kind="khadi_mark", by=ONE) == road
    actions.write_number(road, number="K 123", by=ONE)
    given = Road.objects.get()
    actions.check_number(given, accept=True, seen=seen_now(given.paper), by=OTHER)
    assert (Road.objects.get().state, seller.papers.get().number) == ("granted", "K123")
    with refused("paperwork.in_the_seller"):
        actions.begin_for_seller(seller, kind="gstin", by=ONE)
    with refused("paperwork.not_for_this"):
        actions.begin_for_seller(make_maker().seller, kind="khadi_mark", by=ONE)


def test_standing_says_what_is_next():
    maker = make_maker()
    kind = road_of("fssai")

    def state(**more):
        from haat.makers.models import Maker

        whole = Maker.objects.select_related("bank", "seller").get(pk=maker.pk)
        return Known.of([whole]).standing(kind, whole, **more).state

    assert state() == at.NOT_ASKED
    road = make_road(maker)
    assert state() == at.PRINT
    actions.note_lacking(road, need="photos", by=ONE)
    assert state() == at.MISSING
    actions.note_lacking(road, need="", by=ONE)
    actions.note_printed(road, sheet="form", by=ONE)
    assert state() == at.SIGN
    actions.tick(road, what="signed", by=ONE)
    assert state() == at.APPLY
    actions.note_applied(road, where="FoSCoS", day=today(), by=ONE)
    assert state() == at.APPLIED
    actions.write_number(road, number=FSSAI, by=ONE)
    assert state() == at.CHECK
    actions.check_number(Road.objects.get(), accept=True, seen=seen_now(Document.objects.get(kind="fssai")), by=OTHER)
    assert state() == at.KEPT


def test_names_that_differ_are_told_word_by_word():
    maker = make_maker("Gulab group")
    maker.bank.holder = "Gulab Mahila Group"
    (one,) = [each for each in differences(names_of(maker)) if each.second.where == "maker"]
    assert (list(one.only_first), list(one.only_second)) == (["Mahila"], [])


def test_names_in_two_scripts_agree_by_sound_or_are_left_to_people():
    maker = make_maker("Gulab group")
    maker.names = {"hi": "फूलमनी हेम्ब्रम"}
    told = []
    for holder in ("Phulmani Hembrm", "Phulmani Hembrom", "फूलमनी देवी"):
        maker.bank.holder = holder
        told.append([each.two_scripts for each in differences(names_of(maker)) if each.second.where == "maker"])
    assert told == [[], [True], [False]]


def test_clocks_of_papers():
    day = today().replace(month=11, day=20)
    iec, lut, fssai = (road_of(slug).renews for slug in ("iec", "lut", "fssai"))
    assert next_day(iec, begins=None, ends=None, today=day) == day.replace(year=day.year + 1, month=6, day=30)
    assert next_day(lut, begins=None, ends=None, today=day) == day.replace(year=day.year + 1, month=4, day=30)
    begun = day.replace(year=day.year - 2, month=12, day=5)
    assert next_day(fssai, begins=begun, ends=None, today=day) == day.replace(month=12, day=5)
    assert next_day(fssai, begins=None, ends=None, today=day) is None
    assert next_day(fssai, begins=begun, ends=day, today=day) == day


def test_block_and_lacking_reach_no_further_than_the_reader():
    here, there = make_block("Sarath"), make_block("Palojori")
    hers, other = make_maker(block=here), make_maker("Other", block=there)
    make_road(hers), make_road(other)
    user = make_officer("coordinator", place=here)
    assert [road.maker for road in roads_seen(user, make_mart())] == [hers]
    from haat.paperwork.queries import makers_reached

    lacks = lacking(makers_reached(user, make_mart()), road_of("enrolment"))
    assert other not in lacks


def test_many_are_begun_at_once_and_who_has_it_is_left_out():
    first, second = make_maker(), make_maker("Other")
    make_road(first)
    assert actions.begin_roads([first, second], kind="fssai", by=BY) == 1
    assert Road.objects.count() == 2
