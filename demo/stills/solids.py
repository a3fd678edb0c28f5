"""Solids as distances: each function answers how far points are from a surface, in the unit of the scene (a hand).

Points are (x, y, z) as float32 arrays, y upwards; within a solid the distance is negative. What is carved or woven into
a surface is added to the distance, so that its edge and its shadow are real.
"""

from collections.abc import Callable, Sequence
from functools import reduce
from itertools import pairwise
from typing import Any

import cv2
import numpy as np

Array = np.ndarray[Any, Any]
Points = tuple[Array, Array, Array]
Solid = Callable[[Points], Array]
ROUND = np.float32(2 * np.pi)
GRID = 320  # lines of the grid on which a profile is measured


def numbers(values: Any) -> Array:
    """The same as an array of the kind that everything here is."""
    return np.asarray(values, np.float32)


def ball(points: Points, size: tuple[float, float, float], at: tuple[float, float, float] = (0, 0, 0)) -> Array:
    """An ellipsoid with these half axes."""
    x, y, z = moved(points, at)
    a, b, c = size
    near = np.sqrt((x / a) ** 2 + (y / b) ** 2 + (z / c) ** 2)
    slope = np.sqrt((x / a**2) ** 2 + (y / b**2) ** 2 + (z / c**2) ** 2)
    return near * (near - 1) / (slope + 1e-6)


def box(points: Points, half: tuple[float, float, float], rounding: float) -> Array:
    """A box with these half sides, its edges rounded."""
    out = [np.abs(value) - (side - rounding) for value, side in zip(points, half, strict=True)]
    outside = np.sqrt(sum(np.maximum(value, 0) ** 2 for value in out))
    return outside + np.minimum(np.maximum(np.maximum(out[0], out[1]), out[2]), 0) - rounding


def ring(points: Points, radius: float, thick: float, flat: float = 1.0) -> Array:
    """A ring lying down; `flat` above 1 presses it."""
    x, y, z = points
    return (np.hypot(np.hypot(x, z) - radius, y * flat) - thick) / max(1.0, flat)


def hoop(points: Points, radius: float, wide: float, thick: float) -> Array:
    """A broad band: a wall of a cylinder, `wide` high and `thick` strong (half each), its edges rounded."""
    x, y, z = points
    out, up = np.abs(np.hypot(x, z) - radius) - thick / 2, np.abs(y) - wide
    return np.hypot(np.maximum(out, 0), np.maximum(up, 0)) + np.minimum(np.maximum(out, up), 0) - thick / 2


def rod(
    points: Points, begin: tuple[float, float, float], end: tuple[float, float, float], thick: float, to: float = -1
) -> Array:
    """A round rod from one point to another, thinning to `to`."""
    start, finish = numbers(begin), numbers(end)
    along = finish - start
    part = sum((value - at) * step for value, at, step in zip(points, start, along, strict=True)) / float(along @ along)
    part = np.clip(part, 0, 1)
    away = [value - at - part * step for value, at, step in zip(points, start, along, strict=True)]
    return np.sqrt(sum(value**2 for value in away)) - (thick + part * ((to if to >= 0 else thick) - thick))


def turned(profile: Sequence[tuple[float, float]], wall: float) -> Solid:
    """A vessel as from the wheel: (radius, height) from the foot to the lip, its wall `wall` strong (half).

    Its profile is measured once, on a grid.
    """
    reach = 2.6
    line = np.linspace(0, reach, GRID, dtype=np.float32)
    out, up = np.meshgrid(line, line - np.float32(0.3), indexing="ij")
    grid: Array = reduce(np.minimum, [_span(out, up, begin, end) for begin, end in pairwise(profile)]) - np.float32(
        wall
    )
    grid = cv2.GaussianBlur(grid, (0, 0), 1.5)  # no facets in what it mirrors
    step = np.float32((GRID - 1) / reach)

    def solid(points: Points) -> Array:
        x, y, z = points
        return read(grid, np.sqrt(x * x + z * z) * step, (y + np.float32(0.3)) * step)

    return solid


def read(grid: Array, row: Array, column: Array) -> Array:
    """What stands in a grid between its lines."""
    i, j = (np.clip(at.astype(np.int32), 0, size - 2) for at, size in zip((row, column), grid.shape, strict=True))
    a, b = row - i, column - j
    lower = grid[i, j] + (grid[i + 1, j] - grid[i, j]) * a
    return lower + (grid[i, j + 1] + (grid[i + 1, j + 1] - grid[i, j + 1]) * a - lower) * b


def _span(out: Array, up: Array, begin: tuple[float, float], end: tuple[float, float]) -> Array:
    """The distance to a line in the plane of a profile."""
    along = numbers([end[0] - begin[0], end[1] - begin[1]])
    part = np.clip(((out - begin[0]) * along[0] + (up - begin[1]) * along[1]) / float(along @ along), 0, 1)
    return np.hypot(out - begin[0] - part * along[0], up - begin[1] - part * along[1])


def smooth(profile: Sequence[tuple[float, float]], times: int = 3) -> list[tuple[float, float]]:
    """A profile with its corners cut, as a hand rounds them."""
    points = list(profile)
    for _time in range(times):
        cut = [points[0]]
        for (r, h), (s, k) in pairwise(points):
            cut += [(0.75 * r + 0.25 * s, 0.75 * h + 0.25 * k), (0.25 * r + 0.75 * s, 0.25 * h + 0.75 * k)]
        points = [*cut, points[-1]]
    return points


def moved(points: Points, by: tuple[float, float, float]) -> Points:
    """The same points seen from what stands elsewhere."""
    x, y, z = points
    return x - np.float32(by[0]), y - np.float32(by[1]), z - np.float32(by[2])


def spun(points: Points, turn: float) -> Points:
    """The same points seen from what is turned about the upright, in parts of a round."""
    x, y, z = points
    c, s = np.float32(np.cos(turn * ROUND)), np.float32(np.sin(turn * ROUND))
    return c * x + s * z, y, c * z - s * x


def tipped(points: Points, turn: float) -> Points:
    """The same points seen from what is tipped about the x axis, in parts of a round."""
    x, y, z = points
    c, s = np.float32(np.cos(turn * ROUND)), np.float32(np.sin(turn * ROUND))
    return x, c * y + s * z, c * z - s * y


def around(points: Points) -> Array:
    """Where a point lies on the round about the upright, 0 to 1."""
    return np.arctan2(points[2], points[0]) / ROUND + np.float32(0.5)


def joined(first: Array, second: Array, soft: float) -> Array:
    """Two solids grown together with a soft seam."""
    part = np.clip(0.5 + 0.5 * (second - first) / soft, 0, 1)
    return second + (first - second) * part - soft * part * (1 - part)
