"""A page that many ask for is made once, nobody waits for ever, and memory is bounded by bytes."""

import errno
import os
import threading
from contextlib import suppress

from django.http import HttpResponse

from haat.web.shop.base import handing, kept_pages
from haat.web.shop.base.kept_pages import BESIDE, MOST_BYTES, PAGES, Kept, Pages
from haat.web.shop.base.middleware import page_cache


def many(work, *, readers: int = 32) -> list[threading.Thread]:
    """Readers that ask at the same moment; each is a thread."""
    asking = [threading.Thread(target=work, daemon=True) for _ in range(readers)]
    for each in asking:
        each.start()
    return asking


class Maker:
    """A page in the making: it is finished when told, and counts how often it was begun."""

    def __init__(self, *, fails: int = 0, keepable: bool = True) -> None:
        self.begun, self.answers, self.lock = 0, [], threading.Lock()
        self.finish, self.fails, self.keepable = threading.Event(), fails, keepable

    def view(self, _request):
        with self.lock:
            self.begun += 1
            turn = self.begun
        assert self.finish.wait(20)
        if turn <= self.fails:
            raise SystemExit("its thread dies")
        response = HttpResponse(f"page {turn}")
        response.keepable = self.keepable
        return response

    def ask(self, rf) -> None:
        with suppress(SystemExit):
            self.answers.append(page_cache(self.view)(rf.get("/en/")).content)

    def all_ask(self, rf, monkeypatch) -> None:
        """Thirty-two ask; the page is finished when one makes it and all others wait for it."""
        waiting = threading.Semaphore(0)
        wait = threading.Event.wait

        def seen(event, timeout=None):
            if event is not self.finish and timeout and timeout > 1:
                waiting.release()
            return wait(event, timeout)

        monkeypatch.setattr(threading.Event, "wait", seen)
        asking = many(lambda: self.ask(rf))
        assert all(waiting.acquire(timeout=20) for _ in range(31))
        self.finish.set()
        for each in asking:
            each.join(20)
        assert not any(each.is_alive() for each in asking)


def test_many_readers_of_a_new_page_cost_it_once(rf, monkeypatch):
    maker = Maker()
    maker.all_ask(rf, monkeypatch)
    assert (maker.begun, maker.answers) == (1, [b"page 1"] * 32)


def test_readers_whose_maker_dies_make_their_own(rf, monkeypatch):
    maker = Maker(fails=1)
    maker.all_ask(rf, monkeypatch)
    assert (maker.begun, len(maker.answers)) == (32, 31)
    maker.answers.clear()
    maker.ask(rf)
    assert (maker.begun, maker.answers, len(PAGES)) == (33, [b"page 33"], 1)


def test_a_page_for_one_reader_is_made_for_each(rf, monkeypatch):
    maker = Maker(keepable=False)
    maker.all_ask(rf, monkeypatch)
    assert (maker.begun, sorted(maker.answers)) == (32, sorted(b"page %d" % turn for turn in range(1, 33)))
    assert len(PAGES) == 0


def test_nobody_waits_longer_than_patience(rf, monkeypatch):
    """A maker that hangs holds up who asks with it, and who comes later begins anew."""
    monkeypatch.setattr(kept_pages, "PATIENCE", 0.05)
    maker = Maker()
    first = many(lambda: maker.ask(rf), readers=1)
    while maker.begun < 1:
        threading.Event().wait(0.001)
    second = many(lambda: maker.ask(rf), readers=1)
    while maker.begun < 2:  # it waited, then made its own
        threading.Event().wait(0.001)
    third = many(lambda: maker.ask(rf), readers=1)
    while maker.begun < 3:
        threading.Event().wait(0.001)
    maker.finish.set()
    for each in (*first, *second, *third):
        each.join(20)
    assert (sorted(maker.answers), len(PAGES)) == ([b"page 1", b"page 2", b"page 3"], 1)


# ---- how much is kept


