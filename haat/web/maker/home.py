"""The four tiles: each one number and two lines that say what to do."""

from dataclasses import dataclass

from django.contrib.auth import logout
from django.db.models import Exists, F, OuterRef
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from haat.catalogue.models import Good, Photo
from haat.core.dates import today
from haat.core.money import format_rupees
from haat.ledger.queries import Owed, owed
from haat.makers.models import Maker
from haat.messages.models import Message
from haat.orders.models import SellerOrder
from haat.stock.models import StockItem
from haat.web.maker.acting import for_maker, page
from haat.web.maker.request import Request
from haat.web.ui.dates import weekday, weekday_date

S = SellerOrder.State
ORDERS_DRAWING = "basket-natural.svg"


@dataclass(frozen=True)
class Tile:
    """One of the four: where it leads, its drawing (or a stored picture), its number, what to do."""

    url: str
    ground: str
    name: str
    number: str
    todo: str
    drawing: str = ""
    digest: str = ""
    money: bool = False


@require_safe
@for_maker
def home(request: Request) -> HttpResponse:
    """The first page."""
    maker, user = request.acting.maker, request.user
    tiles = [_goods_tile(maker), _orders_tile(maker), _money_tile(owed(maker)), _help_tile(user.pk)]
    return page(request, "home", tiles=tiles, name=user.name)


@require_POST
def sign_out(request: Request) -> HttpResponse:
    """End the session and ask for the next person's number; the phone forgets the pages it kept."""
    logout(request)
    return redirect("ui:sign_in")


def sold_out(maker: Maker) -> int:
    """How many of the maker's live goods have no free piece (made-to-order ones never run out)."""
    free = StockItem.objects.filter(variant__good=OuterRef("pk"), variant__active=True, on_hand__gt=F("reserved"))
    live = Good.objects.filter(maker=maker, state=Good.State.LIVE, made_to_order=False)
    return live.filter(~Exists(free)).count()


def _goods_tile(maker: Maker) -> Tile:
    states = list(Good.objects.filter(maker=maker).values_list("state", flat=True))
    photos = Photo.objects.filter(good__maker=maker, position=0).select_related("picture", "good__craft")
    photo = photos.order_by("-good_id").first()
    # A specimen has its cloth in the picture already; the bare drawing sits better on the tile.
    drawn = photo.good.craft.drawing if photo and photo.picture.drawn else ""
    return Tile(
        "maker:goods",
        "haldi",
        _("My goods"),
        str(states.count(Good.State.LIVE)),
        _goods_todo(maker, states),
        drawing=drawn if drawn and drawn != ORDERS_DRAWING else "bangles-lac.svg",
        digest=photo.picture.digest if photo and not drawn else "",
    )


def _goods_todo(maker: Maker, states: list[str]) -> str:
    back, waiting = states.count(Good.State.SENT_BACK), states.count(Good.State.WAITING)
    if back:
        return ngettext("%(n)s needs one more look from you", "%(n)s need one more look from you", back) % {"n": back}
    if out := sold_out(maker):
        return ngettext("%(n)s is sold out, make more", "%(n)s are sold out, make more", out) % {"n": out}
    if waiting:
        sentence = ngettext("%(n)s is with the desk for a check", "%(n)s are with the desk for a check", waiting)
        return sentence % {"n": waiting}
    return _("All are in the shop") if states else _("Add your first good today")


def _orders_tile(maker: Maker) -> Tile:
    rows = list(
        SellerOrder.objects.filter(maker=maker, state__in=(S.PLACED, S.ACCEPTED, S.PACKED)).values_list(
            "state", "promised_by"
        )
    )
    count = {state: sum(1 for row in rows if row[0] == state) for state in (S.PLACED, S.ACCEPTED, S.PACKED)}
    if count[S.PLACED]:
        n = count[S.PLACED]
        todo = ngettext("%(n)s is new, say yes to it", "%(n)s are new, say yes to them", n) % {"n": n}
    elif count[S.ACCEPTED]:
        day = min(promised for state, promised in rows if state == S.ACCEPTED)
        todo = _("Pack today") if day <= today() else _("Pack, to arrive by %(day)s") % {"day": weekday_date(day)}
    elif count[S.PACKED]:
        todo = _("Packed. Give it to the rider")
    else:
        todo = _("Nothing to pack now")
    number = str(count[S.PLACED] + count[S.ACCEPTED] + count[S.PACKED])
    return Tile("maker:orders", "leaf", _("Orders"), number, todo, drawing=ORDERS_DRAWING)


def _money_tile(money: Owed) -> Tile:
    if money.on_the_way_paise:
        todo = _("%(amount)s is on its way to the bank") % {"amount": format_rupees(money.on_the_way_paise)}
    elif money.ready_paise:
        todo = _("Comes with the next payment")
    elif money.next_day:
        todo = _("Comes after %(day)s") % {"day": weekday(money.next_day)}
    else:
        todo = _("Nothing is owed to you now")
    whole = format_rupees(money.total_paise // 100 * 100)
    return Tile("maker:money", "mitti", _("My money"), whole, todo, drawing="passbook.svg", money=True)


def _help_tile(user_id: int) -> Tile:
    new = Message.objects.filter(user=user_id, read_at=None).exclude(template="sign_in_code").count()
    todo = ngettext("%(n)s new message to read", "%(n)s new messages to read", new) % {"n": new}
    return Tile(
        "maker:help", "indigo", _("Help"), str(new), todo if new else _("Ask us, we call you back"), drawing="help.svg"
    )
