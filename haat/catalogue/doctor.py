"""What must hold of goods in the shop."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q

from haat.catalogue.answers import COLUMNS
from haat.catalogue.asking import attributes_for, is_of, kinds
from haat.catalogue.kind_errors import BadKind, BadRule
from haat.catalogue.kind_facts import check_rules
from haat.catalogue.models import Check, Good, GoodText, Photo, Variant
from haat.catalogue.rules import MOST_PHOTOS
from haat.core.doctor import check
from haat.core.models import Event
from haat.core.trail import NOTHING, last, said, told
from haat.places.models import Mart

LIVE = Good.objects.filter(state=Good.State.LIVE)
# What moves a good, and where to.
MOVED = {
    "catalogue.good_sent": Good.State.WAITING,
    "catalogue.good_taken_back": Good.State.DRAFT,
    "catalogue.good_approved": Good.State.LIVE,
    "catalogue.good_sent_back": Good.State.SENT_BACK,
    "catalogue.good_paused": Good.State.PAUSED,
    "catalogue.good_resumed": Good.State.LIVE,
}


@check("every good in the shop has a main picture")
def main_pictures() -> Iterable[str]:
    """A card without a picture."""
    main = Photo.objects.filter(good=OuterRef("pk"), position=0)
    for good in LIVE.filter(~Exists(main)):
        yield f"good {good.pk} ({good}) has no main picture"


@check("every good in the shop can be bought")
def variants() -> Iterable[str]:
    """A page without a price."""
    active = Variant.objects.filter(good=OuterRef("pk"), active=True)
    for good in LIVE.filter(~Exists(active)):
        yield f"good {good.pk} ({good}) has no active variant"


@check("every good in the shop has a name in its mart's first language")
def names() -> Iterable[str]:
    """A page its own people cannot read."""
    for mart in Mart.objects.all():
        language = mart.default_language
        text = GoodText.objects.filter(good=OuterRef("pk"), language=language)
        for good in LIVE.filter(~Exists(text), mart=mart):
            yield f"good {good.pk} ({good}) has no text in {language}"


@check("goods, variants and makers belong to one mart")
def marts() -> Iterable[str]:
    """A row that would be lost when the marts are spread over machines."""
    for good in Good.objects.exclude(mart_id=F("maker__mart_id")):
        yield f"good {good.pk} ({good}) is of another mart than its maker"
    for variant in Variant.objects.exclude(mart_id=F("good__mart_id")):
        yield f"variant {variant.pk} ({variant}) is of another mart than its good"


@check("every good in the shop was looked at by the desk")
def checked() -> Iterable[str]:
    """Approved after it was last sent or sent back; the check and its event say the same."""
    approved = Check.objects.filter(good=OuterRef("pk"), outcome=Check.Outcome.APPROVED)
    for good in LIVE.filter(~Exists(approved)):
        yield f"good {good.pk} ({good}) is in the shop, and nobody looked at it"
    kinds = {
        Check.Outcome.APPROVED: "catalogue.good_approved",
        Check.Outcome.SENT_BACK: "catalogue.good_sent_back",
    }
    for outcome, kind in kinds.items():
        # Checks made by the machine have nobody; their row says 0.
        said = told(Good, kind, at="good_id").filter(Q(by_id=OuterRef("by_id")) | Q(by_id=None))
        for look in Check.objects.filter(~Exists(said), outcome=outcome):
            yield f"check {look.pk} of good {look.good_id}: user {look.by_id} is not told to have made it"


@check("goods stand where they were put")
def states_are_told() -> Iterable[str]:
    """A good's state is that of the last event that moved it; what was never sent is a draft."""
    moved = last(told(Good, *MOVED))
    right = Q(state=Good.State.DRAFT, moved="")
    for kind, state in MOVED.items():
        right |= Q(state=state, moved=kind)
    for good in Good.objects.annotate(moved=moved).exclude(right):
        yield f"good {good.pk} ({good}) is {good.state}, but last told: {good.moved or 'nothing'}"


