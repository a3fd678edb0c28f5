"""What surfaces look like: colours of points, worked out from where they lie; noise that is the same every time."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from demo.stills.solids import ROUND, Array, Points, around, numbers

Colour = tuple[float, float, float]
Colours = Array  # three columns
Paint = Callable[[Points], Colours]
_TABLE = np.random.default_rng(814112).random((256, 256), np.float32)


@dataclass(frozen=True)
class Surface:
    """Its colours, how much of a mirror it is (0 to 1), how rough that mirror is, and whether it is metal."""

    paint: Paint
    gloss: float = 0.04
    rough: float = 0.5
    metal: bool = False


def colour(text: str) -> Colour:
    """`#A3261F` as light (not as it is stored): red, green, blue from 0 to 1."""
    red, green, blue = (int(text[k : k + 2], 16) / 255 for k in (1, 3, 5))
    return red**2.2, green**2.2, blue**2.2


def noise(points: Points, fine: float) -> Array:
    """A cloudy number from 0 to 1 for each point, with clouds 1 / `fine` large."""
    cells = [value * np.float32(fine) for value in points]
    whole = [np.floor(value).astype(np.int32) for value in cells]
    part = [value - np.floor(value) for value in cells]
    part = [value * value * (3 - 2 * value) for value in part]
    total: Array = np.zeros_like(cells[0])
    for corner in range(8):
        step = [corner >> axis & 1 for axis in range(3)]
        weight: Array = np.ones_like(cells[0])
        for axis in range(3):
            weight = weight * (part[axis] if step[axis] else 1 - part[axis])
        row = (whole[0] + step[0] + 57 * (whole[2] + step[2])) & 255
        total = total + weight * _TABLE[row, (whole[1] + step[1] + 19 * (whole[2] + step[2])) & 255]
    return total


def clouds(points: Points, fine: float, octaves: int = 3) -> Array:
    """The same with finer clouds in it."""
    return sum(noise(points, fine * 2**k) / 2**k for k in range(octaves)) / np.float32(2 - 2 ** (1 - octaves))


def mixed(first: Colour | Colours, second: Colour | Colours, part: Array) -> Colours:
    """From the first colour to the second."""
    begin, end = numbers(first), numbers(second)
    return begin + (end - begin) * part[:, None]


def step(value: Array, begin: float, end: float) -> Array:
    """0 before `begin`, 1 after `end`, and softly between."""
    part = np.clip((value - begin) / (end - begin), 0, 1)
    return part * part * (3 - 2 * part)


def plain(text: str, uneven: float = 0.15, fine: float = 6.0) -> Paint:
    """One colour, as uneven as things made by hand are."""

    def paint(points: Points) -> Colours:
        shade = 1 - uneven / 2 + uneven * (clouds(points, fine) - 0.5)
        return numbers(colour(text)) * shade[:, None]

    return paint


def banded(
    ground: str,
    bands: dict[tuple[float, float], str],
    dots: tuple[float, int, str] | None = None,
    fibre: float = 0.0,
) -> Paint:
    """A vessel or bangle with bands of colour between heights, and a row of `dots` (height, how many, colour).

    `fibre`: how much it shows that it was split from a stem.
    """

    def paint(points: Points) -> Colours:
        found = plain(ground, 0.1)(points)
        for (low, high), text in bands.items():
            within = step(points[1], low - 0.004, low + 0.004) * (1 - step(points[1], high - 0.004, high + 0.004))
            found = mixed(found, colour(text), within)
        if dots:
            height, number, text = dots
            turn = around(points) * number
            wide = np.hypot(points[0], points[2]) * ROUND / number
            away = np.hypot((turn - np.round(turn)) * wide, points[1] - height)
            found = mixed(found, colour(text), 1 - step(away, 0.028, 0.036))
        if fibre:
            x, y, z = points
            found = found * (1 - fibre + 2 * fibre * noise((x * 2, y * 26, z * 2), 4) * noise(points, 7))[:, None]
        return found

    return paint


def woven(warp: str, weft: str, fine: float, stripe: tuple[float, float, str] | None = None) -> Paint:
    """Threads over and under; `stripe` is a band of another colour along z, between two places on x."""

    def paint(points: Points) -> Colours:
        x, y, z = points
        u, v = x * np.float32(fine), (z + y) * np.float32(fine)
        over = (np.floor(u) + np.floor(v)) % 2
        thread = np.abs(np.where(over > 0, u, v) % 1 - 0.5)
        found = mixed(colour(warp), colour(weft), over) * (1.08 - 0.5 * thread**2 - 0.22 * noise(points, 9))[:, None]
        if stripe:
            begin, end, text = stripe
            within = step(x, begin, begin + 0.01) * (1 - step(x, end, end + 0.01))
            found = mixed(found, numbers(colour(text)) * (1.05 - 0.5 * thread**2)[:, None], within)
        return found

    return paint


def patched(texts: tuple[str, ...], size: float) -> Paint:
    """Patches of cloth with a running stitch through them."""

    def paint(points: Points) -> Colours:
        x, y, z = points
        u, v = np.floor(x / np.float32(size) + 50), np.floor((z + y) / np.float32(size) + 50)
        which = (u * 3 + v * 5 + (u * v) % 3).astype(np.int32) % len(texts)
        found = numbers([colour(text) for text in texts])[which] * (0.85 + 0.3 * noise(points, 40))[:, None]
        row, along = (z + y) / np.float32(size) * 5, x / np.float32(size) * 8
        stitch = (np.abs(row - np.round(row)) < 0.09) & (along % 1 < 0.6)
        return mixed(found, colour("#F4EEDD"), stitch.astype(np.float32))

    return paint


def grained(light: str, dark: str, fine: float = 9.0) -> Paint:
    """Wood: rings about a heart that lies beside the piece."""

    def paint(points: Points) -> Colours:
        x, y, z = points
        bent = (x, y * np.float32(3), z)
        out = np.hypot(x - 1.4, z * np.float32(0.55) + 0.35) + 0.10 * clouds(points, 1.6) + 0.015 * noise(bent, 22)
        rings = np.abs(out * np.float32(fine) % 1 - 0.5) * 2
        return mixed(colour(light), colour(dark), 0.75 * rings**2 + 0.25 * noise((x * 4, y * 30, z * 4), 3))

    return paint


def fired(text: str, soot: str, low: float, high: float) -> Paint:
    """Fired clay: lines of the wheel, and the fire's soot from a height on."""

    def paint(points: Points) -> Colours:
        lines = 0.94 + 0.06 * np.sin(points[1] * np.float32(90) + 4 * noise(points, 3))
        part = step(points[1] + 0.25 * (clouds(points, 2.2) - 0.5), low, high)
        return mixed(plain(text, 0.4, 3.0)(points), colour(soot), 0.7 * part) * lines[:, None]

    return paint
