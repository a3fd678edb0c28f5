"""My money, or the group's: what is owed, order by order, and what was paid."""

from django.utils.translation import gettext as _

from haat.core.money import format_rupees
from haat.ledger.queries import owed
from haat.web.maker.base.request import Request
from haat.web.maker.base.rooms import Room, Tile
from haat.web.ui.dates import weekday


def tile(request: Request) -> Tile:
    """What she is owed, or her group, and when the next of it comes."""
    maker = request.acting.maker
    money = owed(maker)
    if money.on_the_way_paise and not money.sent_paise:
        todo = _("Waits for the second signature")
    elif money.on_the_way_paise:
        todo = _("%(amount)s is on its way to the bank") % {"amount": format_rupees(money.sent_paise)}
    elif money.ready_paise:
        todo = _("Comes with the next payment")
    elif money.elsewhere_paise == money.waiting_paise > 0:
        todo = _("The money from others has not come yet")
    elif money.last_return_day:
        todo = _("Comes after %(day)s") % {"day": weekday(money.last_return_day)}
    elif money.waiting_paise:
        todo = _("The buyer asked to send it back")
    else:
        todo = _("Nothing is owed to the group now") if maker.is_group else _("Nothing is owed to you now")
    name = _("The group’s money") if maker.is_group else _("My money")
    whole = format_rupees(money.total_paise // 100 * 100)
    return Tile("maker:money", "mitti", name, whole, todo, drawing="passbook.svg", money=True)


ROOM = Room(order=30, tile=tile)
