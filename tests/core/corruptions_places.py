"""Corruptions of places of stock and of what goes between them; see corruptions.py."""

from tests.core.plants import Plant, at_hub, edit, left_from_closed

PLACES: list[tuple[str, str, Plant]] = [
    ("a piece that came twice", "every piece sent is received, spoilt, missing or on the way",
     at_hub(edit("stock_moveline", "received = 0, missing = 0", "missing = 0"))),
    ("a move that was never counted", "every piece sent is received, spoilt, missing or on the way",
     at_hub(edit("stock_move", "received_at = NULL"))),
    ("more sent than left", "pieces left and came as their moves say",
     at_hub(edit("stock_moveline", "sent = sent + 1, received = received + 1"))),
    ("a move to another place", "pieces left and came as their moves say",
     at_hub(edit("stock_move", "target_id = (SELECT min(id) FROM stock_stockplace WHERE id <> source_id)"))),
    ("a move told otherwise", "moves went and came as told",
     at_hub(edit("stock_moveline", "received = received - 1, spoilt = spoilt + 1"))),
    ("missing pieces written off by hand", "missing pieces became what was told of them",
     at_hub(edit("stock_moveline", "found = found - 1", "found > 0"), missing=2)),
    ("a place closed over its pieces", "nothing lies at a closed place",
     at_hub(edit("stock_stockplace", "closed_at = '2026-11-20 10:00:00+00:00'", "kind = 'hub'"))),
    ("a place closed while something comes", "nothing lies at a closed place",
     at_hub(edit("stock_stockplace", "closed_at = '2026-11-20 10:00:00+00:00'", "kind = 'hub'"), on_the_way=True)),
    ("a channel that sells from a maker's place", "places of stock are of one mart",
     at_hub(edit("stock_sellsfrom", "place_id = (SELECT min(id) FROM stock_stockplace)"))),
    ("a parcel from another place", "a parcel leaves from where its pieces lie",
     at_hub(edit("orders_part", "place_id = (SELECT id FROM stock_stockplace WHERE kind = 'hub')"))),
    ("a parcel that leaves from a closed place", "no living parcel leaves from a closed place", left_from_closed),
    ("a second shop of the mart", "the mart's shop and its counters sell under their own names",
     at_hub(edit("stock_sellsfrom", "account = 'two'", "channel = 'mart'"))),
    ("a counter that stands elsewhere", "the mart's shop and its counters sell under their own names",
     at_hub(edit("stock_sellsfrom", "channel = 'counter', account = '1'", "channel = 'mart'"))),
    ("a warehouse of the mart's shop", "the mart's shop and its counters sell under their own names",
     at_hub(edit("stock_stockplace", "kind = 'warehouse', channel = 'mart'", "kind = 'hub'"))),
]  # fmt: skip
