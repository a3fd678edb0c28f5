"""The camera and its lamp: a good is set on white or on its cloth, lit from the upper left, and taken."""

from dataclasses import dataclass

import numpy as np
from PIL import Image

from demo.stills import surfaces as paint
from demo.stills.goods import GOODS, Good, Piece
from demo.stills.solids import ROUND, Array, Points, numbers, read

SIDE = 2200
SEEN = 560  # rays a side; edges are taken four times, and what comes out is enlarged with a sensor's grain on it
BLOCK = 8  # pixels a side that are sent ahead together, as far as nothing stands before any of them
COARSE = 2  # shadows on the ground are soft: one ray for so many pixels a side
LAMP = numbers([-0.52, 0.74, 0.44]) / np.float32(np.linalg.norm([-0.52, 0.74, 0.44]))
KEY, SKY, BOUNCE = numbers([2.5, 2.36, 2.15]), numbers([0.62, 0.68, 0.76]), numbers([0.30, 0.27, 0.23])
STEPS, SHADOW_STEPS = 90, 26
GRAIN = 5.0  # of 255, in the dark
THREADS = 46  # of a cloth, to a hand
GROUND, NOTHING = -1, -2
WHITE = "white"


@dataclass(frozen=True)
class View:
    """From where it is taken: parts of a round, degrees above the ground, how much of the frame it fills, on what.

    `aside`: so much of the frame lies between its middle and the good's.
    """

    turn: float
    lift: float
    fills: float
    ground: str
    aside: float = 0.0


VIEWS = {
    "white": View(0.03, 24, 0.84, WHITE),
    "cloth": View(-0.07, 34, 0.7, "cloth"),
    "near": View(0.11, 19, 1.3, "cloth", 0.2),
}


def still(name: str, view: str, *, side: int = SIDE, seen: int = SEEN) -> Image.Image:
    """A good of GOODS from a view of VIEWS (RGB, `side` × `side`); `seen` rays a side."""
    import cv2

    scene = Scene(GOODS[name](), VIEWS[view])
    stored = np.clip(scene.taken(seen), 0, 1) ** np.float32(1 / 2.2)
    sharp = np.clip(stored + np.float32(0.7) * (stored - cv2.GaussianBlur(stored, (0, 0), 0.7)), 0, 1)
    large = cv2.resize(sharp * 255, (side, side), interpolation=cv2.INTER_CUBIC)
    dark = 255 - cv2.resize(sharp.min(axis=2) * 255, (side, side), interpolation=cv2.INTER_LINEAR)  # white has no grain
    large += (_grain(name, view, side) * dark * np.float32(GRAIN / 255))[..., None]
    return Image.fromarray(np.clip(np.rint(large), 0, 255).astype(np.uint8))


