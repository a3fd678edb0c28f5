"""Words for pictures: set by Pango in the papers' own faces, so that every script is shaped right, as one grey mask.

Pillow knows one face at a time and leaves the joining of letters to whoever calls it; Pango, which sets our papers too
(WeasyPrint loads the same library), finds a face for each letter, turns Urdu round and breaks lines between words.
"""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes.util import find_library
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal
from xml.sax.saxutils import escape

from PIL import Image

from haat.web.papers.printer import ONE_AT_A_TIME, faces, without_emoji

UNIT = 1024  # Pango's parts of a pixel
WORD_OR_LETTER, END = 2, 3
GREY = 2  # FT_PIXEL_MODE_GRAY
ALIGNED = {"start": 0, "center": 1, "end": 2}
# The face of the text by its language; what it lacks is taken from any other face that is there.
TEXT = "Noto Sans, Noto Sans Devanagari, Noto Sans Bengali, Noto Sans Ol Chiki, Noto Sans Oriya, Noto Nastaliq Urdu"
DISPLAY = f"Haat Digits, Haat Latin, Haat Deva, Noto Serif, Noto Serif Devanagari, Noto Serif Bengali, {TEXT}"
SPACES = "Noto Sans"
Align = Literal["start", "center", "end"]


class _Bitmap(ctypes.Structure):
    """FT_Bitmap, whose fields no version of FreeType has changed."""

    _fields_ = (
        ("rows", ctypes.c_uint),
        ("width", ctypes.c_uint),
        ("pitch", ctypes.c_int),
        ("buffer", ctypes.c_void_p),
        ("num_grays", ctypes.c_ushort),
        ("pixel_mode", ctypes.c_ubyte),
        ("palette_mode", ctypes.c_ubyte),
        ("palette", ctypes.c_void_p),
    )


@dataclass(frozen=True)
class Style:
    """How words are set: the face, its size in pixels, whether bold, how far lines lie apart, and at most how many."""

    size: int
    bold: bool = False
    display: bool = False
    line: float = 1.3
    lines: int = 1
    align: Align = "start"


def words(text: str, style: Style, *, width: int, language: str) -> Image.Image:
    """The words as a mask (0 nothing, 255 ink), `width` wide and as high as they are; what does not fit ends in “…”."""
    with ONE_AT_A_TIME, _layout(without_emoji(text), style, width, language) as (lib, layout):
        wide, high = ctypes.c_int(), ctypes.c_int()
        lib.pango_layout_get_pixel_size(layout, ctypes.byref(wide), ctypes.byref(high))
        rows = max(1, high.value)
        pixels = ctypes.create_string_buffer(rows * width)
        bitmap = _Bitmap(rows, width, width, ctypes.addressof(pixels), 256, GREY, 0, None)
        lib.pango_ft2_render_layout(ctypes.byref(bitmap), layout, 0, 0)
        return Image.frombytes("L", (width, rows), pixels.raw[: rows * width])


@contextmanager
def _layout(text: str, style: Style, width: int, language: str) -> Iterator[tuple[Any, int]]:
    lib = _pango()
    context = lib.pango_font_map_create_context(faces())
    lib.pango_context_set_language(context, lib.pango_language_from_string(language.encode()))
    layout = lib.pango_layout_new(context)
    face = DISPLAY if style.display else TEXT
    weight = " Bold" if style.bold else ""
    told = lib.pango_font_description_from_string(f"{face}{weight} {style.size}px".encode())
    try:
        lib.pango_layout_set_font_description(layout, told)
        lib.pango_layout_set_markup(layout, _marked(text, display=style.display).encode(), -1)
        lib.pango_layout_set_width(layout, width * UNIT)
        lib.pango_layout_set_wrap(layout, WORD_OR_LETTER)
        lib.pango_layout_set_ellipsize(layout, END)
        lib.pango_layout_set_height(layout, -style.lines)
        lib.pango_layout_set_alignment(layout, ALIGNED[style.align])
        lib.pango_layout_set_line_spacing(layout, style.line)
        yield lib, layout
    finally:
        lib.pango_font_description_free(told)
        lib.g_object_unref(layout)
        lib.g_object_unref(context)


def _marked(text: str, *, display: bool) -> str:
    """The text as Pango reads it; the spaces of our display face, which has none for every script, are another's."""
    plain = escape(text)
    return plain.replace(" ", f'<span face="{SPACES}"> </span>') if display else plain


class _Libraries:
    """The functions of several libraries under one name each."""

    def __init__(self, *names: str) -> None:
        self._loaded = [ctypes.CDLL(find_library(name) or name) for name in names]

    def __getattr__(self, name: str) -> Any:
        for library in self._loaded:
            if hasattr(library, name):
                return getattr(library, name)
        raise AttributeError(name)


_POINTER, _TEXT, _INT = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
# Name → what it answers, and what it takes.
_CALLS: tuple[tuple[str, Any, tuple[Any, ...]], ...] = (
    ("pango_font_map_create_context", _POINTER, (_POINTER,)),
    ("pango_language_from_string", _POINTER, (_TEXT,)),
    ("pango_context_set_language", None, (_POINTER, _POINTER)),
    ("pango_font_description_from_string", _POINTER, (_TEXT,)),
    ("pango_font_description_free", None, (_POINTER,)),
    ("pango_layout_new", _POINTER, (_POINTER,)),
    ("pango_layout_set_font_description", None, (_POINTER, _POINTER)),
    ("pango_layout_set_markup", None, (_POINTER, _TEXT, _INT)),
    ("pango_layout_set_width", None, (_POINTER, _INT)),
    ("pango_layout_set_height", None, (_POINTER, _INT)),
    ("pango_layout_set_wrap", None, (_POINTER, _INT)),
    ("pango_layout_set_ellipsize", None, (_POINTER, _INT)),
    ("pango_layout_set_alignment", None, (_POINTER, _INT)),
    ("pango_layout_set_line_spacing", None, (_POINTER, ctypes.c_float)),
    ("pango_layout_get_pixel_size", None, (_POINTER, _POINTER, _POINTER)),
    ("pango_ft2_render_layout", None, (_POINTER, _POINTER, _INT, _INT)),
    ("g_object_unref", None, (_POINTER,)),
)


@cache
def _pango() -> Any:
    lib = _Libraries("pangoft2-1.0", "pango-1.0", "gobject-2.0")
    for name, answer, takes in _CALLS:
        function = getattr(lib, name)
        function.restype, function.argtypes = answer, takes
    return lib
