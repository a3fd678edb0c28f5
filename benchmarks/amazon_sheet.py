"""Seconds to write Amazon's sheet of a product type with pictures, as who has no keys yet takes it: read and filled.

    python -m benchmarks.part amazon_sheet [GOODS]

on an empty database that is migrated. The goods are lac bangles to which nothing is lacking, each with NINE pictures.
"""

import io
import time
from typing import Any

from benchmarks.publishing import _fill
from haat.catalogue.models import Good, Photo
from haat.channels import channel, listing_sheet, office
from haat.core.models import Picture
from haat.core.rows import insert_many, insert_many_new
from haat.places.models import Mart
from haat.studio.models import PictureMeasure

NINE = 9


def measure(goods: int = 1_000) -> dict[str, Any]:
    """So many goods on the sheet (at most `listing_sheet.MOST`), every column of their type that the tables have."""
    mart = _fill(goods)
    _nine_pictures(mart)
    amazon, desk = channel.get("amazon"), office.find("amazon")
    assert desk is not None
    chosen = next(each for each in listing_sheet.kinds_in(mart, mart.place, amazon) if each.product_type)
    out, began, used = io.BytesIO(), time.perf_counter(), time.process_time()
    filled = listing_sheet.write(desk, amazon, mart, mart.place, chosen, out)
    return {
        "goods": filled.goods,
        "product_type": chosen.product_type,
        "missing": filled.missing,
        "lacks": [each.name for each in filled.lacks],
        "seconds": round(time.perf_counter() - began, 2),
        "cpu_seconds": round(time.process_time() - used, 2),
        "megabytes": round(len(out.getvalue()) / 1e6, 2),
    }


def _nine_pictures(mart: Mart) -> None:
    """Each good gets pictures of its own until it has nine."""
    for good in Good.objects.filter(mart=mart).order_by("pk"):
        there = Photo.objects.filter(good=good).count()
        own = [
            Picture(digest=f"{good.pk:08x}{place:056x}", width=1600, height=1600, sharpness=500, brightness=120)
            for place in range(there, NINE)
        ]
        insert_many(own)
        insert_many([Photo(good=good, picture=row, position=there + at) for at, row in enumerate(own)])
        box = {"left": 100, "top": 100, "right": 1500, "bottom": 1500}
        seen = {"letters": False, "letters_by_id": 1}
        insert_many_new([PictureMeasure(picture=row, white_bp=10_000, **box, **seen) for row in own])
