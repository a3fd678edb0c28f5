"""Adding a good, one question a screen. With scripts the page works by itself; without, each screen is sent."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from haat.catalogue.models import Check, Craft, Good, Variant
from haat.catalogue.queries import crafts as all_crafts
from haat.catalogue.queries import crafts_of as own_crafts
from haat.catalogue.queries import goods_of, last_sent_back, name, weights_of
from haat.catalogue.rules import OPEN_STATES, SEND_BACK_REASONS
from haat.core.errors import HaatError
from haat.core.files import store_picture, wanted
from haat.core.limits import hit
from haat.core.numerals import whole_number
from haat.makers.models import Maker
from haat.pricing.queries import cost_of
from haat.stock.queries import told_pieces
from haat.studio.actions import list_good
from haat.studio.queries import listed_before
from haat.web.maker.base.acting import for_maker, page
from haat.web.maker.base.request import Request
from haat.web.maker.base.weights import bounds_of
from haat.web.maker.goods.draft import OTHER, STEPS, Draft, first_step, read, weight_slip, wrong
from haat.web.maker.goods.fair import Effort, Terms, fair, terms_of
from haat.web.maker.goods.materials import OTHER as NO_DRAWING
from haat.web.maker.goods.materials import drawing_of
from haat.web.maker.goods.sync import SENDING, check_picture
from haat.web.ui.found import one_or_404
from haat.web.ui.sending import nonce

KEPT = "maker_draft"
TEXTS = ("name", "craft", "time", "unit", "price", "pieces", "weight")
# Five materials and the clock make two rows of the phone; the rest unfolds.
SHOWN_AT_ONCE = 5
# At which screen the desk's reason is mended; all others are about the whole good, and begin at the first.
MENDED_AT = {
    "picture_blurred": "photo",
    "picture_cut": "photo",
    "picture_ground": "photo",
    "name_unclear": "name",
    "price_low": "price",
    "price_high": "price",
    "weight_missing": "count",
    "stock_count": "count",
}
GROUNDS = ("lac", "haldi", "khadi", "leaf", "mitti", "indigo")


def crafts_of(maker: Maker, *, every: bool = False) -> list[Craft]:
    """What the maker makes, the last used first; every craft when she has no goods yet (or asks)."""
    return ([] if every else own_crafts(maker)) or all_crafts()


@require_http_methods(["GET", "HEAD", "POST"])
@for_maker
def add(request: Request) -> HttpResponse:
    """The screens. `?mend=<good>` begins with a good the desk sent back; `?fresh=1` forgets what was begun."""
    acting = request.acting
    kept = _kept(request)
    mended = request.GET.get("mend", "")
    if request.method == "POST":
        return _mend(request, kept, mended) if mended else _next(request, kept)
    if mended:
        good = _open_good(acting.maker, mended)
        kept = _begin(acting.maker, good)
        check = last_sent_back([good]).get(good.pk)
        if check is not None:
            return _screen(request, kept, step_for(check.reasons), {}, asked=asked_at(check))
    elif request.GET.get("fresh"):
        kept = _begin(acting.maker)
    step = request.GET.get("step", "")
    return _screen(request, kept, step if step in STEPS else STEPS[0], {})


def _open_good(maker: Maker, pk: str) -> Good:
    return one_or_404(goods_of(maker), pk=whole_number(pk) or 0, state__in=OPEN_STATES)


def _kept(request: Request) -> dict[str, Any]:
    """The draft this session holds for this maker (only used without scripts), or a new one."""
    kept: dict[str, Any] = request.session.get(KEPT) or {}
    maker = request.acting.maker
    if kept.get("maker") != maker.pk:
        return _begin(maker)
    # A draft outlives its picture when it lies for more than a day.
    held = kept["digest"] and wanted(kept["digest"])
    return {**kept, "digest": kept["digest"] if held else ""}


def _begin(maker: Maker, good: Good | None = None) -> dict[str, Any]:
    kept: dict[str, Any] = {"maker": maker.pk, "key": str(uuid4()), "turn": 0, "sending": nonce()}
    kept |= {"digest": "", "values": {}, "mend": False}
    if good is not None:
        photo = next(iter(good.photos.all()), None)
        kept |= {"key": good.key, "turn": good.checks.count(), "mend": True, "values": _values_of(good)}
        kept["digest"] = photo.picture.digest if photo else ""
    return kept


def _values_of(good: Good) -> dict[str, Any]:
    """A good's answers, as the screens hold them."""
    values: dict[str, Any] = {"name": name(good).text, "craft": good.craft.slug}
    values["made"] = "1" if good.made_to_order else ""
    variant = next((v for v in good.variants.all() if v.active), None)
    if variant is None:
        return values
    values |= {"price": _rupees(variant.price_paise), "weight": str(variant.weight_g or "")}
    cost = cost_of(variant)
    if cost is not None:
        values["materials"] = {line["slug"]: _rupees(int(line["paise"])) for line in cost.materials}
        values["materials"][OTHER] = _rupees(cost.other_paise) if cost.other_paise else ""
        whole = cost.minutes % 60 == 0
        values |= {"unit": "hours" if whole else "minutes", "time": str(cost.minutes // 60 if whole else cost.minutes)}
    values["pieces"] = _pieces_of(good, variant)
    return values


def _pieces_of(good: Good, variant: Variant) -> str:
    variant.good = good
    return str(told_pieces(variant) or ("" if good.made_to_order else 0))


def _rupees(paise: int) -> str:
    whole, rest = divmod(paise, 100)
    return f"{whole}.{rest:02d}" if rest else str(whole)


# ---- without scripts: one screen after the other


def _posted(request: Request, values: dict[str, Any]) -> dict[str, Any]:
    """The answers so far with what came now laid over them."""
    given = request.POST
    told = {field: given[field][:200] for field in TEXTS if field in given}
    values = {**values, **told, "made": "1" if given.get("made") else ""}
    materials = dict(values.get("materials", {}))
    prefix = f"m-{values.get('craft', '')}-"
    materials |= {field.removeprefix(prefix): given[field][:20] for field in given if field.startswith(prefix)}
    return {**values, "materials": materials, "sure": given.get("sure", "")[:6]}


def _mend(request: Request, kept: dict[str, Any], pk: str) -> HttpResponse:
    """As `_next`, for a good that was sent back; pressed again when all is sent, it leads to what was told.

    What the session holds goes on only below the page that began it: one drawn since knows what the desk asks now.
    """
    maker = request.acting.maker
    good, sending = one_or_404(goods_of(maker), pk=whole_number(pk) or 0), _sending(request, {})
    if good.state not in OPEN_STATES and (not sending or listed_before(maker, good.key, 0, sending)):
        return redirect("maker:added", good.pk)
    goes_on = kept["key"] == good.key and sending in ("", kept.get("sending"))
    return _next(request, kept if goes_on else _begin(maker, good))


def _sending(request: Request, kept: Mapping[str, Any]) -> str:
    """The name of what is told here, as the form has it: it stays the same from the first screen to the last."""
    told = request.POST.get("sending", "")
    return told if SENDING.fullmatch(told) else str(kept.get("sending", ""))


def _next(request: Request, kept: dict[str, Any]) -> HttpResponse:
    step = request.POST.get("step", "")
    step = step if step in STEPS else STEPS[0]
    kept = {**kept, "sending": _sending(request, kept), "values": _posted(request, kept["values"])}
    draft, errors = read(kept["values"], all_crafts())
    if draft is not None:
        errors |= weight_slip(kept["values"], draft, weights_of(request.acting.maker))
    here = STEPS.index(step)
    so_far = {field: said for field, said in errors.items() if STEPS.index(first_step({field: said})) <= here}
    if not so_far:
        try:
            kept["digest"] = _digest(request, kept)
        except HaatError as problem:
            so_far["photo"] = problem.message
    request.session[KEPT] = kept
    if so_far:
        return _screen(request, kept, first_step(so_far), so_far)
    if step != STEPS[-1] or draft is None:
        return _screen(request, kept, STEPS[min(here + 1, len(STEPS) - 1)], {})
    return _finish(request, kept, draft)


def _digest(request: Request, kept: dict[str, Any]) -> str:
    """The picture sent now, else the one kept; looked at last, for it is what costs most. Raises HaatError."""
    sent = request.FILES.get("photo") or request.FILES.get("older")
    if sent is None and kept["digest"]:
        return str(kept["digest"])
    check_picture(request.acting, kept["key"], sent)
    if sent is None:
        return ""
    hit(f"sync:{request.user.pk}", most=60, seconds=600)
    return store_picture(sent.read()).digest


def _finish(request: Request, kept: dict[str, Any], draft: Draft) -> HttpResponse:
    acting = request.acting
    facts, named = draft.facts(wanted(kept["digest"])), {name: kept[name] for name in ("key", "turn", "sending")}
    try:
        saved = list_good(acting.maker, facts, **named, by=acting.by)
    except HaatError as problem:
        errors = wrong(problem)
        return _screen(request, kept, first_step(errors), errors)
    del request.session[KEPT]
    return redirect("maker:added", saved.good.pk)


def asked_at(check: Check) -> list[tuple[str, str]]:
    """(screen, sentence) for all the desk said; its own words stand where the page opens."""
    known = [code for code in check.reasons if code in SEND_BACK_REASONS]
    told = [(MENDED_AT.get(code, STEPS[0]), str(SEND_BACK_REASONS[code])) for code in known]
    return [*told, *((step_for(check.reasons), note) for note in [check.note] if note)]


def step_for(reasons: Sequence[str]) -> str:
    """The screen at which the first of the desk's reasons is mended."""
    steps = {MENDED_AT.get(reason, STEPS[0]) for reason in reasons}
    return next((step for step in STEPS if step in steps), STEPS[0])


def _screen(
    request: Request, kept: dict[str, Any], step: str, errors: dict[str, str], *, asked: Sequence[tuple[str, str]] = ()
) -> HttpResponse:
    maker, values = request.acting.maker, kept["values"]
    crafts = crafts_of(maker, every=bool(request.GET.get("crafts")))
    if values.get("craft") and all(craft.slug != values["craft"] for craft in crafts):
        crafts = [*crafts, *(craft for craft in all_crafts() if craft.slug == values["craft"])]
    chosen = next((craft.slug for craft in crafts if craft.slug == values.get("craft")), crafts[0].slug)
    terms, weights = terms_of(maker, crafts), weights_of(maker)
    answers = {**values, "craft": chosen, "unit": values.get("unit") or "hours"}
    return page(
        request,
        "goods/add",
        status=422 if errors else 200,
        kept=kept,
        step=step,
        asked=asked,
        values=answers,
        errors=errors,
        crafts=[
            {**_craft_card(craft, terms[craft.slug], answers), "bounds": bounds_of(weights, craft.slug)}
            for craft in crafts
        ],
        several=len(crafts) > 1,
        advice=_advice(answers, terms[chosen]),
    )


def _craft_card(craft: Craft, terms: Terms, values: dict[str, Any]) -> dict[str, Any]:
    given = values.get("materials", {}) if craft.slug == values["craft"] else {}
    materials = [
        {
            "slug": material["slug"],
            "names": {code: material[code] for code in material if code not in ("slug", "drawing")},
            "drawing": drawing_of(material["slug"]),
            "ground": GROUNDS[place % len(GROUNDS)],
            "rupees": given.get(material["slug"], ""),
        }
        for place, material in enumerate(craft.materials)
    ]
    materials.append(
        {
            "slug": OTHER,
            "names": _("All else"),
            "drawing": NO_DRAWING,
            "ground": "khadi",
            "rupees": given.get(OTHER, ""),
        }
    )
    first, more = materials[:SHOWN_AT_ONCE], materials[SHOWN_AT_ONCE:]
    said = any(material["rupees"] for material in more)
    return {"craft": craft, "terms": asdict(terms), "first": first, "more": more, "more_said": said}


def _advice(values: dict[str, Any], terms: Terms) -> dict[str, int | None]:
    """Lowest fair price, the one to ask and what stays with her, for the price screen without scripts."""
    trial = {**values, "price": "1", "pieces": "0", "weight": "1", "name": values.get("name") or "-"}
    draft, _wrong = read(trial, all_crafts()) if values.get("materials") or values.get("time") else (None, {})
    if draft is None:
        return {"lowest": None, "suggested": None, "rupees": None}
    spent = sum(line["paise"] for line in draft.materials) + draft.other_paise
    found = fair(Effort(spent, draft.minutes), terms)
    return {"lowest": found.lowest, "suggested": found.suggested, "rupees": found.suggested // 100}


@require_safe
@for_maker
def added(request: Request, pk: int) -> HttpResponse:
    """What was entered, to be read back to the maker."""
    good = one_or_404(goods_of(request.acting.maker), pk=pk)
    variant = next((v for v in good.variants.all() if v.active), None)
    pieces = _pieces_of(good, variant) if variant else ""
    return page(request, "goods/added", good=good, name=name(good), variant=variant, pieces=pieces)
