"""From an empty folder to the first orders delivered and paid out: two commands, then screens alone, as it is shipped.

Everybody has a phone of 360 px and reads Hindi; codes come by the rehearsed gateway, which is as strict as a real one.
What it takes is counted, and docs/running.md must say the same.
"""

import re
import shutil
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.conf import global_settings
from django.db import connection
from PIL import Image, ImageDraw
from playwright.sync_api import Browser

from haat.catalogue.models import Good
from haat.cli.rehearsal import registration
from haat.core.dates import today
from haat.ledger.models import Due
from haat.makers.models import Maker
from haat.places.models import Mart
from tests.browser.conftest import AS_SHIPPED, settle
from tests.browser.opening import Gateway, Town, Walker
from tests.browser.opening_orders import (
    BASKET,
    CASH_BUYER,
    PIN,
    UPI_BUYER,
    accept_and_pack,
    bank_the_cash,
    bring,
    buy,
    find_the_money,
    pay_out,
    see_the_money,
)
from tests.browser.person import Album
from tests.browser.world import camera
from tests.load.haat import ROOT, Haat, own_database
from tests.sound import faults

pytestmark = pytest.mark.browser
PASSWORD = "Mahanadi-Kinare-1947"
COLLECTOR, DESK, ACCOUNTANT, COORDINATOR, RIDER = "9431100041", "9431100042", "9431100043", "9431100044", "9431100045"
KEEPER, LEADER = "9431100046", "9431100047"
HALF_A_MINUTE_MS = 30_000
FILE = """
slug = "durg"
district = "Durg"
hosts = ["127.0.0.1"]
languages = ["hi", "en"]
order_prefix = "DU"
legal_name = "District Administration Durg"
address = "Collectorate, Durg, Chhattisgarh 491001"
phone = "9431100040"
email = "mart@durg.example.in"
grievance_officer = "Ranjana Netam"
[names]
hi = "दुर्ग मार्ट"
en = "Durg Mart"
"""


@pytest.fixture
def town(
    browser: Browser, album: Album, migrated: Path, tmp_path: Path, django_db_blocker: Any, settings: Any
) -> Iterator[Town]:
    """A migrated folder with nothing in it; its gateway and its server are started by the walk."""
    folder = tmp_path / "data"
    shutil.copytree(migrated, folder, symlinks=True)
    shipped = {name: value for name, value in AS_SHIPPED.items() if name != "HAAT_SENDERS"}
    with own_database() as url:
        haat = Haat(folder, url, **shipped)
        if url:
            haat.run("-m", "haat.cli", "migrate")
        yield from _town(haat, folder, browser, album, django_db_blocker, settings)


def _town(
    haat: Haat, folder: Path, browser: Browser, album: Album, django_db_blocker: Any, settings: Any
) -> Iterator[Town]:
    """This process looks into the same database."""
    url = haat.environment["HAAT_DATABASE_URL"]
    settings.MEDIA_ROOT, settings.SECRET_KEY = folder / "media", haat.environment["HAAT_SECRET_KEY"]
    settings.PASSWORD_HASHERS = global_settings.PASSWORD_HASHERS
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    gateway = Gateway(haat, port)
    with django_db_blocker.unblock():
        connection.close()
        before = connection.settings_dict["NAME"]
        connection.settings_dict["NAME"] = url.rpartition("/")[2] or folder / "haat.sqlite3"
        try:
            yield Town(browser, haat, album, gateway)
        finally:
            haat.kill()
            gateway.stop()
            connection.close()
            connection.settings_dict["NAME"] = before


