"""Signing out, wherever somebody is: the pages kept on the phone are forgotten before the form is sent."""

import re
from pathlib import Path

from haat import web

WEB = Path(web.__file__).parent
OUT = re.compile(r"<form[^>]*(?:sign_out)[^>]*%?}[^>]*>")
KEPT = re.compile(r'"(haat(?:-ride)?-(?:pages|pages-all|pictures))"')


def read(path: str) -> str:
    return (WEB / path).read_text()


def test_every_way_out_forgets_what_is_kept_on_the_phone():
    forms = [form for page in WEB.glob("**/*.html") for form in OUT.findall(page.read_text())]
    assert len(forms) == 4
    assert [form for form in forms if "data-sign-out" not in form] == []


def test_every_surface_brings_what_forgets():
    for page in ("maker", "office"):
        assert 'import "./leave.js";' in read(f"ui/static/ui/js/{page}.js")
    assert "ui/js/leave.js" in read("shop/order/templates/shop/order/orders.html")


def test_what_forgets_knows_all_that_the_workers_keep_and_tells_them():
    workers = [path.read_text() for path in WEB.glob("**/*worker.js")]
    assert len(workers) == 2
    kept = {name for worker in workers for name in KEPT.findall(worker)}
    assert kept == set(KEPT.findall(read("ui/static/ui/js/leave.js")))
    assert all("event.data?.leave" in worker for worker in workers)
