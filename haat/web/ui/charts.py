"""Charts as server-made SVG: geometry here, colours in office.css and map.css; each has its table."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

WIDTH, HEIGHT = 560, 230
LEFT, RIGHT, TOP, FOOT = 44, 64, 22, 28


class Shape(Protocol):
    """A block on the schematic map, as `places.data` gives it: LGD code, corners, label, room around it."""

    block: int
    label: tuple[float, float]
    room: float

    @property
    def svg_points(self) -> str: ...


class Dot(NamedTuple):
    """A point of a line: where it stands, its label below, its value, is it the last, a word on it."""

    x: float
    y: float
    label: str
    said: str
    last: bool
    mark: str


class Line(NamedTuple):
    """All that the chart's template draws."""

    dots: list[Dot]
    path: str
    aim: str
    aim_end: tuple[float, float] | None
    rules: list[tuple[float, str]]


def top_of(most: float) -> float:
    """The round number at the top of a scale that holds `most`: 1, 2, 2.5, 5 or 10 times a power of ten."""
    if most <= 0:
        return 1.0
    power = 10.0 ** (len(str(int(most))) - 1) if most >= 1 else 0.1
    return next(step * power for step in (1, 2, 2.5, 5, 10, 100) if step * power >= most)


def plain(value: float) -> str:
    """`2.50` as `2.5`, `4.0` as `4`."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def line(
    points: Sequence[tuple[str, float]],
    *,
    aims: Sequence[float] = (),
    unit: str = "",
    marks: Mapping[str, str] | None = None,
) -> Line:
    """Place `points` (label, value) and the dashed target `aims` (one a point, or none) on the chart.

    `marks` (label → words) says at its point what happened then, e.g. a fair.
    """
    said = marks or {}
    top = top_of(max([value for _label, value in points] + list(aims) + [0]))
    step = (WIDTH - LEFT - RIGHT) / max(1, len(points) - 1)

    def at(index: int, value: float) -> tuple[float, float]:
        return round(LEFT + index * step, 1), round(HEIGHT - FOOT - (HEIGHT - FOOT - TOP) * value / top, 1)

    last = len(points) - 1
    dots = [
        Dot(*at(i, value), label, f"{plain(value)}{unit}", i == last, said.get(label, ""))
        for i, (label, value) in enumerate(points)
    ]
    aim = [at(i, value) for i, value in enumerate(aims)]
    rules = [(at(0, top * part / 5)[1], plain(top * part / 5)) for part in range(6)]
    return Line(
        dots,
        " ".join(f"{dot.x},{dot.y}" for dot in dots),
        " ".join(f"{x},{y}" for x, y in aim),
        aim[-1] if aim else None,
        rules,
    )


class Band(NamedTuple):
    """A part of the ageing bar: class number 1 to 4, start and width in percent, words, paise, how many."""

    shade: int
    start: float
    wide: float
    label: str
    paise: int
    makers: object


def bands(buckets: Sequence[tuple[str, int, object]]) -> list[Band]:
    """The ageing bar's parts, in order, from (label, paise, how many) with at most four buckets."""
    total = sum(paise for _label, paise, _count in buckets) or 1
    made, start = [], 0.0
    for shade, (label, paise, count) in enumerate(buckets, 1):
        wide = 100 * paise / total
        made.append(Band(shade, round(start, 2), round(wide, 2), label, paise, count))
        start += wide
    return made


class Patch(NamedTuple):
    """A block as the map's template draws it."""

    points: str
    x: float
    y: float
    value_y: float
    size: int
    name: str
    value: str
    shade: int
    here: bool


def shades(values: Mapping[int, float]) -> dict[int, int]:
    """Shade 1 (fewest) to 4 (most) of each block, by quarters of the distinct values."""
    ranked = sorted(set(values.values()))
    return {block: 1 + 4 * ranked.index(value) // max(1, len(ranked)) for block, value in values.items()}


def legend(values: Mapping[int, float]) -> list[tuple[int, str]]:
    """(shade, `4 to 5`) for every shade in use, fewest first."""
    by_shade: dict[int, list[float]] = {}
    for block, shade in shades(values).items():
        by_shade.setdefault(shade, []).append(values[block])
    ends = [(shade, min(found), max(found)) for shade, found in sorted(by_shade.items())]
    return [(shade, plain(low) if low == high else f"{plain(low)}–{plain(high)}") for shade, low, high in ends]


def patches(
    shapes: Sequence[Shape], *, names: Mapping[int, str], values: Mapping[int, float], here: int | None
) -> list[Patch]:
    """The map's blocks; a name too long for its block is written smaller, never outside it."""
    shaded = shades(values)
    made = []
    for shape in shapes:
        name = names.get(shape.block, "")
        x, y = shape.label
        size = max(9, min(14, int(4.4 * shape.room / max(1, len(name)))))
        value = plain(values[shape.block]) if shape.block in values else ""
        made.append(
            Patch(
                shape.svg_points,
                x,
                y - 3,
                y + 18,
                size,
                name,
                value,
                shaded.get(shape.block, 1),
                shape.block == here,
            )
        )
    return made
