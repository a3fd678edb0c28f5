"""My money: what I am owed, when it comes and why, order by order; what was paid; my own share."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from haat.core.dates import today
from haat.ledger.models import Due, Payout
from haat.ledger.queries import Owed, months_of, owed, passbook, settled_payouts, shares_of
from haat.web.maker.base.acting import for_maker, page
from haat.web.maker.base.request import Request
from haat.web.maker.money.sharing import seats, to_give
from haat.web.ui.dates import date_short, weekday_date

MOST_LINES, MOST_PAYOUTS, MOST_SHARES = 40, 12, 12


@dataclass(frozen=True)
class Line:
    """One order in the passbook and what happens with its money."""

    due: Due
    when: str
    done: bool


@require_safe
@for_maker
def money(request: Request) -> HttpResponse:
    """The passbook."""
    maker = request.acting.maker
    total = owed(maker)
    dues, mine = list(passbook(maker)[:MOST_LINES]), seats(request)
    return page(
        request,
        "money/money",
        owed=total,
        why=why(total),
        lines=[Line(due, when(due, today()), due.state == Due.State.PAID) for due in dues],
        months=months_of(maker),
        payouts=list(settled_payouts(maker)[:MOST_PAYOUTS]),
        givings=to_give(request, mine),
        member=maker.is_group and bool(mine),
        shares=list(shares_of(seat.pk for seat in mine)[:MOST_SHARES]) if maker.is_group and mine else [],
    )


def why(money: Owed) -> str:
    """One sentence: when the next money comes, and what it waits for."""
    if money.on_the_way_paise and not money.sent_paise:
        return _("It waits for the second signature. Then it goes to the bank.")
    if money.on_the_way_paise:
        return _("The desk has sent it to the bank. It comes within two working days.")
    if money.ready_paise:
        return _("The days for sending goods back are over. The desk pays it next.")
    if money.elsewhere_paise == money.waiting_paise > 0:
        return _("It was sold elsewhere, and its money has not come yet. Then the desk pays it.")
    if money.last_return_day:
        day = weekday_date(money.last_return_day)
        return _("Until %(day)s the buyer may still send the goods back. Then the desk pays it.") % {"day": day}
    if money.waiting_paise:
        return _("A buyer asked to send goods back. The desk settles it first, then pays.")
    return _("When a parcel has reached its buyer, its money stands here.")


def when(due: Due, day: date) -> str:
    """What happens with the money of one order of the passbook."""
    if due.state == Due.State.TAKEN_BACK:
        return _("The goods came back, nothing is owed")
    if due.state == Due.State.IN_PAYOUT and due.payout is not None and due.payout.state == Payout.State.PROPOSED:
        return _("Waits for the second signature")
    if due.state == Due.State.IN_PAYOUT:
        return _("On its way to the bank")
    if due.state == Due.State.PAID:
        paid = due.payout.paid_at if due.payout else None
        return _("Paid on %(day)s") % {"day": date_short(paid)} if paid else _("Paid")
    if getattr(due, "back"):  # noqa: B009 - annotated by `passbook`
        return _("The buyer asked to send it back")
    if getattr(due, "elsewhere"):  # noqa: B009 - annotated by `passbook`
        return _("The money from %(channel)s has not come yet") % {"channel": due.part.receivable.party}
    if due.pay_from <= day:
        return _("Comes with the next payment")
    return _("Comes after %(day)s") % {"day": date_short(due.last_return_day)}
