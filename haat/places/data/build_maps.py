"""Draw the schematic block maps: `python -m haat.places.data.build_maps` writes `<district>_map.json` anew.

Every block is the part of the district's outline nearest to its own point (a Voronoi cell), so neighbours
share corners exactly and the cloth-coloured stroke drawn over the edges makes a seam of one width everywhere.
Shapes are schematic, not surveyed: outline and points stand by hand where people expect each block.
"""

from __future__ import annotations

import json
from math import hypot
from pathlib import Path

Point = tuple[float, float]
Polygon = list[Point]

# Deoghar: drawn on a 400 by 400 sheet.
DEOGHAR_OUTLINE: Polygon = [
    (8, 98), (28, 66), (90, 58), (112, 38), (156, 26), (206, 10), (268, 14), (300, 40), (300, 92),
    (342, 108), (374, 150), (366, 194), (394, 244), (388, 292), (340, 316), (300, 324), (262, 352),
    (216, 380), (166, 366), (118, 390), (76, 362), (78, 318), (48, 276), (52, 234), (18, 186), (22, 140),
]  # fmt: skip
DEOGHAR_POINTS: dict[int, Point] = {
    3083: (56, 124), 3082: (146, 100), 3086: (244, 64), 3089: (206, 170), 6623: (318, 160),
    3085: (98, 230), 3088: (238, 250), 3087: (340, 262), 3084: (208, 326), 6624: (112, 336),
}  # fmt: skip

# Chandrapur: longitude and latitude, brought onto the sheet by `_on_sheet`.
CHANDRAPUR_OUTLINE: Polygon = [
    (78.82, 20.42), (79.00, 20.52), (79.13, 20.58), (79.25, 20.70), (79.45, 20.74), (79.62, 20.70),
    (79.75, 20.68), (79.92, 20.73), (80.02, 20.58), (80.00, 20.38), (79.98, 20.18), (80.00, 20.02),
    (79.86, 19.93), (79.80, 19.76), (79.86, 19.60), (79.70, 19.50), (79.52, 19.47), (79.38, 19.54),
    (79.22, 19.46), (79.02, 19.46), (78.86, 19.57), (78.80, 19.76), (78.98, 19.90), (79.10, 19.97),
    (79.02, 20.06), (78.90, 20.17), (78.82, 20.30),
]  # fmt: skip
CHANDRAPUR_POINTS: dict[int, Point] = {
    4356: (79.34, 20.52), 4361: (79.60, 20.54), 4354: (79.88, 20.52), 4366: (79.00, 20.34),
    4353: (79.21, 20.18), 4365: (79.58, 20.28), 4364: (79.87, 20.14), 4360: (79.62, 20.02),
    4355: (79.34, 19.97), 4352: (79.44, 19.80), 4362: (79.65, 19.84), 4357: (79.68, 19.64),
    4363: (79.35, 19.64), 4359: (79.02, 19.80), 4358: (79.08, 19.58),
}  # fmt: skip


def _on_sheet(place: Point) -> Point:
    """A degree of longitude at 20° N is 0.94 of a degree of latitude."""
    longitude, latitude = place
    return (longitude - 78.80) * 0.94 * 300 + 28, (20.73 - latitude) * 300 + 10


def _rounded(outline: Polygon) -> Polygon:
    """Cut every corner at a quarter of its edges (one pass of Chaikin's scheme)."""
    cut: Polygon = []
    for (x1, y1), (x2, y2) in zip(outline, outline[1:] + outline[:1], strict=True):
        cut += [(x1 + (x2 - x1) / 4, y1 + (y2 - y1) / 4), (x2 - (x2 - x1) / 4, y2 - (y2 - y1) / 4)]
    return cut


def _nearer(polygon: Polygon, own: Point, other: Point) -> Polygon:
    """The part of the polygon nearer to `own` than to `other`."""
    nx, ny = other[0] - own[0], other[1] - own[1]
    limit = (other[0] ** 2 + other[1] ** 2 - own[0] ** 2 - own[1] ** 2) / 2
    kept: Polygon = []
    for start, end in zip(polygon, polygon[1:] + polygon[:1], strict=True):
        a, b = nx * start[0] + ny * start[1] - limit, nx * end[0] + ny * end[1] - limit
        if a <= 0:
            kept.append(start)
        if a * b < 0:
            share = a / (a - b)
            kept.append((start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])))
    return kept


def _distance(place: Point, start: Point, end: Point) -> float:
    dx, dy = end[0] - start[0], end[1] - start[1]
    along = ((place[0] - start[0]) * dx + (place[1] - start[1]) * dy) / (dx * dx + dy * dy or 1)
    along = max(0.0, min(1.0, along))
    return hypot(place[0] - start[0] - along * dx, place[1] - start[1] - along * dy)


def _inside(place: Point, polygon: Polygon) -> bool:
    within = False
    for (x1, y1), (x2, y2) in zip(polygon, polygon[1:] + polygon[:1], strict=True):
        if (y1 > place[1]) != (y2 > place[1]) and place[0] < (x2 - x1) * (place[1] - y1) / (y2 - y1) + x1:
            within = not within
    return within


def _label(polygon: Polygon) -> tuple[Point, float]:
    """The point of the polygon farthest from its edges, to the unit, and that distance.

    Names are wider than high, so the search is made on a sheet squeezed to 0.6 in x.
    """
    squeezed = [(x * 0.6, y) for x, y in polygon]
    edges = list(zip(squeezed, squeezed[1:] + squeezed[:1], strict=True))
    best, place = 0.0, polygon[0]
    for x in range(int(min(x for x, _ in polygon)), int(max(x for x, _ in polygon)) + 1, 2):
        for y in range(int(min(y for _, y in polygon)), int(max(y for _, y in polygon)) + 1, 2):
            spot = (x * 0.6, float(y))
            room = min(_distance(spot, *edge) for edge in edges) if _inside(spot, squeezed) else 0.0
            if room > best:
                best, place = room, (float(x), float(y))
    return place, best


def _tidy(polygon: Polygon) -> Polygon:
    """Tenths of a unit, without the same corner twice."""
    corners = [(round(x, 1), round(y, 1)) for x, y in polygon]
    return [corner for index, corner in enumerate(corners) if corner != corners[index - 1]]


def draw(district: int, outline: Polygon, points: dict[int, Point]) -> dict[str, object]:
    """The map of one district as it is written to its file."""
    blocks = []
    for block, own in points.items():
        cell = _rounded(outline)
        for other in points.values():
            if other != own:
                cell = _nearer(cell, own, other)
        corners = _tidy(cell)
        place, room = _label(corners)
        blocks.append({"block": block, "label": place, "room": round(room, 1), "points": corners})
    return {
        "district": district,
        "view_box": "0 0 400 400",
        "outline": _tidy(_rounded(outline)),
        "blocks": blocks,
    }


def _write(name: str, drawn: dict[str, object]) -> None:
    text = json.dumps(drawn, separators=(",", ":")).replace('{"block"', '\n{"block"') + "\n"
    Path(__file__).with_name(f"{name}_map.json").write_text(text, encoding="utf-8")


def main() -> None:
    """Write both maps."""
    _write("deoghar", draw(324, DEOGHAR_OUTLINE, DEOGHAR_POINTS))
    outline = [_on_sheet(place) for place in CHANDRAPUR_OUTLINE]
    _write("chandrapur", draw(473, outline, {block: _on_sheet(p) for block, p in CHANDRAPUR_POINTS.items()}))


if __name__ == "__main__":
    main()
