"""A feed read message by message: 25,000 listings at once would fill half a gigabyte."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_DECODER = json.JSONDecoder()
_BETWEEN = re.compile(r"[ \t\n\r]+")


@dataclass(frozen=True)
class Feed:
    """A feed's head, how many messages it has, and where in the text they begin."""

    text: str
    header: Any
    number: int
    begin: int

    def messages(self) -> Iterator[Any]:
        """Each message, decoded when its turn comes."""
        return (value for value, _end in _items(self.text, self.begin)) if self.begin else iter(())


def read(data: bytes) -> Feed:
    """Look a feed through without keeping its messages. Raises ValueError when it is no such feed."""
    text = data.decode("utf-8-sig")
    header, number, begin = None, 0, 0
    place = _expect(text, _skip(text, 0), "{")
    while True:
        name, place = _value(text, place)
        place = _skip(text, _expect(text, place, ":"))
        if name == "messages" and text[place : place + 1] == "[":
            begin = place + 1
            place, number = _through(text, begin)
        elif name == "header":
            header, place = _value(text, place)
        else:
            raise ValueError(f"a feed knows no {name}")
        place = _skip(text, place)
        if text[place : place + 1] != ",":
            break
        place += 1
    if _skip(text, _expect(text, place, "}")) != len(text):
        raise ValueError("there is more behind the feed")
    return Feed(text, header, number, begin)


def _through(text: str, place: int) -> tuple[int, int]:
    """Where a list ends, and how many items it has."""
    number, ended = 0, place
    for _item, end in _items(text, place):
        number, ended = number + 1, end
    return _expect(text, ended, "]"), number


def _items(text: str, place: int) -> Iterator[tuple[Any, int]]:
    """The items of a list that begins here, each with where it ends."""
    place = _skip(text, place)
    if text[place : place + 1] == "]":
        return
    while True:
        item, place = _value(text, place)
        yield item, place
        place = _skip(text, place)
        if text[place : place + 1] != ",":
            return
        place += 1


def _value(text: str, place: int) -> tuple[Any, int]:
    return _DECODER.raw_decode(text, _skip(text, place))


def _skip(text: str, place: int) -> int:
    found = _BETWEEN.match(text, place)
    return found.end() if found else place


def _expect(text: str, place: int, sign: str) -> int:
    place = _skip(text, place)
    if text[place : place + 1] != sign:
        raise ValueError(f"expected {sign} at {place}")
    return place + 1