def test_a_district_opens_by_its_own_hands(town: Town, tmp_path: Path):
    password = two_commands(town, tmp_path)
    town.gateway.start()
    town.haat.environment |= registration.environment(tmp_path / "data" / "rehearsal" / "senders.toml")
    town.haat.start()
    with town.at_ease():
        collector = town.meet("collector")
        set_up(collector, password)
        desk = invite_desk(town, collector)
        agree(desk)
        people = invite_others(town, collector, desk)
        bring_villages(desk, tmp_path)
        keeper = make_federation(town, desk, collector)
        group = enrol(people["coordinator"], desk, tmp_path)
        leader = town.meet("maker")
        good = list_basket(leader, desk, group, tmp_path)
        open_doors(collector)
        buyers = [buy(town, "cod", CASH_BUYER, "रंजना कुमारी"), buy(town, "upi", UPI_BUYER, "सलीम ख़ान")]
        find_the_money(buyers[1], people["accountant"])
        accept_and_pack(leader)
        bring(town, desk, people["rider"])
        # The days in which a buyer may send a good back pass here: the clock of the server is not ours to turn. What
        # follows is a deed, so that no page shows a sum it has kept from before.
        Due.objects.update(pay_from=today())
        bank_the_cash(people["accountant"])
        pay_out(people["accountant"], collector)
        see_the_money(leader, keeper)
    assert Good.objects.get(pk=good).state == Good.State.LIVE
    assert faults(rebuilt=False) == {}
    assert ", 0 broken" in town.haat.run("-m", "haat.cli", "doctor")
    told = town.count()
    assert told in (ROOT / "docs" / "running.md").read_text(encoding="utf-8"), told


def two_commands(town: Town, folder: Path) -> str:
    """All that is typed into a shell; answers the collector's first password."""
    file = folder / "durg.toml"
    file.write_text(FILE, encoding="utf-8")
    town.haat.run("-m", "haat.cli", "mart", str(file))
    said = town.haat.run(
        *("-m", "haat.cli", "officer", COLLECTOR, "--mart", "durg", "--role", "collector", "--name", "Meera Sinha")
    )
    found = re.search(r"Password, shown this once: (\S+)", said)
    assert found
    return found[1]


def key_of(person: Walker) -> None:
    """Press the page's one key."""
    person.send(".bottom button.key")


def set_up(collector: Walker, password: str) -> None:
    """The launch list leads: names, legal names, terms, fee, a place of delivery, where money goes."""
    collector.sign_in_to_office(COLLECTOR, password, "/office/settings/launch/")
    collector.shot("launch-first")
    collector.go("/office/settings/mart/names/")
    collector.fill(line_hi="दुर्ग के गाँवों में बना", line_en="Made in the villages of Durg")
    key_of(collector)
    collector.go("/office/settings/mart/behind/")
    collector.fill(legal_name_hi="ज़िला प्रशासन दुर्ग")
    collector.shot("behind")
    key_of(collector)
    collector.shot("mart")
    collector.go("/office/settings/texts/terms/")
    collector.fill(title_hi="बिक्री की शर्तें", text_hi="बिल बनाने वाले का नाम हर सामान के पन्ने पर है।")
    collector.fill(title_en="Terms of sale", text_en="Who bills a good stands on its page.")
    key_of(collector)
    collector.shot("terms-looked-at")
    key_of(collector)
    collector.shot("texts")
    collector.go("/office/settings/fees/")
    collector.fill(fee_bp="8", packing_paise="4", source="ज़िला समिति, 12 नवंबर 2026")
    collector.send("form[action$='/fees/new/'] button")
    collector.shot("fees")
    collector.go("/office/settings/delivery/add/")
    collector.choose("where", re.compile("ला दुर्ग$"))
    collector.choose("carrier", value="own")
    collector.fill(days="2", charge_paise="20", free_from_paise="500", cod_limit_paise="5000")
    collector.tick("label:has(input[name=cod])")
    collector.shot("zone")
    key_of(collector)
    collector.shot("zones")
    collector.go("/office/settings/mart/account/")
    collector.fill(vpa="durgmart@sbi", bank_holder="Durg Mart", bank_number="30011220041", bank_ifsc="SBIN0000369")
    key_of(collector)
    collector.shot("account-asked")