def kept(letters: int) -> Kept:
    return Kept(b"x" * letters, "tag", ())


def test_memory_is_bounded_by_bytes_and_the_longest_unasked_goes_first():
    pages = Pages(3 * (BESIDE + 100))
    for name in "abc":
        pages.once(name, lambda: kept(99), seconds=60)
    assert pages.find("a") is not None
    pages.once("d", lambda: kept(99), seconds=60)
    assert [name for name in "abcd" if pages.find(name)] == ["a", "c", "d"]
    assert pages.bytes == 3 * (BESIDE + 100)
    pages.once("e", lambda: kept(100), seconds=60)
    assert ([name for name in "abcde" if pages.find(name)], pages.bytes) == (["d", "e"], 2 * (BESIDE + 100) + 1)


def test_a_page_larger_than_the_memory_is_given_and_not_kept():
    pages = Pages(BESIDE)
    assert pages.once("a", lambda: kept(1), seconds=60) == kept(1)
    assert (len(pages), pages.bytes) == (0, 0)


def test_what_is_over_leaves_its_room():
    pages = Pages(10 * BESIDE)
    pages.once("a", lambda: kept(10), seconds=0)
    assert (pages.find("a"), len(pages), pages.bytes) == (None, 0, 0)
    pages.once("a", lambda: kept(20), seconds=60)
    pages.once("a", lambda: kept(30), seconds=60)
    assert (pages.find("a"), pages.bytes) == (kept(20), BESIDE + 21)
    pages.clear()
    assert (len(pages), pages.bytes) == (0, 0)


def test_pages_whose_time_is_over_go_when_new_ones_come(monkeypatch):
    clock = [1000.0]
    monkeypatch.setattr(kept_pages.time, "monotonic", lambda: clock[0])
    pages = Pages(MOST_BYTES)
    for name in "abcd":
        pages.once(name, lambda: kept(99), seconds=60)
    pages.find("a")
    clock[0] += 60
    left = []
    for name in "efg":
        pages.once(name, lambda: kept(99), seconds=60)
        left.append("".join(each[0] for each in pages.told()))
    assert (left, pages.bytes) == (["dae", "ef", "efg"], 3 * (BESIDE + 100))


# ---- what one process leaves to the next


def test_who_follows_takes_what_was_left_in_its_order_and_nothing_that_is_over(monkeypatch):
    clock = [1000.0]
    monkeypatch.setattr(kept_pages.time, "monotonic", lambda: clock[0])
    ended, begun = Pages(MOST_BYTES), Pages(MOST_BYTES)
    for name, seconds in (("old", 5), ("a", 60), ("b", 60)):
        ended.once(name, lambda name=name: Kept(name.encode(), f"tag {name}", (("X-Name", name),)), seconds=seconds)
    ended.find("a")  # so that `b` is longest not asked for
    handing.prepare()
    handing.take(begun)
    assert len(begun) == 0
    handing.leave(ended)
    clock[0] += 10
    handing.take(begun)
    assert begun.find("a") == Kept(b"a", "tag a", (("X-Name", "a"),))
    assert (begun.find("old"), [each[0] for each in begun.told()]) == (None, ["b", "a"])
    assert begun.bytes == ended.bytes - len("old") * 2 - BESIDE
    clock[0] += 50
    assert begun.find("b") is None


def test_a_full_disk_leaves_nothing_and_hinders_nobody(monkeypatch):
    pages, begun = Pages(MOST_BYTES), Pages(MOST_BYTES)
    pages.once("a", lambda: kept(5), seconds=60)
    handing.prepare()
    handing.leave(pages)

    def full(place, told, at):
        raise OSError(errno.ENOSPC, "no space left")

    for write in (full, lambda place, told, at: os.truncate(place, 3) or 3):
        with monkeypatch.context() as patched:
            patched.setattr(handing.os, "pwrite", write)
            handing.leave(pages)
        handing.take(begun)
        assert len(begun) == 0
