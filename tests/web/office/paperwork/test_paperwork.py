"""Papers at the desk: listed by state, worked on step by step, made at a papers day; each sees her own block."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from haat.core.actor import Actor
from haat.core.dates import today
from haat.core.models import Event
from haat.makers.models import Document
from haat.makers.queries import seen_now
from haat.paperwork import actions
from haat.paperwork.models import Camp, Duty, Road
from tests.core.test_files import jpeg
from tests.make import BY, make_accountant, make_block, make_good, make_maker, make_officer, make_organisation, number
from tests.make_paperwork import ONE, OTHER, make_camp, make_road
from tests.web.office.signed import district, officer, sign_in

pytestmark = pytest.mark.django_db
LIST = "/office/paperwork/"
FSSAI = "22026123000456"


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def at(name: str, *args) -> str:
    return reverse(f"office:paperwork:{name}", args=args)


def test_list_by_state_block_paper_and_craft():
    here = district()
    first, second = make_road(here.maker), make_road(here.other, "udyam")
    actions.note_applied(second, where="Udyam", day=today(), by=BY)
    good, desk = make_good(maker=here.other), officer("desk")
    for query, expected in (
        ({}, {first.pk, second.pk}),
        ({"state": "applied"}, {second.pk}),
        ({"block": "sarath"}, {first.pk}),
        ({"kind": "udyam"}, {second.pk}),
        ({"q": "chandni"}, {first.pk}),
        ({"craft": good.craft.slug}, {second.pk}),
    ):
        assert {row.pk for row in desk.get(LIST, query).context["listing"].rows} == expected, query
    lacks = desk.get(LIST, {"state": "lacking", "kind": "pan_group"})
    assert lacks.status_code == 200
    picked = [row.pk for row in lacks.context["listing"].rows]
    desk.post(at("begin"), {"kind": "enrolment", "pick": [here.maker.pk, here.other.pk]})
    assert Road.objects.filter(kind="enrolment").count() == 2
    assert isinstance(picked, list)


def test_block_and_federation_see_their_own():
    here = district()
    road = make_road(here.maker)
    camp = make_camp(here.maker)
    actions.give_turns(camp, makers=[here.maker], by=BY)
    there = officer("coordinator", place=make_block("Palojori"))
    assert there.get(LIST).context["listing"].rows == []
    for name, args in (("road", [road.pk]), ("maker", [here.maker.pk]), ("camp", [camp.pk]), ("bring", [camp.pk])):
        assert there.get(at(name, *args)).status_code == 404, name
    assert there.post(at("tick", road.pk), {"what": "need:photos", "on": "1"}).status_code == 404
    assert there.post(at("begin"), {"kind": "udyam", "pick": here.maker.pk}).status_code == 302
    assert Road.objects.count() == 1
    federation = make_organisation(here.mart)
    here.maker.organisation = federation
    here.maker.save(update_fields=["organisation"])
    actions.give_turns(Camp.objects.get(), makers=[here.other], by=BY)
    hers = sign_in(make_accountant(federation))
    assert [row.pk for row in hers.get(LIST).context["listing"].rows] == [road.pk]
    board = hers.get(at("camp", camp.pk))
    assert ("Chandni" in text(board), "Gulab" in text(board)) == (True, False)
    assert hers.post(at("tick", road.pk), {"what": "need:photos", "on": "1"}).status_code == 403
    assert sign_in(make_accountant(make_organisation(here.mart))).get(at("road", road.pk)).status_code == 404


def test_nothing_on_a_road_is_glued_and_its_history_says_what_was_ticked():
    here = district()
    one = make_officer("desk")
    desk, second, road = sign_in(one), officer("desk"), make_road(here.maker)
    desk.post(at("tick", road.pk), {"what": "need:photos", "on": "1"})
    desk.post(at("tick", road.pk), {"what": "step:0", "on": "1"})
    desk.post(at("applied", road.pk), {"where": "FoSCoS", "day": today().isoformat(), "reference": "12345678"})
    desk.post(at("number", road.pk), {"number": FSSAI})
    assert "boxes are filled" in text(desk.get(at("road", road.pk)))
    seen = seen_now(Document.objects.get(kind="fssai"))
    second.post(at("check", road.pk), {"accept": "yes", "seen": seen})
    shown = text(second.get(at("road", road.pk)))
    read = " ".join(re.sub(r"<[^>]+>", "|", shown).replace("|", "").split())
    for words in ("receipt 12345678", f"{FSSAI} it looks right", "wrote it down. ", "TickedWhat Two photographs"):
        assert words in read, words
    assert "boxes are filled" not in shown  # what was asked for them is wiped out
    papers = re.sub(r"<[^>]+>", "", text(second.get(at("maker", here.maker.pk))))
    assert re.search(r"FSSAI registration +··", papers)


def test_a_paper_from_its_needs_to_the_second_person():
    here = district()
    one, other = make_officer("desk"), make_officer("desk")
    desk, second = sign_in(one), sign_in(other)
    answer = desk.post(at("maker", here.maker.pk), {"kind": "fssai", "member": "", "about": ""})
    road = Road.objects.get()
    assert answer["Location"] == at("road", road.pk)
    desk.post(at("tick", road.pk), {"what": "need:photos", "on": "1"})
    desk.post(at("tick", road.pk), {"what": "need:photos", "on": ""})
    desk.post(at("lacking", road.pk), {"need": "water"})
    assert "Where the water comes from" in text(desk.get(at("road", road.pk)))
    desk.post(at("answers", road.pk), {"kg_a_day": "40"})
    bad = desk.post(at("answers", road.pk), {"kg_a_day": "2345 6789 0123", "water": "well"})
    assert (bad.status_code, "12 digits" in text(bad), 'value="well"' in text(bad)) == (422, True, True)
    late = desk.post(at("applied", road.pk), {"where": "FoSCoS", "day": (today() + timedelta(days=2)).isoformat()})
    assert (late.status_code, "FoSCoS" in text(late)) == (422, True)
    desk.post(at("applied", road.pk), {"where": "FoSCoS", "day": today().isoformat(), "reference": "12345678"})
    assert desk.post(at("refused", road.pk), {}).status_code == 422
    desk.post(at("refused", road.pk), {"words": "Photo"})
    assert Road.objects.get().state == "refused"
    short = desk.post(at("number", road.pk), {"number": "123"})
    assert short.status_code == 422
    sent = {"number": FSSAI, "photo": SimpleUploadedFile("p.jpg", jpeg())}
    desk.post(at("number", road.pk), sent)
    document = Document.objects.get(kind="fssai")
    seen = seen_now(document)
    assert "Another person reads it" in text(desk.get(at("road", road.pk)))
    desk.post(at("check", road.pk), {"accept": "yes", "seen": seen})
    assert Road.objects.get().state == "given"
    page = second.get(at("road", road.pk))
    assert (page.context["seen"], page.context["own_hand"]) == (seen, False)
    second.post(at("check", road.pk), {"accept": "yes", "seen": seen})
    assert (Road.objects.get().state, Document.objects.get(kind="fssai").state) == ("granted", "accepted")
    assert FSSAI not in text(officer("auditor").get(at("road", road.pk)))


def test_sheets_are_printed_and_every_print_is_on_record():
    here = district()
    road = make_road(here.maker, "pan_group")
    desk = officer("desk")
    for sheet in ("form", "proof", "resolution"):
        answer = desk.post(at("print", road.pk, sheet))
        assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-"), sheet
    assert Event.objects.filter(kind="paperwork.printed").count() == 3
    assert desk.post(at("print", road.pk, "other")).status_code == 302
    assert officer("auditor").post(at("print", road.pk, "form")).status_code == 403


def test_a_gstin_with_a_wrong_digit_says_what_the_digit_is():
    here = district()
    road = make_road(here.maker, "gstin")
    answer = officer("desk").post(at("number", road.pk), {"number": "20AAATJ1234K1Z6"})
    (said,) = answer.context["number_form"].errors["number"]
    assert (answer.status_code, "last" in said) == (422, True)


def test_a_road_ends_only_with_its_proof():
    road = make_road(district().maker, "enrolment")
    desk = officer("desk")
    assert desk.post(at("end", road.pk), {"how": "not_needed"}).status_code == 422
    desk.post(at("end", road.pk), {"how": "not_needed", "reason": "GSTIN"})
    assert Road.objects.get().state == "not_needed"
    card = make_road(road.maker, "pan_person", member=road.maker.members.get())
    desk.post(at("shown", card.pk))
    assert Road.objects.get(pk=card.pk).state == "granted"


def test_papers_day_is_planned_filled_held_and_ended():
    here = district()
    desk = officer("desk")
    form = {
        "block": here.here.pk,
        "where": "Block hall",
        "day": today().isoformat(),
        "begins": "10:00",
        "ends": "16:00",
    }
    form |= {"most": "2", "kinds": ["passbook", "pan_group", "fssai"], "desk": "Two people", "nonce": "n"}
    assert desk.post(at("new_camp"), form | {"ends": "09:00"}).status_code == 422
    for _time in range(2):
        desk.post(at("new_camp"), form)
    camp = Camp.objects.get()
    chosen = desk.get(at("camp_makers", camp.pk))
    assert [row.pk for row in chosen.context["listing"].rows] == [here.maker.pk]
    desk.post(at("camp_makers", camp.pk), {"pick": [here.maker.pk, here.other.pk]})
    turn = camp.turns.get()
    assert turn.maker == here.maker
    desk.post(at("tell_camp", camp.pk))
    assert desk.get(at("bring", camp.pk)).content[:5] == b"%PDF-"
    for deed in ("came", "call"):
        desk.post(at("turn", camp.pk), {"turn": turn.pk, "deed": deed})
    desk.post(at("begin"), {"kind": "pan_group", "pick": here.maker.pk, "next": at("camp", camp.pk)})
    page = desk.get(at("camp", camp.pk), {"turn": turn.pk, "paper": "pan_group"})
    assert "What it needs" in text(page)
    part = desk.get(at("camp", camp.pk), {"turn": turn.pk, "paper": "pan_group"}, headers={"X-Board": "1"})
    assert ("<html" in text(part), f'id="turn-{turn.pk}"' in text(part), 'id="camp-side"' in text(part)) == (
        False,
        True,
        True,
    )
    assert desk.get(at("camp", camp.pk), {"turn": 999999}).status_code == 404
    assert desk.post(at("turn", camp.pk), {"turn": turn.pk, "deed": "x"}).status_code == 404
    desk.post(at("turn", camp.pk), {"turn": turn.pk, "deed": "seen"})
    desk.post(at("end_camp", camp.pk), {"next_camp": ""})
    assert Camp.objects.get().ended_at is not None
    assert "over" in text(desk.get(at("camps")))


def test_papers_day_is_told_to_who_came_later_and_called_off():
    here = district()
    desk = officer("desk")
    camp = make_camp(here.maker)
    for maker in (here.maker, make_maker("Second", block=here.here)):
        actions.give_turns(camp, makers=[maker], by=BY)
        assert "Tell them day and place" in text(desk.get(at("camp", camp.pk)))
        desk.post(at("tell_camp", camp.pk))
    assert "Call this day off" in text(desk.get(at("camp", camp.pk)))
    said = text(desk.post(at("call_off_camp", camp.pk), follow=True))
    assert "Called off. 2 groups get a message." in said
    assert "Call this day off" not in said
    assert "called off" in text(desk.get(at("camps")))


def test_a_duty_is_listed_and_done():
    here = district()
    from haat.makers import actions as makers

    paper = makers.give_document(
        here.maker, kind="fssai", number=FSSAI, valid_from=today() - timedelta(days=340), by=ONE
    )
    makers.decide_document(paper, accept=True, by=OTHER)
    actions.find_duties()
    desk = officer("desk")
    assert "FSSAI" in text(desk.get(at("duties")))
    desk.post(at("duty", Duty.objects.get().pk), {"receipt": "R 1"})
    assert Duty.objects.get().receipt == "R1"


def test_federations_paper_is_begun_on_its_page():
    from tests.make import make_seller

    here = district()
    seller = make_seller(here.mart, organisation=make_organisation(here.mart))
    desk = officer("desk")
    desk.post(at("federations"), {"seller": seller.pk, "kind": "khadi_mark", "about": ""})
    road = Road.objects.get()
    assert (road.seller, desk.get(at("road", road.pk)).status_code) == (seller, 200)
    assert desk.post(at("federations"), {"seller": seller.pk, "kind": "gstin"}).status_code == 422
    assert "Khadi" in text(desk.get(at("federations")))


def test_pages_stand_in_few_statements(django_assert_max_num_queries):
    here = district()
    road = make_road(here.maker)
    camp = make_camp(here.maker, most=20)
    actions.give_turns(camp, makers=[here.maker], by=BY)
    desk = officer("desk")
    for turn in range(2):
        if turn:
            more = [make_maker(f"Group {number()}", block=here.here) for _each in range(6)]
            for maker in more:
                make_road(maker)
            actions.give_turns(camp, makers=more, by=BY)
        for path, most in ((LIST, 13), (at("road", road.pk), 15), (at("camp", camp.pk), 17), (at("duties"), 11)):
            desk.get(path)
            with django_assert_max_num_queries(most):
                assert desk.get(path).status_code == 200


def test_alone_in_her_district_she_reads_what_she_wrote_and_the_page_says_that_nobody_else_did():
    here = district()
    road = actions.begin_road(here.maker, kind="silk_mark", by=ONE)
    user = make_officer("desk", mart=here.mart)
    actions.write_number(road, number="SM12", by=Actor(user_id=user.pk))
    page = reverse("office:paperwork:road", args=[road.pk])
    desk = sign_in(user)
    assert "It is as on the paper" in desk.get(page).content.decode()
    other = make_officer("desk", mart=here.mart)
    assert "Another person reads it from the paper." in desk.get(page).content.decode()
    other.delete()
    seen = desk.get(page).context["seen"]
    desk.post(reverse("office:paperwork:check", args=[road.pk]), {"accept": "yes", "seen": seen})
    assert "Nobody else was there to read it." in desk.get(page).content.decode()