def invite(person: Walker, phone: str, name: str, kind: str, place: str = "") -> None:
    """A role for somebody, and its code to her phone."""
    person.go("/office/people/")
    person.send("a[href='/office/people/invite/']")
    person.fill(phone=phone, name=name)
    person.choose("kind", value=kind)
    if place:
        person.choose("place", place)
    person.shot(f"invite-{kind}")
    key_of(person)
    person.shot(f"invited-{kind}")


def invite_desk(town: Town, collector: Walker) -> Walker:
    invite(collector, DESK, "अंजली टोप्पो", "desk")
    desk = town.meet("desk officer")
    desk.come_in(DESK, PASSWORD)
    desk.shot("today")
    return desk


def agree(desk: Walker) -> None:
    """The second person agrees to where buyers' money goes."""
    desk.go("/office/settings/launch/")
    desk.shot("launch-second")
    desk.go("/office/settings/mart/")
    desk.send("form[action$='/agree/'] button")
    desk.says("durgmart@sbi")


def invite_others(town: Town, collector: Walker, desk: Walker) -> dict[str, Walker]:
    invite(collector, ACCOUNTANT, "सुनील साहू", "accountant")
    invite(desk, COORDINATOR, "रोहित मुर्मू", "coordinator", "दुर्ग")
    invite(desk, RIDER, "बिरसा हांसदा", "rider")
    people = {role: town.meet(role) for role in ("accountant", "coordinator", "rider")}
    people["accountant"].come_in(ACCOUNTANT, PASSWORD)
    people["coordinator"].come_in(COORDINATOR, PASSWORD)
    people["rider"].come_in(RIDER)
    people["rider"].shot("ride-empty")
    return people


def bring_villages(desk: Walker, folder: Path) -> None:
    """The villages of the district from a table."""
    table = folder / "villages.csv"
    table.write_text("block,name_en,name_hi,pin\nDurg,Anjora,अंजोरा,491001\nDurg,Nagpura,नगपुरा,491001\n", "utf-8")
    desk.go("/office/tables/")
    desk.choose("kind", value="villages")
    desk.give("input[name=file]", table)
    desk.send("main form[enctype] button.key")
    settle()
    desk.page.reload()
    desk.shot("table-looked-through")
    desk.send("form[action$='/bring/'] button")
    settle()
    desk.page.reload()
    desk.shot("table-brought")


def make_federation(town: Town, desk: Walker, collector: Walker) -> Walker:
    """A federation, and who keeps its accounts."""
    desk.go("/office/organisations/")
    desk.send("a[href^='/office/organisations/new/']")
    desk.fill(name_hi="शिवनाथ प्रभाग संघ", name_en="Shivnath Federation")
    desk.shot("federation-new")
    key_of(desk)
    desk.shot("federation")
    collector.go(desk.page.url)
    collector.send("a[href$='/accountant/']")
    collector.fill(phone=KEEPER, name="लता देवांगन")
    key_of(collector)
    keeper = town.meet("federation's accountant")
    keeper.come_in(KEEPER, PASSWORD)
    keeper.shot("federation-home")
    return keeper


def paper(folder: Path, name: str) -> Path:
    """A picture of a paper, as a phone takes it."""
    path = folder / f"{name}.jpg"
    picture = Image.new("RGB", (1200, 800), "white")
    ImageDraw.Draw(picture).text((80, 80), name, fill="black")
    picture.save(path, "JPEG")
    return path


