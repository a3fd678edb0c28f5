"""Every address and who may enter it: one line each. A new address fails test_scope until it has its line.

The lines of a room stand in its own `tests/web/<surface>/<room>/doors.py`, as `DOORS`.
"""

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

# name, methods, door, `own` when what it shows lies in one block (then another block's coordinator finds nothing),
# and behind | what stands in the address, by its name in `test_scope.world`.
# Doors: open; signed_in; phone (the maker's members, her coordinator, the desk); helpers (any member, coordinator,
# desk); home (the same, and field workers, secretaries and CRPs, who are led on); nodes (secretaries and CRPs); walks
# (field workers, coordinators, desk); outbox and token
# (the phone's own calls, answered in JSON); rider; or the deed of the desk's people.
DOORS = """
api:healthz GET open
api:metrics GET open
api:robots GET open
api:sitemap GET open
api:sitemap_part GET open | part_of_sitemap
api:security GET open
api:change_password GET open
api:favicon GET open
api:picture GET open | picture
api:feed GET open | feed_token feed_form
api:reports_signed GET,POST open | sender
api:reports GET,POST open | sender secret_of_reports
ui:sign_in GET,POST open
ui:sign_in_code GET,POST open
ui:office_sign_in GET,POST open
ui:second_factor GET,POST open
ui:unsent GET open
ui:join GET,POST open
ui:join_password GET,POST open
ui:join_link GET open | join_code
ui:agree GET,POST signed_in | asking_sender
ui:sign_out POST open
ui:language POST open
ui:deed_token GET token
shop:begin GET open
shop:mart_css GET open
shop:home GET open
shop:crafts GET open
shop:craft GET open | craft
shop:search GET open
shop:good GET open | live
shop:makers GET open
shop:maker GET open | shop_of
shop:basket GET open
shop:basket_change POST open
shop:checkout GET,POST open
shop:wish GET,POST open
shop:pin GET open
shop:order GET,POST open | token
shop:invoice GET open | token bill
shop:festival GET open | festival
shop:page GET open | words
shop:orders GET signed_in
maker:sign_out POST open
maker:offline GET open
maker:manifest GET open
maker:worker GET open
maker:choose GET helpers
maker:token GET token
maker:sync POST outbox
maker:home GET home
maker:kept GET phone
maker:goods GET phone
maker:good GET phone | good
maker:stock POST phone | good
maker:price POST phone | good
maker:shelf POST phone | good
maker:add GET,POST phone
maker:added GET phone | good
maker:orders GET phone
maker:order GET phone | fresh
maker:accept POST phone | fresh
maker:pack POST phone | fresh
maker:cannot POST phone | fresh
maker:some GET,POST phone | fresh
maker:ready POST phone | fresh
maker:money GET phone
maker:given POST phone | paid
maker:dispute POST phone | share
maker:settle POST phone | share
maker:help GET phone
office:password GET,POST enter_office
"""


PHONE = {"member", "coordinator", "desk"}
# Who else a door of the phone lets in.
LET_IN = {
    "helpers": PHONE | {"member_elsewhere", "coordinator_elsewhere"},
    "rider": {"rider"},
    "home": PHONE | {"surveyor", "secretary", "crp"},
    "nodes": {"secretary", "crp"},
    "walks": {"surveyor", "coordinator", "coordinator_elsewhere", "desk"},
}


@dataclass(frozen=True)
class Line:
    """An address: the methods it answers, who enters, whether a block's own, and what stands in it."""

    methods: list[str]
    door: str
    own: bool
    things: list[str]


def read(doors: str) -> dict[str, Line]:
    """Name of the address → its line."""
    found = {}
    for line in doors.strip().splitlines():
        said, _bar, things = line.partition("|")
        name, methods, door, *more = said.split()
        found[name] = Line(methods.split(","), door, "own" in more, things.split())
    return found


TABLE = read(DOORS)
for path in sorted(Path(__file__).parent.glob("*/*/doors.py")):
    surface, room = path.parts[-3:-1]
    TABLE |= read(import_module(f"tests.web.{surface}.{room}.doors").DOORS)