@check("prices are those that were last told")
def prices_are_told() -> Iterable[str]:
    """Each change begins where the one before ended, and the price is what the last one made it."""
    before: dict[int, int] = {}
    changes = Event.objects.filter(kind="catalogue.price_changed").order_by("pk")
    for variant_id, data in changes.values_list("subject_id", "data").iterator():
        if before.get(variant_id, data["before"]) != data["before"]:
            yield f"variant {variant_id}: its price was {before[variant_id]} paise, and changed from {data['before']}"
        before[variant_id] = data["after"]
    told_price = said(told(Variant, "catalogue.price_changed"), "after")
    rows = Variant.objects.annotate(told_price=told_price).exclude(told_price=NOTHING)
    for variant in rows.exclude(price_paise=F("told_price")):
        yield f"variant {variant.pk} ({variant}) costs {variant.price_paise} paise, told as {variant.told_price}"


@check("pictures of a good stand in a row")
def photos_in_a_row() -> Iterable[str]:
    """Positions 0, 1, 2 …, no more than a good may have."""
    rows = Photo.objects.values("good_id").annotate(count=Count("pk"), top=Max("position")).order_by()
    for row in rows.filter(~Q(top=F("count") - 1) | Q(count__gt=MOST_PHOTOS)):
        yield f"good {row['good_id']}: {row['count']} pictures, the last at place {row['top']}"


@check("every good in the shop is weighed and named")
def sent_with_weight() -> Iterable[str]:
    """A parcel nobody can price, a card without words."""
    live = Variant.objects.filter(active=True, good__state=Good.State.LIVE)
    for variant in live.filter(Q(weight_g=None) | Q(weight_g=0)):
        yield f"variant {variant.pk} ({variant}) is in the shop without a weight"
    for text in GoodText.objects.filter(name="", good__state=Good.State.LIVE):
        yield f"good {text.good_id}: its name in {text.language} is empty"


@check("a waiting or living good has its moment")
def moments() -> Iterable[str]:
    for good in Good.objects.filter(live_at__lt=F("made_at")):
        yield f"good {good.pk} ({good}): in the shop before it was made"
    for good in Good.objects.filter(state=Good.State.WAITING, sent_at=None):
        yield f"good {good.pk} ({good}): it waits for the desk since no time"


@check("goods are of a kind that their craft has")
def kinds_of_goods() -> Iterable[str]:
    """A good under another craft's tax line, papers and questions."""
    strange = Good.objects.exclude(kind=None).exclude(kind__craft=None).exclude(kind__craft=F("craft"))
    for good in strange.select_related("craft", "kind").order_by("pk").iterator():
        if good.kind is not None and not is_of(good.kind, good.craft):
            yield f"good {good.pk} ({good}) of craft {good.craft} is of the kind {good.kind}"


@check("goods say what was last answered of them")
def answers_are_told() -> Iterable[str]:
    """Every answer stands as it was said last, of a good or of one size, unless all was told anew since."""
    said: dict[tuple[int, str], dict[str, Any]] = {}
    kinds = ("catalogue.answers_said", "catalogue.good_saved")
    events = Event.objects.filter(kind__in=kinds, subject_type=Good._meta.label_lower).order_by("pk")
    for kind, good_id, data in events.values_list("kind", "subject_id", "data").iterator():
        stands = said.setdefault((good_id, data.get("of", "")), {})
        before, after = data.get("before", {}), data.get("after")
        if kind == kinds[0]:
            stands |= dict.fromkeys(before.get("attributes", ())) | after.get("attributes", {})
        elif after is None or "attributes" in after:  # version 0.1.0 told whole goods, and not what changed
            stands.clear()
        else:
            for slug in [slug for slug, column in COLUMNS.items() if column in after]:
                stands.pop(slug, None)
    goods = Good.objects.in_bulk({good_id for (good_id, _sku), stands in said.items() if stands})
    sizes = {(row.good_id, row.sku): row for row in Variant.objects.filter(good__in=goods)}
    for (good_id, sku), stands in sorted(said.items()):
        row = sizes.get((good_id, sku)) if sku else goods.get(good_id)
        wrong = [slug for slug, value in stands.items() if row is not None and row.attributes.get(slug) != value]
        if wrong:
            yield f"good {good_id} {sku}: {', '.join(sorted(wrong))} not as it was answered"


@check("rules for code and tax line ask what their kind asks")
def rules_of_kinds() -> Iterable[str]:
    """A rule that can never hold: goods stay on a line nobody meant."""
    found = kinds()
    asked = attributes_for(found)
    for kind in found:
        try:
            check_rules(kind.rules, asked[kind.pk])
        except (BadKind, BadRule) as problem:
            yield f"kind {kind.pk} ({kind}): {problem.message}"
