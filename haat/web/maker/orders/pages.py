"""Orders: say yes, pack, hand over; or say why it cannot be made."""

from collections.abc import Callable, Iterable, Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_POST, require_safe

from haat.catalogue.queries import main_pictures
from haat.core.dates import today
from haat.core.errors import HaatError
from haat.core.money import group_lakh
from haat.core.numerals import latin_digits, without_groups
from haat.delivery.actions import pack as pack_part
from haat.delivery.fetching import packed_of
from haat.delivery.packing import pack_day, pack_days
from haat.delivery.queries import parcel_of
from haat.learning.practice import check_of
from haat.messages.actions import mark_seen
from haat.orders import actions
from haat.orders.models import OrderLine, Part
from haat.orders.queries import ended_parts, known_to, parts_of_maker, return_of
from haat.orders.rules import maker_may_cancel, may_divide
from haat.orders.showing import label_photos, returns_of, wants_label_photo
from haat.orders.unseen import causes_of
from haat.web.maker.base.acting import for_maker, kept_ahead, page
from haat.web.maker.base.photos import photo_sent
from haat.web.maker.base.request import Request
from haat.web.ui.deeds import queued, refuse
from haat.web.ui.found import one_or_404
from haat.web.ui.pieces import pieces_of, rows_of, seen_of

S = Part.State
OPEN = (S.PLACED, S.ACCEPTED, S.PACKED, S.ON_THE_WAY)
MOST_DONE, MOST_BACK = 6, 20
TO_PACK = (S.PLACED, S.ACCEPTED)
# Where a refusal is about the photo, whatever reads it calls the field.
PHOTO_FIELDS = ("photo", "file", "picture", "scan")
# Box, paper and string weigh something too.
PACKING_G = 50
SLIP = 3
WORDS: dict[str, "str | Promise"] = {
    S.PLACED: gettext_lazy("New"),
    S.ACCEPTED: gettext_lazy("To pack"),
    S.PACKED: gettext_lazy("Packed"),
    S.ON_THE_WAY: gettext_lazy("On the way"),
    S.DELIVERED: gettext_lazy("With the buyer"),
    S.CANCELLED: gettext_lazy("Cancelled"),
    S.RETURNED: gettext_lazy("Came back"),
}
# Why a maker cannot; the buyer reads the same words in her own language.
REASONS: dict[str, "str | Promise"] = {
    "sold": gettext_lazy("The last piece was sold at the haat"),
    "material": gettext_lazy("The material has run out"),
    "ill": gettext_lazy("Somebody at home is ill"),
    "broken": gettext_lazy("The piece broke or went bad"),
    "late": gettext_lazy("It cannot be ready by that day"),
}


@require_safe
@for_maker
def orders(request: Request) -> HttpResponse:
    """New ones first, then what to pack, what to hand over, what is on its way, and the last that ended."""
    maker = request.acting.maker
    open_ = list(parts_of_maker(maker, OPEN))
    until = pack_days(maker.mart, open_)
    for part in open_:
        part.until = until.get(part.pk)  # type: ignore[attr-defined]
    open_.sort(key=lambda part: (part.until.day if part.until else part.promised_by, part.pk))  # type: ignore[attr-defined]
    backs = list(returns_of(maker)[:MOST_BACK])
    going = [part for part in open_ if part.place is None]
    groups = [
        (S.PLACED, _("New: say yes"), [part for part in going if part.state == S.PLACED]),
        (S.ACCEPTED, _("Pack these"), [part for part in going if part.state == S.ACCEPTED]),
        (S.ON_THE_WAY, _("On the way"), [part for part in going if part.state == S.ON_THE_WAY]),
    ]
    parcels, done = list(packed_of(maker)), list(ended_parts(maker)[:MOST_DONE])
    _give_pictures([*open_, *done, *(parcel.part for parcel in parcels)])
    return page(
        request,
        "orders/list",
        groups=[group for group in groups if group[2]],
        parcels=parcels,
        backs=backs,
        elsewhere=[part for part in open_ if part.place is not None],
        done=done,
        none_open=not open_,
        day=today(),
        words=WORDS,
    )


def _give_pictures(parts: Sequence[Part]) -> None:
    """Give the first line of each the first picture of its good (`shot`): one statement."""
    first = [line for part in parts if (line := next(iter(part.lines.all()), None)) is not None]
    give_shots(first)


def give_shots(lines: Sequence[OrderLine]) -> None:
    """Give each the first picture of its good."""
    digests = main_pictures({line.good_id for line in lines})
    for line in lines:
        line.shot = digests.get(line.good_id, "")  # type: ignore[attr-defined]


def _one(request: Request, number: str) -> Part:
    """The maker's own order, once it is paid for or to be paid in cash; 404 for all others."""
    return one_or_404(known_to(request.acting.maker), number=number)


def hers(request: Request, number: str) -> Part:
    """The same, when she packs it herself; what lies at a hub is packed there."""
    return one_or_404(known_to(request.acting.maker), number=number, place=None)


@require_safe
@for_maker
def order(request: Request, number: str) -> HttpResponse:
    """One order: what to put in, by when, for whom (first name and district only), and the one next step.

    Whoever of its maker opens it has seen it; a helper, or a phone that only fetches the page, has not.
    """
    part = _one(request, number)
    if request.acting.own and not kept_ahead(request):
        mark_seen(causes_of(part))
    return _page(request, part)


