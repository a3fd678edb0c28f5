"""What must hold of rates and prices."""

from collections.abc import Iterable, Iterator
from itertools import islice

from django.db.models import Count, F, Q

from haat.catalogue.models import Good, GoodKind, Variant
from haat.core.dates import today
from haat.core.doctor import check
from haat.core.models import Event
from haat.places.models import Mart
from haat.pricing.actions import MOST_REFERRAL_BP, MOST_TAX_ON_FEES_BP
from haat.pricing.errors import NoTaxRule
from haat.pricing.models import ChannelFee, FeeRule, TaxRule, Withholding
from haat.pricing.queries import rules_for
from haat.pricing.split import makers_share

BATCH = 1000
MOST_TAX_BP = 4000


@check("every price in the shop can be split and leaves its maker something")
def prices() -> Iterable[str]:
    """A variant nobody can buy, because no tax rate is known or nothing is left for the maker."""
    live = Variant.objects.filter(active=True, good__state=Good.State.LIVE)
    for mart in Mart.objects.all():
        rows = live.filter(mart=mart).select_related("good__maker__seller").iterator(chunk_size=BATCH)
        while batch := list(islice(rows, BATCH)):
            yield from _broken(mart, batch)


def _broken(mart: Mart, variants: list[Variant]) -> Iterator[str]:
    try:
        rules = rules_for(mart, variants, today())
    except NoTaxRule as error:
        for variant in variants:
            if variant.good.tax_slug == error.tax_slug:
                yield f"variant {variant.pk} ({variant}): no tax rate for {error.tax_slug}"
        yield from _broken(mart, [v for v in variants if v.good.tax_slug != error.tax_slug])
        return
    for variant in variants:
        line = rules[variant.pk]
        share = makers_share(
            variant.price_paise,
            tax_bp=line.charged_tax_bp,
            fee_bp=line.fee_bp,
            packing_paise=line.packing_paise,
        )
        if share <= 0:
            yield f"variant {variant.pk} ({variant}): nothing is left for the maker"


@check("fees are those that were last told")
def fees_are_told() -> Iterable[str]:
    """What the mart keeps from a day on is what somebody set for that day."""
    wanted: dict[tuple[int, str, str], tuple[int, int]] = {}
    events = Event.objects.filter(kind="pricing.fee_set").order_by("pk")
    for mart_id, data in events.values_list("mart_id", "data"):
        wanted[mart_id or 0, data["channel"], data["from_date"]] = (data["fee_bp"], data["packing_paise"])
    for rule in FeeRule.objects.order_by("pk"):
        told = wanted.get((rule.mart_id, rule.channel, rule.from_date.isoformat()))
        if told != (rule.fee_bp, rule.packing_paise):
            yield f"fee {rule.pk} ({rule}, {rule.packing_paise} paise for packing) is not what was told: {told}"


@check("what channels take is what an office last wrote down")
def channel_fees_are_told() -> Iterable[str]:
    """What a mart's office says of a channel's fees is what was last told of it."""
    names = ("channel", "category", "from_paise", "from_date")
    wanted: dict[tuple[object, ...], dict[str, object]] = {}
    told_of = Event.objects.filter(kind__in=("pricing.channel_fee_set", "pricing.channel_fee_taken_back"))
    for kind, mart_id, data in told_of.order_by("pk").values_list("kind", "mart_id", "data"):
        key = (mart_id, *(data[name] for name in names))
        if kind == "pricing.channel_fee_taken_back":
            wanted.pop(key, None)
        else:
            wanted.setdefault(key, {}).update(data["after"])
    for fee in ChannelFee.objects.exclude(mart=None).order_by("pk"):
        told = wanted.pop((fee.mart_id, fee.channel, fee.category, fee.from_paise, fee.from_date.isoformat()), {})
        if any(told.get(field) != getattr(fee, field) for field in ChannelFee.SET):
            yield f"channel fee {fee.pk} ({fee}) is not what was told: {told}"
    for key in wanted:
        yield f"channel fee {key} was told and is not there"


@check("what channels take can be")
def channel_fees_can_be() -> Iterable[str]:
    """A share and a tax below the whole, and weights that rise; of a list that came with the project too."""
    for fee in ChannelFee.objects.order_by("pk"):
        grams = [slab[0] for slab in fee.slabs]
        rising = all(light < heavy for light, heavy in zip([0, *grams], grams, strict=False))
        shares = (fee.referral_bp or 0) <= MOST_REFERRAL_BP and (fee.tax_bp or 0) <= MOST_TAX_ON_FEES_BP
        paid = all(len(slab) == 2 and slab[1] >= 0 for slab in fee.slabs)
        if not (rising and shares and paid and fee.source):
            yield f"channel fee {fee.pk} ({fee}): no channel can take that"
    for kept in Withholding.objects.filter(Q(rate_bp__gt=MOST_TAX_BP) | Q(source="")).order_by("pk"):
        yield f"what is withheld {kept.pk} ({kept}): no law says so"


@check("tax rules can hold")
def tax_rules() -> Iterable[str]:
    """A rate up to 40 percent, a last day after the first, and never two rules for one good on one day."""
    for rule in TaxRule.objects.filter(Q(rate_bp__gt=MOST_TAX_BP) | Q(to_date__lt=F("from_date"))):
        yield f"tax rule {rule.pk} ({rule}): a rate or days that cannot be"
    fields = ("slug", "from_date", "packed_and_labelled", "over_paise", "up_to_paise")
    for row in TaxRule.objects.values(*fields).annotate(times=Count("pk")).filter(times__gt=1).order_by():
        yield f"tax rules for {row['slug']} from {row['from_date']}: {row['times']} of them for the same goods"


@check("kinds of goods in the shop name tax lines that are known")
def lines_of_kinds() -> Iterable[str]:
    """A line without a rate, which an answer could choose for a good somebody may buy."""
    live = Good.objects.filter(state=Good.State.LIVE).exclude(kind=None).values("kind")
    known = set(TaxRule.objects.values_list("slug", flat=True))
    for kind in GoodKind.objects.filter(pk__in=live).order_by("pk"):
        named = {kind.tax_slug, *(rule["tax"] for rule in kind.rules if rule.get("tax"))}
        for slug in sorted(named - known):
            yield f"kind {kind.pk} ({kind}): no tax rate for {slug}"
