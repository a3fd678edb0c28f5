"""Who is let in and for whom; the four tiles; signing out; the app's own files."""

import gzip
import json
import re
import time
from pathlib import Path
from urllib.parse import urljoin

import pytest
from django.conf import settings
from django.test import Client

from haat.core.actor import Actor
from haat.makers.models import Maker
from haat.people.models import User
from haat.web.maker.base import installing
from haat.web.maker.base.acting import FOR, IDLE_SECONDS, SEEN
from haat.web.ui import icons
from tests.make import make_block, make_good, make_maker, make_member, make_officer, make_part, make_stocked, make_user
from tests.web.maker.conftest import sign_in

PAGES = ("", "kept/", "goods/", "add/", "orders/", "money/", "help/", "choose/")
UI = Path(icons.__file__).parent / "static"
OWN = sorted(Path(installing.__file__).parent.parent.glob("*/static"))


@pytest.mark.parametrize("page", PAGES)
def test_page_asks_for_sign_in(maker: Maker, page: str):
    answer = Client(HTTP_HOST="deoghar.localhost").get(f"/maker/{page}")
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/sign-in/")


@pytest.mark.parametrize("page", PAGES)
def test_page_is_not_for_a_buyer(maker: Maker, page: str):
    assert sign_in(make_user()).get(f"/maker/{page}").status_code == 403


@pytest.mark.parametrize("page", PAGES)
def test_page_is_never_kept_by_proxies(phone: Client, page: str):
    answer = phone.get(f"/maker/{page}")
    assert (answer.status_code, "no-store" in answer["Cache-Control"]) == (200, True)


def test_home_shows_four_numbers(phone: Client, maker: Maker):
    stocked = make_stocked(maker, pieces=4, price_paise=52_000)
    make_stocked(maker, pieces=0)
    make_good("Tray", maker=maker, state="waiting")
    make_part({stocked: 1})
    make_part({stocked: 1}, state="accepted")
    tiles = phone.get("/maker/").context["tiles"]
    assert [(tile.number, tile.todo) for tile in tiles] == [
        ("2", "1 is sold out, make more"),
        ("2", "1 is new, say yes to it"),
        ("₹0", "Nothing is owed to the group now"),
        ("0", "Ask us, we call you back"),
    ]


@pytest.mark.parametrize(
    ("states", "said"),
    [
        ((), "Add your first good today"),
        (("live",), "1 is sold out, make more"),
        (("waiting", "waiting"), "2 are with the desk for a check"),
        (("sent_back", "live"), "1 needs one more look from you"),
        (("paused",), "All are in the shop"),
    ],
)
def test_goods_tile_says_what_to_do(phone: Client, maker: Maker, states: tuple[str, ...], said: str):
    for state in states:
        make_good(maker=maker, state=state)
    assert phone.get("/maker/").context["tiles"][0].todo == said


@pytest.mark.parametrize(
    ("state", "said"), [("packed", "Packed. Give it to the rider"), ("on_the_way", "Nothing to pack now")]
)
def test_orders_tile_says_what_to_do(phone: Client, maker: Maker, state: str, said: str):
    make_part({make_stocked(maker): 1}, state=state)
    assert phone.get("/maker/").context["tiles"][1].todo == said


def test_artisan_reads_her_name_once_and_her_block(phone: Client, maker: Maker):
    maker.kind = Maker.Kind.ARTISAN
    maker.save(update_fields=["kind"])
    head = phone.get("/maker/").content.decode().split('class="app-who"')[1].split("</p>")[0]
    assert (head.count("Maa Tara group"), "Mohanpur" in head) == (1, True)


def test_home_costs_the_same_for_one_order_and_many(phone: Client, maker: Maker, django_assert_num_queries):
    stocked = make_stocked(maker, pieces=40)
    make_part({stocked: 1})
    phone.get("/maker/")
    with django_assert_num_queries(17):  # two for the papers day and the next duty
        phone.get("/maker/")
    for _turn in range(3):
        make_part({stocked: 1}, state="accepted")
        make_good(maker=maker)
    with django_assert_num_queries(17):  # two for the papers day and the next duty
        phone.get("/maker/")


def test_person_of_two_groups_chooses(maker: Maker, leader: User):
    other = make_maker("Gulab group", mart=maker.mart)
    make_member(other, user=leader)
    client = sign_in(leader)
    assert client.get("/maker/")["Location"] == "/maker/choose/"
    chosen = client.get("/maker/choose/")
    assert [one.pk for one in chosen.context["mine"]] == [maker.pk, other.pk]
    assert client.get(f"/maker/?for={other.pk}").context["maker"] == other
    assert client.get("/maker/goods/").context["maker"] == other
    assert client.session[FOR] == other.pk