def _page(request: Request, part: Part, **wrong: str) -> HttpResponse:
    rows = part.lines.select_related("good").prefetch_related("good__photos__picture")
    lines: list[OrderLine] = list(rows.order_by("pk"))
    parcel, at_home, until = parcel_of(part), part.place is None, pack_day(part)
    packed = part.state == S.PACKED and at_home
    weight = sum(line.weight_g for line in lines)
    return page(
        request,
        "orders/order",
        status=422 if wrong else 200,
        part=part,
        lines=lines,
        pieces=sum(line.quantity for line in lines),
        parcel=parcel,
        with_her=packed and packed_of(request.acting.maker).filter(part=part).exists(),
        weight=request.POST.get("weight") or (weight + PACKING_G if weight else ""),
        first_name=part.order.name.split()[0] if part.order.name.split() else "",
        word=WORDS.get(part.state, ""),
        may_cancel=at_home and maker_may_cancel(part),
        rows=rows_of(lines) if may_divide(part) else [],
        may_hold=at_home and may_divide(part),
        reasons=[{"value": code, "title": text} for code, text in REASONS.items()],
        chosen=request.POST.get("reason", ""),
        over=part.state not in OPEN,
        until=until if at_home else None,
        labels=list(label_photos(part)) if part.packed_at else [],
        wants_photo=part.state in TO_PACK and wants_label_photo(part),
        check=check_of(part) if part.state in TO_PACK else None,
        returned=return_of(part) if part.delivered_at else None,
        wrong=wrong,
    )


def _act(request: Request, part: Part, field: str, action: Callable[[], object], done: str) -> HttpResponse:
    """Do it and say so; a refusal stands on the order's page at its field."""
    try:
        action()
    except HaatError as problem:
        refuse(request, problem)
        part.refresh_from_db()
        sure = {"sure": str(problem.facts["sure"])} if "sure" in problem.facts else {}
        at = "photo" if problem.field in PHOTO_FIELDS else field
        return _page(request, part, **{at: problem.message}, **sure)
    messages.success(request, done)
    return redirect("maker:order", part.number)


def _no(request: Request, part: Part, field: str, sentence: str) -> HttpResponse:
    refuse(request, HaatError("orders.refused", sentence, field=field))
    return _page(request, part, **{field: sentence})


@require_POST
@for_maker
@queued
def accept(request: Request, number: str) -> HttpResponse:
    """Say yes."""
    part = hers(request, number)
    return _act(request, part, "state", lambda: actions.accept(part, by=request.acting.by), _("Good. Now pack it."))


@require_POST
@for_maker
@queued
def pack(request: Request, number: str) -> HttpResponse:
    """It lies packed and weighed."""
    part = hers(request, number)
    text = without_groups(latin_digits(request.POST.get("weight", "")).strip())
    weight = int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else 0
    done = _("Packed. Keep it ready for the rider.")

    def save() -> None:
        photo = photo_sent(request, "photo")
        if request.POST.get("sure") != str(weight):
            _no_slip(_expected_g(part.lines.all()), weight)
        pack_part(part, weight_g=weight, photo=photo, by=request.acting.by)

    return _act(request, part, "weight", save, done)


def _expected_g(lines: Iterable[OrderLine]) -> int:
    """About what the parcel weighs; 0 when one of its goods was never weighed."""
    weights = [line.weight_g for line in lines]
    return sum(weights) + PACKING_G if all(weights) else 0


def _no_slip(expected: int, weight: int) -> None:
    """A weight three times what the goods weigh, or a third, is asked about once, as a price is."""
    if weight and expected and not expected <= weight * SLIP <= expected * SLIP**2:
        raise HaatError(
            "weight.slip",
            _("%(weight)s g? The goods in it weigh about %(expected)s g. If it is right, press once more."),
            field="weight",
            weight=group_lakh(weight),
            expected=group_lakh(expected),
            sure=weight,
        )


@require_POST
@for_maker
@queued
def cannot(request: Request, number: str) -> HttpResponse:
    """She cannot make it: the buyer is told why in her language, and gets her money back."""
    part, code = hers(request, number), request.POST.get("reason", "")
    if not maker_may_cancel(part):
        return _no(request, part, "state", _("This order cannot be stopped any more. Call the desk."))
    if code not in REASONS:
        return _no(request, part, "reason", _("Reason: tap one, so that the buyer understands."))
    with override(part.order.language):
        reason = str(REASONS[code])
    done = _("The order is cancelled. The buyer gets a message.")
    pieces, by, only_while = pieces_of(request.POST), request.acting.by, maker_may_cancel

    def cancel() -> None:
        if pieces is None:
            actions.cancel(part, reason=reason, by=by, only_while=only_while)
        else:
            seen = seen_of(request.POST)
            actions.cancel_pieces(part, pieces=pieces, seen=seen, reason=reason, by=by, only_while=only_while)

    return _act(request, part, "reason", cancel, done)


@require_POST
@for_maker
@queued
def ready(request: Request, number: str) -> HttpResponse:
    """What was to be ready later is ready now."""
    part = hers(request, number)
    return _act(request, part, "state", lambda: actions.end_hold(part, by=request.acting.by), _("Good. Now pack it."))
