"""A channel's own sheet of goods, for a mart that has no account there yet: what it would hold, and the file."""

import tempfile
from typing import Any, cast

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from haat.channels import listing_sheet
from haat.channels import office as folders
from haat.channels.channel import Channel, every_channel, find
from haat.channels.listing_sheet import MOST, Chosen
from haat.channels.office import Office
from haat.core.dates import today
from haat.web.office.channels.frame import SEE, page
from haat.web.office.desk.blocks import Blocks
from haat.web.office.desk.listing import XLSX, typed
from haat.web.office.desk.page import here, of_district
from haat.web.ui.gate import office
from haat.web.ui.request import Request

IN_MEMORY = 8 * 1024 * 1024  # bytes of a sheet; a larger one lies in a file till it is sent


def taking_sheets() -> list[Channel]:
    """Channels that take a sheet of goods without an account."""
    return [each for each in every_channel() if (folder := folders.find(each.slug)) and folder.sheet_words]


def _folder(slug: str) -> tuple[Channel, Office]:
    """404 for a channel that takes no sheet."""
    channel, folder = find(slug), folders.find(slug)
    if channel is None or folder is None or not folder.sheet_words:
        raise Http404
    return channel, folder


def _chosen(request: Request, kinds: list[Chosen]) -> Chosen | None:
    """The kind that is asked for, where the channel has a name for it."""
    wanted = typed(request, "kind")
    return next((each for each in kinds if each.kind and each.kind.slug == wanted and each.product_type), None)


@require_safe
@office(SEE)
def sheet(request: Request, slug: str) -> HttpResponse:
    """Kinds of goods with what the channel calls them; of the one that is chosen what its sheet would lack."""
    of_district(request, SEE)
    channel, folder = _folder(slug)
    blocks = Blocks(request, here(request, SEE))
    kinds = listing_sheet.kinds_in(request.mart, blocks.place, channel)
    chosen = _chosen(request, kinds)
    context: dict[str, Any] = {
        "channel": channel,
        "words": folder.sheet_words,
        "blocks": blocks,
        "kinds": [each for each in kinds if each.kind],
        "without_kind": sum(each.sizes for each in kinds if each.kind is None),
        "chosen": chosen,
        "filled": listing_sheet.count(folder, channel, request.mart, blocks.place, chosen) if chosen else None,
        "most": MOST,
    }
    return page(request, "sheet", tab="portals", **context)


@require_safe
@office(SEE)
def sheet_file(request: Request, slug: str) -> HttpResponse:
    """The sheet of one kind, as XLSX; back to the page where the channel has no name for the kind."""
    of_district(request, SEE)
    channel, folder = _folder(slug)
    blocks = Blocks(request, here(request, SEE))
    chosen = _chosen(request, listing_sheet.kinds_in(request.mart, blocks.place, channel))
    if chosen is None:
        return redirect("office:channels:sheet", slug)
    out = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - who sends it closes it
    listing_sheet.write(folder, channel, request.mart, blocks.place, chosen, cast(Any, out))
    out.seek(0)
    name = f"{slug}-{chosen.kind}-{today().isoformat()}.xlsx"
    sent: Any = FileResponse(out, as_attachment=True, filename=name, content_type=XLSX)
    return cast(HttpResponse, sent)