def _grain(name: str, view: str, side: int) -> Array:
    """What a sensor adds to each pixel, about 1 strong; one piece of it, laid edge to edge."""
    import cv2

    half = -(-side // 2)
    piece = np.random.default_rng(len(name) * 31 + len(view)).standard_normal((half, half), np.float32)
    return np.tile(cv2.GaussianBlur(piece, (0, 0), 0.8, borderType=cv2.BORDER_REFLECT), (2, 2))[:side, :side]


class Scene:
    """A good, what it stands on, and the camera."""

    def __init__(self, good: Good, view: View) -> None:
        self.good, self.view = good, view
        lift, turn = np.deg2rad(view.lift), view.turn * ROUND
        away = numbers([np.sin(turn) * np.cos(lift), np.sin(lift), np.cos(turn) * np.cos(lift)])
        self._middle = numbers([0, good.middle, 0])
        self._reach = np.float32(good.reach)
        self._angle = np.float32(np.tan(np.deg2rad(13)))
        far = good.reach / np.sin(np.arctan(self._angle))
        self._eye = self._middle + away * np.float32(far)
        self._right = np.cross([0, 1, 0], away).astype(np.float32)
        self._right /= np.linalg.norm(self._right)
        self._up = np.cross(away, self._right).astype(np.float32)
        self._ahead = -away
        self._wide, self._off = np.float32(1), np.zeros(2, np.float32)
        self._frame()

    def _frame(self) -> None:
        """Zoom and shift so that the good fills as much of the frame as is wanted."""
        across, down = _places(96)
        there = np.isfinite(self._march(self._eye, self._rays(across.ravel(), down.ravel())))
        x, y = across.ravel()[there], down.ravel()[there]
        span = max(x.max() - x.min(), y.max() - y.min()) / 2
        self._wide = np.float32(span / self.view.fills)
        self._off = numbers([(x.max() + x.min()) / 2, (y.max() + y.min()) / 2])
        self._off += numbers([self.view.aside, self.view.aside / 3]) * self._wide

    def taken(self, seen: int) -> Array:
        """What the camera sees, as light from 0 to 1: `seen` × `seen` × 3."""
        self._lamp_on, self._sky_on = self._on_ground(seen // COARSE)
        self._pixel = np.float32(2 * self._angle * self._wide / seen)
        self._free = self._free_by_block(max(1, seen // BLOCK))
        across, down = _places(seen)
        light, what = self._shot(across.ravel(), down.ravel())
        light, what = light.reshape(seen, seen, 3), what.reshape(seen, seen)
        again = _edges(light, what)
        rays, half = [light[again]], 0.5 / seen
        for right, up in ((half, half), (-half, half), (half, -half)):
            rays.append(self._shot(across[again] + right, down[again] + up)[0])
        light[again] = sum(rays) / np.float32(len(rays))
        return light

    def _shot(self, across: Array, down: Array) -> tuple[Array, Array]:
        """Light and what is met (a piece's number, GROUND, NOTHING) along rays to places of the frame."""
        eye, rays = self._eye, self._rays(across, down)
        far = self._march(eye, rays, self._free_before(across, down))
        what = np.full(len(rays), NOTHING, np.int32)
        hit = np.isfinite(far)
        floor = ~hit & (rays[:, 1] < -1e-4)
        far[floor] = -eye[1] / rays[floor, 1]
        what[floor] = GROUND
        light = np.empty((len(rays), 3), np.float32)
        light[what == NOTHING] = 1.0 if self.view.ground == WHITE else _far_away(self.good)
        if hit.any():
            points = eye + rays[hit] * far[hit, None]
            light[hit], what[hit] = self._of_good(points, rays[hit])
        if floor.any():
            light[floor] = self._of_ground(eye + rays[floor] * far[floor, None], across[floor], down[floor])
        return np.minimum(light, 1), what

    def _rays(self, across: Array, down: Array) -> Array:
        x, y = across * self._wide + self._off[0], down * self._wide + self._off[1]
        rays = self._ahead + self._angle * (x[:, None] * self._right + y[:, None] * self._up)
        return rays / np.linalg.norm(rays, axis=1, keepdims=True)

    # ---- meeting

    def _distance(self, points: Array) -> Array:
        seen = _columns(points)
        found = None
        for piece in self.good.pieces:
            near = piece.solid(piece.place(seen))
            found = near if found is None else np.minimum(found, near)
        assert found is not None
        return found

    def _within(self, begin: Array, rays: Array, more: float = 0) -> tuple[Array, Array]:
        """Where rays enter and leave the ball about the good, `more` larger; they leave before they enter where they
        miss it."""
        away = begin - self._middle
        half = (away * rays).sum(axis=-1)
        under = half**2 - ((away**2).sum(axis=-1) - (self._reach + np.float32(more)) ** 2)
        root = np.sqrt(np.maximum(under, 0))
        return np.where(under > 0, -half - root, 1), np.where(under > 0, -half + root, 0)

    def _free_by_block(self, blocks: int) -> Array:
        """How far every ray of a block of pixels meets nothing, by a cone sent ahead; infinite where all miss."""
        across, down = _places(blocks)
        rays = self._rays(across.ravel(), down.ravel())
        wide = np.float32(1.5 * self._angle * self._wide / blocks)  # of the cone, at a distance of 1: half of it
        more = float(wide) * (float(np.linalg.norm(self._eye - self._middle)) + float(self._reach))
        enter, leave = self._within(np.broadcast_to(self._eye, rays.shape), rays, more)
        free = np.full(len(rays), np.inf, np.float32)
        on = np.flatnonzero(leave > enter)
        at: Array = np.maximum(enter[on] - np.float32(more), 0).astype(np.float32)
        for _step in range(STEPS):
            clear = np.float32(0.8) * self._distance(self._eye + rays[on] * at[:, None]) - wide * at
            stuck = clear < 0.004
            free[on[stuck]] = at[stuck]
            at = at + clear / (1 + wide)
            going = ~stuck & (at < leave[on])
            on, at = on[going], at[going]
            if not len(on):
                break
        free[on] = at
        return free.reshape(blocks, blocks)

    def _free_before(self, across: Array, down: Array) -> Array:
        """The same for single rays."""
        blocks = len(self._free)
        row, column = (np.clip(((value + 1) / 2 * blocks).astype(np.int32), 0, blocks - 1) for value in (-down, across))
        return self._free[row, column]

    def _march(self, eye: Array, rays: Array, free: Array | None = None) -> Array:
        """How far along each ray the good is met; infinite where it is not. `free`: so far it meets nothing."""
        enter, leave = self._within(np.broadcast_to(eye, rays.shape), rays)
        if free is not None:
            enter = np.maximum(enter, free)
        far = np.full(len(rays), np.inf, np.float32)
        on = np.flatnonzero(leave > enter)
        at: Array = np.maximum(enter[on], 0).astype(np.float32)
        for _step in range(STEPS):
            near = self._distance(eye + rays[on] * at[:, None])
            met = near < 0.0012
            far[on[met]] = at[met]
            at = at + 0.8 * near
            going = ~met & (at < leave[on])
            on, at = on[going], at[going]
            if not len(on):
                break
        return far

    # ---- light

    def _of_good(self, points: Array, rays: Array) -> tuple[Array, Array]:
        """Light that comes from the good, and from which piece."""
        seen = _columns(points)
        near = np.stack([piece.solid(piece.place(seen)) for piece in self.good.pieces])
        which = near.argmin(axis=0).astype(np.int32)
        normals = self._normals(points)
        facing = np.clip(normals @ LAMP, 0, 1)[:, None]
        lit, shadow = facing[:, 0] > 0, np.zeros(len(points), np.float32)
        shadow[lit] = self._shadow(points[lit] + normals[lit] * np.float32(0.01))
        open_ = np.minimum(self._open(points, normals), self._off_ground(points, normals))
        up = normals[:, 1:2]
        soft = SKY * (0.6 + 0.4 * up) + BOUNCE * (0.6 - 0.4 * up) * (1.6 if self.view.ground == WHITE else 1)
        falling = KEY * facing * shadow[:, None] + soft * open_[:, None]
        light = np.empty_like(points)
        for number, piece in enumerate(self.good.pieces):
            mine = which == number
            if mine.any():
                light[mine] = _of_piece(piece, _rows(seen, mine), falling[mine], normals[mine], rays[mine], open_[mine])
        return _toned(light), which

    def _on_ground(self, seen: int) -> tuple[Array, Array]:
        """How much of the lamp, and of the sky, the ground sees, by places of a coarse frame without the good."""
        across, down = _places(seen)
        rays = self._rays(across.ravel(), down.ravel())
        floor = rays[:, 1] < -1e-4
        points = self._eye + rays * (-self._eye[1] / np.where(floor, rays[:, 1], -1))[:, None]
        floor &= np.linalg.norm(points - self._middle * numbers([1, 0, 1]), axis=1) < 2.4 * self._reach
        lamp, sky = np.ones(len(rays), np.float32), np.ones(len(rays), np.float32)
        up = np.broadcast_to(numbers([0, 1, 0]), points[floor].shape)
        lamp[floor] = self._shadow(points[floor] + up * np.float32(0.012))
        sky[floor] = self._open(points[floor], up)
        return lamp.reshape(seen, seen), sky.reshape(seen, seen)

    def _of_ground(self, points: Array, across: Array, down: Array) -> Array:
        """Light from what the good stands on: white that burns out, or cloth."""
        at = [(value + 1) / 2 * len(self._lamp_on) - 0.5 for value in (-down, across)]
        shadow, open_ = read(self._lamp_on, *at), read(self._sky_on, *at)
        if self.view.ground == WHITE:
            lost = paint.step(np.maximum(np.abs(across), np.abs(down)), 0.7, 0.96)  # towards the edge it burns out
            dark = (1 - lost) * (0.5 - 0.25 * shadow - 0.25 * open_)
            return np.repeat((1.06 - dark)[:, None], 3, axis=1)
        seen = _columns(points)
        warp, weft = self.good.cloth
        cloth = paint.woven(warp, weft, THREADS)(seen)
        far = np.linalg.norm(points - self._eye, axis=1)
        blurred = paint.step(far * self._pixel * THREADS, 0.18, 0.42)  # threads finer than pixels would make rings
        cloth = cloth + (np.mean(cloth, axis=0) - cloth) * blurred[:, None]
        relief = paint.clouds((seen[0] - 0.05, seen[1], seen[2] + 0.05), 0.9, 2) - paint.clouds(seen, 0.9, 2)
        falling = KEY * (0.6 * shadow * (1 + 2.0 * relief))[:, None] + SKY * (0.8 * open_)[:, None]
        return _toned(cloth * falling * (1 - 0.16 * (across**2 + down**2))[:, None])

    def _normals(self, points: Array) -> Array:
        small = np.float32(0.003)
        corners = numbers([[1, -1, -1], [-1, -1, 1], [-1, 1, -1], [1, 1, 1]])
        found = sum(corner * self._distance(points + corner * small)[:, None] for corner in corners)
        return found / (np.linalg.norm(found, axis=1, keepdims=True) + 1e-9)

    def _shadow(self, points: Array) -> Array:
        """How much of the lamp, a wide one, is seen from points."""
        lamp = np.broadcast_to(LAMP, points.shape)
        enter, leave = self._within(points, lamp)
        seen = np.ones(len(points), np.float32)
        on = np.flatnonzero((leave > enter) & (leave > 0))
        at: Array = np.maximum(enter[on], 0.02).astype(np.float32)
        for _step in range(SHADOW_STEPS):
            near = self._distance(points[on] + LAMP * at[:, None])
            seen[on] = np.minimum(seen[on], np.clip(0.5 + 6.5 * near / at, 0, 1))
            at = at + np.clip(near * 0.8, 0.02, 0.16)
            going = (at < leave[on]) & (seen[on] > 0.02)
            on, at = on[going], at[going]
            if not len(on):
                break
        return seen * seen * (3 - 2 * seen)

    def _open(self, points: Array, normals: Array) -> Array:
        """How open to the sky points are: less in a fold, beneath a rim, where the good stands."""
        closed = np.zeros(len(points), np.float32)
        for reach, weight in ((0.05, 0.9), (0.14, 0.7), (0.32, 0.5)):
            away = points + normals * np.float32(reach)
            closed += weight * np.maximum(reach - self._distance(away), 0) / reach
        return np.clip(1 - 0.55 * closed, 0.06, 1)

    def _off_ground(self, points: Array, normals: Array) -> Array:
        """How little the ground keeps the sky from points near it that look down or aside."""
        return np.clip(0.45 + 0.3 * normals[:, 1] + 1.1 * points[:, 1], 0.25, 1)


def _of_piece(piece: Piece, seen: Points, falling: Array, normals: Array, rays: Array, open_: Array) -> Array:
    """Light from a piece: what falls on it, in its colour, and what it mirrors."""
    own = piece.surface.paint(piece.place(seen))
    facing = np.clip(-(normals * rays).sum(axis=1), 0, 1)
    back = rays + 2 * facing[:, None] * normals
    mirrored = _room(back, piece.surface.rough) * open_[:, None]
    if piece.surface.metal:
        sheen = own + (1 - own) * ((1 - facing) ** 5)[:, None]
        return own * falling * (1 - piece.surface.gloss) + sheen * mirrored * piece.surface.gloss
    sheen = piece.surface.gloss + (1 - piece.surface.gloss) * (1 - facing) ** 5 * (1 - piece.surface.rough)
    return own * falling * (1 - sheen)[:, None] + sheen[:, None] * mirrored


def _room(rays: Array, rough: float) -> Array:
    """What is mirrored: the lamp's wide box, a window at the right, a dim room."""
    wide = 0.12 + 0.5 * rough
    lamp = paint.step(rays @ LAMP, 0.9 - wide, 0.93 - 0.3 * wide) * (5.2 / (1 + 6 * rough))
    window = paint.step(rays @ numbers([0.86, 0.3, 0.4]), 0.86 - wide, 0.93) * (1.4 / (1 + 3 * rough))
    dim = 0.22 + 0.5 * np.clip(rays[:, 1], 0, 1) + 0.1 * np.clip(-rays[:, 1], 0, 1)
    return lamp[:, None] * numbers([1, 0.97, 0.92]) + window[:, None] * numbers([0.86, 0.93, 1]) + dim[:, None]


def _toned(light: Array) -> Array:
    """As a camera keeps it: colours a little paler, the brightest parts pressed together."""
    bright = np.float32(0.55) * light + np.float32(0.07) * light.mean(axis=1, keepdims=True)
    return bright * (2.51 * bright + 0.03) / (bright * (2.43 * bright + 0.59) + 0.14)


def _far_away(good: Good) -> Array:
    return _toned(numbers([paint.colour(good.cloth[1])]) * np.float32(1.4))[0]


def _places(seen: int) -> tuple[Array, Array]:
    """Where the pixels of a frame of `seen` × `seen` lie, from -1 to 1."""
    place = (np.arange(seen, dtype=np.float32) + 0.5) / seen * 2 - 1
    across, down = np.meshgrid(place, -place)
    return across, down


def _edges(light: Array, what: Array) -> Array:
    """Where a pixel and its neighbour differ: there one ray is not enough."""
    bright = light.mean(axis=2)
    found = np.zeros(what.shape, bool)
    for axis in (0, 1):
        differs = (np.diff(what, axis=axis) != 0) | (np.abs(np.diff(bright, axis=axis)) > 0.16)
        if axis == 0:
            found[1:] |= differs
            found[:-1] |= differs
        else:
            found[:, 1:] |= differs
            found[:, :-1] |= differs
    return found


def _columns(points: Array) -> Points:
    return points[:, 0], points[:, 1], points[:, 2]


def _rows(points: Points, chosen: Array) -> Points:
    return points[0][chosen], points[1][chosen], points[2][chosen]
