"""What is photographed: a piece or a set of each craft that goes to marketplaces, built of solids and surfaces."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from demo.stills import surfaces as paint
from demo.stills.solids import (
    Array,
    Points,
    Solid,
    around,
    ball,
    box,
    hoop,
    joined,
    moved,
    ring,
    rod,
    smooth,
    spun,
    tipped,
    turned,
)
from demo.stills.surfaces import Surface

Place = Callable[[Points], Points]


def _here(points: Points) -> Points:
    return points


@dataclass(frozen=True)
class Piece:
    """A solid with its surface, both where `place` puts them."""

    solid: Solid
    surface: Surface
    place: Place = _here


@dataclass(frozen=True)
class Good:
    """Pieces that stand on y = 0 within a ball about (0, `middle`, 0), and the cloth they are photographed on."""

    pieces: Sequence[Piece]
    middle: float
    reach: float
    cloth: tuple[str, str]


def _at(x: float, y: float, z: float, turn: float = 0.0) -> Place:
    return lambda points: spun(moved(points, (x, y, z)), turn)


# ---- vessels


def _pot() -> Good:
    lip = smooth(
        [(0.0, 0.03), (0.36, 0.03), (0.86, 0.38), (0.86, 0.86), (0.42, 1.12), (0.34, 1.22), (0.40, 1.36), (0.52, 1.42)]
    )
    body = turned(lip, 0.04)

    def solid(points: Points) -> Array:
        lines = 0.004 * np.sin(points[1] * np.float32(70)) * (points[1] > 0.2)
        return body(points) + lines

    painted = Surface(paint.fired("#B4552F", "#3A2119", 0.98, -0.2), gloss=0.03, rough=0.7)
    return Good([Piece(solid, painted)], 0.7, 1.12, ("#C9B282", "#BDA472"))


def _barni() -> Good:
    profile = smooth([(0.0, 0.03), (0.58, 0.03), (0.62, 0.2), (0.62, 0.92), (0.5, 1.1), (0.4, 1.16), (0.4, 1.3)])
    lid = smooth([(0.0, 1.5), (0.1, 1.5), (0.12, 1.42), (0.3, 1.36), (0.47, 1.33), (0.47, 1.26)])
    glaze = Surface(paint.banded("#EFE6CF", {(0.8, 1.4): "#8A4B1C", (0.76, 0.8): "#5B2D12"}), gloss=0.08, rough=0.12)
    top = Surface(paint.plain("#8A4B1C", 0.15), gloss=0.08, rough=0.12)
    return Good(
        [Piece(turned(profile, 0.05), glaze), Piece(turned(lid, 0.045), top)], 0.76, 1.0, ("#5C7396", "#4F6588")
    )


def _honey() -> Good:
    profile = smooth([(0.0, 0.06), (0.5, 0.06), (0.56, 0.16), (0.56, 0.98), (0.42, 1.16), (0.4, 1.2)])
    lid = smooth([(0.0, 1.4), (0.36, 1.4), (0.43, 1.36), (0.43, 1.16)])

    def glass(points: Points) -> Array:
        amber = paint.mixed(paint.colour("#6B2503"), paint.colour("#D07C12"), paint.step(points[1], -0.1, 1.5))
        x, y, _z = points
        front = 0.5 - np.abs(((around(points) + 0.75) % 1) - 0.5)
        label = paint.step(front, 0.29, 0.295) * paint.step(y, 0.3, 0.31) * (1 - paint.step(y, 0.8, 0.81))
        flower = np.hypot((front - 0.5) * 3.4, y - 0.55)
        petal = flower - 0.13 - 0.03 * np.cos(8 * np.arctan2(y - 0.55, (front - 0.5) * np.sign(x + 1e-6) * 3.4))
        paper = paint.mixed(paint.colour("#F3EAD3"), paint.colour("#C9862B"), (petal < 0).astype(np.float32))
        return amber + (paper - amber) * label[:, None]

    pieces = [
        Piece(turned(profile, 0.05), Surface(glass, gloss=0.10, rough=0.05)),
        Piece(turned(lid, 0.04), Surface(paint.plain("#C8A24A", 0.06), gloss=0.7, rough=0.22, metal=True)),
    ]
    return Good(pieces, 0.72, 0.95, ("#8FA07A", "#82946C"))


def _bowl() -> Good:
    profile = smooth([(0.0, 0.06), (0.34, 0.05), (0.42, 0.12), (0.86, 0.4), (0.98, 0.62)])
    wood = Surface(paint.grained("#B9814A", "#6E3F1C"), gloss=0.05, rough=0.3)
    return Good([Piece(turned(profile, 0.055), wood)], 0.34, 1.06, ("#8FA07A", "#82946C"))


def _kadhai() -> Good:
    body = turned(smooth([(0.0, 0.1), (0.3, 0.1), (0.72, 0.28), (0.98, 0.62), (1.06, 0.66)]), 0.03)

    def solid(points: Points) -> Array:
        hammer = 0.006 * np.sin(points[0] * np.float32(21)) * np.sin(points[2] * np.float32(23) + 1)
        return body(points) + hammer

    def handle(points: Points) -> Array:
        return np.maximum(ring(tipped(points, 0.2), 0.2, 0.032), -points[2] - 0.16)

    iron = Surface(paint.plain("#77757A", 0.6, 8.0), gloss=0.6, rough=0.42, metal=True)
    pieces = [
        Piece(solid, iron),
        Piece(handle, iron, _at(0, 0.66, 1.07)),
        Piece(handle, iron, _at(0, 0.66, -1.07, 0.5)),
    ]
    return Good(pieces, 0.4, 1.25, ("#C08E77", "#B48069"))


# ---- woven


def _basket() -> Good:
    body = turned(smooth([(0.0, 0.04), (0.56, 0.04), (0.7, 0.2), (0.86, 0.74)]), 0.035)

    def weave(points: Points) -> Array:
        rows = points[1] * np.float32(17)
        over = np.cos(around(points) * 44 * np.float32(np.pi * 2) / 2 + np.pi * np.floor(rows))
        deep = 0.016 * paint.step(np.hypot(points[0], points[2]), 0.25, 0.6)
        return body(points) - deep * over * np.abs(np.sin(rows * np.float32(np.pi)))

    def rim(points: Points) -> Array:
        twist = 0.012 * np.sin(around(points) * 300)
        return ring(moved(points, (0, 0.77, 0)), 0.87, 0.06) + twist

    def handle(points: Points) -> Array:
        x, y, z = moved(points, (0, 0.76, 0))
        arch = ring((x, z, y * np.float32(0.86)), 0.86, 0.045)
        return np.maximum(arch + 0.006 * np.sin(np.arctan2(y, x) * 60), -y)

    cane = Surface(
        paint.banded("#C99D5B", {(0.24, 0.33): "#9C2B1E", (0.50, 0.56): "#3C6E47"}, None, 0.5), gloss=0.04, rough=0.4
    )
    edge = Surface(paint.plain("#A87B3E", 0.4, 14.0), gloss=0.04, rough=0.4)
    return Good([Piece(weave, cane), Piece(rim, edge), Piece(handle, edge)], 0.72, 1.16, ("#5C7396", "#4F6588"))


def _mat() -> Good:
    def roll(points: Points) -> Array:
        x, y, z = points
        out, turn = np.hypot(y - 0.42, z), np.arctan2(y - 0.42, z) / np.float32(2 * np.pi)
        layer = np.abs(((out - turn * 0.07) / 0.07) % 1 - 0.5) * 0.07
        wall = np.maximum(0.026 - (0.035 - layer), out - 0.41 - 0.004 * np.sin(x * np.float32(60)))
        return np.maximum(np.maximum(wall, out - 0.42), np.abs(x) - 1.15) * np.float32(0.7)

    straw = Surface(paint.woven("#CDAE6A", "#B8924C", 26, (-0.16, 0.16, "#A3261F")), gloss=0.03, rough=0.5)
    tie = Surface(paint.plain("#8E6A34", 0.3, 20.0), gloss=0.02)
    ties = [Piece(lambda p: ring((p[1], p[0], p[2]), 0.425, 0.022), tie, _at(x, 0.42, 0)) for x in (-0.7, 0.7)]
    return Good([Piece(roll, straw), *ties], 0.42, 1.24, ("#8FA07A", "#82946C"))


def _cloth_of(threads: Surface, half: tuple[float, float, float], folds: int) -> list[Piece]:
    """A cloth folded so often: layers with round backs, lying a little askew."""
    high = half[1] / folds

    def layer(points: Points) -> Array:
        x, y, z = points
        wave = 0.012 * np.sin(x * 5) * np.sin(z * 4 + 1)
        return box((x, y + wave, z), (half[0], high, half[2]), high * 0.95) - 0.001 * np.sin(x * 160) * np.sin(z * 160)

    return [
        Piece(layer, threads, _at(0.012 * (-1) ** k, high * (2 * k + 1) - 0.01 * k, 0.01 * (k % 3), 0.003 * (-1) ** k))
        for k in range(folds)
    ]


def _shawl() -> Good:
    wool = Surface(paint.woven("#E6DCC4", "#D8CAAB", 60, (0.42, 0.66, "#23395D")), gloss=0.015, rough=0.8)
    return Good(_cloth_of(wool, (0.95, 0.3, 0.72), 4), 0.28, 1.25, ("#A98554", "#9C7848"))


def _quilt() -> Good:
    rags = Surface(paint.patched(("#A3261F", "#23395D", "#E0A526", "#3C6E47", "#B9653A"), 0.3), gloss=0.015, rough=0.8)
    return Good(_cloth_of(rags, (0.92, 0.44, 0.78), 4), 0.42, 1.28, ("#CDBB96", "#C0AC85"))


def _bag() -> Good:
    def sack(points: Points) -> Array:
        x, y, z = points
        x = x / (0.94 + 0.1 * np.clip(y, 0, 1.3))
        bulge = 0.07 * np.sin(np.clip(y, 0, 1.2) * 2.6) * np.cos(np.clip(x, -0.7, 0.7) * 2.2)
        hull = box((x, y - 0.6, z), (0.66, 0.6, 0.26), 0.07) - bulge
        hollow = box((x, y - 0.75, z), (0.58, 0.6, 0.2), 0.05)
        weave = 0.003 * np.sin(x * np.float32(90)) * np.sin(y * np.float32(90))
        return np.maximum(hull - weave, -hollow) * np.float32(0.85)

    def strap(points: Points) -> Array:
        x, y, z = points
        return np.maximum(ring((x, z, y * np.float32(0.62)), 0.26, 0.032), -y - 0.2)

    def print_(points: Points) -> Array:
        found = paint.woven("#B99A63", "#A5854E", 34)(points)
        x, y = points[0], points[1] - 0.58
        out, turn = np.hypot(x, y), np.arctan2(y, x)
        rays = np.abs(out - 0.24 - 0.05 * np.cos(12 * turn)) < 0.022
        ringed = np.abs(out - 0.36) < 0.012
        heart = out < 0.09
        return paint.mixed(found, paint.colour("#8E2018"), (rays | ringed | heart).astype(np.float32) * 0.9)

    jute = Surface(print_, gloss=0.01, rough=0.9)
    cord = Surface(paint.plain("#8C6B3A", 0.3, 20.0), gloss=0.01)
    return Good(
        [Piece(sack, jute), Piece(strap, cord, _at(0, 1.2, 0.22)), Piece(strap, cord, _at(0, 1.2, -0.22))],
        0.82,
        1.12,
        ("#8FA07A", "#82946C"),
    )


# ---- the rest


def _bangles() -> Good:
    gold, mirror = "#D8A638", "#E9EDF0"
    broad = Surface(
        paint.banded("#9E1B17", {(-0.16, -0.12): gold, (0.12, 0.16): gold}, (0.0, 26, mirror)), gloss=0.09, rough=0.1
    )
    thin = Surface(paint.banded("#9E1B17", {(-0.012, 0.012): gold}), gloss=0.09, rough=0.1)
    left, heights = -0.5, (0.45, 0.56, 0.67, 0.78)
    stack = [Piece(partial(hoop, radius=0.72, wide=0.17, thick=0.085), broad, _at(left, y, 0)) for y in (0.21, 1.02)]
    stack += [Piece(partial(ring, radius=0.72, thick=0.052), thin, _at(left, y, 0)) for y in heights]
    aside = Piece(partial(hoop, radius=0.72, wide=0.17, thick=0.085), broad, _at(0.86, 0.21, 0.72))
    return Good([*stack, aside], 0.56, 2.1, ("#CDB684", "#C0A874"))


def _peda() -> Good:
    def sweet(points: Points) -> Array:
        x, y, z = points
        body = ball((x, y, z), (0.3, 0.17, 0.3))
        dent = ball((x, y - 0.24, z), (0.14, 0.13, 0.14))
        return np.maximum(np.maximum(body, np.abs(y) - 0.13), -dent) - 0.004 * np.sin(x * 31) * np.sin(z * 37 + 2 * x)

    def leaf(points: Points) -> Array:
        x, y, z = points
        out = np.hypot(x, z)
        lift = 0.05 * np.clip(out - 0.75, 0, 1) ** 2 * 8 + 0.015 * np.cos(around(points) * 44)
        return np.maximum(np.abs(y - 0.03 - lift) - 0.012, out - 1.16) * np.float32(0.6)

    def veins(points: Points) -> Array:
        turn = around(points) * 7
        vein = np.abs(turn - np.round(turn)) * np.hypot(points[0], points[2])
        found = paint.plain("#77803F", 0.5, 4.0)(points)
        return paint.mixed(found, paint.colour("#B7B06A"), 1 - paint.step(vein, 0.012, 0.03))

    milk = Surface(paint.plain("#D2A873", 0.35, 12.0), gloss=0.03, rough=0.6)
    spots = [(0, 0), *((0.66 * np.cos(k * np.pi / 3), 0.66 * np.sin(k * np.pi / 3)) for k in range(6))]
    sweets = [Piece(sweet, milk, _at(float(x), 0.19, float(z))) for x, z in spots]
    green = Surface(veins, gloss=0.04, rough=0.4)
    return Good([Piece(leaf, green), *sweets], 0.14, 1.26, ("#CDBB96", "#C0AC85"))


def _elephant() -> Good:
    def body(points: Points) -> Array:
        x, y, z = points
        sides = (x, y, np.abs(z))
        found = joined(
            ball(points, (0.66, 0.42, 0.4), (0, 0.82, 0)), ball(points, (0.34, 0.34, 0.3), (0.66, 1.02, 0)), 0.2
        )
        for at in (-0.38, 0.4):
            found = joined(found, rod(sides, (at, 0.7, 0.24), (at, 0.06, 0.26), 0.15, 0.13), 0.12)
        found = joined(found, rod(points, (0.9, 0.98, 0), (1.1, 0.5, 0), 0.13, 0.08), 0.1)
        found = joined(found, rod(points, (1.1, 0.5, 0), (1.3, 0.36, 0), 0.08, 0.06), 0.06)
        found = joined(found, ball(sides, (0.07, 0.26, 0.22), (0.52, 1.02, 0.36)), 0.06)
        found = joined(found, rod(sides, (0.9, 0.82, 0.12), (1.16, 0.72, 0.16), 0.045, 0.025), 0.04)
        found = joined(found, rod(points, (-0.64, 0.86, 0), (-0.76, 0.5, 0), 0.045, 0.03), 0.05)
        wire = np.abs(np.sin(x * np.float32(34) + 1.5 * np.sin(y * 9))) * (y > 0.5) * (x < 0.5)
        return found - 0.010 * wire

    def cloth(points: Points) -> Array:
        return (
            np.abs(ball(points, (0.68, 0.45, 0.43), (-0.03, 0.83, 0)))
            - 0.02
            + np.maximum(0, np.abs(points[0] + 0.03) - 0.3)
            + np.maximum(0, 0.72 - points[1])
        )

    brass = Surface(paint.plain("#C08A3A", 0.5, 7.0), gloss=0.75, rough=0.28, metal=True)
    return Good([Piece(body, brass), Piece(cloth, brass)], 0.68, 1.55, ("#23395D", "#1D3050"))


def _sack() -> Good:
    def grains(points: Points) -> Array:
        x, y, z = points
        heap = ball(points, (0.62, 0.34, 0.62), (0, 0.92, 0))
        fine = np.sin(x * np.float32(70)) * np.sin(z * np.float32(66) + 3 * np.sin(x * 9)) * np.sin(y * 60)
        return heap - 0.012 * fine

    def bag(points: Points) -> Array:
        y = points[1]
        lumps = 0.03 * np.sin(around(points) * 38) * np.clip(0.9 - y, 0, 1)
        weave = 0.003 * np.sin(around(points) * 560) * np.sin(y * np.float32(90))
        return hull(points) - weave - lumps

    hull = turned(smooth([(0.0, 0.06), (0.5, 0.05), (0.74, 0.2), (0.76, 0.55), (0.66, 0.86)]), 0.04)
    jute = Surface(paint.woven("#BFA069", "#A98850", 40), gloss=0.01, rough=0.9)
    rice = Surface(paint.plain("#E9E0C6", 0.5, 30.0), gloss=0.03, rough=0.5)

    def hem(points: Points) -> Array:
        return ring(moved(points, (0, 0.9, 0)), 0.67, 0.085, 1.1) - 0.012 * np.sin(around(points) * 60)

    return Good([Piece(grains, rice), Piece(bag, jute), Piece(hem, jute)], 0.58, 1.06, ("#C08E77", "#B48069"))


GOODS: dict[str, Callable[[], Good]] = {
    "bangles": _bangles,
    "basket": _basket,
    "pot": _pot,
    "quilt": _quilt,
    "honey": _honey,
    "sack": _sack,
    "bowl": _bowl,
    "kadhai": _kadhai,
    "bag": _bag,
    "shawl": _shawl,
    "mat": _mat,
    "barni": _barni,
    "peda": _peda,
    "elephant": _elephant,
}