def enrol(coordinator: Walker, desk: Walker, folder: Path) -> int:
    """The coordinator enrols a group with its papers and reads the notice; the desk compares, and opens it."""
    coordinator.go("/office/makers/")
    coordinator.send("a[href='/office/makers/new/']")
    coordinator.fill(name_hi="जय माँ समूह", name_en="Jai Maa Group", members="फूलमनी देवी\nरेखा देवी")
    coordinator.fill(leader_hi="सीता देवी", leader_en="Sita Devi", phone=LEADER, pin=PIN)
    coordinator.choose("organisation", re.compile("शिवनाथ"))
    coordinator.choose("place", re.compile("अंजोरा"))
    coordinator.shot("enrol")
    key_of(coordinator)
    coordinator.shot("enrolled")
    group = Maker.objects.get().pk
    coordinator.fill(holder="Sita Devi", ifsc="SBIN0000369")
    coordinator.type("#bank input[name=number]", "30011220047")
    coordinator.give("#bank input[name=photo]", paper(folder, "passbook"))
    coordinator.send("#bank form button.key")
    coordinator.choose("kind", value="pan")
    coordinator.type("#paper input[name=number]", "AAATC0011D")
    coordinator.give("#paper input[name=photo]", paper(folder, "pan"))
    coordinator.send("#paper form button.key")
    coordinator.shot("papers-given")
    coordinator.send("a[href$='/consent/']")
    coordinator.tick("label:has(input[name=answer][value=yes])")
    coordinator.tick("label:has(input[name=how][value=spoken])")
    coordinator.shot("notice-read")
    coordinator.send("form:has([name=answer]) button.key[type=submit]")
    desk.go(f"/office/makers/{group}/")
    for fold, key in (("#bank", "form[action$='/confirm/'] button"), ("#paper", "button[name=accept][value=yes]")):
        desk.send(f"section:has({fold}) form[action*='/files/'] button")
        desk.shot(f"look-{fold.removeprefix('#')}")
        desk.send(key)
    desk.send("form[action$='/open/'] button")
    desk.shot("maker-open")
    return group


def keys(person: Walker, digits: str) -> None:
    """Type on the glass."""
    person.steps.fields += 1
    person.steps.letters += len(digits)
    for digit in digits:
        person.press(f"[data-digit='{digit}']")


def list_basket(leader: Walker, desk: Walker, group: int, folder: Path) -> int:
    """The leader signs in by code and lists a basket on her phone; the desk checks it."""
    leader.go("/maker/")
    leader.sign_in_by_phone(LEADER)
    leader.shot("maker-home")
    leader.send("#add-good")
    leader.give("input[name=photo]", camera(folder, "basket-natural.svg"))
    leader.type("#name", BASKET)
    leader.tick("label.craft:has(input[value=bamboo])")
    leader.shot("add-name")
    leader.press("[data-screen=name] .sticky button")
    leader.tick("[data-craft=bamboo] label:has([data-material=bamboo])")
    keys(leader, "60")
    leader.press(".material--time")
    keys(leader, "2")
    leader.press("[data-screen=cost] .sticky button")
    leader.shot("add-price")
    leader.press("[data-screen=price] .sticky button")
    keys(leader, "12")
    leader.tick("[data-screen=count] label:has(input[name=weight])")
    keys(leader, "450")
    leader.press("[data-screen=count] .sticky button")
    leader.says(BASKET, "[data-back-name]")
    leader.steps.screens += 5
    leader.until(lambda: Good.objects.filter(maker=group, state=Good.State.WAITING).exists())
    good = Good.objects.get(maker=group).pk
    settle()
    desk.go("/office/goods/")
    desk.send(f"a.item[href^='/office/goods/{good}/']")
    desk.shot("good")
    desk.type("#name input[type=text]", "Bamboo basket, round")
    desk.send("#name button")
    desk.send("button[form=approve]")
    desk.shot("good-live")
    settle()
    return good


def open_doors(collector: Walker) -> None:
    collector.go("/office/settings/launch/")
    collector.shot("launch-last")
    collector.send("form[action$='/launch/open/'] button")
    collector.shot("launch-open")
    assert not Mart.objects.get().shut
    # "Buyers see it within a minute": each process of the server reads its marts anew every half minute.
    collector.page.wait_for_timeout(HALF_A_MINUTE_MS + 1_000)
