"""The page of the marketplace, for people: what stands there, what came, and keys for what may happen."""

import html
from collections.abc import Iterable, Mapping
from typing import Any

from haat.cli.rehearsal.amazon.control import DEEDS
from haat.cli.rehearsal.amazon.order import Order
from haat.cli.rehearsal.amazon.wire import rupees, stamp
from haat.cli.rehearsal.amazon.world import Switches
from haat.cli.rehearsal.double import Received

SHOWN = 40
_GROUPS = (
    ("What happens", ("buy", "buy_two", "buy_abroad", "buy_unknown", "ask_cancel", "cancel", "settle", "settle_odd")),
    ("Time", ("minutes", "hour", "day")),
    ("What it says to goods", ("exempt", "lettered", "never_live", "stale", "feeds", "schema")),
    ("What goes wrong on the line", ("bad_request", "server_error", "throttle", "timeout", "lost", "late")),
    ("How it tells orders", ("orders_late", "repeated", "odd_state", "lack")),
    ("The account", ("revoke", "secret", "denied", "region", "suspended")),
    ("", ("calm",)),
)
_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>body{{font:16px/1.5 system-ui;margin:0 auto;max-width:60rem;padding:1rem;background:#f4efe6;color:#2b2118}}
section{{background:#fff;border-radius:12px;padding:.75rem 1rem;margin:.75rem 0}}h2{{font-size:1rem;margin:.25rem 0}}
button{{font:inherit;padding:.4rem .8rem;margin:.2rem;border:1px solid #6b5d4d;border-radius:8px;background:#fdfaf4}}
td{{padding:.15rem .75rem .15rem 0;vertical-align:top}}small{{color:#6b5d4d}}.no{{color:#a3261f}}form{{display:inline}}
</style><h1>{title}</h1><p>A rehearsal: nothing left this machine. Its clock says {time}.</p>{said}
<p><a href="/">Look again</a></p>{parts}</html>"""


def page(title: str, standing: Mapping[str, Any], orders: Iterable[Order], came: Iterable[Received], said: str) -> str:
    """`standing` is what the control tells; `orders` and `came` begin with the newest; `said`: what was just done."""
    defaults = Switches().told()
    switched = {name: value for name, value in standing["switches"].items() if value != defaults[name]}
    faults = [", ".join(f"{name} {value}" for name, value in fault.items()) for fault in standing["faults"]]
    parts = [
        _section("Listings", _pairs(standing["listings"])),
        _section("Orders", _pairs(standing["orders"]) + _orders(orders)),
        _section("Feeds", _pairs({feed["feedId"]: feed["processingStatus"] for feed in standing["feeds"][:-11:-1]})),
        *(_section(name, _keys(keys)) for name, keys in _GROUPS),
        _section("Switched", _pairs(switched) + _pairs(dict(enumerate(faults, 1))) or "<p>All is well.</p>"),
        _section("What came", _came(came)),
    ]
    words = f'<p role="status"><b>{html.escape(said)}</b></p>' if said else ""
    return _PAGE.format(title=html.escape(title), time=standing["time"], said=words, parts="".join(parts))


def _section(name: str, body: str) -> str:
    heading = f"<h2>{html.escape(name)}</h2>" if name else ""
    return f"<section>{heading}{body or '<p>Nothing yet.</p>'}</section>"


def _keys(names: Iterable[str]) -> str:
    """Each key is a form of its own: the page needs no script."""
    form = '<form method="post" action="/control"><button name="deed" value="{}">{}</button></form>'
    return "".join(form.format(name, html.escape(DEEDS[name][0])) for name in names)


def _table(rows: Iterable[Iterable[object]]) -> str:
    told = "".join(f"<tr>{''.join(f'<td>{html.escape(str(cell))}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table>{told}</table>" if told else ""


def _pairs(told: Mapping[Any, object]) -> str:
    return _table(told.items())


def _orders(orders: Iterable[Order]) -> str:
    return _table(
        (
            order.name,
            order.odd_state or order.state,
            f"{order.currency} {rupees(order.total)}",
            ", ".join(f"{line.ordered} × {line.sku}" for line in order.lines),
            stamp(order.created),
        )
        for order in orders
    )


def _came(came: Iterable[Received]) -> str:
    rows = "".join(
        f"<tr{' class=no' if one.refused else ''}><td><small>{html.escape(one.to)}</small></td>"
        f"<td>{html.escape(one.text)}</td><td>{html.escape(one.refused or one.ref)}</td></tr>"
        for one in came
    )
    return f"<table>{rows}</table>" if rows else ""
