"""Facts for search engines and share cards, in schema.org's words."""

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from haat.core.dates import day_of
from haat.core.files import picture_url
from haat.core.languages import best
from haat.places.models import Mart
from haat.web.shop.base.addresses import address
from haat.web.shop.base.frame import Links
from haat.web.shop.look.shown import Shown

_ESCAPES = {sign: f"\\u{ord(sign):04X}" for sign in "<>&\u2028\u2029"}


def as_json(facts: Any) -> SafeString:
    """`facts` as JSON that may stand in a script element: nothing in it can end that element."""
    said = json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
    for sign, escaped in _ESCAPES.items():  # five searches cost a tenth of str.translate
        said = said.replace(sign, escaped)
    return mark_safe(said)


def good_schema(mart: Mart, page: Shown, links: Links) -> SafeString:
    """Product with its offers, rating and reviews, and the way to it."""
    return as_json({"@context": "https://schema.org", "@graph": [_product(page, links), _crumbs(mart, page, links)]})


def _product(page: Shown, links: Links) -> dict[str, Any]:
    good = page.good
    facts: dict[str, Any] = {
        "@type": "Product",
        "name": page.name.text,
        "description": page.description.text or page.name.text,
        "sku": page.chosen.variant.sku if page.chosen else good.slug,
        "category": best(good.craft.names).text,
        "countryOfOrigin": "IN",
        "brand": {"@type": "Brand", "name": best(good.maker.names).text},
        "image": [_full(picture_url(shot.digest, 1200), links) for shot in page.shots],
        "offers": [_offer(page, choice, links) for choice in page.choices],
    }
    if page.stars_count:
        facts["aggregateRating"] = {
            "@type": "AggregateRating",
            "ratingValue": round(page.stars, 1),
            "reviewCount": page.stars_count,
            "bestRating": 5,
        }
        facts["review"] = [
            {
                "@type": "Review",
                "reviewRating": {"@type": "Rating", "ratingValue": said.stars, "bestRating": 5},
                "author": {"@type": "Person", "name": said.name},
                "datePublished": day_of(said.at).isoformat(),
                "reviewBody": said.words,
            }
            for said in page.said
        ]
    return facts


def _offer(page: Shown, choice: Any, links: Links) -> dict[str, Any]:
    state = "InStock" if choice.free > 0 else "OutOfStock"
    if choice.free > 0 and page.good.made_to_order:
        state = "MadeToOrder"
    return {
        "@type": "Offer",
        "url": links.canonical,
        "sku": choice.variant.sku,
        "priceCurrency": "INR",
        "price": amount(choice.variant.price_paise),
        "availability": f"https://schema.org/{state}",
        "itemCondition": "https://schema.org/NewCondition",
        "seller": {"@type": "Organization", "name": page.good.maker.seller.legal_name},
    }


def amount(paise: int) -> str:
    """Rupees as machines read them: `520.00`."""
    return f"{paise // 100}.{paise % 100:02d}"


def _crumbs(mart: Mart, page: Shown, links: Links) -> dict[str, Any]:
    craft = page.good.craft
    way = [
        (best(mart.names).text, address("home")),
        (best(craft.names).text, address("craft", craft.slug)),
        (page.name.text, address("good", page.good.slug)),
    ]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": name, "item": links.full(url)}
            for number, (name, url) in enumerate(way, start=1)
        ],
    }


def _full(url: str, links: Links) -> str:
    return links.full(url) if url.startswith("/") else url
