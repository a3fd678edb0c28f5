"""The life of a maker from the survey to her first sale, offline and online, on phones of 360 px in Hindi."""

import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from haat.cli.rehearsal import registration
from haat.people.models import Role
from tests.browser import new_maker
from tests.browser import new_maker_phone as phone
from tests.browser import new_maker_sold as sold
from tests.browser.opening import Gateway, Steps, Town
from tests.browser.person import Album
from tests.browser.pocket import Pocket
from tests.browser.world import PASSWORD, World, camera, officer
from tests.load.haat import Haat

pytestmark = pytest.mark.browser


@pytest.fixture
def town(browser: Browser, album: Album, world: World, house: Haat) -> Iterator[Town]:
    """The mart as shipped, its codes by the rehearsed gateway."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    gateway = Gateway(house, port)
    gateway.start()
    data = Path(house.environment["HAAT_DATA_DIR"])
    house.environment |= registration.environment(data / "rehearsal" / "senders.toml")
    house.start()
    yield Town(browser, house, album, gateway)
    gateway.stop()


def pocket(town: Town, browser: Browser, album: Album, role: str, folder: Path) -> Pocket:
    steps = town.steps.setdefault(role, Steps())
    made = Pocket(browser, f"http://127.0.0.1:{town.haat.port}", album, town.gateway, steps, folder / role)
    town.met.append(made)
    return made


def test_a_maker_is_found_taught_and_sells(town: Town, world: World, browser: Browser, album: Album, tmp_path: Path):
    other = officer(world.mart, "Nirmala Soren", 6, Role.Kind.DESK)
    with town.at_ease():
        desk = town.meet("desk")
        desk.sign_in_to_office(world.desk.phone, PASSWORD)
        new_maker.bring_village(desk, tmp_path)
        worker = pocket(town, browser, album, "field worker", tmp_path)
        new_maker.walk_to_the_village(worker)
        with worker.without_net(town.haat):
            new_maker.find_her(worker, camera(tmp_path))
        find = new_maker.send_the_find(worker)
        her = new_maker.enrol_her(desk, find)
        new_maker.give_account_and_pan(desk, her, tmp_path)
        second = town.meet("second person")
        second.sign_in_to_office(other.phone, PASSWORD)
        new_maker.confirm_and_open(second, her)
        collector = town.meet("collector")
        collector.sign_in_to_office(world.collector.phone, PASSWORD)
        board = new_maker.begin_a_wave(collector)
        maker = pocket(town, browser, album, "maker", tmp_path)
        phone.sign_in(maker)
        road = new_maker.make_the_paper(desk, her, tmp_path)
        maker.go("/maker/papers/")
        maker.shot("maker-papers")
        new_maker.write_its_number(desk, road, tmp_path)
        new_maker.check_its_number(second, road)
        phone.keep_the_lesson(maker)
        with maker.without_net(town.haat):
            maker.restart()
            phone.learn(maker)
        phone.tell_the_lesson(maker)
        with maker.without_net(town.haat):
            phone.add_first_good(maker, camera(tmp_path))
        good = phone.send_first_good(maker, her)
        sold.look_at_it(second, good)
        buyer = town.meet("buyer")
        part = sold.buy_it(buyer, good)
        sold.pack_it(maker, part)
        rider = town.meet("rider")
        rider.go("/office/ride/")
        rider.sign_in_by_phone(world.rider.phone.removeprefix("+91"))
        sold.bring_it(desk, rider, part)
        sold.see_her_money(maker)
        sold.see_the_board(collector, board)
    assert ", 0 broken" in town.haat.run("-m", "haat.cli", "doctor")
