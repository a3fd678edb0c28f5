"""The half-year as a village organisation writes it into its register: a workbook in the order of its groups."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from haat.core.languages import best
from haat.livelihood.queries import OfMember, Row, months_of, shares_between, sums_of, who_earned, with_households
from haat.livelihood.rules import MONTHS, often, range_of
from haat.makers.models import Maker
from haat.web.office.desk.listing import MOST_EXPORTED, as_xlsx, ids, rupees_cell, said_when_full
from haat.web.office.desk.words import word
from haat.web.office.livelihood.pages import Seen, named_half, seen
from haat.web.ui.gate import office
from haat.web.ui.request import Request

ORDER = ("organisation__parent__slug", "organisation__slug", "block__slug", "slug", "pk")


@require_safe
@office("see_livelihood")
def register(request: Request) -> HttpResponse:
    """Groups on one sheet, members on the other, of one organisation (`?organisation=`) or all the reader may see."""
    at = seen(request)
    rows = who_earned(at.makers, at.half)
    if wanted := ids([request.GET.get("organisation", "")]):
        rows = rows.filter(organisation__in=wanted) | rows.filter(organisation__parent__in=wanted)
    found = list(with_households(rows).select_related("block", "organisation__parent").order_by(*ORDER)[:MOST_EXPORTED])
    sheets = [
        (gettext("Groups"), _group_heads(at.rule), said_when_full(_groups(at, found))),
        (gettext("Members"), _member_heads(), _members(at, found)),
        (gettext("How it is counted"), [gettext("Figure"), gettext("How it is counted")], _explained(at)),
    ]
    return as_xlsx(f"register-{at.half.code}", sheets)


def _group_heads(rule: str) -> list[str]:
    return [
        gettext("Federation"),
        gettext("Village organisation"),
        gettext("Block"),
        gettext("Group or artisan"),
        gettext("Half-year"),
        gettext("Households"),
        gettext("Of these estimated"),
        gettext("Earned through Haat ₹"),
        gettext("Materials ₹"),
        gettext("Net ₹"),
        gettext("Net a month and household"),
        gettext("How often"),
        gettext("Hours of work"),
        gettext("Days (%(rule)s)") % {"rule": word(rule, "day_rule")},
        gettext("Pieces without hours"),
        gettext("Pieces without a cost sheet"),
    ]


def _groups(at: Seen, found: Sequence[Maker]) -> list[list[object]]:
    sums, months = sums_of(found, at.half), months_of(found, at.half)
    table: list[list[object]] = []
    for maker in found:
        row = Row(sums[maker.pk])
        each: int = getattr(maker, "households", 0)
        guessed: int = getattr(maker, "estimated", 0)
        monthly = row.sums.net_paise // MONTHS // each if each else 0
        table.append(
            [
                *_where(maker),
                named_half(at.half),
                each,
                guessed,
                rupees_cell(row.sums.earned_paise),
                rupees_cell(row.sums.materials_paise),
                rupees_cell(row.sums.net_paise),
                word(range_of(monthly), "month_range"),
                word(often(len(months.get(maker.pk, {}))), "how_often"),
                round(row.sums.minutes / 60, 1),
                row.days(at.rule),
                row.sums.unknown_pieces,
                row.sums.uncosted_pieces,
            ]
        )
    return table


def _where(maker: Maker) -> list[object]:
    own = maker.organisation
    above = own.parent if own is not None else None
    federation, village = (above, own) if above is not None else (own, None)
    if own is not None and own.kind == own.Kind.VILLAGE and above is None:
        federation, village = None, own
    return [
        best(federation.names).text if federation else "",
        best(village.names).text if village else "",
        best(maker.block.names).text,
        best(maker.names).text,
    ]


def _member_heads() -> list[str]:
    return [
        gettext("Federation"),
        gettext("Village organisation"),
        gettext("Block"),
        gettext("Group or artisan"),
        gettext("Member"),
        gettext("Half-year"),
        gettext("Given to her ₹"),
        gettext("Not given yet ₹"),
        gettext("Given to her a month"),
        gettext("How often"),
    ]


def _members(at: Seen, found: Sequence[Maker]) -> list[list[object]]:
    by_key = {maker.pk: maker for maker in found}
    shares: dict[int, list[OfMember]] = {}
    for one in shares_between([maker for maker in found if maker.is_group], at.half):
        shares.setdefault(one.maker_id, []).append(one)
    return [
        [
            *_where(by_key[pk]),
            best(one.names).text,
            named_half(at.half),
            rupees_cell(one.given_paise),
            rupees_cell(one.open_paise),
            word(range_of(one.given_paise // MONTHS), "month_range"),
            word(often(len(one.months)), "how_often"),
        ]
        for pk in by_key
        for one in shares.get(pk, [])
    ]


def _explained(at: Seen) -> list[list[object]]:
    return [
        [
            gettext("Hours of work"),
            gettext("Hours a piece as the cost sheet said when it was ordered, times pieces sold."),
        ],
        [gettext("Days"), word(at.rule, "day_rule")],
        [
            gettext("Earned through Haat ₹"),
            gettext("What the books owe or have paid for deliveries of the half-year, less what came back."),
        ],
        [
            gettext("Net ₹"),
            gettext("Earned, less the materials the cost sheets tell of. Only what was sold through Haat."),
        ],
        [
            gettext("Households"),
            gettext("As a list of members tells; where none does, one a member: an estimate."),
        ],
        [
            gettext("Given to her ₹"),
            gettext("Her shares of payouts of the half-year, as the books have them. The rest stays with the group."),
        ],
    ]
