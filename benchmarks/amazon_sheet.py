"""Seconds to write Amazon's sheet of a product type with pictures, as who has no keys yet takes it."""

import io
import time
from typing import Any

from haat.channels.amazon import sheet
from haat.channels.channel import Good

TYPE = "BRACELET"


def measure(goods: int = 1_000) -> dict[str, Any]:
    """So many goods with nine pictures each, every column of the type filled that the tables have."""
    cells = sheet.columns(TYPE)
    slugs = [cell.slug for cell in cells if cell.slug]
    out, began, used = io.BytesIO(), time.perf_counter(), time.process_time()
    filled = sheet.write(TYPE, (_good(number, slugs) for number in range(goods)), out, cells)
    return {
        "goods": filled.goods,
        "columns": len(cells),
        "missing": filled.missing,
        "seconds": round(time.perf_counter() - began, 2),
        "cpu_seconds": round(time.process_time() - used, 2),
        "megabytes": round(len(out.getvalue()) / 1e6, 2),
    }


def _good(number: int, slugs: list[str]) -> Good:
    return Good(
        sku=f"BENCH-{number:06}",
        variant_id=number,
        kind="lac-bangles",
        product_type=TYPE,
        values={slug: {"en": f"What was said of {slug}, {number}"} for slug in slugs},
        names={},
        pictures=[f"https://mart.example.in/media/{number:06}-{place}.jpg" for place in range(9)],
        price_paise=52_000 + number,
        mrp_paise=60_000 + number,
        stock=number % 40,
        handling_days=2,
    )