def test_coordinator_chooses_within_her_block(maker: Maker):
    make_maker("Far group", mart=maker.mart, block=make_block("Karon"))
    near = make_maker("Near group", mart=maker.mart, block=maker.block)
    client = sign_in(make_officer("coordinator", mart=maker.mart, place=maker.block))
    page = client.get("/maker/choose/")
    assert [one.pk for one in page.context["found"]] == [maker.pk, near.pk]


def test_desk_finds_a_maker_by_name_and_phone(maker: Maker):
    make_maker("Gulab group", mart=maker.mart)
    client = sign_in(make_officer("desk", mart=maker.mart))
    assert client.get("/maker/choose/").context["found"] == []
    for words in ("tara", maker.phone[-6:], maker.phone):
        assert [one.pk for one in client.get("/maker/choose/", {"q": words}).context["found"]] == [maker.pk]
    assert client.get("/maker/choose/", {"q": "nobody"}).context["found"] == []


def test_pages_say_for_whom_a_coordinator_works(maker: Maker):
    client = sign_in(make_officer("coordinator", mart=maker.mart, place=maker.block))
    client.get(f"/maker/?for={maker.pk}")
    for page in PAGES[:-1]:
        assert client.get(f"/maker/{page}").context["acting_for"] == "Maa Tara group"


def test_what_is_fetched_ahead_turns_a_helper_to_no_other_maker(maker: Maker):
    other = make_maker("Gulab group", mart=maker.mart, block=maker.block)
    client = sign_in(make_officer("coordinator", mart=maker.mart, place=maker.block))
    client.get(f"/maker/?for={maker.pk}")
    ahead = client.get(f"/maker/goods/?for={other.pk}", headers={"X-Keep": "1"})
    assert (ahead.context["maker"], client.session[FOR]) == (other, maker.pk)
    assert client.get("/maker/?for=999999", headers={"X-Keep": "1"}).status_code == 403
    assert client.get("/maker/goods/").context["maker"] == maker


def test_form_goes_to_the_maker_whose_page_it_stood_on(maker: Maker):
    """A second window may have turned her to another meanwhile."""
    other = make_maker("Gulab group", mart=maker.mart, block=maker.block)
    client = sign_in(make_officer("coordinator", mart=maker.mart, place=maker.block))
    client.get(f"/maker/?for={maker.pk}")
    said = client.post(f"/maker/add/?for={other.pk}", {"step": "photo"})
    assert (said.context["maker"], client.session[FOR]) == (other, maker.pk)


def test_links_from_page_to_page_say_for_whom_a_helper_works(maker: Maker, leader: User):
    helper = sign_in(make_officer("coordinator", mart=maker.mart, place=maker.block))
    helper.get(f"/maker/?for={maker.pk}")
    for page in ("", "goods/", "orders/", "money/", "help/", "help/ask/", "kept/", "add/"):
        links = _links(helper, page)
        assert [link for link in links if not link.endswith(f"for={maker.pk}")] == []
        assert {link.partition("?")[0] for link in links} == set(_links(sign_in(leader), page))


def _links(client: Client, page: str) -> list[str]:
    """Where the page leads within the maker's phone; all but what is the person's own."""
    found = re.findall(r'<a [^>]*href="(/maker/[^"]*)"', client.get(f"/maker/{page}").content.decode())
    own = ("/maker/choose/", "/maker/groups/", "/maker/craft/", "/maker/survey/")
    return [link for link in found if link.partition("?")[0] not in own]


def test_member_is_not_told_that_she_acts_for_another(phone: Client):
    assert phone.get("/maker/").context["acting_for"] == ""


@pytest.mark.parametrize("asked", ["999999", "x", "-1"])
def test_unknown_maker_is_refused(phone: Client, asked: str):
    assert phone.get(f"/maker/?for={asked}").status_code == 403


def test_another_maker_is_refused(phone: Client):
    assert phone.get(f"/maker/?for={make_maker('Gulab group').pk}").status_code == 403


def test_role_taken_away_ends_the_acting(maker: Maker):
    helper = make_officer("coordinator", mart=maker.mart, place=maker.block)
    client = sign_in(helper)
    client.get(f"/maker/?for={maker.pk}")
    helper.roles.all().delete()
    assert client.get("/maker/").status_code == 403


