"""A good made ready to be shared: what its picture says, and the link that says who shared it and where."""

from django.urls import reverse
from django.utils.translation import override

from haat.catalogue.models import Good, Variant
from haat.catalogue.queries import main_photo, name
from haat.core.dates import today
from haat.core.languages import best
from haat.orders.sources import FIELD, INSTAGRAM, WHATSAPP, shared_by
from haat.pricing.errors import NoTaxRule, PriceTooLow
from haat.pricing.queries import rules_for
from haat.web.papers.kits import Form, Kit

# What is shared where: a status goes to WhatsApp, a square post to Instagram.
MEDIA: dict[Form, str] = {"status": WHATSAPP, "square": INSTAGRAM}


def may_share(good: Good) -> bool:
    """True for a good that buyers can see."""
    return good.state == Good.State.LIVE and not good.mart.shut and any(v.active for v in good.variants.all())


def kit_of(good: Good, form: Form, *, head: str, host: str, language: str) -> Kit:
    """What is shared of a good (`maker__seller`, `mart`, `variants` and `texts` loaded) in a language.

    `head` begins the link ("https://deoghar.example"). Of several sizes the cheapest is named.
    """
    mart, maker = good.mart, good.maker
    sizes = [variant for variant in good.variants.all() if variant.active]
    size = min(sizes, key=lambda each: (each.price_paise, each.position, each.pk))
    with override(language if language in mart.spoken else mart.spoken[0]):
        path = reverse("shop:good", args=[good.slug])
    photo = main_photo(good)
    places = dict.fromkeys(best(place.names, language).text for place in (maker.place, maker.block))
    return Kit(
        mart=best(mart.names, language),
        motif=mart.motif,
        name=name(good, language),
        maker=best(maker.names, language),
        where=", ".join(places),
        price_paise=size.price_paise,
        several=len({each.price_paise for each in sizes}) > 1,
        maker_paise=_gets(good, size),
        to_group=maker.is_group,
        digest=photo.picture.digest if photo else "",
        link=f"{head}{path}?{FIELD}={shared_by(maker.slug, MEDIA[form])}",
        host=host,
        language=language,
        drawn=photo is not None and photo.picture.drawn,
        rendered=photo is not None and photo.picture.rendered,
    )


def _gets(good: Good, size: Variant) -> int | None:
    """What of its price reaches the maker, in whole rupees as the shop says it; None where no rate is known."""
    size.good = good
    try:
        split = rules_for(good.mart, [size], today())[size.pk].split(size.price_paise)
    except (NoTaxRule, PriceTooLow):
        return None
    return split.maker // 100 * 100