def test_what_a_helper_typed_stands_before_her_when_her_role_is_gone(maker: Maker):
    helper = make_officer("coordinator", mart=maker.mart, place=maker.block)
    client = sign_in(helper)
    client.get(f"/maker/?for={maker.pk}")
    helper.roles.all().delete()
    said = client.post(f"/maker/add/?for={maker.pk}", {"step": "name", "name": "Twelve lac bangles"})
    assert (said.status_code, "Twelve lac bangles" in said.content.decode()) == (403, True)


def test_auditor_may_not_act(maker: Maker):
    client = sign_in(make_officer("auditor", mart=maker.mart))
    assert client.get(f"/maker/?for={maker.pk}").status_code == 403


def test_idle_phone_asks_for_the_code_again(phone: Client):
    phone.get("/maker/")
    session = phone.session
    session[SEEN] = int(time.time()) - IDLE_SECONDS - 1
    session.save()
    assert phone.get("/maker/").status_code == 302
    assert "_auth_user_id" not in phone.session


def test_old_sign_in_elsewhere_is_not_enough(maker: Maker, leader: User):
    client = sign_in(leader)
    leader.refresh_from_db()
    leader.last_login = leader.last_login.replace(year=leader.last_login.year - 1)
    leader.save()
    assert client.get("/maker/").status_code == 302


def test_sign_out_ends_the_session(phone: Client):
    assert phone.post("/maker/sign-out/")["Location"] == "/sign-in/"
    assert phone.get("/maker/").status_code == 302


def test_worker_keeps_files_that_are_served_and_all_they_import(client: Client, maker: Maker):
    answer = client.get("/maker/sw.js", HTTP_HOST="deoghar.localhost")
    facts, scripts = answer.content.decode().removeprefix("self.HAAT = ").split(";\n", 1)
    told = json.loads(facts)
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert (told["signOut"], told["version"]) == ("/maker/sign-out/", installing.version())
    asked = [*told["files"], *re.findall(r'"(/static/[^"]+)"', scripts), told["offline"]]
    assert [path for path in asked if _status(client, path) != 200] == []
    assert {path for script in told["files"] for path in _imported(script)} <= set(told["files"])


def _status(client: Client, address: str) -> int:
    """What the server answers; a file it opened for it is closed."""
    answer = client.get(address)
    answer.close()
    return answer.status_code


def _imported(address: str) -> list[str]:
    """What a script imports, as a browser would ask for it."""
    found = re.findall(r'(?:import|from)\s*"([^"]+)"', _read(address)) if address.endswith(".js") else []
    return [urljoin(address, name) for name in found]


def _read(address: str) -> str:
    return (settings.STATIC_ROOT / address.removeprefix("/static/")).read_text()


def test_worker_is_another_one_when_a_file_has_changed(client: Client, maker: Maker, monkeypatch: pytest.MonkeyPatch):
    before = installing.version()
    address = installing.static
    monkeypatch.setattr(installing, "static", lambda name: address(name).replace("app.", "app.0"))
    assert installing._version() != before
    assert installing._version() == installing._version()


def test_manifest_speaks_the_readers_language(phone: Client):
    phone.cookies["language"] = "hi"
    told = phone.get("/maker/manifest.webmanifest").json()
    assert (told["name"], told["start_url"], told["lang"]) == ("देवघर मार्ट, मेरा काम", "/maker/", "hi")
    assert [_status(phone, icon["src"]) for icon in told["icons"]] == [200] * 3


def test_offline_page_names_nobody(phone: Client, leader: User):
    page = phone.get("/maker/offline/").content.decode()
    assert "Maa Tara" not in page
    assert re.findall(r'data-user="(.*?)"', page) == ["", ""]
    assert phone.get("/maker/").context["request"].user == leader


def test_scripts_weigh_at_most_31_kb_compressed():
    names = {*installing.SCRIPTS, *installing.WORKER}
    found = [next(path for root in (*OWN, UI) if (path := root / name).exists()) for name in names]
    weight = sum(len(gzip.compress(path.read_bytes(), 9)) for path in found)
    every = {f"maker/js/{path.name}" for root in OWN for path in (root / "maker" / "js").glob("*.js")}
    assert every <= names
    assert weight <= 31 * 1024


def test_acting_actor_is_recorded(maker: Maker):
    helper = make_officer("desk", mart=maker.mart)
    client = sign_in(helper)
    page = client.get(f"/maker/?for={maker.pk}")
    assert page.context["acting"].by == Actor(helper.pk, maker.pk)


def test_page_says_whose_it_is_so_that_no_other_person_sees_it_kept(phone: Client, maker: Maker, leader: User):
    assert phone.get("/maker/money/")["X-Phone"] == f"{leader.pk}-{maker.pk}"
    assert [phone.get(f"/maker/{page}").has_header("X-Phone") for page in ("choose/", "offline/")] == [False, False]
